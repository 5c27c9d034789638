package org.openspine.definitions;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rule book in force: R4's own definitions, those the program brings, and those in the store, whoever stored them. Safe for use by
 * many threads.
 */
public final class StoredDefinitions implements Supplier<RuleBook> {
    private static final Logger LOG = LoggerFactory.getLogger(StoredDefinitions.class);

    /** Clocks of nodes differ and transactions end after they began: so much is read again. */
    private static final Duration OVERLAP = Duration.ofSeconds(30);

    /** How long a write that was begun may take until it is seen; a write that failed is never seen. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int PAGE = 200;

    private final Structures structures;
    private final ResourceRepository repository;
    private final Definitions own;
    private final Map<ResourceKey, Noted> stored = new HashMap<>();
    private final Map<ResourceKey, Long> expected = new ConcurrentHashMap<>();
    private final ExecutorService reader = Executors.newSingleThreadExecutor(task -> {
        var thread = new Thread(task, "definitions");
        thread.setDaemon(true);
        return thread;
    });
    private volatile RuleBook book;
    private Instant readUntil = Instant.EPOCH;

    /** {@code own} are there without being stored. Nothing is read before {@link #load}. */
    public StoredDefinitions(Structures structures, ResourceRepository repository, Definitions own) {
        this.structures = structures;
        this.repository = repository;
        this.own = own;
        this.book = new RuleBook(structures, own);
    }

    /** A version that was read; without a definition if it is a deletion or has no url. */
    private record Noted(long version, Optional<Definition> definition) {}

    /** With all that was stored through this node before; what other nodes stored follows within seconds. */
    @Override
    public RuleBook get() {
        if (!expected.isEmpty()) {
            refreshSoon();
        }
        return book;
    }

    /** Tells that a definition is about to be stored. */
    void expect(ResourceKey key) {
        expected.put(key, System.nanoTime() + PATIENCE.toNanos());
    }

    /** In a thread, and so a transaction, of its own: what is not committed must not come into force. */
    private void refreshSoon() {
        try {
            reader.submit(this::refresh).get(1, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("Definitions are read again later: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        long now = System.nanoTime();
        expected.values().removeIf(until -> now - until > 0);
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
        Noted known = stored.get(version.key());
        if (known != null && known.version() >= version.version()) {
            return false;
        }
        Optional<Definition> definition = version.isDeleted()
                ? Optional.empty()
                : Optional.of(Definition.of(version.tree()))
                        .filter(found -> !found.url().isEmpty());
        stored.put(version.key(), new Noted(version.version(), definition));
        expected.remove(version.key());
        return true;
    }

    private void rebuild() {
        var definitions = new ArrayList<>(own.loaded());
        stored.values().forEach(noted -> noted.definition().ifPresent(definitions::add));
        book = new RuleBook(structures, own.with(definitions));
    }
}
