package org.openspine.repository;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.openspine.repository.hibernate.StoreConfig;

/** Random queries over random resources find what {@link SpecSearch} finds. */
@SuppressWarnings("NullAway.Init") // set before the first property
class SearchProperties {
    private static final String[] NAMES = {
        "Smith",
        "SMITH",
        "smithson",
        "Müller",
        "Muller",
        "O'Brien",
        "Mary Ann",
        "mary-ann",
        "Mary",
        "de  la Cruz",
        "李",
        "Å",
        "a"
    };
    private static final String[] DATES = {
        "1980",
        "1980-05",
        "1980-05-17",
        "1980-05-17T10:30:00Z",
        "1980-05-17T10:30:00.250Z",
        "1980-05-17T23:30:00-01:00",
        "1980-05-18",
        "1980-06",
        "1981",
        "1980-12-31",
        "2000-02-29",
        "2000-03",
        "1999-12-31T23:59:59.999Z"
    };
    private static final String[] NUMBERS = {
        "0", "0.1", "0.10", "0.15", "0.5", "0.50", "0.55", "1", "1.0", "5.4", "5.45", "100", "-2"
    };
    private static final String[] SYSTEMS = {"", "urn:a", "urn:b"};
    private static final String[] CODES = {"1", "2", "10", "abc", "ABC"};
    private static final String[] URIS = {
        "http://e.org/fhir",
        "http://e.org/fhir/a",
        "http://e.org/fhir/a/b",
        "http://e.org/fhirb",
        "urn:oid:1.2",
        "http://e.org/fhir/"
    };
    private static final String[] PREFIXES = {"", "eq", "ne", "gt", "lt", "ge", "le", "sa", "eb"};
    private static final int RESOURCES = 60;

    private static TestStore store;
    private static SpecSearch specification;

    @BeforeContainer
    static void populate() throws IOException {
        Path folder = Files.createTempDirectory(Path.of("target"), "search-properties");
        store = new TestStore(() -> StoreConfig.h2(folder));
        List<ObjectNode> resources = new ArrayList<>();
        Random random = new Random(20_250_301);
        store.repository().inTransaction(() -> {
            for (int i = 0; i < RESOURCES; i++) {
                for (String json : List.of(
                        organization(random, i % 5),
                        patient(random, i),
                        observation(random, i),
                        risk(random, i),
                        valueSet(random, i))) {
                    if (i < 5 || !json.contains("'Organization'")) {
                        store.create(json);
                        resources.add(TestStore.json(json));
                    }
                }
            }
            return resources;
        });
        specification = new SpecSearch(resources);
    }

    @AfterContainer
    static void close() throws IOException {
        Path folder = store.config().dataDir();
        store.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Property(tries = 600)
    void patientsAreFoundAsTheSpecificationSays(@ForAll("patientQueries") String query) {
        assertFound("Patient", query);
    }

    @Property(tries = 600)
    void observationsAreFoundAsTheSpecificationSays(@ForAll("observationQueries") String query) {
        assertFound("Observation", query);
    }

    @Property(tries = 200)
    void numbersAreComparedAsTheSpecificationSays(@ForAll("probabilities") String query) {
        assertFound("RiskAssessment", query);
    }

    @Property(tries = 100)
    void urisAreComparedAsTheSpecificationSays(@ForAll("urls") String query) {
        assertFound("ValueSet", query);
    }

    @Property(tries = 200)
    void pagesOfAnySizeAreTheSameList(
            @ForAll("patientQueries") String query,
            @ForAll("sorts") String sort,
            @ForAll @IntRange(min = 1, max = 7) int count) {
        List<String> all = store.search("Patient", query + "&_sort=" + sort);

        assertThat(all).containsExactlyInAnyOrderElementsOf(specification.search("Patient", query));
        assertThat(store.searchInPages("Patient", query + "&_sort=" + sort, count))
                .isEqualTo(all);
    }

    private static void assertFound(String type, String query) {
        List<String> expected = specification.search(type, query);

        assertThat(store.search(type, query)).isEqualTo(expected);
        assertThat(store.repository().count(store.query(type, query, 0))).isEqualTo(expected.size());
    }

    @Provide
    Arbitrary<String> sorts() {
        Arbitrary<String> key = Combinators.combine(
                        Arbitraries.of("", "-"),
                        Arbitraries.of(
                                "family",
                                "given",
                                "birthdate",
                                "gender",
                                "identifier",
                                "_id",
                                "_lastUpdated",
                                "organization"))
                .as(String::concat);
        return key.list().ofMinSize(1).ofMaxSize(3).map(keys -> String.join(",", keys));
    }

    @Provide
    Arbitrary<String> patientQueries() {
        Arbitrary<String> identifiers = tokens();
        Arbitrary<String> criterion = Arbitraries.oneOf(
                criterion(
                        Arbitraries.of("family", "given", "name", "family:exact", "given:exact", "name:contains"),
                        names()),
                criterion(
                        Arbitraries.of("gender", "gender:not"),
                        Arbitraries.of("male", "female", "other", "urn:any|male")),
                criterion(Arbitraries.of("active"), Arbitraries.of("true", "false")),
                criterion(Arbitraries.of("identifier", "identifier:not"), identifiers),
                criterion(Arbitraries.of("birthdate", "death-date"), dates()),
                criterion(Arbitraries.of("organization", "organization:Organization"), numbered("org", 6)),
                criterion(Arbitraries.of("organization"), numbered("Organization/org", 6)),
                criterion(Arbitraries.of("organization.name"), names()),
                criterion(
                        Arbitraries.of("_has:Observation:patient:code", "_has:Observation:subject:code:not"), tokens()),
                criterion(Arbitraries.of("_has:RiskAssessment:subject:probability"), numbers()),
                criterion(Arbitraries.of("_has:Observation:patient:date"), dates()),
                criterion(Arbitraries.of("_id"), numbered("p", 70)),
                missing(
                        "family",
                        "given",
                        "gender",
                        "identifier",
                        "birthdate",
                        "death-date",
                        "organization",
                        "active"));
        return joined(criterion);
    }

    @Provide
    Arbitrary<String> observationQueries() {
        Arbitrary<String> quantities = Combinators.combine(
                        Arbitraries.of(PREFIXES),
                        Arbitraries.of(NUMBERS),
                        Arbitraries.of("", "|urn:a|mg", "||mg", "||g", "|urn:b|g", "||gram"))
                .as((prefix, number, unit) -> prefix + number + unit);
        Arbitrary<String> criterion = Arbitraries.oneOf(
                criterion(Arbitraries.of("status", "status:not"), Arbitraries.of("final", "amended", "registered")),
                criterion(Arbitraries.of("code", "code:not"), tokens()),
                criterion(Arbitraries.of("date"), dates()),
                criterion(Arbitraries.of("value-quantity"), quantities),
                criterion(
                        Arbitraries.of("code-value-quantity"),
                        Combinators.combine(tokens(), quantities).as((code, quantity) -> code + "$" + quantity)),
                criterion(Arbitraries.of("subject", "patient", "subject:Patient"), numbered("p", 70)),
                criterion(Arbitraries.of("subject"), numbered("Patient/p", 70)),
                criterion(
                        Arbitraries.of(
                                "patient.family", "subject:Patient.name:contains", "subject:Patient.given:exact"),
                        names()),
                criterion(Arbitraries.of("patient.gender", "patient.gender:not"), Arbitraries.of("male", "female")),
                criterion(Arbitraries.of("subject:Patient.birthdate"), dates()),
                criterion(Arbitraries.of("patient.organization.name"), names()),
                missing("code", "date", "value-quantity", "subject"));
        return joined(criterion);
    }

    @Provide
    Arbitrary<String> probabilities() {
        return joined(criterion(
                Arbitraries.of("probability"),
                Combinators.combine(
                                Arbitraries.of("", "ap", "ne", "gt", "lt", "ge", "le", "sa", "eb"),
                                Arbitraries.of(NUMBERS))
                        .as(String::concat)));
    }

    @Provide
    Arbitrary<String> urls() {
        return joined(criterion(
                Arbitraries.of("url", "url:above", "url:below"),
                Combinators.combine(Arbitraries.of(URIS), Arbitraries.of("", "/x", "/"))
                        .as(String::concat)));
    }

    private static Arbitrary<String> joined(Arbitrary<String> criterion) {
        return criterion.list().ofMinSize(1).ofMaxSize(3).map(criteria -> String.join("&", criteria));
    }

    private static Arbitrary<String> criterion(Arbitrary<String> name, Arbitrary<String> value) {
        return Combinators.combine(name, value.list().ofMinSize(1).ofMaxSize(2))
                .as((parameter, values) -> parameter + "=" + String.join(",", values));
    }

    private static Arbitrary<String> missing(String... names) {
        return Combinators.combine(Arbitraries.of(names), Arbitraries.of("true", "false"))
                .as((name, value) -> name + ":missing=" + value);
    }

    private static Arbitrary<String> names() {
        return Combinators.combine(Arbitraries.of(NAMES), Arbitraries.integers().between(1, 12))
                .as((name, length) -> name.substring(0, Math.min(length, name.length())));
    }

    private static Arbitrary<String> dates() {
        return Combinators.combine(Arbitraries.of(PREFIXES), Arbitraries.of(DATES))
                .as(String::concat);
    }

    private static Arbitrary<String> numbers() {
        return Combinators.combine(Arbitraries.of(PREFIXES), Arbitraries.of(NUMBERS))
                .as(String::concat);
    }

    private static Arbitrary<String> tokens() {
        return Combinators.combine(
                        Arbitraries.of("", "|", "urn:a|", "urn:b|"),
                        Arbitraries.of("1", "2", "10", "abc", "ABC", "none"))
                .as(String::concat);
    }

    private static Arbitrary<String> numbered(String prefix, int limit) {
        return Arbitraries.integers().between(0, limit).map(number -> prefix + number);
    }

    private static String organization(Random random, int i) {
        return "{'resourceType':'Organization','id':'org%d','name':'%s'}".formatted(i, name(random));
    }

    private static String patient(Random random, int i) {
        return "{'resourceType':'Patient','id':'p" + i + "'"
                + maybe(random, ",'active':" + random.nextBoolean())
                + maybe(random, ",'gender':'" + pick(random, "male", "female", "other") + "'")
                + maybe(
                        random,
                        ",'birthDate':'"
                                + pick(random, "1980", "1980-05", "1980-05-17", "1980-06", "1981-01-01", "2000-02-29")
                                + "'")
                + maybe(random, ",'deceasedDateTime':'" + pick(random, DATES) + "'")
                + maybe(random, ",'managingOrganization':{'reference':'Organization/org" + random.nextInt(6) + "'}")
                + maybe(
                        random,
                        ",'name':[{'family':'" + name(random) + "','given':['" + name(random) + "','" + name(random)
                                + "']}"
                                + maybe(random, ",{'family':'" + name(random) + "','text':'" + name(random) + "'}")
                                + "]")
                + maybe(random, ",'identifier':[" + identifier(random) + maybe(random, "," + identifier(random)) + "]")
                + "}";
    }

    private static String observation(Random random, int i) {
        return "{'resourceType':'Observation','id':'o" + i + "','status':'" + pick(random, "final", "amended") + "'"
                + maybe(random, ",'code':{'coding':[" + coding(random) + maybe(random, "," + coding(random)) + "]}")
                + maybe(
                        random,
                        ",'subject':{'reference':'" + pick(random, "Patient", "Patient", "Group") + "/p"
                                + random.nextInt(RESOURCES + 5) + "'}")
                + pick(
                        random,
                        "",
                        ",'effectiveDateTime':'" + pick(random, DATES) + "'",
                        ",'effectivePeriod':{'start':'" + pick(random, "1979", "1980-05-17") + "','end':'"
                                + pick(random, "1980-05-17", "2000-03") + "'}",
                        ",'effectivePeriod':{'start':'" + pick(random, DATES) + "'}",
                        ",'effectivePeriod':{'end':'" + pick(random, DATES) + "'}")
                + maybe(
                        random,
                        ",'valueQuantity':{'value':" + pick(random, NUMBERS)
                                + pick(
                                        random,
                                        "",
                                        ",'system':'urn:a','code':'mg','unit':'mg'",
                                        ",'unit':'gram','system':'urn:b','code':'g'")
                                + "}")
                + "}";
    }

    private static String risk(Random random, int i) {
        return "{'resourceType':'RiskAssessment','id':'r" + i + "','status':'final','subject':{'reference':'Patient/p"
                + random.nextInt(RESOURCES) + "'},'prediction':[{'probabilityDecimal':" + pick(random, NUMBERS)
                + "},{'probabilityDecimal':" + pick(random, NUMBERS) + "}]}";
    }

    private static String valueSet(Random random, int i) {
        return "{'resourceType':'ValueSet','id':'v" + i + "','status':'active'"
                + maybe(random, ",'url':'" + pick(random, URIS) + "'") + "}";
    }

    private static String identifier(Random random) {
        return "{" + system(random) + "'value':'" + pick(random, CODES) + "'}";
    }

    private static String coding(Random random) {
        return "{" + system(random) + "'code':'" + pick(random, CODES) + "'}";
    }

    private static String system(Random random) {
        String system = pick(random, SYSTEMS);
        return system.isEmpty() ? "" : "'system':'" + system + "',";
    }

    private static String name(Random random) {
        return pick(random, NAMES).replace("'", "\\u0027");
    }

    private static String maybe(Random random, String part) {
        return random.nextInt(4) == 0 ? "" : part;
    }

    private static String pick(Random random, String... values) {
        return values[random.nextInt(values.length)];
    }
}
