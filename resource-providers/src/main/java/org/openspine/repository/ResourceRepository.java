package org.openspine.repository;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.openspine.error.FhirError;
import org.openspine.repository.search.IndexKind;
import org.openspine.repository.search.SearchQuery;
import org.openspine.terminology.identifier.NhsNumber;

/**
 * Stores FHIR resources as immutable versions and finds them by search parameter.
 *
 * <p>Safe for use by many threads. Every method runs in the caller's transaction if there is one, else in its own. A
 * write is durable when the outermost transaction returns.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html">FHIR R4 RESTful API</a>
 */
public interface ResourceRepository extends AutoCloseable {
    /** Runs {@code work} in one database transaction; any exception rolls all of it back. */
    <T> T inTransaction(Supplier<T> work);

    /** Runs {@code work}, which may be several transactions, and tells {@code witness} what it reads and changes. */
    <T> T witnessed(Witness witness, Supplier<T> work);

    /**
     * Runs {@code work}, whose transactions altogether wait for others no longer than {@code patience}. Throws
     * {@link FhirError#OVERDUE} if that is too short.
     */
    <T> T within(Duration patience, Supplier<T> work);

    /** The current version, which may be a deletion; empty if never stored. */
    Optional<StoredResource> read(ResourceKey key);

    /** One version; empty if there is none such. */
    Optional<StoredResource> vread(ResourceKey key, long version);

    /** The current versions of those that exist and are not deleted, in one statement per resource type. */
    Map<ResourceKey, StoredResource> read(Collection<ResourceKey> keys);

    /**
     * The current version, locked until the transaction ends; empty if never stored. Callers that need several lock them
     * all at once first, so that two transactions cannot wait for each other.
     */
    Optional<StoredResource> lock(ResourceKey key);

    /** Locks those of {@code keys} that exist, in one statement per resource type. */
    void lock(Collection<ResourceKey> keys);

    /**
     * Makes all other transactions that name the same subject wait until this one ends: the guard of conditional writes,
     * whose resource may not exist yet.
     */
    void guard(Collection<String> subjects);

    /**
     * Stores the next version and its index rows; sets {@code id}, {@code meta.versionId} and {@code meta.lastUpdated} in
     * the resource. Throws {@link FhirError#VERSION_CONFLICT} if {@code write.expectedVersion()} is not current.
     */
    StoredResource store(ResourceWrite write);

    /** Stores the next versions of different resources, in as many statements as one needs. */
    List<StoredResource> store(List<ResourceWrite> writes);

    /**
     * Reserves business identifiers for a resource that this transaction has stored or locked, or stores later. Throws
     * {@link FhirError#DUPLICATE} if another has one of them.
     */
    void claim(ResourceKey owner, Collection<BusinessKey> keys);

    /** Gives business identifiers back, whoever has them. */
    void release(Collection<BusinessKey> keys);

    /**
     * The current holders of a patient's business identifiers of some kinds, and the current version of {@code key}; without
     * deletions.
     */
    Holders holders(NhsNumber patient, Collection<String> kinds, ResourceKey key);

    /** The current holders of business identifiers and current versions of keys, in one statement; without deletions. */
    Holders holders(Collection<BusinessKey> businessKeys, Collection<ResourceKey> keys);

    /** The resource that holds this business identifier. */
    Optional<ResourceKey> owner(BusinessKey key);

    /** One page, in the query's order. */
    SearchPage search(SearchQuery query);

    /** How many resources match, whatever the page. */
    long count(SearchQuery query);

    /** Local targets of the references that {@code sources}, all of one type, have in these index parameters. */
    Collection<ResourceKey> targets(Collection<ResourceKey> sources, Set<Long> parameters);

    /** Up to {@code limit} resources of a type that refer to one of {@code targets} in one of these index parameters. */
    Collection<ResourceKey> referrers(String type, Set<Long> parameters, Collection<ResourceKey> targets, int limit);

    /** For every different value of these index parameters one current resource that has it, at most {@code limit}. */
    List<StoredResource> examples(IndexKind kind, Collection<Long> parameters, int limit);

    /** One page of past versions, newest first. */
    HistoryPage history(HistoryQuery query);

    /** Changes in commit order after a position; see {@link ChangeLog}. */
    ChangeLog changes();

    /** Work that outlives requests; see {@link JobStore}. */
    JobStore jobs();

    /** Answers kept for requests that are sent again; see {@link ReplayStore}. */
    ReplayStore replays();

    /** Lists of what waits; see {@link Agenda}. */
    Agenda agenda();

    /** Series of numbers that are given once; see {@link NumberBlocks}. */
    NumberBlocks numberBlocks();

    /** Registered client applications. */
    ClientStore clients();

    /** The audit log. */
    AuditStore audit();

    /** A number larger than every one before, made in the process: for surrogate keys. */
    long nextNumber();

    /** Messages that wait to be delivered; see {@link OutboxStore}. */
    OutboxStore outbox();

    /** How far readers of {@link #changes} have come; see {@link ChangeFeed}. */
    ChangeFeed changeFeed();

    /** Index rows of records that older programs stored; see {@link Reindexing}. */
    Reindexing reindexing();

    /** A logical id no resource of any type has yet. */
    String nextLogicalId();

    /**
     * The first of {@code count} numbers that nobody was given before under this name, on whichever node; the first number
     * of all is {@code first}. In a transaction of its own: what is not used is lost.
     */
    long reserveNumbers(String name, long first, int count);

    /** Bytes that all nodes over this store share: the first caller's {@code initial}, at most 500, kept for ever. */
    byte[] sharedSecret(String name, Supplier<byte[]> initial);

    /** Whether nothing was ever stored. */
    boolean isEmpty();

    /** Statements sent to the database so far, by all threads; a batch counts once. */
    long statementCount();

    @Override
    void close();
}
