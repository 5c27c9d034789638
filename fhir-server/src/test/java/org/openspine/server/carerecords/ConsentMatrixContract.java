package org.openspine.server.carerecords;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.openspine.server.http.Racing;

/** Each state of consent at each door: nothing forbidden leaves, nothing allowed is missing. */
interface ConsentMatrixContract extends ServedScr {
    /** What the patient decided, and what of a summary that leaves. */
    enum State {
        NOTHING_SAID(true, true, true, true),
        YES(true, true, true, true),
        ASK(true, true, true, true),
        NO(false, false, false, true),
        CORE_ONLY(true, false, true, true),
        CORE_AND_ADDITIONAL(true, true, true, true),
        DATA_OPT_OUT(true, true, false, false),
        TYPE_1_OPT_OUT(true, true, false, true);

        final boolean core;
        final boolean additional;
        final boolean summaryIsExported;
        final boolean patientIsExported;

        State(boolean core, boolean additional, boolean summaryIsExported, boolean patientIsExported) {
            this.core = core;
            this.additional = additional;
            this.summaryIsExported = summaryIsExported;
            this.patientIsExported = patientIsExported;
        }
    }

    /** A patient with two summaries of whom the older one is superseded, and where these are stored. */
    record Subject(
            String number,
            String scrId,
            String oldId,
            List<String> bundles,
            List<String> references,
            List<String> compositions) {}

    default Subject subject() {
        String number = patient("\"name\": [{\"family\": \"Quist\"}]");
        String oldId = uploaded(number);
        String scrId = uploaded(number);
        List<String> references = matches("DocumentReference?subject=Patient/" + number);
        List<String> bundles = new ArrayList<>();
        references.forEach(
                place -> bundles.add(get(place).at("/content/0/attachment/url").asText()));
        return new Subject(number, scrId, oldId, bundles, references, matches("Composition?subject=Patient/" + number));
    }

    default void decide(State state, String number) {
        switch (state) {
            case NOTHING_SAID -> {}
            case YES -> setPermission(number, "Yes");
            case ASK -> setPermission(number, "Ask");
            case NO -> setPermission(number, "No");
            case CORE_ONLY ->
                store(ConsentContract.consent(number, "scr-additional-information", "\"type\": \"deny\""));
            case CORE_AND_ADDITIONAL ->
                store(ConsentContract.consent(number, "scr-additional-information", "\"type\": \"permit\""));
            case DATA_OPT_OUT -> store(ConsentContract.consent(number, "national-data-opt-out", "\"type\": \"deny\""));
            case TYPE_1_OPT_OUT -> store(ConsentContract.consent(number, "type-1-opt-out", "\"type\": \"deny\""));
        }
    }

    /** Under which number of the patient a decision is recorded. */
    enum Where {
        /** The only one. */
        HERE,
        /** One whose record took the place of this one's, and was merged once more, before the decision. */
        SURVIVOR,
        /** One whose record was merged into this one after the decision. */
        SUPERSEDED
    }

    default void decide(State state, Where where, String number) {
        if (where == Where.HERE) {
            decide(state, number);
            return;
        }
        String between = patient("");
        String other = patient("");
        if (where == Where.SUPERSEDED) {
            decide(state, other);
            merge(other, between);
            merge(between, number);
            return;
        }
        merge(number, between);
        merge(between, other);
        decide(state, other);
    }

    /** As mergers are made: the old record says what took its place, and nothing is said there. */
    default void merge(String old, String survivor) {
        ObjectNode record = (ObjectNode) get("Patient/" + old);
        record.putArray("link")
                .addObject()
                .put("type", "replaced-by")
                .putObject("other")
                .put("reference", "Patient/" + survivor);
        assertThat(sending(record.toString()).put("/Patient/" + old).statusCode())
                .isEqualTo(200);
    }

    private void store(ObjectNode consent) {
        assertThat(sending(consent.toString()).post("/Consent").statusCode()).isEqualTo(201);
    }

    /** Doors through which a document may leave. */
    private Map<String, String> documents(Subject subject) {
        Map<String, String> doors = new LinkedHashMap<>();
        doors.put("national read", text(read(subject.number(), subject.scrId())));
        for (String place : subject.bundles()) {
            doors.put("read " + place, text(fhir().get("/" + place)));
            doors.put("vread " + place, text(fhir().get("/" + place + "/_history/1")));
            doors.put("history of " + place, text(fhir().get("/" + place + "/_history")));
            doors.put("search by id " + place, text(fhir().get("/Bundle?_id=" + place.substring(7))));
            doors.put("batch " + place, text(sending("""
                    {"resourceType": "Bundle", "type": "batch", "entry": [{"request": {"method": "GET", "url": "%s"}}]}""".formatted(place)).post("")));
        }
        doors.put("history of the type", text(fhir().get("/Bundle/_history?_count=500")));
        doors.put("history of the system", text(fhir().get("/_history?_count=500")));
        doors.put(
                "search by tag",
                text(fhir().get("/Bundle?_tag=summary-care-record&type=document&_sort=-_lastUpdated&_count=10")));
        doors.put(
                "include",
                text(fhir().get("/DocumentReference?subject=Patient/" + subject.number()
                        + "&_include=DocumentReference:related")));
        doors.put(
                "revinclude and iterate",
                text(fhir().get("/Patient?_id=" + subject.number()
                        + "&_revinclude=DocumentReference:subject&_include:iterate=DocumentReference:related")));
        return doors;
    }

    /** Doors through which it may be learnt that there is a summary, and what they answer if there is none to see. */
    private Map<String, String> traces(Subject subject) {
        Map<String, String> doors = new LinkedHashMap<>();
        String number = subject.number();
        doors.put("national find", text(find(number)));
        for (List<String> places : List.of(subject.references(), subject.compositions())) {
            for (String place : places) {
                doors.put("read " + place, text(fhir().get("/" + place)));
                doors.put("vread " + place, text(fhir().get("/" + place + "/_history/1")));
                doors.put("history " + place, text(fhir().get("/" + place + "/_history")));
                doors.put("meta " + place, fhir().get("/" + place + "/$meta").statusCode() == 200 ? place : "");
            }
        }
        doors.put("search", text(fhir().get("/DocumentReference?patient=Patient/" + number)));
        doors.put("search by id of the summary", text(fhir().get("/DocumentReference?identifier=" + subject.scrId())));
        doors.put("search of compositions", text(fhir().get("/Composition?subject=Patient/" + number)));
        doors.put(
                "post search",
                text(fhir().contentType("application/x-www-form-urlencoded")
                        .body("subject=Patient/" + number)
                        .post("/DocumentReference/_search")));
        doors.put("chain", text(fhir().get("/DocumentReference?subject:Patient.identifier=" + number)));
        doors.put("compartment", text(fhir().get("/Patient/" + number + "/DocumentReference")));
        doors.put("whole compartment", text(fhir().get("/Patient/" + number + "/*?_count=100")));
        doors.put("everything", text(fhir().get("/Patient/" + number + "/$everything?_count=100")));
        doors.put("revinclude", text(fhir().get("/Patient?_id=" + number + "&_revinclude=Composition:subject")));
        doors.put("history of references", text(fhir().get("/DocumentReference/_history?_count=500")));
        return doors;
    }

    private static String text(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isLessThan(500);
        return response.asString();
    }

    @Test
    default void everyStateAtEveryDoor() {
        for (State state : State.values()) {
            Subject subject = subject();
            decide(state, subject.number());
            assertDoors(state, subject);
            assertThat(matches("Consent?patient=Patient/" + subject.number() + "&status=active"))
                    .hasSize(state == State.NOTHING_SAID ? 0 : 1);
        }
    }

    @Test
    default void everyStateUnderAnotherNumberAtEveryDoor() {
        for (State state : State.values()) {
            for (Where where : List.of(Where.SURVIVOR, Where.SUPERSEDED)) {
                Subject subject = subject();
                decide(state, where, subject.number());
                assertDoors(state, subject);
            }
        }
    }

    private void assertDoors(State state, Subject subject) {
        documents(subject).forEach((door, answer) -> {
            assertThat(answer.contains(Summary.core(subject.number())))
                    .as("core, %s, %s", state, door)
                    .isEqualTo(state.core);
            assertThat(answer.contains(Summary.additional(subject.number())))
                    .as("additional, %s, %s", state, door)
                    .isEqualTo(state.additional);
        });
        traces(subject).forEach((door, answer) -> assertThat(tells(answer, subject))
                .as("trace, %s, %s", state, door)
                .isEqualTo(state.core));
        counts(state, subject);
    }

    @Test
    default void newestDecisionCountsUnderWhicheverNumberItIsMade() {
        Subject subject = subject();
        String other = patient("");
        setPermission(subject.number(), "No");
        merge(subject.number(), other);
        setPermission(other, "Ask");
        assertDoors(State.ASK, subject);
        setPermission(other, "No");
        assertDoors(State.NO, subject);
        setPermission(subject.number(), "Yes");
        assertDoors(State.YES, subject);
    }

    @Test
    default void ofRacingDecisionsUnderSeveralNumbersOneIsInForce() {
        String number = patient("");
        String other = patient("");
        merge(number, other);
        List<Integer> statuses = Racing.statuses(
                6, racer -> setPermission(racer % 2 == 0 ? number : other, racer % 3 == 0 ? "No" : "Ask"));
        assertThat(statuses).containsOnly(201);
        assertThat(matches("Consent?patient=Patient/%s,Patient/%s&status=active".formatted(number, other)))
                .hasSize(1);
        assertThat(find(number).statusCode()).isEqualTo(find(other).statusCode());
    }

    @Test
    default void recordsThatAreTakenApartAgainKeepTheirOwnDecisions() {
        Subject subject = subject();
        String other = patient("");
        setPermission(other, "No");
        merge(subject.number(), other);
        assertDoors(State.NO, subject);
        ObjectNode record = (ObjectNode) get("Patient/" + subject.number());
        record.remove("link");
        assertThat(sending(record.toString())
                        .put("/Patient/" + subject.number())
                        .statusCode())
                .isEqualTo(200);
        assertDoors(State.NOTHING_SAID, subject);
    }

    @Test
    default void mergersOfOneTransactionAreFollowedToTheirEnd() {
        Subject subject = subject();
        String between = patient("");
        String last = patient("");
        setPermission(last, "No");
        StringBuilder entries = new StringBuilder();
        for (List<String> link : List.of(List.of(subject.number(), between), List.of(between, last))) {
            ObjectNode record = (ObjectNode) get("Patient/" + link.get(0));
            record.putArray("link")
                    .addObject()
                    .put("type", "replaced-by")
                    .putObject("other")
                    .put("reference", "Patient/" + link.get(1));
            entries.append(entries.isEmpty() ? "" : ",")
                    .append("{\"resource\": %s, \"request\": {\"method\": \"PUT\", \"url\": \"Patient/%s\"}}"
                            .formatted(record, link.get(0)));
        }
        process("{\"resourceType\": \"Bundle\", \"type\": \"transaction\", \"entry\": [%s]}".formatted(entries));
        assertDoors(State.NO, subject);
    }

    private static boolean tells(String answer, Subject subject) {
        return List.of(subject.references(), subject.compositions()).stream()
                .flatMap(List::stream)
                .anyMatch(place -> answer.contains(place.substring(place.indexOf('/') + 1)));
    }

    private void counts(State state, Subject subject) {
        String number = subject.number();
        int expected = state.core ? 2 : 0;
        assertThat(get("DocumentReference?subject=Patient/" + number + "&_summary=count")
                        .path("total")
                        .asInt())
                .as("count, %s", state)
                .isEqualTo(expected);
        assertThat(get("Composition?subject=Patient/" + number + "&_total=accurate&_count=1")
                        .path("total")
                        .asInt())
                .as("total, %s", state)
                .isEqualTo(expected);
        for (String has : List.of("DocumentReference:subject:status=current", "Composition:subject:status=final")) {
            assertThat(matches("Patient?_id=" + number + "&_has:" + has))
                    .as("%s, %s", has, state)
                    .hasSize(state.core ? 1 : 0);
        }
        assertThat(get("Patient/" + number).at("/name/0/family").asText()).isEqualTo("Quist");
    }

    @Test
    default void everyStateInExports() {
        Map<Subject, State> subjects = new LinkedHashMap<>();
        for (State state : State.values()) {
            for (Where where : Where.values()) {
                Subject subject = subject();
                decide(state, where, subject.number());
                subjects.put(subject, state);
            }
        }
        String types = "_type=Patient,Bundle,Composition,DocumentReference,Consent,AuditEvent";
        String system = exported("$export?" + types);
        String patients = exported("Patient/$export?" + types.replace("Bundle,", ""));
        String exempted = exported("$export?" + types + "&_optOutExemption=statutory%20notice");
        subjects.forEach((subject, state) -> {
            boolean summary = state.core && state.summaryIsExported;
            assertThat(system.contains(Summary.core(subject.number())))
                    .as("%s", state)
                    .isEqualTo(summary);
            assertThat(system.contains(Summary.additional(subject.number())))
                    .as("%s", state)
                    .isEqualTo(summary && state.additional);
            assertThat(tells(system, subject)).as("%s", state).isEqualTo(summary);
            assertThat(tells(patients, subject)).as("%s", state).isEqualTo(summary);
            assertThat(system.contains(subject.number())).as("%s", state).isEqualTo(state.patientIsExported);
            assertThat(patients.contains(subject.number())).as("%s", state).isEqualTo(state.patientIsExported);
            assertThat(exempted.contains(subject.number())).as("%s", state).isTrue();
            assertThat(exempted.contains(Summary.core(subject.number())))
                    .as("%s", state)
                    .isEqualTo(state.core && (state.summaryIsExported || state == State.DATA_OPT_OUT));
        });
        assertThat(get("AuditEvent?type=110106&_sort=-_lastUpdated&_count=1")
                        .at("/entry/0/resource/purposeOfEvent/0/text")
                        .asText())
                .isEqualTo("statutory notice");
    }

    /** All lines of all files. */
    private String exported(String path) {
        Response begun = fhir().header("Prefer", "respond-async").get("/" + path);
        assertThat(begun.statusCode()).as(begun.asString()).isEqualTo(202);
        String poll = begun.header("Content-Location");
        Instant deadline = Instant.now().plus(Duration.ofSeconds(30));
        Response manifest = fhir().get(poll);
        while (manifest.statusCode() == 202 && Instant.now().isBefore(deadline)) {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            manifest = fhir().get(poll);
        }
        assertThat(manifest.statusCode()).isEqualTo(200);
        StringBuilder lines = new StringBuilder();
        for (JsonNode file : org.openspine.server.http.ServedBase.body(manifest).path("output")) {
            lines.append(fhir().get(file.path("url").asText()).asString());
        }
        return lines.toString();
    }
}
