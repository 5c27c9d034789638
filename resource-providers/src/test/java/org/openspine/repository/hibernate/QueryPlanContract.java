package org.openspine.repository.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openspine.demographics.trace.Asking;
import org.openspine.demographics.trace.TraceMethod;
import org.openspine.repository.Agenda;
import org.openspine.repository.HistoryQuery;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.TestStore;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.SearchQuery;

/** Every statement is answered from an index by its leading columns. */
interface QueryPlanContract {
    int PATIENTS = 2_500;
    int PAGE = 21;

    TestStore store();

    Database database();

    Connection connection();

    /** Fails if the plan reads a table, or an index from end to end. */
    void requireIndexed(String plan);

    /** Fails if the plan reads more than it returns, or sorts. */
    void requireWalk(String plan);

    /** Fails if the plan reads much more than a page. */
    void requireFew(String plan);

    static TestStore populate(TestStore store) {
        for (int first = 0; first < PATIENTS; first += 100) {
            int from = first;
            store.repository().inTransaction(() -> {
                for (int i = from; i < from + 100; i++) {
                    populate(store, i);
                }
                return from;
            });
        }
        return store;
    }

    private static void populate(TestStore store, int i) {
        store.repository()
                .agenda()
                .add(List.of(new Agenda.Entry("looks", "a" + i, -i), new Agenda.Entry("other" + i % 50, "a" + i, i)));
        store.create("""
                {'resourceType':'Patient','id':'p%1$d','active':true,'gender':'%2$s','birthDate':'19%3$02d-%4$02d-11',
                'name':[{'family':'F%5$d','given':['G%3$d']}],'identifier':[{'system':'urn:n','value':'9000%1$d'}]}""".formatted(i, i % 2 == 0 ? "male" : "female", i % 90 + 10, i % 12 + 1, i * 7919 % 301));
        store.create("""
                {'resourceType':'Observation','id':'o%1$d','status':'%2$s','subject':{'reference':'Patient/p%3$d'},
                'code':{'coding':[{'system':'http://loinc.org','code':'%4$d-1'}]},'effectiveDateTime':'20%4$02d-%5$02d-07',
                'valueQuantity':{'value':%6$d.5,'system':'http://unitsofmeasure.org','code':'mg'}}""".formatted(i, i % 10 == 0 ? "amended" : "final", i / 10, i % 50, i % 12 + 1, i % 300));
        if (i % 2 == 0) {
            store.create("""
                    {'resourceType':'ServiceRequest','id':'r%1$d','status':'active','intent':'order','subject':{'reference':'Patient/p%1$d'},
                    'meta':{'tag':[{'system':'urn:lists','code':'REVIEW.%2$d'},{'system':'urn:lists','code':'REVIEW.service.%3$d'}]}}""".formatted(i, i % 4, i / 2 % 100));
            store.create("""
                    {'resourceType':'Slot','id':'s%1$d','status':'free','schedule':{'reference':'Schedule/d%2$d'},
                    'appointmentType':{'coding':[{'system':'urn:t','code':'ROUTINE'}]},
                    'start':'2031-03-%3$02dT10:00:00Z','end':'2031-03-%3$02dT11:00:00Z'}""".formatted(i, i / 2 % 100, i % 28 + 1));
        }
        if (i % 10 == 0) {
            store.create("""
                    {'resourceType':'RiskAssessment','id':'r%1$d','status':'final','subject':{'reference':'Patient/p%1$d'},
                    'prediction':[{'probabilityDecimal':0.%2$03d}]}""".formatted(i, i % 1000));
            store.create("{'resourceType':'ValueSet','id':'v%1$d','status':'active','url':'http://example.org/%1$d/x'}"
                    .formatted(i));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Patient?identifier=urn:n|90005",
                "Patient?identifier=90005",
                "Patient?identifier=90005,90006",
                "Patient?family=F12",
                "Patient?family:exact=F123",
                "Patient?family=F12,F13",
                "Patient?birthdate=1912-03-11",
                "Patient?birthdate=lt1911&family=F1",
                "Patient?_id=p1,p2",
                "Patient?_lastUpdated=gt2025-03-02",
                "Patient?family=F12&_sort=birthdate",
                "Patient?family=F12&_sort=-birthdate,family",
                "Patient?identifier=90005&_sort=_lastUpdated",
                "Patient?_has:RiskAssessment:subject:probability=0.55",
                "Patient?_has:Observation:patient:code=http://loinc.org|7-1&gender=male",
                "Observation?subject=Patient/p7",
                "Observation?patient=p7&status=final",
                "Observation?patient=p7&status=final,amended&date=2010-03-03,2011-03-03",
                "Observation?subject=Patient/p7,Patient/p8&value-quantity=29.5,30.5&code:not=http://loinc.org|7-1,8-1",
                "Observation?patient=p7&date=2010-03-03&_sort=-date",
                "Observation?code-value-quantity=http://loinc.org|7-1$gt29",
                "Observation?value-quantity=29.5||mg",
                "Observation?value-quantity=gt299",
                "Observation?subject:Patient.identifier=urn:n|90005",
                "Observation?patient.family=F12",
                "Observation?patient.family=F12&status:not=final&_sort=-date",
                "RiskAssessment?probability=0.55",
                "RiskAssessment?probability=gt0.97",
                "ValueSet?url=http://example.org/100/x",
                "ValueSet?url:below=http://example.org/100",
                "ValueSet?url:above=http://example.org/100/x/y",
            })
    default void searchReadsIndexesByTheirLeadingColumns(String text) throws SQLException {
        SearchQuery query = query(text);

        requireIndexed(plan(new SearchSql(database()).page(query, PAGE)));
        requireIndexed(plan(new SearchSql(database()).count(query)));
    }

    /** A worklist is found by its tag, free slots by their diary, however many others there are. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ServiceRequest?_tag=urn:lists|REVIEW.service.7",
                "ServiceRequest?_tag=urn:lists|REVIEW.service.7&status=active,on-hold",
                "ServiceRequest?_tag=urn:lists|REVIEW.service.7&intent=http://hl7.org/fhir/request-intent|order,plan,proposal",
                "Slot?schedule=Schedule/d7&status=free,busy&start=ge2026-01-01&appointment-type=ROUTINE,URGENT&_sort=start",
                "Slot?schedule=Schedule/d7&status:not=busy,busy-tentative&start=ge2032-01-01,le2031-12-31",
                "Slot?schedule=Schedule/d7&status=free&start=ge2026-01-01&appointment-type=ROUTINE&_sort=start",
                "Slot?schedule=Schedule/d7&status=free&start=ge2026-01-01&start=le2032-01-01&_sort=start",
            })
    default void listsAndDiariesReadLittleMoreThanTheyReturn(String text) throws SQLException {
        SearchQuery query = query(text);

        assertThat(store().repository().search(query).matches()).hasSize(13);
        requireFew(plan(new SearchSql(database()).page(query, PAGE)));
        requireFew(plan(new SearchSql(database()).count(query)));
    }

    /** Basic and fuzzy, by the day, in a span of days, in a span of years; none of them goes through all patients. */
    @Test
    default void traceReadsIndexesByTheirLeadingColumns() throws SQLException {
        Asking day = Asking.born("1912-03-11");
        Asking days = Asking.born("1912-03-01", "1912-03-20");
        Asking years = Asking.born("1912-03-01", "1942-03-20");
        for (Asking born : List.of(day, days, years)) {
            Asking named = born.family("F123").gender("male");
            requireIndexed(candidates(named, TraceMethod.BASIC));
            requireIndexed(candidates(born.family("F1*").postcode("LS1*"), TraceMethod.WITH_HISTORY));
            requireIndexed(candidates(named.given("Robert").postcode("LS1 1AA"), TraceMethod.FUZZY));
            requireIndexed(candidates(named.given("Robert").postcode("LS1 1AA"), TraceMethod.FORGIVING));
        }
    }

    private String candidates(Asking asking, TraceMethod method) throws SQLException {
        SearchQuery query = asking.candidates(method);
        assertThat(Selectivity.isWeak(query.criteria()) && new WalkSql(database()).canWalk(query))
                .isFalse();
        return plan(new SearchSql(database()).page(query, PAGE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Patient?",
                "Patient?gender=male",
                "Patient?active=true&gender=male",
                "Patient?gender:not=male",
                "Patient?birthdate=gt1910",
                "Patient?_lastUpdated=gt2020&_sort=-_lastUpdated",
                "Patient?_lastUpdated=gt2020&_sort=birthdate",
                "Patient?_sort=family",
                "Patient?_sort=birthdate",
                "Patient?_sort=-birthdate",
                "Patient?_sort=_lastUpdated",
                "Patient?_sort=-_lastUpdated",
                "Patient?_sort=_id",
                "Patient?gender=male&_sort=family",
                "Observation?status=final&_sort=-date",
                "Observation?status=final&_sort=value-quantity",
                "Observation?status:not=amended&_sort=-_lastUpdated",
            })
    default void queryThatManyMatchWalksAnIndexUntilThePageIsFull(String text) throws SQLException {
        SearchQuery query = query(text);
        WalkSql walk = new WalkSql(database());
        assertThat(walk.canWalk(query)).isTrue();
        assertThat(Selectivity.isWeak(query.criteria())).isTrue();

        requireWalk(plan(walk.page(query, PAGE)));
        SearchQuery next = query.page(20, store().repository().search(query).next());
        assertThat(next.after()).isPresent();
        requireWalk(plan(walk.page(next, PAGE)));
    }

    /** The next page may be found the other way when the number of matches has passed the limit between two. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Patient?active=true&_sort=birthdate",
                "Patient?active=true&_sort=-birthdate",
                "Patient?active=true&_sort=family",
                "Patient?active=true&_sort=-_lastUpdated",
                "Patient?active=true&_sort=death-date",
                "Patient?birthdate=gt1900",
                "Patient?gender:not=male&_sort=family",
                "Patient?_sort=_id",
                "Observation?status=final&_sort=-date",
                "Observation?status=final&_sort=value-quantity",
            })
    default void walkFindsTheSameListAsCollectingAndSorting(String text) throws SQLException {
        SearchQuery query = query(text);
        String[] parts = text.split("\\?", 2);

        List<String> walked = store().searchInPages(parts[0], parts[1], 400);
        assertThat(walked).hasSizeGreaterThan(1_000).isEqualTo(collected(query));
    }

    private List<String> collected(SearchQuery query) throws SQLException {
        Sql page = new SearchSql(database()).page(query, PATIENTS);
        Map<Long, String> logicalIds = new HashMap<>();
        try (Statement statement = connection().createStatement();
                ResultSet rows = statement.executeQuery("SELECT resource_id, logical_id FROM resource")) {
            while (rows.next()) {
                logicalIds.put(rows.getLong(1), rows.getString(2));
            }
        }
        List<String> ids = new ArrayList<>();
        try (PreparedStatement select = connection().prepareStatement(page.text())) {
            bind(select, page);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    ids.add(logicalIds.getOrDefault(rows.getLong(1), "unknown"));
                }
            }
        }
        return ids;
    }

    private static void bind(PreparedStatement statement, Sql sql) throws SQLException {
        for (int i = 0; i < sql.parameters().size(); i++) {
            statement.setObject(i + 1, sql.parameters().get(i));
        }
    }

    @Test
    default void historyReadsIndexesByTheirLeadingColumns() throws SQLException {
        Optional<String> type = Optional.of("Patient");
        Optional<Instant> since = Optional.of(Instant.parse("2025-03-01T12:00:01Z"));

        requireWalk(plan(HistorySql.page(
                new HistoryQuery(type, Optional.empty(), since, Optional.empty(), 20, OptionalLong.empty()), PAGE)));
        requireWalk(plan(HistorySql.page(
                new HistoryQuery(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        20,
                        OptionalLong.of(9L << 60)),
                PAGE)));
        requireWalk(plan(HistorySql.page(
                new HistoryQuery(type, Optional.of("p7"), Optional.empty(), Optional.empty(), 20, OptionalLong.of(5)),
                PAGE)));
        requireWalk(plan(HistorySql.version(new ResourceKey("Patient", "p7"), 1)));
    }

    /** The newest looks at a patient, of however many. */
    @Test
    default void listsAreReadInTheirOrderUntilThePageIsFull() throws SQLException {
        requireWalk(plan(DatabaseAgenda.page("looks", 0, PAGE)));
    }

    @Test
    default void includesReadIndexesByTheirLeadingColumns() throws SQLException {
        long subject = IndexId.parameter("Observation", "subject");
        List<ResourceKey> sources = List.of(new ResourceKey("Observation", "o7"), new ResourceKey("Observation", "o9"));

        requireIndexed(plan(Finder.targets(sources, Set.of(subject))));
        requireIndexed(plan(Finder.referrers("Observation", subject, "Patient", List.of("p7", "p9"), 100)));
    }

    /** What a bulk release of prescriptions does: the next of a list, then their rows. */
    @Test
    default void nextOfAListAreLockedByTheirKeys() throws SQLException {
        List<ResourceKey> keys = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            keys.add(new ResourceKey("Patient", "p" + i * 31));
        }
        requireWalk(plan(DatabaseAgenda.page("looks", Long.MAX_VALUE, PAGE)));
        requireIndexed(plan(VersionWriter.locking(keys)));
    }

    private SearchQuery query(String text) {
        String[] parts = text.split("\\?", 2);
        return store().query(parts[0], parts[1], PAGE - 1);
    }

    private String plan(Sql sql) throws SQLException {
        try (PreparedStatement explain = connection().prepareStatement("EXPLAIN ANALYZE " + sql.text())) {
            bind(explain, sql);
            StringBuilder plan = new StringBuilder();
            try (ResultSet lines = explain.executeQuery()) {
                while (lines.next()) {
                    plan.append(lines.getString(1)).append('\n');
                }
            }
            return plan.toString();
        }
    }
}
