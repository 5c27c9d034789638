package org.openspine.server.carerecords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.carerecords.ServedScr.ok;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openspine.server.http.Racing;
import org.openspine.server.http.ServedBase;

/** Consents on the unified base: one in force per patient and kind, recognition, completion, and what is refused. */
interface ConsentContract extends ServedScr {
    String PREFERENCE = "scr-consent-preference";
    String ACS = "https://fhir.nhs.uk/CodeSystem/SCR-ACSPermission";

    static ObjectNode consent(String number, String kind, String provision) {
        return (ObjectNode) ServedBase.tree("""
                {"resourceType": "Consent", "status": "active",
                 "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}]},
                 "category": [{"coding": [{"system": "https://openspine.org/fhir/CodeSystem/consent-category", "code": "%s"}]},
                  {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "INFA"}]}],
                 "patient": {"reference": "Patient/%s"}, "dateTime": "2026-11-02T09:00:00Z",
                 "policyRule": {"text": "x"}, "provision": {%s}}""".formatted(kind, number, provision));
    }

    static ObjectNode preference(String number, String code) {
        return consent(
                number,
                PREFERENCE,
                "\"code\": [{\"coding\": [{\"system\": \"%s\", \"code\": \"%s\"}]}]".formatted(ACS, code));
    }

    static String viewer(String ods) {
        return """
                "type": "permit", "actor": [{"role": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ParticipationType",
                  "code": "IRCP"}]}, "reference": {"type": "Organization",
                  "identifier": {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "%s"}}}]""".formatted(ods);
    }

    default Response post(ObjectNode consent) {
        return sending(consent.toString()).post("/Consent");
    }

    default JsonNode posted(ObjectNode consent) {
        Response response = post(consent);
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(201);
        return ServedBase.body(response);
    }

    private List<String> active(String number) {
        return matches("Consent?patient=Patient/" + number + "&status=active");
    }

    @Test
    default void preferenceHasTheEffectOfThePermission() {
        String number = patient("");
        String scrId = uploaded(number);
        JsonNode stored = posted(preference(number, "no"));
        assertThat(stored.at("/provision/type").asText()).isEqualTo("deny");
        assertThat(stored.at("/provision/code/0/coding/0/code").asText()).isEqualTo("No");
        assertThat(stored.at("/patient/identifier/value").asText()).isEqualTo(number);
        assertThat(find(number).statusCode()).isEqualTo(403);
        assertThat(read(number, scrId).statusCode()).isEqualTo(403);
        ObjectNode changed = preference(number, "Yes");
        changed.put("id", stored.path("id").asText());
        assertThat(sending(changed.toString())
                        .put("/Consent/" + stored.path("id").asText())
                        .statusCode())
                .isEqualTo(200);
        assertThat(ok(find(number))
                        .at("/entry/0/resource/securityLabel/0/coding/0/code")
                        .asText())
                .isEqualTo("Yes");
    }

    @Test
    default void secondOneInForceMakesTheFirstInactive() {
        String number = patient("");
        String first = "Consent/" + posted(preference(number, "No")).path("id").asText();
        String second =
                "Consent/" + posted(preference(number, "Ask")).path("id").asText();
        assertThat(active(number)).containsExactly(second);
        assertThat(get(first).path("status").asText()).isEqualTo("inactive");
        assertThat(get(first + "/_history").path("entry")).hasSize(2);
        assertThat(find(number).statusCode()).isEqualTo(200);
        setPermission(number, "No");
        assertThat(active(number)).containsExactly(second);
        assertThat(get(second).at("/provision/type").asText()).isEqualTo("deny");
        ObjectNode again = (ObjectNode) get(first);
        again.put("status", "active");
        assertThat(sending(again.toString()).put("/" + first).statusCode()).isEqualTo(200);
        assertThat(active(number)).containsExactly(first);
    }

    @Test
    default void sameIsTrueWithinOneTransactionAndAmongRacers() {
        String number = patient("");
        process("""
                {"resourceType": "Bundle", "type": "transaction", "entry": [
                  {"resource": %s, "request": {"method": "POST", "url": "Consent"}},
                  {"resource": %s, "request": {"method": "POST", "url": "Consent"}}]}""".formatted(preference(number, "Yes"), preference(number, "Ask")));
        assertThat(active(number)).hasSize(1);
        List<Integer> statuses = Racing.statuses(6, racer -> post(preference(number, "No")));
        assertThat(statuses).containsOnly(201);
        assertThat(active(number)).hasSize(1);
        assertThat(find(number).statusCode()).isEqualTo(403);
    }

    @Test
    default void otherKindsAndPatientsAreLeftAlone() {
        String number = patient("");
        posted(preference(number, "Ask"));
        posted(preference(patient(""), "Ask"));
        posted(consent(number, "scr-additional-information", "\"type\": \"deny\""));
        posted(consent(number, "national-data-opt-out", "\"type\": \"deny\""));
        posted(consent(number, "type-1-opt-out", "\"type\": \"deny\""));
        assertThat(active(number)).hasSize(4);
    }

    @Test
    default void decisionThatIsNoLongerActiveHasNoEffect() {
        for (String status : List.of("inactive", "entered-in-error")) {
            String number = patient("");
            ObjectNode stored = (ObjectNode) posted(preference(number, "No"));
            stored.put("status", status);
            assertThat(sending(stored.toString())
                            .put("/Consent/" + stored.path("id").asText())
                            .statusCode())
                    .isEqualTo(200);
            assertThat(find(number).statusCode()).isEqualTo(200);
        }
    }

    @Test
    default void patchHasTheSameEffect() {
        String number = patient("");
        String place = "/Consent/" + posted(preference(number, "No")).path("id").asText();
        assertThat(fhir().contentType(JSON_PATCH)
                        .body("[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"inactive\"}]")
                        .patch(place)
                        .statusCode())
                .isEqualTo(200);
        assertThat(find(number).statusCode()).isEqualTo(200);
    }

    @Test
    default void decisionsAreNotDeleted() {
        String number = patient("");
        String place = "/Consent/" + posted(preference(number, "No")).path("id").asText();
        assertThat(fhir().delete(place).statusCode()).isEqualTo(405);
        assertThat(find(number).statusCode()).isEqualTo(403);
    }

    @Test
    default void consentFromElsewhereIsRecognisedByItsCodes() {
        String number = patient("");
        ObjectNode preference = preference(number, "No");
        preference.putArray("category").addObject().putObject("coding");
        preference.putArray("category").addObject().put("text", "SCR");
        JsonNode stored = posted(preference);
        assertThat(stored.at("/category/0/coding/0/code").asText()).isEqualTo(PREFERENCE);
        assertThat(find(number).statusCode()).isEqualTo(403);
        ObjectNode optOut = consent(number, "x", "\"type\": \"deny\"");
        ((ObjectNode) optOut.at("/category/0/coding/0"))
                .put("system", "https://fhir.nhs.uk/ValueSet/noom-category-type-1")
                .put("code", "NDOP");
        posted(optOut);
        assertThat(matches("Consent?patient=Patient/" + number + "&category=national-data-opt-out"))
                .hasSize(1);
    }

    @Test
    default void whatDoesNotHoldTogetherIsRefused() {
        String number = patient("");
        ObjectNode contradiction = preference(number, "No");
        ((ObjectNode) contradiction.path("provision")).put("type", "permit");
        ObjectNode twoKinds = preference(number, "No");
        twoKinds.withArray("category")
                .addObject()
                .putArray("coding")
                .addObject()
                .put("system", "https://openspine.org/fhir/CodeSystem/consent-category")
                .put("code", "type-1-opt-out");
        ObjectNode nobody = preference(number, "No");
        nobody.putObject("patient").put("reference", "Patient/abc");
        ObjectNode twoPatients = preference(number, "No");
        ((ObjectNode) twoPatients.path("patient"))
                .putObject("identifier")
                .put("system", "https://fhir.nhs.uk/Id/nhs-number")
                .put("value", Numbers.next());
        for (ObjectNode refused : List.of(
                contradiction,
                twoKinds,
                nobody,
                twoPatients,
                preference(number, "Maybe"),
                consent(number, PREFERENCE, "\"purpose\": [{\"code\": \"TREAT\"}]"),
                consent(number, "scr-additional-information", "\"purpose\": [{\"code\": \"TREAT\"}]"),
                consent(number, "permission-to-view", "\"type\": \"permit\""),
                consent(number, "permission-to-view", viewer("RX1").replace("permit", "deny")),
                consent(number, "national-proxy", "\"type\": \"permit\""))) {
            assertThat(post(refused).statusCode()).as(refused.toString()).isEqualTo(422);
        }
        assertThat(active(number)).isEmpty();
    }

    @Test
    default void permissionToViewIsOnePerOrganisationAndLastsADay() {
        String number = patient("");
        JsonNode first = posted(consent(number, "permission-to-view", viewer("RX1")));
        posted(consent(number, "permission-to-view", viewer("RX2")));
        assertThat(active(number)).hasSize(2);
        JsonNode again = posted(consent(number, "permission-to-view", viewer("RX1")));
        assertThat(active(number))
                .hasSize(2)
                .doesNotContain("Consent/" + first.path("id").asText());
        var start = java.time.Instant.parse(again.at("/provision/period/start").asText());
        assertThat(java.time.Instant.parse(again.at("/provision/period/end").asText()))
                .isEqualTo(start.plus(java.time.Duration.ofHours(24)));
    }

    @Test
    default void emergencyAccessFollowsAnAlertAndIsLinkedToIt() {
        String number = patient("");
        String provision = viewer("RX1")
                + ", \"purpose\": [{\"system\": \"http://terminology.hl7.org/CodeSystem/v3-ActReason\", \"code\": \"ETREAT\"}],"
                + "\"code\": [{\"coding\": [{\"system\": \"https://fhir.nhs.uk/CodeSystem/SCR-AlertReason\", \"code\": \"5\"}]}]";
        assertThat(post(consent(number, "emergency-access", provision)).statusCode())
                .isEqualTo(422);
        assertThat(scrSending(ScrAlertContract.alert(number))
                        .post("/AuditEvent")
                        .statusCode())
                .isEqualTo(201);
        JsonNode stored = posted(consent(number, "emergency-access", provision));
        JsonNode provenance =
                get("Provenance?target=Consent/" + stored.path("id").asText()).at("/entry/0/resource");
        assertThat(get(provenance.at("/target/1/reference").asText())
                        .at("/type/code")
                        .asText())
                .isEqualTo("2");
        ObjectNode tooLong = consent(
                number,
                "emergency-access",
                provision + ", \"period\": {\"start\": \"2026-11-01T00:00:00Z\", \"end\": \"2026-11-03T00:00:00Z\"}");
        assertThat(post(tooLong).statusCode()).isEqualTo(422);
    }

    @Test
    default void proxyIsProposedThenActiveOrRejected() {
        String number = patient("");
        ObjectNode proxy = consent(number, "national-proxy", viewer("RX1"));
        proxy.put("status", "proposed");
        ((ObjectNode) proxy.path("patient"))
                .putObject("identifier")
                .put("system", "https://fhir.nhs.uk/Id/nhs-number")
                .put("value", number);
        ObjectNode performer = proxy.putArray("performer").addObject().put("type", "RelatedPerson");
        performer
                .putObject("identifier")
                .put("system", "https://fhir.nhs.uk/Id/nhs-number")
                .put("value", Numbers.next());
        proxy.putObject("sourceReference").put("reference", "QuestionnaireResponse/q1");
        ObjectNode stored = (ObjectNode) posted(proxy);
        String place = "/Consent/" + stored.path("id").asText();
        stored.put("status", "active");
        assertThat(sending(stored.toString()).put(place).statusCode()).isEqualTo(200);
        stored.put("status", "proposed");
        assertThat(sending(stored.toString()).put(place).statusCode()).isEqualTo(422);
    }

    @Test
    default void patientsReadTheirOwnDecisionsAndSetOnlyTheDataOptOut() {
        String number = patient("");
        String other = patient("");
        String own = "Consent/" + posted(preference(number, "No")).path("id").asText();
        String foreign = "Consent/" + posted(preference(other, "No")).path("id").asText();
        assertThat(citizen(number).get("/" + own).statusCode()).isEqualTo(200);
        assertThat(citizen(number).get("/" + foreign).statusCode()).isEqualTo(404);
        assertThat(citizen(number)
                        .contentType(JSON)
                        .body(consent(number, "national-data-opt-out", "\"type\": \"deny\"")
                                .toString())
                        .post("/Consent")
                        .statusCode())
                .isEqualTo(201);
        for (ObjectNode refused :
                List.of(preference(number, "Ask"), consent(other, "national-data-opt-out", "\"type\": \"deny\""))) {
            assertThat(citizen(number)
                            .contentType(JSON)
                            .body(refused.toString())
                            .post("/Consent")
                            .statusCode())
                    .isBetween(400, 422);
        }
    }

    private io.restassured.specification.RequestSpecification citizen(String number) {
        return fhir().header("NHSD-NHSLogin-User", "P9:" + number);
    }
}
