package org.openspine.server.childprotection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.childprotection.ServedProtection.assertError;
import static org.openspine.server.childprotection.ServedProtection.ok;
import static org.openspine.server.childprotection.ServedProtection.resources;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openspine.server.http.Racing;
import org.openspine.server.http.ServedBase;

/** Writing patient flags: merges, attachments, removals with reasons. */
interface FlagWriteContract extends ServedFlags {
    @Test
    default void aBarePatientFlagIsValid() {
        String number = patient();
        Response response = post("/PatientFlag", patientFlag(number, ADJUSTMENTS, "n"));
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.header("Location")).contains("/patient-flags-api/FHIR/R4/Flag/");
        assertThat(flagsOf(number).path("total").asInt()).isEqualTo(1);
    }

    @Test
    default void aSecondFlagOfAKindIsMergedAndItsNotesAreAppended() {
        String number = patient();
        String id = ServedFlags.id(post("/PatientFlag", patientFlag(number, ADJUSTMENTS, "First")));
        Response second = post("/PatientFlag", patientFlag(number, ADJUSTMENTS, "Second"));
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(ServedFlags.id(second)).isEqualTo(id);
        post("/PatientFlag", patientFlag(number, ADJUSTMENTS, "Second"));
        JsonNode flag = resources(flagsOf(number), "Flag").get(0);
        assertThat(flag.path("extension"))
                .extracting(note -> note.at("/valueAnnotation/text").asText())
                .containsExactly("First", "Second");
    }

    @Test
    default void identicalRecordsAreOneAndNewOnesAreAdded() {
        String number = adjusted();
        Response same = post("/Flag", adjustment(number, ADJUSTMENTS, "441092009", "More"));
        assertThat(same.statusCode()).isEqualTo(200);
        String snomedWithHttps =
                adjustment(number, ADJUSTMENTS, "441092009", "Even more").replace("http://snomed", "https://snomed");
        assertThat(ServedFlags.id(post("/Flag", snomedWithHttps))).isEqualTo(ServedFlags.id(same));
        assertThat(post("/Flag", adjustment(number, ADJUSTMENTS, "285055002", "Aid"))
                        .statusCode())
                .isEqualTo(201);
        assertThat(post("/Condition", condition(number, "hearing")).statusCode())
                .isEqualTo(200);
        assertThat(post("/Condition", condition(number, "vision")).statusCode()).isEqualTo(201);
        JsonNode all = flagsOf(number, "NRAF");
        assertThat(resources(all, "Flag")).hasSize(3);
        assertThat(resources(all, "Condition")).hasSize(2);
        assertThat(resources(all, "Flag").get(1).path("extension"))
                .extracting(note -> note.at("/valueAnnotation/text").asText())
                .containsExactly("Lips", "More", "Even more");
    }

    @Test
    default void whatIsAttachedNeedsAFlagOfThePatientAndItsKind() {
        String number = patient();
        assertError(post("/Flag", adjustment(number, ADJUSTMENTS, "441092009", "n")), 400, "invalid", "", "category");
        assertError(post("/Condition", condition(number, "hearing")), 400, "invalid", "", "category");
        post("/PatientFlag", patientFlag(number, ADJUSTMENTS, "n"));
        assertError(post("/Flag", adjustment(number, FGM, "441092009", "n")), 400, "invalid", "", "category");
        String other = patient();
        assertError(post("/Flag", adjustment(other, ADJUSTMENTS, "441092009", "n")), 400, "invalid", "", "");
    }

    @Test
    default void aRefusalNamesTheElementThatTheProfileMisses() {
        String number = adjusted();
        String good = adjustment(number, ADJUSTMENTS, "285055002", "n");
        assertError(post("/Flag", good.replace("\"status\": \"active\",", "")), 400, "required", "", "Flag.status");
        assertError(
                post(
                        "/Flag",
                        good.replaceAll(
                                ",\\s+\\{\"coding\": \\[\\{\"system\": \"https://fhir.nhs.uk/England/CodeSystem/England-FlagCategoryRA\",\\s+\"code\": \"communication-support\"}]}",
                                "")),
                400,
                "invalid",
                "",
                "Flag.category");
        assertError(
                post("/Flag", good.replace("communication-support", "no-such")), 400, "invalid", "", "Flag.category");
        assertThat(post("/Flag", good.replace("communication-support", "communitiy-language-support"))
                        .statusCode())
                .isEqualTo(201);
        String condition = condition(number, "memory");
        assertError(
                post("/Condition", condition.replace("\"issue\"", "\"no-such\"")),
                400,
                "invalid",
                "",
                "Condition.category");
        assertError(
                post("/Condition", condition.replace("\"category\": [", "\"category\": [{\"text\": \"third\"}, ")),
                400,
                "invalid",
                "",
                "Condition.category");
        assertError(
                post(
                        "/Condition",
                        condition.replaceAll(
                                "\"code\": \\{\"coding\": \\[\\{\"system\": \"https://fhir.nhs.uk/England/CodeSystem/England-ConditionCodeRA\", \"code\": \"memory\"}]},",
                                "")),
                400,
                "required",
                "",
                "Condition.code");
        assertError(post("/Flag", "{\"resourceType\": \"Condition\"}"), 400, "invalid", "", "resourceType");
        assertError(post("/Flag", "[]"), 400, "invalid", "", "");
    }

    @Test
    default void aWholeRecordIsStoredInOneTransaction() {
        String number = Numbers.next();
        Response response = post("/PatientFlag", record(number));
        JsonNode answer = ok(response);
        assertThat(answer.path("type").asText()).isEqualTo("transaction-response");
        assertThat(answer.path("entry")).hasSize(4).allSatisfy(entry -> assertThat(
                        entry.at("/response/status").asText())
                .isEqualTo("201 Created"));
        JsonNode all = flagsOf(number, ADJUSTMENTS);
        assertThat(resources(all, "Flag")).hasSize(2);
        assertThat(resources(all, "Condition")).hasSize(1);
        JsonNode again = ok(post("", record(number)));
        assertThat(again.path("entry"))
                .allSatisfy(entry ->
                        assertThat(entry.at("/response/status").asText()).isEqualTo("200 OK"));
        assertThat(flagsOf(number, ADJUSTMENTS).path("entry")).isEqualTo(all.path("entry"));
    }

    @Test
    default void aTransactionIsStoredWholeOrNotAtAll() {
        String number = patient();
        String broken = record(number).replace("communication-support", "no-such");
        assertError(post("", broken), 400, "invalid", "", "category");
        assertThat(flagsOf(number).path("total").asInt(-1)).isZero();
        assertError(post("", record("1234567890")), 400, "invalid", "INVALID_VALUE", "");
        assertError(
                post("", record(number).replace("\"transaction\"", "\"history\"")),
                400,
                "invalid",
                "VALIDATION_ERROR",
                "");
    }

    @Test
    default void everyRemovalNeedsAReason() {
        String number = adjusted();
        String adjustment =
                resources(flagsOf(number, "NRAF"), "Flag").get(1).path("id").asText();
        for (String query : List.of(
                "/PatientFlag?patient=" + number,
                "/PatientFlag?patient=" + number + "&code=NRAF&reason=",
                "/PatientFlag?patient=" + number + "&code=NRAF&reason=%20",
                "/Flag/" + adjustment)) {
            assertError(flags().delete(query), 400, "required", "", "reason");
        }
        assertError(flags().delete("/PatientFlag?reason=Error"), 400, "required", "", "patient");
        assertThat(flagsOf(number, "NRAF").path("total").asInt()).isEqualTo(3);
    }

    @Test
    default void removalOfAFlagHidesEverythingOnItAndLeavesATrace() {
        String number = adjusted();
        String flag = resources(flagsOf(number), "Flag").get(0).path("id").asText();
        Response response = flags().delete("/PatientFlag?patient=" + number + "&code=NRAF&reason=NoLongerRequired");
        JsonNode outcome = ok(response);
        assertThat(outcome.at("/issue/0/severity").asText()).isEqualTo("information");
        assertThat(outcome.at("/issue/0/code").asText()).isEqualTo("informational");
        assertThat(flagsOf(number).path("total").asInt(-1)).isZero();
        assertThat(flagsOf(number, "NRAF").path("total").asInt(-1)).isZero();
        assertThat(get("Flag/" + flag).path("status").asText()).isEqualTo("inactive");
        assertThat(get("Flag?patient=Patient/" + number).path("entry")).hasSize(2);
        JsonNode provenance = get("Provenance?target=Flag/" + flag).at("/entry/0/resource");
        assertThat(provenance.path("target")).hasSize(3);
        assertThat(provenance.at("/activity/coding/0/code").asText()).isEqualTo("DELETE");
        assertThat(provenance.at("/reason/0/text").asText()).isEqualTo("NoLongerRequired");
        assertThat(get("AuditEvent?patient=Patient/" + number + "&action=D").toString())
                .contains("NoLongerRequired");
        Response again = flags().delete("/PatientFlag?patient=" + number + "&code=NRAF&reason=Error");
        assertThat(again.statusCode()).isEqualTo(404);
        assertThat(ServedBase.body(again).at("/issue/0/code").asText()).isEqualTo("not-found");
        assertThat(post("/PatientFlag", patientFlag(number, ADJUSTMENTS, "n")).statusCode())
                .isEqualTo(201);
        assertThat(flagsOf(number, "NRAF").path("total").asInt()).isEqualTo(1);
    }

    @Test
    default void removalWithoutCodeTakesEveryFlagButChildProtectionOnlyOfItsAuthority() {
        String number = adjusted();
        post("/PatientFlag", patientFlag(number, FGM, "n"));
        storePlan(number);
        ok(flags().delete("/PatientFlag?patient=" + number + "&reason=Error"));
        Response clinician = flags().header("OpenSpine-Access-Mode", "user-restricted")
                .delete("/PatientFlag?patient=" + number + "&reason=Error");
        assertThat(clinician.statusCode()).isEqualTo(404);
        JsonNode left = flagsOf(number);
        assertThat(left.path("total").asInt()).isEqualTo(1);
        assertThat(left.at("/entry/0/resource/code/coding/0/code").asText()).isEqualTo(CPIS);
        assertError(
                flags().header("OpenSpine-Access-Mode", "user-restricted")
                        .delete("/PatientFlag?patient=" + number + "&code=CPIS&reason=Error"),
                403,
                "forbidden",
                "ACCESS_DENIED",
                "");
        assertThat(plans(number)).hasSize(1);
        ok(flags().header("NHSD-End-User-Organisation-ODS", "991")
                .delete("/PatientFlag?patient=" + number + "&reason=Error"));
        assertThat(flagsOf(number).path("total").asInt(-1)).isZero();
        assertThat(plans(number)).isEmpty();
    }

    @Test
    default void oneRecordIsRemovedFromAFlag() {
        String number = adjusted();
        JsonNode all = flagsOf(number, "NRAF");
        String adjustment = resources(all, "Flag").get(1).path("id").asText();
        String condition = resources(all, "Condition").get(0).path("id").asText();
        ok(flags().delete("/Flag/" + adjustment + "?reason=Incorrect"));
        assertThat(flagsOf(number, "NRAF").path("total").asInt()).isEqualTo(2);
        assertThat(get("Flag/" + adjustment).path("status").asText()).isEqualTo("entered-in-error");
        ok(flags().delete("/Condition/" + condition + "?reason=Error"));
        assertThat(flagsOf(number, "NRAF").path("total").asInt()).isEqualTo(1);
        assertThat(flags().delete("/Condition/" + condition + "?reason=Error").statusCode())
                .isEqualTo(404);
        assertThat(flags().delete("/Flag/nobody?reason=Error").statusCode()).isEqualTo(404);
    }

    @Test
    default void anAdjustmentIsUpdatedInItsPlace() {
        String number = adjusted();
        String id = resources(flagsOf(number, "NRAF"), "Flag").get(1).path("id").asText();
        String next =
                adjustment(number, ADJUSTMENTS, "285055002", "Aid").replaceFirst("\\{", "{\"id\": \"" + id + "\", ");
        ok(flags().contentType(JSON).body(next).put("/Flag/" + id));
        assertThat(resources(flagsOf(number, "NRAF"), "Flag")
                        .get(1)
                        .at("/code/coding/0/code")
                        .asText())
                .isEqualTo("285055002");
        assertError(flags().contentType(JSON).body(next).put("/Flag/other"), 400, "invalid", "", "id");
        String moved = next.replace("Patient/" + number, "Patient/" + patient());
        assertError(flags().contentType(JSON).body(moved).put("/Flag/" + id), 400, "invalid", "", "subject");
    }

    @Test
    default void cliniciansDoNotWriteChildProtectionFlags() {
        String number = patient();
        assertError(post("/PatientFlag", patientFlag(number, CPIS, "n")), 403, "forbidden", "ACCESS_DENIED", "");
        Response bundle = flags().header("OpenSpine-Access-Mode", "user-restricted")
                .contentType(JSON)
                .body(plan(number, CHILD_PROTECTION, "2026-07-22", "", "991 - WHARFEDALE COUNCIL"))
                .post("/PatientFlag");
        assertError(bundle, 403, "forbidden", "ACCESS_DENIED", "");
        Response fgm = flags().header("OpenSpine-Access-Mode", "application-restricted")
                .contentType(JSON)
                .body(patientFlag(number, FGM, "n"))
                .post("/PatientFlag");
        assertError(fgm, 403, "forbidden", "ACCESS_DENIED", "");
    }

    @Test
    default void aPlanBundleIsTakenHereToo() {
        String number = patient();
        JsonNode answer =
                ok(post("/PatientFlag", plan(number, CHILD_PROTECTION, "2026-07-22", "", "991 - WHARFEDALE COUNCIL")));
        assertThat(answer.path("type").asText()).isEqualTo("transaction-response");
        assertThat(plans(number)).hasSize(1);
    }

    /** A record as the published guide sends it: relative fullUrls, ids, a role that is no list, the Patient along with it. */
    default String record(String number) {
        return """
                {"resourceType": "Bundle", "type": "transaction", "entry": [
                 {"fullUrl": "Patient/p1", "resource": {"resourceType": "Patient", "id": "p1",
                   "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "%s"}],
                   "name": [{"family": "Ashdown", "given": ["Theo"]}]},
                  "request": {"method": "PUT", "url": "Patient/p1"}},
                 {"fullUrl": "Condition/c1", "resource": %s, "request": {"method": "POST", "url": "Condition/c1"}},
                 {"fullUrl": "Flag/f1", "resource": {"resourceType": "Flag", "id": "f1", "status": "active",
                   "contained": [{"resourceType": "Provenance", "id": "pr", "target": [{"reference": "#"}],
                     "recorded": "2026-01-01T11:00:00+00:00",
                     "agent": [{"role": {"coding": [{"system": "https://fhir.hl7.org.uk/STU3/CodeSystem/CareConnect-SDSJobRoleName-1",
                       "code": "R0260"}]}, "who": {"display": "A doctor"}}]}],
                   "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/flag-detail",
                       "valueReference": {"reference": "Condition/c1"}},
                     {"url": "http://hl7.org/fhir/StructureDefinition/flag-detail",
                       "valueReference": {"reference": "Flag/a1"}}],
                   "code": {"coding": [{"system": "%s", "code": "%s"}]}, "subject": {"reference": "Patient/p1"}},
                  "request": {"method": "POST", "url": "Flag/f1"}},
                 {"fullUrl": "Flag/a1", "resource": %s, "request": {"method": "POST", "url": "Flag/a1"}}]}""".formatted(
                number,
                condition("x", "learning").replace("Patient/x", "Patient/p1").replaceFirst("\\{", "{\"id\": \"c1\", "),
                KINDS,
                ADJUSTMENTS,
                adjustment("x", ADJUSTMENTS, "1082681000000103", "n")
                        .replace("Patient/x", "Patient/p1")
                        .replaceFirst("\\{", "{\"id\": \"a1\", "));
    }

    /** Records that were merged are one person's: one flag of a kind, under whichever number it was made. */
    @Test
    default void aFlagUnderAMergedNumberIsTheOneThatIsShownMergedAndRemoved() {
        String old = adjusted();
        String survivor = patient();
        storePatient(
                old,
                "\"link\": [{\"type\": \"replaced-by\", \"other\": {\"reference\": \"Patient/%s\"}}]"
                        .formatted(survivor));
        assertThat(flagsOf(survivor, "NRAF").path("total").asInt()).isEqualTo(3);
        assertThat(post("/PatientFlag", patientFlag(survivor, ADJUSTMENTS, "Second"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(post("/Flag", adjustment(survivor, ADJUSTMENTS, "719369003", "Letters"))
                        .statusCode())
                .isEqualTo(201);
        assertThat(flagsOf(survivor, "NRAF").path("total").asInt()).isEqualTo(4);
        assertThat(flagsOf(old, "NRAF").path("total").asInt()).isEqualTo(4);
        assertThat(flags().delete("/PatientFlag?code=NRAF&reason=Error&patient=" + survivor)
                        .statusCode())
                .isEqualTo(200);
        assertThat(flagsOf(old).path("total").asInt()).isZero();
    }

    @Test
    default void ofRacingFlagsUnderSeveralNumbersOneIsMadeAndTheRestMerged() {
        String old = patient();
        String survivor = patient();
        storePatient(
                old,
                "\"link\": [{\"type\": \"replaced-by\", \"other\": {\"reference\": \"Patient/%s\"}}]"
                        .formatted(survivor));
        var statuses = Racing.statuses(
                6,
                racer -> post("/PatientFlag", patientFlag(racer % 2 == 0 ? old : survivor, ADJUSTMENTS, "n" + racer)));
        assertThat(statuses).containsOnlyOnce(201).containsOnly(200, 201);
        assertThat(flagsOf(survivor).path("total").asInt()).isEqualTo(1);
        for (int racer = 0; racer < 6; racer++) {
            assertThat(flagsOf(old).toString()).contains("\"n" + racer + "\"");
        }
    }
}
