package org.openspine.server.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openspine.server.carerecords.AccessAlert;
import org.openspine.server.http.ServedBase;
import org.openspine.server.http.StatementCounts;

/** Ways around the gate that are shut: Bundles, conditions, includes, sorting, history, methods and paths. */
interface DoorsContract extends SecuredContract {
    String RESTRICTED = """
            ,"meta":{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"}]},
            "name":[{"family":"%s"}],"address":[{"postalCode":"ZZ98 1AA","city":"Hiddenham"}],
            "telecom":[{"system":"phone","value":"01632960987"}],
            "generalPractitioner":[{"reference":"Organization/hidden-gp-%s"}]""";

    private static String entry(String method, String url, String resource) {
        return "{%s\"request\":{\"method\":\"%s\",\"url\":\"%s\"}}"
                .formatted(resource.isEmpty() ? "" : "\"resource\":" + resource + ",", method, url);
    }

    private Response bundle(String token, String type, String... entries) {
        return as(token)
                .contentType(FHIR_JSON)
                .body("{\"resourceType\":\"Bundle\",\"type\":\"%s\",\"entry\":[%s]}"
                        .formatted(type, String.join(",", entries)))
                .post(server().address() + "/FHIR/R4");
    }

    private static String unique(String prefix) {
        return prefix + UUID.randomUUID().toString().replaceAll("[^a-f]", "");
    }

    private String basic(String code) {
        return "{\"resourceType\":\"Basic\",\"code\":{\"text\":\"" + code + "\"}}";
    }

    // ---- Bundles

    /** Of a batch what is allowed is done; a transaction that holds one forbidden entry does nothing. */
    @Test
    default void aForbiddenEntryStopsATransactionAndNotABatch() {
        String narrow = applicationToken("writer-of-basic");
        String code = unique("mixed");
        String observation =
                "{\"resourceType\":\"Flag\",\"status\":\"active\",\"code\":{\"text\":\"x\"},\"subject\":{\"reference\":\"Patient/x\"}}";
        Response transaction =
                bundle(narrow, "transaction", entry("POST", "Basic", basic(code)), entry("POST", "Flag", observation));
        assertThat(transaction.statusCode()).isEqualTo(403);
        assertThat(count(code)).isZero();
        Response batch =
                bundle(narrow, "batch", entry("POST", "Basic", basic(code)), entry("POST", "Flag", observation));
        assertThat(batch.path("entry[0].response.status").toString()).startsWith("201");
        assertThat(batch.path("entry[1].response.status").toString()).startsWith("403");
        assertThat(count(code)).isEqualTo(1);
    }

    private int count(String code) {
        return as(applicationToken("reader"))
                .get(fhir("Basic?code:text=" + code + "&_summary=count"))
                .path("total");
    }

    @Test
    default void anotherPatientIsNotReachedThroughABundle() {
        String own = storePatient("");
        String other = storePatient(",\"name\":[{\"family\":\"Stranger\"}]");
        String token = patientToken("reader", own);
        Response batch = bundle(
                token,
                "batch",
                entry("GET", "Patient/" + own, ""),
                entry("GET", "Patient/" + other, ""),
                entry("GET", "Patient/" + other + "/_history", ""),
                entry("GET", "Patient?_id=" + other, ""),
                entry("GET", server().address() + "/FHIR/R4/Patient/" + other, ""),
                entry("GET", "/FHIR/R4/Patient/" + other, ""),
                entry("GET", "../R4/Patient/" + other, ""),
                entry("GET", "Patient/" + own + "/../" + other, ""),
                entry("GET", "http://127.0.0.1:1/FHIR/R4/Patient/" + other, ""));
        assertThat(batch.statusCode()).isEqualTo(200);
        assertThat(batch.path("entry[0].response.status").toString()).startsWith("200");
        assertThat(batch.asString()).doesNotContain("Stranger");
    }

    // ---- one patient, and the record of another

    /** What one may not see answers as if it were not there, to whatever is asked. */
    @Test
    default void anothersRecordAnswersAsIfItWereNotThere() {
        String own = storePatient("");
        String other = storePatient(",\"name\":[{\"family\":\"Stranger\"}]");
        String nobody = TestNumbers.next();
        String token = patientToken("editor", own);
        for (String path :
                List.of("Patient/%s", "Patient/%s/_history", "Patient/%s/_history/1", "Patient/%s/$everything")) {
            Response hidden = as(token).get(fhir(path.formatted(other)));
            Response absent = as(token).get(fhir(path.formatted(nobody)));
            assertThat(hidden.statusCode()).as(path).isEqualTo(absent.statusCode());
            assertThat(hidden.asString().replace(other, "N"))
                    .as(path)
                    .isEqualTo(absent.asString().replace(nobody, "N"));
        }
    }

    /** Section 12, the same time class: no statement of the database is made for what is hidden that is not made for what never was. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Patient/%s",
                "Patient/%s/_history",
                "Patient/%s/_history/1",
                "Patient/%s/$everything",
                "Patient?_id=%s",
                "Basic?subject=Patient/%s"
            })
    default void whatIsHiddenTakesAsManyStatementsAsWhatIsNotThere(String path) {
        String token = patientToken("editor", storePatient(""));
        String other = storePatient("");
        String nobody = TestNumbers.next();

        assertThat(statements(token, path.formatted(other))).isEqualTo(statements(token, path.formatted(nobody)));
    }

    private long statements(String token, String path) {
        return StatementCounts.fewest(
                server().program().repository(), () -> as(token).get(fhir(path)));
    }

    /** Conditions of writes are searches, and find no more than these. */
    @Test
    default void conditionsTellNothingOfOthers() {
        String own = storePatient("");
        String other = storePatient(",\"name\":[{\"family\":\"Stranger\"}]");
        String token = patientToken("editor", own);
        Response deleted = as(token).delete(fhir("Patient?family=Stranger&_id=" + other));
        Response absent = as(token).delete(fhir("Patient?family=Nobody&_id=" + TestNumbers.next()));
        assertThat(deleted.statusCode()).isEqualTo(absent.statusCode());
        assertThat(as(applicationToken("reader")).get(fhir("Patient/" + other)).statusCode())
                .isEqualTo(200);
        Response conditional = as(token)
                .contentType(FHIR_JSON)
                .header("If-None-Exist", "_id=" + other)
                .body(basic("x"))
                .post(fhir("Basic"));
        assertThat(conditional.asString()).doesNotContain("Stranger");
    }

    @ParameterizedTest
    @ValueSource(strings = {"W/\"1\"", "W/\"9\"", "*"})
    default void aVersionConditionTellsNothingOfOthers(String version) {
        String own = storePatient("");
        String other = storePatient("");
        String nobody = TestNumbers.next();
        String token = patientToken("editor", own);
        assertThat(update(token, version, other).statusCode())
                .isEqualTo(update(token, version, nobody).statusCode())
                .isBetween(400, 499);
    }

    private Response update(String token, String version, String number) {
        return as(token)
                .header("If-Match", version)
                .contentType(FHIR_JSON)
                .body("{\"resourceType\":\"Patient\",\"id\":\"%s\"}".formatted(number))
                .put(fhir("Patient/" + number));
    }

    // ---- restricted records

    /** A field that is hidden is neither searched, nor sorted by, nor chained through, nor counted, in no interaction. */
    @Test
    default void aHiddenFieldIsNoOracle() {
        String family = unique("Oracle");
        String hidden = storePatient(RESTRICTED.formatted(family, family.toLowerCase(java.util.Locale.ROOT)));
        String flag =
                "{\"resourceType\":\"Flag\",\"status\":\"active\",\"code\":{\"text\":\"x\"},\"subject\":{\"reference\":\"Patient/%s\"}}"
                        .formatted(hidden);
        as(applicationToken("editor")).contentType(FHIR_JSON).body(flag).post(fhir("Flag"));
        String reader = workerToken("reader", "A99981");
        for (String query : List.of(
                "address=Hiddenham",
                "address-city=hiddenham",
                "address-city:contains=idde",
                "address-postalcode=ZZ98 1AA",
                "phone=01632960987",
                "telecom=01632960987",
                "general-practitioner=Organization/hidden-gp-" + family.toLowerCase(java.util.Locale.ROOT),
                "address-city:missing=false",
                "phone:missing=false")) {
            Response found = as(reader).get(fhir("Patient?family=" + family + "&_total=accurate&" + query));
            assertThat(found.statusCode()).as(query).isEqualTo(200);
            assertThat((Object) found.path("total")).as(query).isEqualTo(0);
        }
        assertThat(total(reader, "Flag?patient.family=" + family)).isEqualTo(1);
        assertThat(total(reader, "Flag?patient.family=" + family + "&patient.address-city=hiddenham"))
                .isZero();
        assertThat(total(reader, "Flag?patient.phone=01632960987&patient.family=" + family))
                .isZero();
        for (String path : List.of(
                "Flag?patient.family=" + family + "&_include=Flag:patient",
                "Patient?family=" + family + "&_include=Patient:general-practitioner",
                "Patient/" + hidden,
                "Patient/" + hidden + "/_history",
                "Patient/" + hidden + "/_history/1",
                "Patient/" + hidden + "/$everything",
                "Patient/_history?_count=50",
                "Patient?family=" + family + "&_elements=address,telecom")) {
            Response response = as(reader).get(fhir(path));
            assertThat(response.statusCode()).as(path).isEqualTo(200);
            assertThat(response.asString())
                    .as(path)
                    .doesNotContain("Hiddenham")
                    .doesNotContain("ZZ98 1AA")
                    .doesNotContain("01632960987")
                    .doesNotContain("hidden-gp-" + family.toLowerCase(java.util.Locale.ROOT));
        }
    }

    private int total(String token, String query) {
        Response response = as(token).get(fhir(query + "&_total=accurate"));
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return response.path("total");
    }

    /** Nor does the order of matches tell: a search that sorts by a hidden field finds as little as one that asks for it. */
    @Test
    default void matchesAreNotOrderedByWhatIsHidden() {
        String family = unique("Sorted");
        String gp = family.toLowerCase(java.util.Locale.ROOT);
        String open = storePatient(
                ",\"name\":[{\"family\":\"%s\"}],\"address\":[{\"city\":\"Middleton\"}]".formatted(family));
        storePatient(RESTRICTED.formatted(family, gp).replace("Hiddenham", "Aachurch"));
        storePatient(RESTRICTED.formatted(family, gp).replace("Hiddenham", "Zzchurch"));
        String reader = workerToken("reader", "A99981");
        List<String> ascending = as(reader)
                .get(fhir("Patient?family=" + family + "&_sort=address-city"))
                .path("entry.resource.id");
        assertThat(ascending).containsExactly(open);
        assertThat(total(reader, "Patient?family=" + family))
                .as("all who have the name")
                .isEqualTo(3);
    }

    // ---- national limits

    /** A single match or none is all that an application gets, whatever its scopes. */
    @Test
    default void anApplicationGetsOneMatchAtMost() {
        Response many = as(applicationToken("reader"))
                .header("X-Request-ID", UUID.randomUUID().toString())
                .get(pds("Patient?family=x&gender=female&birthdate=eq2000-01-01&_max-results=2"));
        assertThat(many.statusCode()).as(many.asString()).isEqualTo(403);
        assertThat(many.path("issue[0].details.coding[0].code").toString()).isEqualTo("INVALID_VALUE");
        Response one = as(applicationToken("reader"))
                .header("X-Request-ID", UUID.randomUUID().toString())
                .get(pds("Patient?family=x&gender=female&birthdate=eq2000-01-01&_max-results=1"));
        assertThat(one.statusCode()).as(one.asString()).isEqualTo(200);
    }

    @Test
    default void fieldsOfTheServerAreNotTakenFromABody() {
        String number = storePatient("");
        Response response = as(applicationToken("editor"))
                .contentType(FHIR_JSON)
                .body("""
                        {"resourceType":"Patient","id":"%s","meta":{"versionId":"99","lastUpdated":"2001-01-01T00:00:00Z"},
                         "identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"%s"}]}""".formatted(number, number))
                .put(fhir("Patient/" + number));
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        assertThat(response.path("meta.versionId").toString()).isEqualTo("2");
        assertThat(response.path("meta.lastUpdated").toString()).doesNotStartWith("2001");
    }

    // ---- headers

    /** Who asks is told by the token: an application does not become a council by naming the role of somebody there. */
    @Test
    default void gatewayHeadersMakeNobodyOfAnApplication() {
        String council = "LA" + UUID.randomUUID().toString().substring(0, 6).toUpperCase(java.util.Locale.ROOT);
        String editor = applicationToken("editor");
        for (String resource : List.of("""
                {"resourceType":"Organization","id":"%s","active":true,"name":"A council",
                 "type":[{"coding":[{"system":"https://fhir.nhs.uk/CodeSystem/organisation-role","code":"RO141"}]}]}""".formatted(council), """
                {"resourceType":"PractitionerRole","id":"role-%s","active":true,
                 "identifier":[{"system":"https://fhir.nhs.uk/Id/sds-role-profile-id","value":"555777000111"}],
                 "organization":{"reference":"Organization/%s"}}""".formatted(council, council))) {
            JsonNode tree = ServedBase.tree(resource);
            Response stored = as(editor)
                    .contentType(FHIR_JSON)
                    .body(resource)
                    .put(fhir(tree.path("resourceType").asText() + "/"
                            + tree.path("id").asText()));
            assertThat(stored.statusCode()).as(stored.asString()).isBetween(200, 201);
        }
        Response response = as(editor)
                .header("NHSD-Session-URID", "555777000111")
                .header("NHSD-Identity-UUID", "555777000222")
                .contentType(FHIR_JSON)
                .body("""
                        {"resourceType":"Bundle","type":"transaction","entry":[
                          {"resource":{"resourceType":"CarePlan","status":"active","intent":"plan"},
                           "request":{"method":"POST","url":"CarePlan"}}]}""")
                .post(server().address() + "/patient-flags-api/FHIR/R4");
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(403);
        assertThat(as(editor)
                        .header("NHSD-End-User-Organisation-ODS", council)
                        .header("X-Request-ID", UUID.randomUUID().toString())
                        .get(pds("Patient/" + storePatient("")))
                        .statusCode())
                .as("an organisation that is not the application's")
                .isEqualTo(403);
    }

    /** Nor does a user become another one: the record of who looked names the one of the token. */
    @Test
    default void gatewayHeadersDoNotChangeWhoLooked() {
        String number = storePatient("");
        Response look = as(workerToken("editor", "A99981"))
                .header("NHSD-Identity-UUID", "555777000333")
                .header("NHSD-NHSLogin-User", "P9:" + number)
                .header("OpenSpine-Access-Mode", "operator")
                .header("IsUnscheduledAccessEvent", "true")
                .urlEncodingEnabled(false)
                .get(server().address()
                        + "/cpis/FHIR/R4/CareTeam?patient:identifier=https://fhir.nhs.uk/Id/nhs-number%7C" + number);
        assertThat(look.statusCode()).as(look.asString()).isEqualTo(200);
        String audit = as(workerToken("editor", "A99981"))
                .header("IsUnscheduledAccessEvent", "false")
                .urlEncodingEnabled(false)
                .get(server().address()
                        + "/cpis/FHIR/R4/AuditEvent?patient:identifier=https://fhir.nhs.uk/Id/nhs-number%7C" + number)
                .asString();
        assertThat(audit).contains("555111222333").doesNotContain("555777000333");
    }

    // ---- methods and paths

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "QUERY"})
    default void noMethodGoesRoundTheGate(String method) {
        for (String path : List.of(
                "/FHIR/R4/Patient/1", "/personal-demographics/FHIR/R4/Patient/9000000009", "/cpis/FHIR/R4/CareTeam")) {
            Response response = given().config(ServedBase.PLAIN).request(method, server().address() + path);
            assertThat(response.statusCode()).as(method + " " + path).isIn(400, 401, 405, 501);
            assertThat(response.asString()).doesNotContain("\"resourceType\":\"Patient\"");
        }
    }

    @Test
    default void headersThatOverrideTheMethodAreNotRead() {
        String number = storePatient("");
        String reader = applicationToken("reader");
        for (String header : List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")) {
            as(reader).header(header, "DELETE").post(fhir("Patient/" + number));
            as(reader).header(header, "DELETE").get(fhir("Patient/" + number + "?_method=DELETE"));
        }
        assertThat(as(reader).get(fhir("Patient/" + number)).statusCode()).isEqualTo(200);
    }

    @Test
    default void headAnswersWithTheRightsOfGet() {
        String own = storePatient("");
        String other = storePatient("");
        String token = patientToken("reader", own);
        assertThat(as(token).head(fhir("Patient/" + own)).statusCode()).isEqualTo(200);
        Response hidden = as(token).head(fhir("Patient/" + other));
        assertThat(hidden.statusCode()).isEqualTo(404);
        assertThat(hidden.header("ETag")).isNull();
        assertThat(as(token)
                        .header("X-Request-ID", UUID.randomUUID().toString())
                        .head(pds("Patient/" + other))
                        .statusCode())
                .as("not one of the methods of this API")
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/personal-demographics/FHIR/R4//Patient/%s",
                "//personal-demographics/FHIR/R4/Patient/%s",
                "/personal-demographics/FHIR/R4/./Patient/%s",
                "/personal-demographics/FHIR/R4/_ping/../Patient/%s",
                "/personal-demographics/FHIR/R4/_ping/%%2e%%2e/Patient/%s",
                "/personal-demographics/FHIR/R4/_ping;x/../Patient/%s",
                "/personal-demographics/FHIR/R4/Patient%%2f%s",
                "/personal-demographics/FHIR/R4/Patient;a=_ping/%s",
                "/personal-demographics/FHIR/R4/%%50atient/%s",
                "/PERSONAL-DEMOGRAPHICS/FHIR/R4/Patient/%s",
                "/health/live/../../FHIR/R4/Patient/%s",
                "/health/live/..;/..;/FHIR/R4/Patient/%s",
                "/oauth2/token/..%%2f..%%2fFHIR/R4/Patient/%s",
                "/FHIR/R4/metadata/../Patient/%s",
                "/FHIR/R4/metadata;/../Patient/%s",
                "/FHIR/R4/Patient/%s%%00",
                "/FHIR/R4%%5cPatient%%5c%s",
                "/FHIR/R4/%%2e/Patient/%s"
            })
    default void noPathGoesRoundTheGate(String path) {
        String other = storePatient(",\"name\":[{\"family\":\"Stranger\"}]");
        String own = storePatient("");
        for (String authorization : List.of("", "Bearer " + patientToken("reader", own))) {
            Response response = given().config(ServedBase.PLAIN)
                    .urlEncodingEnabled(false)
                    .headers(authorization.isEmpty() ? Map.of() : Map.of("Authorization", authorization))
                    .header("X-Request-ID", UUID.randomUUID().toString())
                    .get(server().address() + path.formatted(other));
            assertThat(response.statusCode()).as(path).isBetween(400, 404);
            assertThat(response.asString()).as(path).doesNotContain("Stranger");
        }
    }

    /** Two of them might be read by two readers in two ways. */
    @Test
    default void twoAuthorizationsAreNone() {
        String good = applicationToken("reader");
        for (String path : List.of("/FHIR/R4/Patient", "/personal-demographics/FHIR/R4/Patient/9000000009")) {
            Response response = given().header("Authorization", "Bearer " + good, "Bearer nonsense")
                    .get(server().address() + path);
            assertThat(response.statusCode()).isEqualTo(400);
        }
    }

    /** Headers in which gateways tell whom they let through are only those of a proxy that is trusted, and never rights. */
    @Test
    default void forwardedHeadersGiveNoRights() {
        Response response = given().header("X-Forwarded-Host", "evil.test")
                .header("X-Forwarded-User", "editor")
                .header("X-Original-URL", "/FHIR/R4/metadata")
                .header("X-Rewrite-URL", "/FHIR/R4/metadata")
                .header("X-Forwarded-Prefix", "/health/live")
                .get(fhir("Patient"));
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.asString()).doesNotContain("evil.test");
    }

    @Test
    default void aLargeSetOfQuotesAndSqlIsOrdinaryText() {
        String reader = applicationToken("reader");
        String own = storePatient(",\"name\":[{\"family\":\"Sqlsafe\"}]");
        for (String text : List.of(
                "' OR '1'='1",
                "x'; DROP TABLE resource; --",
                "x\") OR (\"1\"=\"1",
                "%' ESCAPE '",
                "\\",
                "x' UNION SELECT * FROM client --",
                "${jndi:ldap://127.0.0.1/a}",
                "1; SELECT pg_sleep(5)",
                "'||(SELECT 1)||'")) {
            for (String parameter :
                    List.of("family", "identifier", "_id", "birthdate", "general-practitioner", "_sort")) {
                Response response = as(reader).queryParam(parameter, text).get(fhir("Patient"));
                assertThat(response.statusCode()).as(parameter + "=" + text).isLessThan(500);
                assertThat(response.asString()).doesNotContain("Sqlsafe");
            }
        }
        JsonNode still = ServedBase.tree(as(reader).get(fhir("Patient/" + own)).asString());
        assertThat(still.at("/name/0/family").asText()).isEqualTo("Sqlsafe");
    }

    // ---- alerts

    /** Section 4: alerts are for the privacy officers of the organisation that raised them; others do not learn of them. */
    @Test
    default void anAlertIsForThePrivacyOfficerOfItsOrganisation() {
        String number = storePatient("");
        String alert = AccessAlert.of(number, "RX1", "555111222333");
        Response raised = as(workerToken("editor", "RX1", "B0168"))
                .contentType(FHIR_JSON)
                .body(alert)
                .post(server().address() + "/summary-care-record/FHIR/R4/AuditEvent");
        assertThat(raised.statusCode()).as(raised.asString()).isEqualTo(201);
        Map<String, Integer> seen = Map.of(
                workerToken("reader", "RX1", "B0015"), 1,
                workerToken("reader", "RX2", "B0015"), 0,
                workerToken("reader", "RX1", "B0370"), 0,
                applicationToken("reader"), 0);
        seen.forEach((token, expected) -> {
            for (String search :
                    List.of("AuditEvent?_tag=" + number, "Communication?category=alert&subject=Patient/" + number)) {
                Response found = as(token).get(fhir(search + "&_total=accurate"));
                assertThat(found.statusCode()).as(found.asString()).isEqualTo(200);
                assertThat(found.<Integer>path("total")).as(search).isEqualTo(expected);
            }
        });
    }
}
