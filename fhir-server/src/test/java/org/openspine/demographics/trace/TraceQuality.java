package org.openspine.demographics.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.commons.codec.language.Soundex;
import org.openspine.samples.population.PopulationGenerator;

/**
 * Recall and false matches of the ways to trace, and of plain blocking by the Soundex of the family name and the birth date, for
 * probes whose right answer is known. The traces run on the keys and the judgement of the program over {@link PatientsInMemory}.
 */
final class TraceQuality {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Trace.Limit LIMIT = new Trace.Limit(50, 0);

    private final PatientsInMemory patients = new PatientsInMemory();
    private final Trace trace = Trace.ofAll(patients.repository(), Clock.systemUTC());
    private final Map<String, List<String>> blocks = new HashMap<>();
    private final List<Person> people = new ArrayList<>();

    private record Person(String number, Known known) {}

    /** A question and who is meant; nobody, if the person is not in the population. */
    record Probe(Damage damage, Known known, String number) {}

    /** Ways to answer a probe. */
    enum Way {
        SOUNDEX_AND_DATE,
        BASIC,
        FUZZY,
        MATCH
    }

    /** What a way did with some probes. */
    static final class Outcome {
        int probes;
        int found;
        int foundFirst;
        int falseMatches;

        private void add(List<String> answer, String right) {
            probes++;
            int wrong = (int)
                    answer.stream().filter(number -> !number.equals(right)).count();
            found += answer.contains(right) ? 1 : 0;
            foundFirst += !answer.isEmpty() && answer.get(0).equals(right) ? 1 : 0;
            falseMatches += wrong;
        }

        double recall() {
            return (double) found / probes;
        }
    }

    private TraceQuality() {}

    /** Keeps the patients of a generated population, which is written to {@code folder} for a while. */
    static TraceQuality of(Path folder, int patients) throws IOException {
        TraceQuality quality = new TraceQuality();
        generate(folder, 1, patients, quality::store);
        return quality;
    }

    /** Makes a population and hands on its Patient resources, one by one. */
    private static void generate(Path folder, long seed, int patients, Consumer<ObjectNode> out) throws IOException {
        Path file = folder.resolve("population-" + seed + ".ndjson");
        try (OutputStream written = Files.newOutputStream(file)) {
            new PopulationGenerator(seed, patients, TODAY).writeTo(written, state -> {});
        }
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                for (JsonNode entry : JSON.readTree(line).path("entry")) {
                    if (entry.path("resource").path("resourceType").asText().equals("Patient")) {
                        out.accept((ObjectNode) entry.path("resource"));
                    }
                }
            }
        } finally {
            Files.delete(file);
        }
    }

    private void store(ObjectNode patient) {
        if (!patient.has("link") && isOpen(patient)) {
            Person person = new Person(patient.path("id").asText(), Known.of(patient));
            people.add(person);
            blocks.computeIfAbsent(block(person.known()), key -> new ArrayList<>())
                    .add(person.number());
        }
        patients.store(patient);
    }

    private static boolean isOpen(JsonNode patient) {
        return patient.at("/meta/security/0/code").asText("U").equals("U");
    }

    private static String block(Known known) {
        StringBuilder latin = new StringBuilder();
        NameFolding.fold(known.family())
                .chars()
                .filter(c -> c >= 'a' && c <= 'z')
                .forEach(c -> latin.append((char) c));
        return Soundex.US_ENGLISH.encode(latin.toString()) + known.born();
    }

    /** Probes for people of the population: one damage each, two for one in five, of all kinds alike. */
    List<Probe> damaged(int count, long seed) {
        Random chance = new Random(seed);
        List<Probe> probes = new ArrayList<>();
        while (probes.size() < count) {
            Damage damage = Damage.values()[1 + probes.size() % (Damage.values().length - 1)];
            Person person = any(chance);
            Known other = any(chance).known();
            damage.of(person.known(), other, chance)
                    .flatMap(known -> chance.nextInt(5) == 0
                            ? second(damage, chance).of(known, other, chance)
                            : Optional.of(known))
                    .ifPresent(known -> probes.add(new Probe(damage, known, person.number())));
        }
        return probes;
    }

    private static Damage second(Damage first, Random chance) {
        Damage second = first;
        while (second == first) {
            second = Damage.values()[1 + chance.nextInt(Damage.values().length - 1)];
        }
        return second;
    }

    /** Probes for people of another population. */
    static List<Probe> strangers(Path folder, int count) throws IOException {
        List<Probe> probes = new ArrayList<>();
        generate(folder, 2, count, patient -> {
            if (!patient.has("link")) {
                probes.add(new Probe(Damage.NONE, Known.of(patient), ""));
            }
        });
        return probes;
    }

    private Person any(Random chance) {
        return people.get(chance.nextInt(people.size()));
    }

    /** What a way did with the probes, by the first damage to each. */
    Map<Damage, Outcome> outcomes(Way way, List<Probe> probes) {
        Map<Damage, Outcome> outcomes = new EnumMap<>(Damage.class);
        for (Probe probe : probes) {
            outcomes.computeIfAbsent(probe.damage(), key -> new Outcome())
                    .add(answer(way, probe.known()), probe.number());
        }
        return outcomes;
    }

    /** What a way did with all probes. */
    Outcome outcome(Way way, List<Probe> probes) {
        return sum(outcomes(way, probes));
    }

    static Outcome sum(Map<Damage, Outcome> outcomes) {
        Outcome sum = new Outcome();
        outcomes.values().forEach(part -> {
            sum.probes += part.probes;
            sum.found += part.found;
            sum.foundFirst += part.foundFirst;
            sum.falseMatches += part.falseMatches;
        });
        return sum;
    }

    private List<String> answer(Way way, Known known) {
        return switch (way) {
            case SOUNDEX_AND_DATE -> blocks.getOrDefault(block(known), List.of());
            case BASIC -> traced(known.withoutPostcode(), TraceMethod.BASIC);
            case FUZZY -> traced(known.whole(), TraceMethod.FUZZY);
            case MATCH -> traced(known.whole(), TraceMethod.FORGIVING);
        };
    }

    private List<String> traced(TraceQuery query, TraceMethod method) {
        return trace.find(query, method, LIMIT).orElse(List.of()).stream()
                .map(hit -> hit.record().nhsNumber())
                .toList();
    }
}
