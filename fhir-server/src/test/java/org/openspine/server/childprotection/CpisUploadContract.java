package org.openspine.server.childprotection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.childprotection.ServedProtection.assertError;
import static org.openspine.server.childprotection.ServedProtection.ok;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Plans as local authorities upload them. */
interface CpisUploadContract extends ServedProtection {
    String COUNCIL = "991 - WHARFEDALE COUNCIL";

    @Test
    default void aNewPlanCreatesFlagPlanAndTeam() {
        String number = patient();
        JsonNode answer = ok(upload(plan(number, CHILD_PROTECTION, "2026-07-22T09:00:00+00:00", "", COUNCIL)));
        assertThat(answer.path("entry")).hasSize(3);
        for (JsonNode entry : answer.path("entry")) {
            assertThat(entry.at("/response/status").asText()).isEqualTo("201 Created");
        }
        JsonNode flag = get("Flag?patient=Patient/" + number).at("/entry/0/resource");
        assertThat(flag.path("status").asText()).isEqualTo("active");
        String plan = answer.at("/entry/1/response/location").asText().split("/_history")[0];
        assertThat(flag.at("/extension/0/valueReference/reference").asText()).isEqualTo(plan);
        assertThat(flag.at("/contained/0/resourceType").asText()).isEqualTo("Provenance");
    }

    @Test
    default void theSamePlanIsUpdatedInPlace() {
        String number = patient();
        upload(plan(number, CHILD_PROTECTION, "2026-07-22T09:00:00+00:00", "", COUNCIL));
        JsonNode before = plans(number).get(0);
        Response again = upload(
                plan(number, CHILD_PROTECTION, "2026-07-22T10:00:00+01:00", ", \"end\": \"2099-01-01\"", COUNCIL));
        assertThat(ok(again).at("/entry/1/response/status").asText()).isEqualTo("200 OK");
        assertThat(plans(number)).hasSize(1);
        assertThat(plans(number).get(0).path("id")).isEqualTo(before.path("id"));
        assertThat(plans(number).get(0).at("/period/end").asText()).isEqualTo("2099-01-01");
        assertThat(get("Flag?patient=Patient/" + number).path("entry")).hasSize(1);
    }

    @Test
    default void anotherPlanIsAttachedToTheFlagThatIsThere() {
        String number = patient();
        upload(plan(number, CHILD_PROTECTION, "2026-07-22", "", COUNCIL));
        upload(plan(number, CHILD_PROTECTION, "2026-07-22", "", "992 - CALDER VALE COUNCIL"));
        upload(plan(number, LOOKED_AFTER, "2026-07-22", "", COUNCIL));
        assertThat(plans(number)).hasSize(3);
        JsonNode flags = get("Flag?patient=Patient/" + number);
        assertThat(flags.path("entry")).hasSize(1);
        assertThat(flags.at("/entry/0/resource/extension")).hasSize(3);
    }

    @Test
    default void aPlanThatEndedIsShownAsEndedAndTheFlagGoesWithTheLastOne() {
        String number = patient();
        upload(plan(number, CHILD_PROTECTION, "2025-01-01", ", \"end\": \"2025-06-30\"", COUNCIL));
        assertThat(plans(number).get(0).path("status").asText()).isEqualTo("inactive");
        assertThat(plans(number).get(0).at("/period/end").asText()).isEqualTo("2025-06-30");
        assertThat(flagStatus(number)).isEqualTo("inactive");
        upload(plan(number, LOOKED_AFTER, "2025-01-01", "", COUNCIL));
        assertThat(flagStatus(number)).isEqualTo("active");
        upload(plan(number, LOOKED_AFTER, "2025-01-01", "", COUNCIL)
                .replace("\"id\": \"c1\", \"status\": \"active\"", "\"id\": \"c1\", \"status\": \"completed\""));
        assertThat(flagStatus(number)).isEqualTo("inactive");
        assertThat(plans(number)).hasSize(2);
        cpis().get("/CareTeam?" + BY_NUMBER + number);
        assertThat(notifications(number)).isEmpty();
    }

    @Test
    default void aPlanRecordedInErrorIsHiddenAndNotifiesNobody() {
        String number = patient();
        upload(plan(number, CHILD_PROTECTION, "2026-01-01", "", COUNCIL));
        String error = plan(number, CHILD_PROTECTION, "2026-01-01", "", COUNCIL)
                .replace("\"id\": \"c1\", \"status\": \"active\"", "\"id\": \"c1\", \"status\": \"entered-in-error\"");
        ok(upload(error));
        assertThat(plans(number)).isEmpty();
        assertThat(flagStatus(number)).isEqualTo("inactive");
        cpis().get("/CareTeam?" + BY_NUMBER + number);
        assertThat(notifications(number)).isEmpty();
    }

    @Test
    default void theUnbornChildIsFoundUnderItsMothersNumber() {
        String mother = patient("\"gender\": \"female\", \"birthDate\": \"1997-01-05\"");
        ok(upload(plan(mother, UNBORN, "2026-07-22", "", COUNCIL)));
        assertThat(plans(mother).get(0).at("/category/0/coding/0/code").asText())
                .isEqualTo(UNBORN);
    }

    @Test
    default void anUnknownOrWrongNumberRefusesTheWholeBundle() {
        String unknown = Numbers.next();
        assertError(
                upload(plan(unknown, CHILD_PROTECTION, "2026-07-22", "", COUNCIL)),
                400,
                "invalid",
                "INVALID_VALUE",
                "");
        assertError(
                upload(plan("1234567890", CHILD_PROTECTION, "2026-07-22", "", COUNCIL)),
                400,
                "invalid",
                "INVALID_VALUE",
                "Invalid NHS number");
        assertThat(plans(unknown)).isEmpty();
    }

    @Test
    default void aCategoryOutsideTheThreeCodesIsUnsupported() {
        String number = patient();
        assertError(upload(plan(number, "123456", "2026-07-22", "", COUNCIL)), 400, "invalid", "UNSUPPORTED_VALUE", "");
    }

    @Test
    default void whatAProfileDemandsMustBeThere() {
        String number = patient();
        String whole = plan(number, CHILD_PROTECTION, "2026-07-22", "", COUNCIL);
        for (String missing : List.of(
                "\"period\": {\"start\": \"2026-07-22\"},",
                ",\n   \"careTeam\": [{\"reference\": \"CareTeam/t1\"}]",
                ", \"name\": \"991 - WHARFEDALE COUNCIL\"",
                "\"intent\": \"plan\",")) {
            assertThat(whole).contains(missing);
            Response response = upload(whole.replace(missing, missing.startsWith(",") ? "" : ""));
            assertError(response, 400, "invalid", "VALIDATION_ERROR", "");
        }
        String noTelecom = whole.replaceAll(",\\s+\"telecom\": \\[[^]]*]", "");
        assertThat(noTelecom).isNotEqualTo(whole);
        assertError(upload(noTelecom), 400, "invalid", "VALIDATION_ERROR", "telecom");
        assertError(upload(whole.replace("collection", "searchset")), 400, "invalid", "VALIDATION_ERROR", "");
        assertError(upload("{\"resourceType\": \"Flag\"}"), 400, "invalid", "VALIDATION_ERROR", "");
        assertError(upload("nonsense"), 400, "invalid", "VALIDATION_ERROR", "");
        assertThat(plans(number)).isEmpty();
    }

    @Test
    default void theProblemInTheFirstPlaceOfTheOrderIsTold() {
        String both = plan("1234567890", "123456", "2026-07-22", "", COUNCIL);
        assertError(upload(both), 400, "invalid", "INVALID_VALUE", "");
    }

    @Test
    default void onlyTheOwningAuthorityMayChangeItsPlans() {
        for (String code : List.of("991", "992")) {
            sending("""
                    {"resourceType": "Organization", "id": "%s", "active": true, "name": "Council %s",
                     "identifier": [{"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "%s"}],
                     "type": [{"coding": [{"system": "https://fhir.nhs.uk/CodeSystem/organisation-role", "code": "RO141"}]}]}""".formatted(code, code, code)).put("/Organization/" + code);
        }
        String number = patient();
        String bundle = plan(number, CHILD_PROTECTION, "2026-07-22", "", COUNCIL);
        assertError(uploadBy("992", bundle), 403, "forbidden", "ACCESS_DENIED", "");
        ok(uploadBy("991", bundle));
        String plan = get("CarePlan?patient=Patient/" + number)
                .at("/entry/0/resource/id")
                .asText();
        String taken = plan(number, CHILD_PROTECTION, "2026-07-22", "", "992 - CALDER VALE COUNCIL")
                .replace("\"type\": \"collection\"", "\"type\": \"transaction\"")
                .replace(
                        "{\"fullUrl\": \"CarePlan/c1\",",
                        "{\"request\": {\"method\": \"PUT\", \"url\": \"CarePlan/" + plan
                                + "\"}, \"fullUrl\": \"CarePlan/c1\",");
        assertError(uploadBy("992", taken), 403, "forbidden", "ACCESS_DENIED", "");
        assertError(
                cpis().header("OpenSpine-Access-Mode", "user-restricted")
                        .contentType(JSON)
                        .body(bundle)
                        .post(""),
                403,
                "forbidden",
                "ACCESS_DENIED",
                "");
        ok(uploadBy("992", plan(number, CHILD_PROTECTION, "2026-09-01", "", "992 - CALDER VALE COUNCIL")));
        JsonNode own = ok(silent().header("OpenSpine-Access-Mode", "user-restricted")
                .header("NHSD-End-User-Organisation-ODS", "992")
                .get("/CareTeam?" + BY_NUMBER + number));
        assertThat(own.path("total").asInt()).isEqualTo(1);
        assertThat(plans(number)).hasSize(2);
    }

    default Response uploadBy(String council, String bundle) {
        return cpis().header("OpenSpine-Access-Mode", "application-restricted")
                .header("NHSD-End-User-Organisation-ODS", council)
                .contentType(JSON)
                .body(bundle)
                .post("");
    }

    default String flagStatus(String number) {
        return get("Flag?patient=Patient/" + number)
                .at("/entry/0/resource/status")
                .asText();
    }
}
