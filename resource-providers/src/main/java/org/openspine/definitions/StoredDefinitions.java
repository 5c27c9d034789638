package org.openspine.definitions;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.openspine.conformance.profile.Definition;
import org.openspine.conformance.profile.Definitions;
import org.openspine.conformance.structure.Structures;
import org.openspine.conformance.validation.RuleBook;
import org.openspine.repository.HistoryPage;
import org.openspine.repository.HistoryQuery;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.SearchPage;
import org.openspine.repository.StoredResource;
import org.openspine.repository.search.PagePosition;
import org.openspine.repository.search.SearchQuery;

/**
 * The rule book in force: R4's own definitions, those the program brings, and those in the store, whoever stored them. Safe for use by
 * many threads.
 */
public final class StoredDefinitions implements Supplier<RuleBook> {
    /** Clocks of nodes differ and transactions end after they began: so much is read again. */
    private static final Duration OVERLAP = Duration.ofSeconds(30);

    private static final int PAGE = 200;

    private final Structures structures;
    private final ResourceRepository repository;
    private final Definitions own;
    private final Map<ResourceKey, StoredResource> stored = new HashMap<>();
    private volatile RuleBook book;
    private Instant readUntil = Instant.EPOCH;

    /** {@code own} are there without being stored. Nothing is read before {@link #load}. */
    public StoredDefinitions(Structures structures, ResourceRepository repository, Definitions own) {
        this.structures = structures;
        this.repository = repository;
        this.own = own;
        this.book = new RuleBook(structures, own);
    }

    @Override
    public RuleBook get() {
        return book;
    }

    /** Reads all that is in the store. */
    public synchronized void load() {
        for (String type : Definitions.TYPES) {
            Optional<PagePosition> after = Optional.empty();
            do {
                SearchPage page = repository.search(new SearchQuery(type, List.of(), List.of(), PAGE, after));
                page.matches().forEach(this::note);
                after = page.next();
            } while (after.isPresent());
        }
        if (!stored.isEmpty()) {
            rebuild();
        }
    }

    /** Takes in what was written since, by this node or another; does nothing if nothing was. */
    public synchronized void refresh() {
        boolean changed = false;
        Instant since = readUntil.isAfter(Instant.EPOCH) ? readUntil.minus(OVERLAP) : Instant.EPOCH;
        for (String type : Definitions.TYPES) {
            OptionalLong before = OptionalLong.empty();
            do {
                HistoryPage page = repository.history(new HistoryQuery(
                        Optional.of(type), Optional.empty(), Optional.of(since), Optional.empty(), PAGE, before));
                for (StoredResource version : page.versions()) {
                    changed |= note(version);
                }
                before = page.next();
            } while (before.isPresent());
        }
        if (changed) {
            rebuild();
        }
    }

    private boolean note(StoredResource version) {
        if (version.lastUpdated().isAfter(readUntil)) {
            readUntil = version.lastUpdated();
        }
        StoredResource known = stored.get(version.key());
        if (known != null && known.version() >= version.version()) {
            return false;
        }
        stored.put(version.key(), version);
        return true;
    }

    private void rebuild() {
        var definitions = new ArrayList<>(own.loaded());
        for (StoredResource resource : stored.values()) {
            if (!resource.isDeleted()) {
                Definition definition = Definition.of(resource.tree());
                if (!definition.url().isEmpty()) {
                    definitions.add(definition);
                }
            }
        }
        book = new RuleBook(structures, own.with(definitions));
    }
}
