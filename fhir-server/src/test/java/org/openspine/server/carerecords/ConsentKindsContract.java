package org.openspine.server.carerecords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.carerecords.ServedScr.ok;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.openspine.server.http.ServedBase;

/** Sections 10.1 and 10.2: what a Consent of each kind says. */
interface ConsentKindsContract extends ServedScr {
    String REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason";

    private Response store(ObjectNode consent) {
        return sending(consent.toString()).post("/Consent");
    }

    private ObjectNode stored(ObjectNode consent) {
        Response response = store(consent);
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(201);
        return (ObjectNode) ServedBase.body(response);
    }

    private void assertRefused(ObjectNode consent, String place) {
        Response response = store(consent);
        assertThat(response.statusCode()).as(response.asString()).isIn(400, 422);
        assertThat(response.asString()).contains(place);
    }

    @Test
    default void permissionBecomesAConsentForTreatmentThatNamesWhoRecordedIt() {
        String number = patient("");
        assertThat(scrSending(PermissionChange.of(number, "No"))
                        .header("NHSD-End-User-Organisation-ODS", "A83027")
                        .post("/$setPermission")
                        .statusCode())
                .isEqualTo(201);
        JsonNode consent = get("Consent?patient=Patient/" + number + "&status=active&category=scr-consent-preference")
                .at("/entry/0/resource");
        assertThat(consent.at("/provision/purpose/0/system").asText()).isEqualTo(REASON);
        assertThat(consent.at("/provision/purpose/0/code").asText()).isEqualTo("TREAT");
        assertThat(consent.at("/provision/type").asText()).isEqualTo("deny");
        assertThat(consent.path("provision").has("period")).isFalse();
        assertThat(consent.at("/organization/0/identifier/value").asText()).isEqualTo("A83027");
        assertThat(consent.path("dateTime").asText()).isNotEmpty();
    }

    @Test
    default void dateAndDeciderAreKeptAsTheyWereSent() {
        ObjectNode consent = ConsentContract.preference(patient(""), "Ask");
        consent.putArray("performer").addObject().put("reference", "RelatedPerson/best-interest");
        ObjectNode kept = stored(consent);
        assertThat(kept.path("dateTime").asText()).isEqualTo("2026-11-02T09:00:00Z");
        assertThat(kept.path("performer")).isEqualTo(consent.path("performer"));
    }

    @Test
    default void everyKindIsOfPatientPrivacyAndHasAPolicy() {
        String number = patient("");
        ObjectNode otherScope = ConsentContract.preference(number, "No");
        ((ObjectNode) otherScope.at("/scope/coding/0")).put("code", "research");
        assertRefused(otherScope, "Consent.scope");
        ObjectNode noPolicy = ConsentContract.preference(number, "No");
        noPolicy.remove("policyRule");
        assertRefused(noPolicy, "ppc-1");
        ObjectNode noStatus = ConsentContract.preference(number, "No");
        noStatus.remove("status");
        assertRefused(noStatus, "status");
        assertThat(find(number).statusCode()).isEqualTo(200);
    }

    @Test
    default void informationAccessIsTheSecondCategory() {
        ObjectNode consent = ConsentContract.consent(patient(""), "type-1-opt-out", "\"type\": \"deny\"");
        ((ArrayNode) consent.path("category")).remove(1);
        JsonNode kept = stored(consent);
        assertThat(kept.at("/category/0/coding/0/code").asText()).isEqualTo("type-1-opt-out");
        assertThat(kept.at("/category/1/coding/0/code").asText()).isEqualTo("INFA");
    }

    @Test
    default void dataOptOutDeniesAndAlsoHasTheNationalCategory() {
        String number = patient("");
        JsonNode kept = stored(ConsentContract.consent(
                number,
                "national-data-opt-out",
                "\"purpose\": [{\"system\": \"%s\", \"code\": \"HRESCH\"}]".formatted(REASON)));
        assertThat(kept.at("/provision/type").asText()).isEqualTo("deny");
        assertThat(kept.at("/provision/purpose/0/code").asText()).isEqualTo("HRESCH");
        assertThat(matches("Consent?patient=Patient/" + number
                        + "&category=https://fhir.nhs.uk/ValueSet/noom-category-type-1%7CNDOP"))
                .hasSize(1);
    }

    @Test
    default void optOutsNeverLimitDirectCare() {
        String number = patient("");
        String scrId = uploaded(number);
        stored(ConsentContract.consent(number, "national-data-opt-out", "\"type\": \"deny\""));
        stored(ConsentContract.consent(number, "type-1-opt-out", "\"type\": \"deny\""));
        assertThat(ok(find(number)).path("total").asInt()).isEqualTo(1);
        assertThat(ok(read(number, scrId)).path("total").asInt()).isEqualTo(8);
        assertThat(upload(Summary.of(number, Summary.newId())).statusCode()).isEqualTo(201);
    }

    /** Section 10.3: demographics, child protection and flags do not ask for the preference. */
    @Test
    default void refusalOfTheSummaryLimitsNoOtherService() {
        String number = patient("");
        setPermission(number, "No");
        for (String path : List.of(
                "/personal-demographics/FHIR/R4/Patient/" + number,
                "/cpis/FHIR/R4/CareTeam?patient=" + number,
                "/patient-flags-api/FHIR/R4/PatientFlag?patient=" + number,
                "/FHIR/R4/Patient/" + number)) {
            Response response = fhir().baseUri(server().address())
                    .header("X-Request-ID", UUID.randomUUID().toString())
                    .get(path);
            assertThat(response.statusCode()).as(path).isEqualTo(200);
        }
    }

    @Test
    default void emergencyAccessHasAReasonAndOneOfThreePurposes() {
        String number = patient("");
        scrSending(ScrAlertContract.alert(number)).post("/AuditEvent");
        String provision = ConsentContract.viewer("RX1")
                + ", \"purpose\": [{\"system\": \"%s\", \"code\": \"ETREAT\"}],".formatted(REASON)
                + "\"code\": [{\"coding\": [{\"system\": \"https://fhir.nhs.uk/CodeSystem/SCR-AlertReason\", \"code\":"
                + " \"5\"}]}]";
        for (String purpose : List.of("ETREAT", "PUBHLTH", "HLEGAL")) {
            stored(ConsentContract.consent(number, "emergency-access", provision.replace("ETREAT", purpose)));
        }
        assertRefused(
                ConsentContract.consent(number, "emergency-access", provision.replace("ETREAT", "TREAT")),
                "Consent.provision.purpose");
        assertRefused(
                ConsentContract.consent(number, "emergency-access", provision.replace("\"5\"", "\"9\"")),
                "Consent.provision.code");
        assertRefused(
                ConsentContract.consent(number, "emergency-access", provision.replace("permit", "deny")),
                "Consent.provision.type");
    }

    private static ObjectNode proxy(String number) {
        ObjectNode proxy = ConsentContract.consent(number, "national-proxy", ConsentContract.viewer("RX1"));
        proxy.put("status", "proposed");
        identify(proxy.withObject("/patient"), number);
        identify(proxy.putArray("performer").addObject().put("type", "RelatedPerson"), Numbers.next());
        identify(proxy.withArray("/performer").addObject().put("type", "Practitioner"), "1");
        proxy.putObject("sourceReference").put("reference", "QuestionnaireResponse/q1");
        ObjectNode verification = proxy.putArray("verification").addObject().put("verified", true);
        verification.putObject("verifiedWith").put("reference", "Patient/" + number);
        return proxy;
    }

    private static void identify(ObjectNode reference, String value) {
        reference
                .putObject("identifier")
                .put("system", "https://fhir.nhs.uk/Id/nhs-number")
                .put("value", value);
    }

    record Fault(Consumer<ObjectNode> fault, String place) {}

    @Test
    default void proxyKeepsEachRuleOfItsProfile() {
        String number = patient("");
        stored(proxy(number));
        for (Fault one : List.of(
                new Fault(p -> ((ArrayNode) p.path("performer")).remove(0), "Consent.performer"),
                new Fault(
                        p -> ((ArrayNode) p.path("performer"))
                                .add(p.at("/performer/1").deepCopy()),
                        "Consent.performer"),
                new Fault(
                        p -> ((ArrayNode) p.path("performer"))
                                .add(p.at("/performer/0").deepCopy()),
                        "Consent.performer"),
                new Fault(
                        p -> ((ObjectNode) p.at("/performer/0/identifier")).remove("system"),
                        "Consent.performer.identifier"),
                new Fault(p -> p.remove("sourceReference"), "Consent.sourceReference"),
                new Fault(
                        p -> ((ObjectNode) p.at("/verification/0")).remove("verifiedWith"),
                        "Consent.verification.verifiedWith"),
                new Fault(p -> ((ObjectNode) p.path("provision")).remove("actor"), "Consent.provision.actor"),
                new Fault(
                        p -> ((ArrayNode) p.at("/provision/actor"))
                                .add(p.at("/provision/actor/0").deepCopy()),
                        "Consent.provision.actor"),
                new Fault(
                        p -> ((ObjectNode) p.at("/provision/actor/0/reference")).remove("type"),
                        "Consent.provision.actor"))) {
            ObjectNode proxy = proxy(number);
            one.fault().accept(proxy);
            assertRefused(proxy, one.place());
        }
        ObjectNode rejected = stored(proxy(number));
        rejected.put("status", "rejected");
        String place = "/Consent/" + rejected.path("id").asText();
        assertThat(sending(rejected.toString()).put(place).statusCode()).isEqualTo(200);
        rejected.put("status", "active");
        assertThat(sending(rejected.toString()).put(place).statusCode()).isEqualTo(422);
    }

    /** Section 10.4. */
    @Test
    default void consentOfARestrictedPatientIsReadInDirectCareAndHoldsNoPlace() {
        String number = patient(
                "\"meta\": {\"security\": [{\"system\": \"http://terminology.hl7.org/CodeSystem/v3-Confidentiality\","
                        + " \"code\": \"R\"}]},\"address\": [{\"postalCode\": \"LS1 6AE\"}]");
        setPermission(number, "No");
        Response found = fhir().header("OpenSpine-Access-Mode", "user-restricted")
                .get("/Consent?patient=Patient/" + number + "&status=active");
        assertThat(ok(found).path("entry")).hasSize(1);
        assertThat(found.asString()).doesNotContain("LS1 6AE", "address");
    }
}
