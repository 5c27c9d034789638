package org.openspine.server.childprotection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.childprotection.ServedProtection.assertError;
import static org.openspine.server.childprotection.ServedProtection.ok;
import static org.openspine.server.childprotection.ServedProtection.resources;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openspine.server.http.ServedBase;

/** Searches for patient flags. */
interface FlagSearchContract extends ServedFlags {
    @Test
    default void patientAloneFindsTopLevelFlagsOnly() {
        String number = adjusted();
        storePlan(number);
        JsonNode bundle = flagsOf(number);
        assertThat(bundle.path("type").asText()).isEqualTo("searchset");
        assertThat(bundle.path("total").asInt()).isEqualTo(2);
        assertThat(resources(bundle, "Flag"))
                .extracting(flag -> flag.at("/code/coding/0/code").asText())
                .containsExactlyInAnyOrder(ADJUSTMENTS, CPIS);
        assertThat(bundle.at("/entry/0/search/mode").asText()).isEqualTo("match");
        assertThat(ok(flags().get("/Flag?patient=" + number)).path("total").asInt())
                .isEqualTo(2);
        assertThat(notifications(number)).isEmpty();
    }

    @Test
    default void patientAndCodeFindTheFlagWithEverythingOnIt() {
        String number = adjusted();
        for (String code : List.of(ADJUSTMENTS, "NRAF", "nraf", KINDS + "%7C" + ADJUSTMENTS)) {
            JsonNode bundle = flagsOf(number, code);
            assertThat(bundle.path("total").asInt()).as(code).isEqualTo(3);
            assertThat(bundle.path("entry"))
                    .allSatisfy(entry ->
                            assertThat(entry.at("/search/mode").asText()).isEqualTo("match"));
            assertThat(resources(bundle, "Flag")).hasSize(2);
            assertThat(resources(bundle, "Condition")).hasSize(1);
        }
        assertThat(flagsOf(number, "FGM").path("total").asInt(-1)).isZero();
    }

    @Test
    default void aConsentOnTheFlagIsShownWithIt() {
        String number = patient();
        String consent = create("""
                {"resourceType": "Consent", "status": "active", "patient": {"reference": "Patient/%s"},
                 "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}]},
                 "category": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "INFA"}]}],
                 "policyRule": {"text": "adjustments"}}""".formatted(number));
        String flag = patientFlag(number, ADJUSTMENTS, "n").replace("\"extension\": [", """
                "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/flag-detail",
                  "valueReference": {"reference": "%s"}}, """.formatted(consent));
        assertThat(post("/PatientFlag", flag).statusCode()).isEqualTo(201);
        assertThat(resources(flagsOf(number, "NRAF"), "Consent")).hasSize(1);
    }

    @Test
    default void anUnknownPatientIsNotFoundAndAKnownOneWithoutFlagsIsAnEmptySet() {
        assertError(flags().get("/PatientFlag?patient=" + Numbers.next()), 404, "not-found", "", "");
        assertError(flags().get("/PatientFlag?patient=" + Numbers.next() + "&code=FGM"), 404, "not-found", "", "");
        assertThat(flagsOf(patient()).path("total").asInt(-1)).isZero();
    }

    @Test
    default void aSearchNeedsOnePatientAndKnowsOneMoreParameter() {
        String number = patient();
        assertError(flags().get("/PatientFlag"), 400, "required", "", "patient");
        assertError(flags().get("/PatientFlag?code=NRAF"), 400, "required", "", "patient");
        assertError(flags().get("/PatientFlag?patient=1234567890"), 400, "invalid", "INVALID_SEARCH_DATA", "");
        for (String more : List.of("code=other", "status=active", "code=NRAF&code=FGM", "patient=" + number)) {
            assertError(flags().get("/PatientFlag?patient=" + number + "&" + more), 400, "invalid", "", "");
        }
    }

    @Test
    default void childProtectionInFullIsAViewLikeThatOfTheOtherApi() {
        String number = patient();
        storePlan(number);
        JsonNode silently = flagsOf(number, "CPIS");
        assertThat(silently.path("total").asInt()).isEqualTo(3);
        assertThat(resources(silently, "CarePlan")).hasSize(1);
        assertThat(resources(silently, "CareTeam")).hasSize(1);
        assertThat(notifications(number)).isEmpty();
        ok(flags().get("/PatientFlag?patient=" + number + "&code=" + CPIS));
        assertThat(notifications(number)).hasSize(1);
        assertThat(accesses(number)).hasSize(1);
        Response maybe = flags().header("IsUnscheduledAccessEvent", "maybe")
                .get("/PatientFlag?patient=" + number + "&code=CPIS");
        assertError(maybe, 400, "invalid", "PRECONDITION_FAILED", "");
    }

    @Test
    default void rolesSeeWhatTheTableSays() {
        String number = adjusted();
        storePlan(number);
        Response application = flags().header("OpenSpine-Access-Mode", "application-restricted")
                .get("/PatientFlag?patient=" + number);
        assertThat(ok(application).path("total").asInt()).isEqualTo(1);
        assertError(
                flags().header("OpenSpine-Access-Mode", "application-restricted")
                        .get("/PatientFlag?patient=" + number + "&code=CPIS"),
                403,
                "forbidden",
                "ACCESS_DENIED",
                "");
        Response own = flags().header("NHSD-NHSLogin-User", "P9:" + number).get("/PatientFlag?patient=" + number);
        assertThat(ok(own).path("total").asInt()).isEqualTo(1);
        for (String login : List.of("P5:" + number, "P9:" + Numbers.next())) {
            assertError(
                    flags().header("NHSD-NHSLogin-User", login).get("/PatientFlag?patient=" + number),
                    403,
                    "forbidden",
                    "ACCESS_DENIED",
                    "");
        }
        assertError(
                flags().header("NHSD-NHSLogin-User", "P9:" + number)
                        .get("/PatientFlag?patient=" + number + "&code=CPIS"),
                403,
                "forbidden",
                "ACCESS_DENIED",
                "");
    }

    @Test
    default void oneFlagIsReadByItsId() {
        String number = adjusted();
        String id = resources(flagsOf(number), "Flag").get(0).path("id").asText();
        assertThat(ok(flags().get("/Flag/" + id)).path("id").asText()).isEqualTo(id);
        assertError(flags().get("/Flag/nobody"), 404, "not-found", "RESOURCE_NOT_FOUND", "");
    }

    @Test
    default void everySearchLeavesAnAuditRecordInTheNationalShape() {
        String number = patient();
        flagsOf(number);
        flags().header("X-Request-ID", "60e0b220-8136-4ca5-ae46-1d97ef59d0aa").get("/PatientFlag?patient=" + number);
        JsonNode audits = get("AuditEvent?patient=Patient/" + number + "&_sort=date");
        assertThat(audits.path("entry")).hasSize(2);
        JsonNode audit = audits.at("/entry/1/resource");
        assertThat(audit.path("action").asText()).isEqualTo("R");
        assertThat(audit.at("/type/system").asText())
                .isEqualTo("http://terminology.hl7.org/CodeSystem/audit-event-type");
        assertThat(audit.at("/subtype/0/code").asText()).isEqualTo("search-type");
        assertThat(audit.path("agent"))
                .extracting(agent -> agent.at("/who/type").asText())
                .containsExactly("Organization", "Endpoint");
        assertThat(audit.path("agent")).allSatisfy(agent -> {
            assertThat(agent.at("/who/identifier/system").asText()).isNotEmpty();
            assertThat(agent.at("/who/identifier/value").asText()).isNotEmpty();
        });
        assertThat(audit.at("/source/observer/identifier/system").asText())
                .isEqualTo("https://fhir.nhs.uk/Id/product-id");
        assertThat(audit.at("/source/observer/display").asText()).isNotEmpty();
        assertThat(audit.at("/source/site").asText()).endsWith("/patient-flags-api/FHIR/R4");
        assertThat(audit.path("entity")).hasSize(3);
        assertThat(audit.at("/entity/0/role/code").asText()).isEqualTo("1");
        assertThat(audit.at("/entity/1/what/identifier/value").asText())
                .isEqualTo("60e0b220-8136-4ca5-ae46-1d97ef59d0aa");
        assertThat(audit.at("/entity/2/detail"))
                .extracting(detail -> detail.path("type").asText())
                .containsExactly("productIdentifier", "interactionIdentifier");
    }

    @Test
    default void theParametersOfTheNationalGuideWorkOnTheUnifiedBase() {
        String number = adjusted();
        String adjustment =
                resources(flagsOf(number, "NRAF"), "Flag").get(1).path("id").asText();
        assertThat(matches("Flag?patient=Patient/" + number + "&code=" + ADJUSTMENTS))
                .hasSize(1);
        assertThat(matches("Flag?patient=Patient/" + number + "&category=" + ADJUSTMENTS))
                .hasSize(1);
        assertThat(matches("Flag?detail=Flag/" + adjustment)).hasSize(1);
    }

    @Test
    default void theCapabilityStatementSaysWhatIsDone() {
        JsonNode statement = ok(flags().get("/metadata"));
        assertThat(statement.at("/rest/0/resource/0/type").asText()).isEqualTo("Flag");
        assertThat(statement.at("/rest/0/interaction/0/code").asText()).isEqualTo("transaction");
        assertError(flags().contentType(JSON).body("{}").patch("/Flag/1"), 405, "not-supported", "", "");
        assertThat(ServedBase.body(flags().get("/Nothing")).at("/issue/0/code").asText())
                .isEqualTo("not-found");
    }
}
