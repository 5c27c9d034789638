package org.openspine.demographics.trace;

import ca.uhn.fhir.context.FhirContext;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.openspine.conformance.search.SearchParameterRegistry;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.SearchPage;
import org.openspine.repository.StoredResource;
import org.openspine.repository.hibernate.HibernateResourceRepository;
import org.openspine.repository.hibernate.StoreConfig;
import org.openspine.repository.search.PagePosition;
import org.openspine.repository.search.SearchQuery;

/**
 * How long a trace takes on a store that {@link TraceQualityProgram} left behind, in process and from one thread:
 * {@code TraceSpeedProgram folder [seconds]}.
 */
public final class TraceSpeedProgram {
    private static final int PEOPLE = 2_000;
    private static final int WARM_UP = 3_000;

    private TraceSpeedProgram() {}

    public static void main(String[] arguments) {
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        try (ResourceRepository repository = new HibernateResourceRepository(
                StoreConfig.h2(Path.of(arguments[0])),
                SearchParameterRegistry.r4(FhirContext.forR4Cached()),
                List.of(new TraceKeys()),
                Clock.systemUTC())) {
            List<Known> people = people(repository);
            Trace trace = new Trace(repository, Clock.systemUTC());
            for (int round = 0; round < 2; round++) {
                for (TraceMethod method : List.of(TraceMethod.BASIC, TraceMethod.FUZZY, TraceMethod.FORGIVING)) {
                    measure(trace, method, people, seconds);
                }
            }
        }
    }

    private static List<Known> people(ResourceRepository repository) {
        List<Known> people = new ArrayList<>();
        SearchQuery all = new SearchQuery("Patient", List.of(), List.of(), 500, Optional.empty());
        Optional<PagePosition> position = Optional.empty();
        do {
            SearchPage page = repository.search(all.page(500, position));
            page.matches().stream()
                    .map(StoredResource::tree)
                    .filter(patient -> !patient.has("link") && patient.path("birthDate").asText().length() == 10)
                    .forEach(patient -> people.add(Known.of(patient)));
            position = page.next();
        } while (position.isPresent() && people.size() < PEOPLE);
        return people;
    }

    private static void measure(Trace trace, TraceMethod method, List<Known> people, int seconds) {
        Random chance = new Random(9);
        for (int i = 0; i < WARM_UP; i++) {
            once(trace, method, people, chance);
        }
        List<Long> nanos = new ArrayList<>();
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        for (long before = System.nanoTime(); before < end; before = System.nanoTime()) {
            once(trace, method, people, chance);
            nanos.add(System.nanoTime() - before);
        }
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf(
                Locale.UK,
                "%-10s %,8d traces   p50 %6.3f ms   p99 %6.3f ms%n",
                method,
                sorted.length,
                sorted[sorted.length / 2] / 1e6,
                sorted[sorted.length * 99 / 100] / 1e6);
    }

    private static void once(Trace trace, TraceMethod method, List<Known> people, Random chance) {
        Known known = people.get(chance.nextInt(people.size()));
        TraceQuery query = method.isFuzzy() ? known.whole() : known.withoutPostcode();
        trace.find(query, method, new Trace.Limit(50, 0));
    }
}
