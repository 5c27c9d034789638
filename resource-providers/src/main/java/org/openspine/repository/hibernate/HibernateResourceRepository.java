package org.openspine.repository.hibernate;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.hibernate.SessionFactory;
import org.openspine.conformance.search.SearchParameterRegistry;
import org.openspine.repository.Agenda;
import org.openspine.repository.AuditStore;
import org.openspine.repository.BusinessKey;
import org.openspine.repository.ChangeFeed;
import org.openspine.repository.ChangeLog;
import org.openspine.repository.ClientStore;
import org.openspine.repository.HistoryPage;
import org.openspine.repository.HistoryQuery;
import org.openspine.repository.Holders;
import org.openspine.repository.JobStore;
import org.openspine.repository.NumberBlocks;
import org.openspine.repository.OutboxStore;
import org.openspine.repository.Reindexing;
import org.openspine.repository.ReplayStore;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.SearchPage;
import org.openspine.repository.StoredResource;
import org.openspine.repository.TimeOrderedIds;
import org.openspine.repository.Witness;
import org.openspine.repository.search.DerivedKeys;
import org.openspine.repository.search.IndexExtractor;
import org.openspine.repository.search.IndexKind;
import org.openspine.repository.search.SearchQuery;
import org.openspine.terminology.identifier.NhsNumber;

/** The record store on H2 or PostgreSQL. */
public final class HibernateResourceRepository implements ResourceRepository {
    private static final int GUARD_SLOTS = 1024;
    private static final int NODES = 1024;

    private static final Duration PATIENCE = Duration.ofMillis(250);

    private final HikariDataSource pool;
    private final SessionFactory sessions;
    private final CommitBarrier barrier;
    private final Transactions transactions;
    private final Finder finder;
    private final VersionWriter writer;
    private final List<DerivedKeys> derived;
    private final TimeOrderedIds ids;
    private final Database database;
    private final StatementCount statementCount;
    private final Statements statements;
    private final Witnesses witnesses = new Witnesses();

    /**
     * Opens the store, creating or migrating its tables. Throws {@link StoreUnavailableException}, in one line for the
     * operator, if it cannot.
     */
    public HibernateResourceRepository(StoreConfig config, SearchParameterRegistry registry, Clock clock) {
        this(config, registry, List.of(), clock);
    }

    /** Opens a store that also keeps the index rows of {@code derived}. */
    public HibernateResourceRepository(
            StoreConfig config, SearchParameterRegistry registry, List<DerivedKeys> derived, Clock clock) {
        this.derived = List.copyOf(derived);
        database = Database.of(config);
        pool = database.open(config);
        try {
            database.migrate(pool, config);
            statementCount = new StatementCount();
            statements = new Statements(statementCount);
            sessions = Sessions.open(pool, statementCount);
            ids = new TimeOrderedIds(clock, nextNode(), newestChange());
            barrier = database == Database.H2 ? new GroupCommit(pool, PATIENCE) : CommitBarrier.NONE;
        } catch (RuntimeException failure) {
            pool.close();
            throw failure;
        }
        transactions = new Transactions(
                sessions,
                statements,
                database,
                () -> pool.getHikariPoolMXBean().softEvictConnections(),
                barrier,
                database == Database.H2,
                witnesses,
                unit -> unit.flushChanges(ids::next));
        finder = new Finder(database, statements, witnesses);
        writer = new VersionWriter(
                statements, new IndexExtractor(registry, derived), new PatientCompartment(registry), ids, clock);
        if (database == Database.H2) {
            endLeases();
        }
        if (isEmpty()) {
            reindexing().next(1); // what will be stored has the rows of today's rules
        }
    }

    /** The file is this process's alone: whoever delivered messages or read changes before is gone. */
    private void endLeases() {
        transactions.write(unit -> {
            unit.markWritten();
            statements.update(
                    unit.session(), Sql.of("UPDATE outbox_recipient SET lease_until = 0 WHERE lease_until > 0"));
            return statements.update(unit.session(), Sql.of("UPDATE change_feed SET lease_until = 0"));
        });
    }

    private int nextNode() {
        return sessions.fromStatelessSession(
                session -> (int) (session.createNativeQuery(database.nextOf("node_number"), Long.class)
                                .getSingleResult()
                        % NODES));
    }

    /** Numbers go on from here, so that the log stays in order if the clock went back between two runs. */
    private long newestChange() {
        return sessions.fromStatelessSession(
                session -> session.createNativeQuery("SELECT COALESCE(MAX(number), 0) FROM change", Long.class)
                        .getSingleResult());
    }

    @Override
    public <T> T inTransaction(Supplier<T> work) {
        return transactions.inTransaction(work);
    }

    @Override
    public <T> T witnessed(Witness witness, Supplier<T> work) {
        return witnesses.witnessed(witness, work);
    }

    @Override
    public <T> T within(Duration patience, Supplier<T> work) {
        return transactions.within(patience, work);
    }

    @Override
    public Optional<StoredResource> read(ResourceKey key) {
        return transactions.read(session -> finder.read(session, key));
    }

    @Override
    public Optional<StoredResource> vread(ResourceKey key, long version) {
        return transactions.read(session -> finder.vread(session, key, version));
    }

    @Override
    public Map<ResourceKey, StoredResource> read(Collection<ResourceKey> keys) {
        return transactions.read(session -> finder.read(session, keys));
    }

    @Override
    public Optional<StoredResource> lock(ResourceKey key) {
        return transactions.write(unit -> writer.lock(unit, key));
    }

    @Override
    public void lock(Collection<ResourceKey> keys) {
        transactions.write(unit -> {
            writer.lockAll(unit, keys);
            return keys;
        });
    }

    @Override
    public void guard(Collection<String> subjects) {
        TreeSet<Integer> slots = new TreeSet<>(); // in order, so that two transactions cannot wait for each other
        subjects.forEach(subject -> slots.add(Math.floorMod(subject.hashCode(), GUARD_SLOTS)));
        transactions.write(unit -> {
            for (Integer slot : slots) {
                unit.sessionAsIs()
                        .createNativeMutationQuery("UPDATE guard SET uses = uses + 1 WHERE slot = ?")
                        .setParameter(1, slot)
                        .executeUpdate();
            }
            return slots;
        });
    }

    @Override
    public StoredResource store(ResourceWrite write) {
        return transactions.write(unit -> writer.store(unit, write));
    }

    @Override
    public List<StoredResource> store(List<ResourceWrite> writes) {
        return transactions.write(unit -> writer.store(unit, writes));
    }

    @Override
    public void claim(ResourceKey owner, Collection<BusinessKey> keys) {
        transactions.write(unit -> {
            writer.claim(unit, owner, keys);
            return keys;
        });
    }

    @Override
    public void release(Collection<BusinessKey> keys) {
        transactions.write(unit -> {
            writer.release(unit, keys);
            return keys;
        });
    }

    @Override
    public Holders holders(NhsNumber patient, Collection<String> kinds, ResourceKey key) {
        return transactions.read(session -> finder.holders(session, patient, kinds, key));
    }

    @Override
    public Holders holders(Collection<BusinessKey> businessKeys, Collection<ResourceKey> keys) {
        return transactions.read(session -> finder.holders(session, businessKeys, keys));
    }

    @Override
    public Optional<ResourceKey> owner(BusinessKey key) {
        Sql sql = Sql.of("""
                SELECT r.type, r.logical_id FROM business_key b JOIN resource r ON r.resource_id = b.resource_id
                WHERE b.kind = ? AND b.value = ?""", key.kind(), key.value());
        return transactions
                .read(session ->
                        statements.list(session, sql, row -> new ResourceKey(row.getString(1), row.getString(2))))
                .stream()
                .findFirst();
    }

    @Override
    public SearchPage search(SearchQuery query) {
        return transactions.read(session -> finder.search(session, query));
    }

    @Override
    public long count(SearchQuery query) {
        return transactions.read(session -> finder.count(session, query));
    }

    @Override
    public Collection<ResourceKey> targets(Collection<ResourceKey> sources, Set<Long> parameters) {
        return transactions.read(session -> finder.targets(session, sources, parameters));
    }

    @Override
    public Collection<ResourceKey> referrers(
            String type, Set<Long> parameters, Collection<ResourceKey> targets, int limit) {
        return transactions.read(session -> finder.referrers(session, type, parameters, targets, limit));
    }

    @Override
    public List<StoredResource> examples(IndexKind kind, Collection<Long> parameters, int limit) {
        return transactions.read(session -> finder.examples(session, kind, parameters, limit));
    }

    @Override
    public HistoryPage history(HistoryQuery query) {
        return transactions.read(session -> finder.history(session, query));
    }

    @Override
    public ChangeLog changes() {
        return new DatabaseChangeLog(transactions, statements, database);
    }

    @Override
    public JobStore jobs() {
        return new DatabaseJobStore(transactions);
    }

    @Override
    public ReplayStore replays() {
        return new DatabaseReplayStore(transactions, statements);
    }

    @Override
    public NumberBlocks numberBlocks() {
        return new DatabaseNumberBlocks(transactions, statements);
    }

    @Override
    public Reindexing reindexing() {
        return new DatabaseReindexing(transactions, statements, writer, derived);
    }

    @Override
    public Agenda agenda() {
        return new DatabaseAgenda(transactions, statements);
    }

    @Override
    public ClientStore clients() {
        return new DatabaseClientStore(transactions, statements);
    }

    @Override
    public AuditStore audit() {
        return new DatabaseAuditStore(transactions, statements);
    }

    @Override
    public long nextNumber() {
        return ids.next();
    }

    @Override
    public OutboxStore outbox() {
        return new DatabaseOutboxStore(transactions, statements);
    }

    @Override
    public ChangeFeed changeFeed() {
        return new DatabaseChangeFeed(transactions, statements);
    }

    @Override
    public String nextLogicalId() {
        return ids.nextLogicalId();
    }

    @Override
    public byte[] sharedSecret(String name, Supplier<byte[]> initial) {
        return transactions.write(unit -> {
            guard(List.of("setting:" + name));
            SettingRow row = unit.session().get(SettingRow.class, name);
            if (row == null) {
                row = new SettingRow();
                row.name = name;
                row.value = HexFormat.of().formatHex(initial.get());
                unit.session().insert(row);
                unit.markWritten();
            }
            return HexFormat.of().parseHex(row.value);
        });
    }

    @Override
    public long reserveNumbers(String name, long first, int count) {
        return transactions.apart(unit -> {
            guard(List.of("setting:" + name));
            SettingRow row = unit.session().get(SettingRow.class, name);
            long next = row == null ? first : Long.parseLong(row.value);
            if (row == null) {
                row = new SettingRow();
                row.name = name;
                row.value = Long.toString(next + count);
                unit.session().insert(row);
            } else {
                row.value = Long.toString(next + count);
                unit.session().update(row);
            }
            unit.markWritten();
            return next;
        });
    }

    @Override
    public long statementCount() {
        return statementCount.get();
    }

    @Override
    public boolean isEmpty() {
        return transactions.read(session -> session.createNativeQuery("SELECT 1 FROM resource LIMIT 1", Integer.class)
                .list()
                .isEmpty());
    }

    @Override
    public void close() {
        barrier.close();
        sessions.close();
        pool.close();
    }
}
