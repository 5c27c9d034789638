package org.openspine.demographics.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openspine.demographics.CurrentItems;
import org.openspine.repository.StoredResource;
import org.openspine.repository.TestStore;

/** The trace on a store, against the plain reading: every record looked at, one by one. */
interface TraceStoreContract {
    int PEOPLE = 400;
    Trace.Limit ALL = new Trace.Limit(PEOPLE, 0);
    String[] FAMILIES = {
        "Smith", "Smyth", "Smithe", "Jones", "Smith-Jones", "O'Brien", "Brontë", "Thomas", "James", "de Souza", "Li"
    };
    String[] GIVEN = {"Jane", "Jayne", "Thomas", "James", "Bob", "Robert", "John Paul", "Zoë", "Li", "Jan", "Mary"};
    String[] POSTCODES = {"LS1 1AA", "LS11AB", "DN17 4AA", "ZZ99 3VZ", "LS11 6AD"};
    String[] GENDERS = {"male", "female", "unknown"};

    /** A store and everybody in it. */
    record Populated(TestStore store, List<StoredResource> records) {
        static Populated of(TestStore store) {
            List<StoredResource> records = new ArrayList<>();
            Random chance = new Random(5);
            store.repository().inTransaction(() -> {
                for (int i = 0; i < PEOPLE; i++) {
                    records.add(store.create(somebody(i, chance)));
                }
                return records;
            });
            return new Populated(store, records);
        }
    }

    Populated populated();

    private static String somebody(int number, Random chance) {
        return """
                {"resourceType": "Patient", "id": "p%d", "gender": "%s", "birthDate": "%s",
                 "name": [{"use": "usual", "family": "%s", "given": ["%s"]}, {"use": "maiden", "family": "%s", "given": ["%s", "Ann"]}],
                 "address": [{"use": "home", "postalCode": "%s"}]}""".formatted(
                        number,
                        any(GENDERS, chance),
                        date(chance),
                        any(FAMILIES, chance),
                        any(GIVEN, chance),
                        any(FAMILIES, chance),
                        any(GIVEN, chance),
                        any(POSTCODES, chance))
                .replace("O'Brien", "O\u2019Brien");
    }

    private static String any(String[] values, Random chance) {
        return values[chance.nextInt(values.length)];
    }

    private static LocalDate date(Random chance) {
        return LocalDate.of(1980, 1 + chance.nextInt(3), 1 + chance.nextInt(4));
    }

    @Test
    default void basicTraceFindsWhatReadingEveryRecordFinds() {
        Random chance = new Random(6);
        for (int i = 0; i < 80; i++) {
            Asking asking = span(chance).family(wild(any(FAMILIES, chance), chance));
            asking = chance.nextInt(3) == 0 ? asking.given(wild(any(GIVEN, chance), chance)) : asking;
            asking = chance.nextInt(3) == 0 ? asking.gender(any(GENDERS, chance)) : asking;
            asking = chance.nextInt(4) == 0 ? asking.postcode(wild(any(POSTCODES, chance), chance)) : asking;
            assertComplete(asking.query(), TraceMethod.BASIC);
            assertComplete(asking.query(), TraceMethod.WITH_HISTORY);
        }
    }

    @Test
    default void fuzzyTraceFindsWhatReadingEveryRecordFinds() {
        Random chance = new Random(7);
        for (int i = 0; i < 80; i++) {
            Asking asking = Asking.born(date(chance).toString())
                    .family(misspelt(any(FAMILIES, chance), chance))
                    .gender(any(GENDERS, chance));
            asking = chance.nextInt(3) > 0 ? asking.given(misspelt(any(GIVEN, chance), chance)) : asking;
            asking = chance.nextInt(3) > 0 ? asking.postcode(any(POSTCODES, chance)) : asking;
            assertComplete(asking.query(), TraceMethod.FUZZY);
            assertComplete(asking.query(), TraceMethod.FORGIVING);
        }
    }

    private static Asking span(Random chance) {
        LocalDate from = date(chance);
        return switch (chance.nextInt(3)) {
            case 0 -> Asking.born(from.toString());
            case 1 -> Asking.born(from.toString(), from.plusDays(5).toString());
            default ->
                Asking.born(from.minusYears(1).toString(), from.plusDays(20).toString());
        };
    }

    private static String wild(String name, Random chance) {
        int at = 2 + chance.nextInt(Math.max(1, name.length() - 1));
        return chance.nextInt(3) > 0 || at > name.length() ? name.toUpperCase() : name.substring(0, at) + "*";
    }

    private static String misspelt(String name, Random chance) {
        int at = chance.nextInt(name.length());
        return chance.nextInt(3) > 0 ? name : name.substring(0, at) + 'x' + name.substring(at + 1);
    }

    private void assertComplete(TraceQuery query, TraceMethod method) {
        CurrentItems items = new CurrentItems(LocalDate.now(Clock.systemUTC()));
        Set<String> expected = populated().records().stream()
                .filter(stored -> method.match()
                        .score(query, TracedRecord.of(stored.tree(), items, gender -> false))
                        .isPresent())
                .map(stored -> stored.key().id())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> found = Trace.ofAll(populated().store().repository(), Clock.systemUTC())
                .find(query, method, ALL)
                .orElseThrow()
                .stream()
                .map(hit -> hit.record().nhsNumber())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(found).as(query.toString()).isEqualTo(expected);
    }

    @Test
    default void scoresLieBetweenNothingAndOne() {
        CurrentItems items = new CurrentItems(LocalDate.now(Clock.systemUTC()));
        Random chance = new Random(8);
        for (int i = 0; i < 200; i++) {
            TraceQuery query = Asking.born(date(chance).toString())
                    .family(misspelt(any(FAMILIES, chance), chance))
                    .given(misspelt(any(GIVEN, chance), chance))
                    .postcode(any(POSTCODES, chance))
                    .query();
            for (StoredResource stored : populated().records()) {
                TracedRecord record = TracedRecord.of(stored.tree(), items, gender -> false);
                TraceMethod.FORGIVING.match().score(query, record).ifPresent(score -> assertThat(score)
                        .isGreaterThan(0)
                        .isLessThanOrEqualTo(1));
                TraceMethod.BASIC.match().score(query, record).ifPresent(score -> {
                    assertThat(score).isEqualTo(1);
                    assertThat(TraceMethod.FUZZY.match().score(query, record))
                            .as("what is exact is also fuzzy")
                            .isPresent();
                });
            }
        }
    }

    @Test
    default void traceIsTwoStatementsHoweverManyItsKeys() {
        Trace trace = Trace.ofAll(populated().store().repository(), Clock.systemUTC());
        Asking asking = Asking.born("1980-01-02").family("Smith").given("Bob");
        for (TraceMethod method : List.of(TraceMethod.BASIC, TraceMethod.WITH_HISTORY, TraceMethod.FUZZY)) {
            TraceQuery query = method == TraceMethod.FUZZY
                    ? asking.query()
                    : Asking.born("1980-01-02").family("Smith").query();
            assertThat(populated().store().statementsOf(() -> assertThat(
                                    trace.find(query, method, ALL).orElseThrow())
                            .isNotEmpty()))
                    .as(method.name())
                    .isEqualTo(2);
        }
    }
}
