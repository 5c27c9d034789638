package org.openspine.demographics.trace;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.openspine.demographics.Confidentiality;
import org.openspine.demographics.CurrentItems;
import org.openspine.demographics.PatientIndex;
import org.openspine.demographics.PatientRecord;
import org.openspine.repository.HistoryQuery;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.SearchPage;
import org.openspine.repository.StoredResource;
import org.openspine.repository.search.PagePosition;
import org.openspine.repository.search.SearchQuery;

/**
 * Finds the records that may be those of a person. Invalidated records are never found, superseded ones lead to their survivor,
 * and what is hidden of a sensitive record leads nowhere: a very restricted one hides its name, a restricted one where it lives.
 */
public final class Trace {
    private static final int PAGE = 200;
    private static final int MOST_CANDIDATES = 5_000;
    private static final int MOST_VERSIONS = 100;

    private final ResourceRepository repository;
    private final PatientIndex index;
    private final Clock clock;
    private final Predicate<PatientRecord> population;

    /** A record that matches. {@code score} is above 0 and at most 1, with four decimals. */
    public record Hit(PatientRecord record, double score) {}

    /**
     * How many hits are wanted.
     *
     * @param most with more hits there is no answer
     * @param leastScore hits below it do not count
     */
    public record Limit(int most, double leastScore) {}

    private Trace(ResourceRepository repository, Clock clock, Predicate<PatientRecord> population) {
        this.repository = repository;
        this.index = new PatientIndex(repository);
        this.clock = clock;
        this.population = population;
    }

    /** Finds everybody who is recorded, with an NHS number or without. */
    public static Trace ofAll(ResourceRepository repository, Clock clock) {
        return new Trace(repository, clock, record -> true);
    }

    /** Finds those who have an NHS number, as the national services do. */
    public static Trace ofNumbered(ResourceRepository repository, Clock clock) {
        return new Trace(repository, clock, PatientRecord::hasNumber);
    }

    /** The hits, best first and then by NHS number; empty if there are too many to tell. */
    public Optional<List<Hit>> find(TraceQuery query, TraceMethod method, Limit limit) {
        SearchQuery search = Candidates.search(query, method, PAGE);
        Map<String, Hit> hits = new HashMap<>();
        Search one = new Search(query, method.match(), new CurrentItems(LocalDate.now(clock)), limit.leastScore());
        Optional<PagePosition> position = Optional.empty();
        int seen = 0;
        do {
            SearchPage page = repository.search(search.page(PAGE, position));
            for (StoredResource candidate : page.matches()) {
                one.hit(PatientRecord.of(candidate))
                        .ifPresent(hit ->
                                hits.merge(hit.record().nhsNumber(), hit, (a, b) -> a.score() >= b.score() ? a : b));
            }
            seen += page.matches().size();
            position = page.next();
            if (hits.size() > limit.most() || (seen >= MOST_CANDIDATES && position.isPresent())) {
                return Optional.empty();
            }
        } while (position.isPresent());
        return Optional.of(hits.values().stream()
                .sorted(Comparator.comparingDouble(Hit::score).reversed().thenComparing(hit -> hit.record()
                        .nhsNumber()))
                .toList());
    }

    /** One search with all that is the same for every candidate. */
    private final class Search {
        private final TraceQuery query;
        private final Match match;
        private final CurrentItems items;
        private final double leastScore;

        private Search(TraceQuery query, Match match, CurrentItems items, double leastScore) {
            this.query = query;
            this.match = match;
            this.items = items;
            this.leastScore = leastScore;
        }

        private Optional<Hit> hit(PatientRecord candidate) {
            if (candidate.isInvalidated() || isHidden(candidate)) {
                return Optional.empty();
            }
            TracedRecord traced =
                    TracedRecord.of(candidate.tree(), items, gender -> onceHad(candidate.nhsNumber(), gender));
            OptionalDouble score = match.score(query, traced);
            if (score.isEmpty() || score.getAsDouble() < leastScore) {
                return Optional.empty();
            }
            Optional<PatientRecord> found =
                    candidate.isSuperseded() ? index.survivor(candidate.nhsNumber()) : Optional.of(candidate);
            return found.filter(record -> !record.isInvalidated() && !isHidden(record) && population.test(record))
                    .map(record -> new Hit(record, score.getAsDouble()));
        }

        private boolean isHidden(PatientRecord record) {
            Confidentiality confidentiality = record.confidentiality();
            return confidentiality == Confidentiality.VERY_RESTRICTED
                    || (confidentiality.isSensitive() && query.tellsLocation());
        }
    }

    private boolean onceHad(String nhsNumber, String gender) {
        HistoryQuery versions = new HistoryQuery(
                Optional.of("Patient"),
                Optional.of(nhsNumber),
                Optional.empty(),
                Optional.empty(),
                MOST_VERSIONS,
                OptionalLong.empty());
        return repository.history(versions).versions().stream()
                .filter(version -> !version.isDeleted())
                .anyMatch(version -> version.tree().path("gender").asText().equals(gender));
    }
}
