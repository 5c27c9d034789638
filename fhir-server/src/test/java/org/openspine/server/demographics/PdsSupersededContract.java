package org.openspine.server.demographics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.demographics.PdsUpdateContract.operation;
import static org.openspine.server.demographics.PdsUpdateContract.text;
import static org.openspine.server.demographics.ServedPds.ok;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

/** Records that others took the place of: by every door one sees what one may see of the survivor. */
interface PdsSupersededContract extends TraceContract, PdsUpdateContract, PdsCoverageContract {
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

    @Test
    default void aSurvivorThatIsNotThereIsNotFound() {
        String family = PdsCreateContract.uniqueFamily();
        String old = storePatient(somebody(family) + ", " + replacedBy(Numbers.next()));
        assertThat(pds().get("/Patient/" + old).statusCode()).isEqualTo(404);
        assertThat(numbers("family", family, "birthdate", "1981-05-03")).isEmpty();
    }
}
