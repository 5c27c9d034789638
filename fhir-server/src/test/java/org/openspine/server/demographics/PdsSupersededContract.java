package org.openspine.server.demographics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.demographics.PdsUpdateContract.operation;
import static org.openspine.server.demographics.PdsUpdateContract.text;
import static org.openspine.server.demographics.ServedPds.ok;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

/** Records that others took the place of: by every door one sees what one may see of the survivor. */
interface PdsSupersededContract extends TraceContract, PdsUpdateContract, PdsCreateContract, PdsCoverageContract {
    private static String replacedBy(String number) {
        return "\"link\": [{\"type\": \"replaced-by\", \"other\": {\"reference\": \"Patient/%s\"}}]".formatted(number);
    }

    private static String somebody(String family) {
        return """
                "name": [{"use": "usual", "family": "%s", "given": ["Ann"]}], "gender": "female", "birthDate": "1981-05-03",
                "address": [{"use": "home", "line": ["1 High Street", "Leeds"], "postalCode": "LS1 1AA"}],
                "telecom": [{"system": "phone", "value": "01632960001"}]""".formatted(family);
    }

    @Test
    default void aRestrictedSurvivorIsHiddenByTheOldRecordToo() {
        String family = PdsCreateContract.uniqueFamily();
        String survivor = storePatient(PdsReadContract.security("R") + somebody(family));
        String old = storePatient(somebody(family) + ", " + replacedBy(survivor));
        JsonNode read = ok(pds().get("/Patient/" + old));
        assertThat(read.path("id").asText()).isEqualTo(survivor);
        assertThat(read.has("address")).isFalse();
        JsonNode found = ok(search("family", family, "birthdate", "1981-05-03", "phone", "01632960001"));
        assertThat(TraceContract.numbers(found)).containsExactly(survivor);
        assertThat(found.at("/entry/0/resource").has("address")).isFalse();
        assertThat(numbers("family", family, "birthdate", "1981-05-03", "address-postalcode", "LS1 1AA"))
                .isEmpty();
        assertThat(numbers(
                        "family",
                        family,
                        "given",
                        "Ann",
                        "birthdate",
                        "1981-05-03",
                        "address-postalcode",
                        "LS1 1AA",
                        "_fuzzy-match",
                        "true"))
                .isEmpty();
        assertThat(ok(pds().get("/Patient/%s/RelatedPerson".formatted(old)))
                        .path("total")
                        .asInt())
                .isZero();
    }

    @Test
    default void aVeryRestrictedOrInvalidatedSurvivorIsNotFound() {
        for (String code : new String[] {"V", "REDACTED"}) {
            String family = PdsCreateContract.uniqueFamily();
            String survivor = storePatient(PdsReadContract.security(code) + somebody(family));
            String old = storePatient(somebody(family) + ", " + replacedBy(survivor));
            assertThat(numbers("family", family, "birthdate", "1981-05-03")).isEmpty();
            Response read = pds().get("/Patient/" + old);
            assertThat(read.asString()).as(code).doesNotContain(family, "1981-05-03");
            assertThat(read.statusCode()).isEqualTo(code.equals("V") ? 200 : 404);
        }
    }

    @Test
    default void recordsThatReplaceEachOtherAreNeitherFoundNorChanged() {
        String family = PdsCreateContract.uniqueFamily();
        String one = Numbers.next();
        String other = storePatient(somebody(family) + ", " + replacedBy(one));
        storePatient(one, somebody(family) + ", " + replacedBy(other));
        assertThat(numbers("family", family, "birthdate", "1981-05-03")).isEmpty();
        assertThat(patch(one, operation("replace", "/gender", text("male"))).asString())
                .contains("FORBIDDEN_UPDATE");
        assertThat(card(one, 1, card(one)).asString()).contains("FORBIDDEN_UPDATE");
        assertThat(read(one).statusCode()).isEqualTo(404);
        assertThat(pds().get("/Patient/%s/RelatedPerson".formatted(one)).statusCode())
                .isEqualTo(404);
    }

    /** Records of the unified base that are under no NHS number. */
    @Test
    default void whoHasNoNhsNumberIsNobodyToTheNationalServices() {
        String family = PdsCreateContract.uniqueFamily();
        String known = somebody(family).replace("[\"Ann\"]", "[\"Demelza\"]").replace("1981-05-03", "1993-11-30");
        String reference = create("{\"resourceType\": \"Patient\", %s}".formatted(known));
        assertThat(numbers("family", family, "birthdate", "1993-11-30")).isEmpty();
        assertThat(numbers("family", family, "given", "Demelza", "birthdate", "1993-11-30", "_fuzzy-match", "true"))
                .isEmpty();
        String asked = "{\"resourceType\": \"Patient\", %s}".formatted(known);
        assertThat(TraceContract.numbers(ok(pds().contentType(JSON).body(asked).post("/Patient/$match"))))
                .isEmpty();
        JsonNode standard = ok(sending(asked).post("/Patient/$match"));
        assertThat(standard.at("/entry/0/resource/id").asText()).isEqualTo(reference.replace("Patient/", ""));
        assertThat(pds().get("/Patient/$get-nhs-number?gender=female&birthDate=1993-11-30&family=" + family)
                        .asString())
                .contains("no-match");
        String superseded = storePatient(
                "\"link\": [{\"type\": \"replaced-by\", \"other\": {\"reference\": \"%s\"}}]".formatted(reference));
        assertThat(pds().get("/Patient/" + superseded).asString()).contains("RESOURCE_NOT_FOUND");
        assertThat(pds().get("/Patient/$verify-nhs-number?birthDate=1993-11-30&nhsNumber=" + superseded)
                        .asString())
                .contains("no-match");
        ObjectNode same = newcomer(family).put("birthDate", "1993-11-30");
        ((ObjectNode) same.at("/address/0")).put("postalCode", "LS1 1AA");
        PdsCreateContract.given(register(same));
    }

    @Test
    default void aDeletedRecordIsAsIfItHadNeverBeen() {
        String family = PdsCreateContract.uniqueFamily();
        String number = storePatient(somebody(family));
        assertThat(card(number, 1, card(number)).statusCode()).isEqualTo(201);
        assertThat(fhir().delete("/Patient/" + number).statusCode()).isBetween(200, 204);
        Response[] answers = {
            pds().get("/Patient/" + number),
            pds().get("/Patient/%s/RelatedPerson".formatted(number)),
            patch(number, 2, operation("replace", "/gender", text("male"))),
            read(number),
            card(number, 2, card(number))
        };
        for (Response answer : answers) {
            assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(404);
            assertThat(answer.asString()).contains("RESOURCE_NOT_FOUND");
        }
        assertThat(numbers("family", family, "birthdate", "1981-05-03", "_history", "true"))
                .isEmpty();
    }

    @Test
    default void aSurvivorThatIsNotThereIsNotFound() {
        String family = PdsCreateContract.uniqueFamily();
        String old = storePatient(somebody(family) + ", " + replacedBy(Numbers.next()));
        assertThat(pds().get("/Patient/" + old).statusCode()).isEqualTo(404);
        assertThat(numbers("family", family, "birthdate", "1981-05-03")).isEmpty();
    }
}
