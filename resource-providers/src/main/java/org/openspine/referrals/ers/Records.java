package org.openspine.referrals.ers;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.openspine.error.SpineException;
import org.openspine.referrals.Elements;
import org.openspine.referrals.Referral;
import org.openspine.referrals.Worklist;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Verb;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.SearchQuery;
import org.openspine.repository.search.ValueMatch;

/** Finds, locks and stores referrals and advice requests, with the answers this API has for those it cannot. */
final class Records {
    private static final Pattern UBRN = Pattern.compile("[0-9]{12}");
    private static final int MOST_OF_ONE_UBRN = 20;

    private final ResourceRepository repository;
    private final Relationship relationship;

    /** Requests being changed by this node. Another node's writer waits for the row and then finds another version. */
    private final Set<ResourceKey> inUse = ConcurrentHashMap.newKeySet();

    Records(ResourceRepository repository, Relationship relationship) {
        this.repository = repository;
        this.relationship = relationship;
    }

    /** Which of the two an operation is about. */
    enum Kind {
        REFERRAL,
        ADVICE,
        EITHER
    }

    static boolean isUbrn(String text) {
        return UBRN.matcher(text).matches();
    }

    /** Referral and advice request of this UBRN, the referral first. */
    List<StoredResource> ofUbrn(String ubrn) {
        Criterion identified = new Criterion.Indexed(
                IndexId.parameter(Referral.TYPE, "identifier"),
                List.of(new ValueMatch.Token(OptionalLong.of(IndexId.system(Elements.UBRN)), ubrn)));
        SearchQuery query = new SearchQuery(
                Referral.TYPE, List.of(identified), List.of(), MOST_OF_ONE_UBRN, java.util.Optional.empty());
        return repository.search(query).matches().stream()
                .sorted(java.util.Comparator.comparing(
                        stored -> Referral.of(stored).isAdvice()))
                .toList();
    }

    /** The key behind an id in a path: a logical id or a UBRN. Throws {@link ErsError#NOT_FOUND}. */
    ResourceKey key(String id, Kind kind) {
        if (isUbrn(id)) {
            List<StoredResource> found = ofUbrn(id);
            return found.stream()
                    .filter(stored -> fits(Referral.of(stored), kind))
                    .findFirst()
                    .or(() -> found.stream().findFirst())
                    .map(StoredResource::key)
                    .orElseThrow(Records::unknown);
        }
        if (!ResourceKey.isLogicalId(id)) {
            throw unknown();
        }
        return new ResourceKey(Referral.TYPE, id);
    }

    /** The current version, for a caller who has to do with it. */
    Referral read(String id, Kind kind, ErsCaller caller) {
        Referral referral =
                repository.read(key(id, kind)).flatMap(Records::ofThisService).orElseThrow(Records::unknown);
        relationship.require(referral, caller);
        requireKind(referral, kind);
        return referral;
    }

    /**
     * Runs {@code work} with the record locked, in one transaction. Throws {@link ErsError#LOCKED} if this node is changing it
     * at the moment, {@link ErsError#CONFLICT} if {@code version} is not the current one.
     */
    <T> T change(String id, Kind kind, long version, ErsCaller caller, Function<Referral, T> work) {
        ResourceKey key = key(id, kind);
        return alone(key, () -> repository.inTransaction(() -> work.apply(lock(key, kind, version, caller))));
    }

    /** Runs {@code work} unless this node is changing the record already. */
    <T> T alone(ResourceKey key, Supplier<T> work) {
        if (!inUse.add(key)) {
            throw new SpineException(ErsError.LOCKED, "The request is being changed; read it again and retry");
        }
        try {
            return work.get();
        } finally {
            inUse.remove(key);
        }
    }

    /** The record under its lock, within the caller's transaction. */
    Referral lock(ResourceKey key, Kind kind, long version, ErsCaller caller) {
        Referral referral = repository.lock(key).flatMap(Records::ofThisService).orElseThrow(Records::unknown);
        relationship.require(referral, caller);
        requireKind(referral, kind);
        if (referral.version() != version) {
            throw new SpineException(
                    ErsError.CONFLICT,
                    "The current version is another one; read the request again and repeat the change");
        }
        return referral;
    }

    /** Stores the next version; the tree of {@code referral} is that version afterwards. */
    StoredResource store(Referral referral) {
        return repository.store(write(referral));
    }

    /** The write of the next version, to be stored together with others. */
    ResourceWrite write(Referral referral) {
        Worklist.tag(referral);
        Verb verb = referral.version() == 0 ? Verb.POST : Verb.PUT;
        return new ResourceWrite(referral.key(), verb, referral.version(), referral.tree());
    }

    Relationship relationship() {
        return relationship;
    }

    private static void requireKind(Referral referral, Kind kind) {
        if (!fits(referral, kind)) {
            throw BusinessError.INVALID_REQUEST_TYPE.because(
                    kind == Kind.REFERRAL
                            ? "This is an advice request, not a referral"
                            : "This is a referral, not an advice request");
        }
    }

    private static boolean fits(Referral referral, Kind kind) {
        return switch (kind) {
            case EITHER -> true;
            case ADVICE -> referral.isAdvice();
            case REFERRAL -> !referral.isAdvice();
        };
    }

    /** A request of urgent care, which has no UBRN, is none of this service. */
    private static java.util.Optional<Referral> ofThisService(StoredResource stored) {
        return java.util.Optional.of(stored)
                .filter(found -> !found.isDeleted())
                .map(Referral::of)
                .filter(referral -> Referral.isErs(referral.tree()));
    }

    static SpineException unknown() {
        return new SpineException(ErsError.NOT_FOUND, "The request was not found");
    }
}
