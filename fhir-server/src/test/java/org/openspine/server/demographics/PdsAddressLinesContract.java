package org.openspine.server.demographics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.demographics.PdsUpdateContract.assertInvalidUpdate;
import static org.openspine.server.demographics.PdsUpdateContract.operation;
import static org.openspine.server.demographics.PdsUpdateContract.remove;
import static org.openspine.server.demographics.PdsUpdateContract.text;
import static org.openspine.server.demographics.ServedPds.ok;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openspine.server.http.ServedBase;

/** Address lines have places, the fourth being the town; blank ones keep theirs whatever an update does to the others. */
interface PdsAddressLinesContract extends PdsUpdateContract {
    String ENTITLED = "{\"return-empty-address-lines\": true}";

    /** An address of these places, in which {@code -} stands for a blank line. */
    default String storeAddress(String places) {
        return storeAddress(places, "\"id\": \"A1\", ");
    }

    private String storeAddress(String places, String id) {
        String lines = places(places);
        String absent = "{\"extension\": [{\"url\": \"http://hl7.org/fhir/StructureDefinition/data-absent-reason\","
                + " \"valueCode\": \"unknown\"}]}";
        String reasons = places.replaceAll("[^ -]+", "null")
                .replace("-", absent)
                .replace("l ", "l, ")
                .replace("} ", "}, ");
        return storePatient("""
                "gender": "female", "address": [{%s"use": "home", "postalCode": "LS1 1AA", "city": "Leeds",
                  "line": %s%s}]""".formatted(id, lines, places.contains("-") ? ", \"_line\": [" + reasons + "]" : ""));
    }

    private static String places(String lines) {
        return "[" + lines.replaceAll("([^ -]+)", "\"$1\"").replace("-", "null").replace(" ", ", ") + "]";
    }

    /** All five places, {@code -} for each blank one. */
    default String placesOf(String number) {
        StringBuilder places = new StringBuilder();
        ok(pds().header(PdsEntitlementContract.ATTRIBUTES, ENTITLED).get("/Patient/" + number))
                .at("/address/0/line")
                .forEach(line ->
                        places.append(line.isNull() ? "-" : line.asText()).append(' '));
        return places.toString().strip();
    }

    static String ofAddress(String operations) {
        return operation("test", "/address/0/id", text("A1")) + "," + operations;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1High - - Leeds     | replace | 1 | York  | 1High - - York -
            1High - - Leeds     | replace | 0 | 2Low  | 2Low - - Leeds -
            - 1High - Leeds     | replace | 0 | 2Low  | - 2Low - Leeds -
            1High - - Leeds     | add     | 1 | Hyde  | 1High Hyde - Leeds -
            1High - - Leeds     | add     | 0 | Flat1 | Flat1 1High - Leeds -
            1High - - Leeds     | add     | 2 | Kent  | 1High - - Leeds Kent
            1High - - Leeds     | add     | - | Kent  | 1High - - Leeds Kent
            - 1High - Leeds     | add     | 0 | Flat1 | Flat1 1High - Leeds -
            - 1High - Leeds     | add     | 1 | Hyde  | - 1High Hyde Leeds -
            1High Hyde - Leeds  | add     | 1 | Park  | 1High Park Hyde Leeds -
            - 1High - Leeds Kent| add     | - | UK    | - 1High Leeds Kent UK
            1High Hyde - Leeds  | remove  | 0 |       | - Hyde - Leeds -
            1High Hyde Park Leeds | remove | 2 |      | 1High Hyde - Leeds -
            1High - - Leeds Kent | remove | 2 |       | 1High - - Leeds -
            """)
    default void blankLinesKeepTheirPlacesWhenALineChanges(
            String places, String kind, String index, String value, String expected) {
        String number = storeAddress(places);
        String path = "/address/0/line/" + index;
        ok(patch(number, ofAddress(value == null ? remove(path) : operation(kind, path, text(value)))));
        assertThat(placesOf(number)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1High - - Leeds     | replace | 3 | York | 1High - - York -
            1High - - Leeds     | replace | 2 | Hyde | 1High - Hyde Leeds -
            1High - - Leeds     | replace | 4 | Kent | 1High - - Leeds Kent
            1High - - Leeds     | add     | 1 | Hyde | 1High Hyde - Leeds -
            1High Hyde - Leeds  | remove  | 1 |      | 1High - - Leeds -
            1High Hyde - Leeds  | remove  | 2 |      | 1High Hyde - Leeds -
            """)
    default void applicationsThatAreShownAllPlacesCountThem(
            String places, String kind, String index, String value, String expected) {
        String number = storeAddress(places);
        String path = "/address/0/line/" + index;
        assertThat(ok(patchEntitled(
                                number, ofAddress(value == null ? remove(path) : operation(kind, path, text(value)))))
                        .at("/address/0/line"))
                .isEqualTo(ServedBase.tree(places(expected)));
        assertThat(placesOf(number)).isEqualTo(expected);
    }

    @Test
    default void anAddressMayBeSentBackAsItWasShown() {
        String number = storeAddress("1High - - Leeds");
        JsonNode shown = ok(pds().header(PdsEntitlementContract.ATTRIBUTES, ENTITLED)
                        .get("/Patient/" + number))
                .at("/address/0");
        ok(patchEntitled(
                number,
                operation("test", "/address/0", shown.toString()) + ","
                        + operation("test", "/address/0/line/1", "null") + ","
                        + operation("replace", "/address/0", shown.toString().replace("LS1 1AA", "LS2 2BB"))));
        assertThat(placesOf(number)).isEqualTo("1High - - Leeds -");
    }

    @Test
    default void linesAreTestedAsTheyAreShown() {
        String number = storeAddress("1High - - Leeds");
        String test = operation("test", "/address/0/line/1", text("Leeds")) + ","
                + operation("test", "/address/0/line", "[\"1High\", \"Leeds\"]") + ","
                + operation(
                        "test",
                        "/address/0",
                        "{\"id\": \"A1\", \"use\": \"home\", \"postalCode\": \"LS1 1AA\", \"line\": [\"1High\", \"Leeds\"]}");
        ok(patch(number, test + "," + operation("replace", "/gender", text("male"))));
        assertThat(get("Patient/" + number).at("/address/0/city").asText())
                .as("the address is as it was")
                .isEqualTo("Leeds");
        assertThat(placesOf(number)).isEqualTo("1High - - Leeds -");
        assertInvalidUpdate(
                patch(number, 2, operation("test", "/address/0/line/1", text("York"))),
                "Invalid patch - Leeds is not equal to tested value York");
    }

    @Test
    default void linesThatAreNotShownCannotBeNamed() {
        String number = storeAddress("1High - - Leeds");
        assertInvalidUpdate(
                patch(number, ofAddress(operation("replace", "/address/0/line/2", text("York")))),
                "Invalid patch - index '2' is out of bounds");
        assertInvalidUpdate(
                patch(number, ofAddress(operation("add", "/address/0/line/3", text("York")))),
                "Invalid patch - index '3' is out of bounds");
        assertInvalidUpdate(
                patch(number, ofAddress(remove("/address/0/line/2"))),
                "Invalid patch - can't remove non-existent object '2'");
        assertInvalidUpdate(
                patch(number, ofAddress(remove("/address/0/line/1"))),
                "address lines 1 and 4 or 2 and 4 must be completed as a minimum");
        assertThat(placesOf(number)).isEqualTo("1High - - Leeds -");
    }

    @Test
    default void aBlankLineMayBeSentWithoutAValue() {
        String number = storePatient("\"gender\": \"female\"");
        ok(
                patch(
                        number,
                        operation(
                                "add",
                                "/address/-",
                                "{\"use\": \"home\", \"postalCode\": \"LS1 1AA\", \"line\": [\"1High\", null, \"\", \"Leeds\"]}")));
        assertThat(placesOf(number)).isEqualTo("1High - - Leeds -");
    }

    @Test
    default void everybodyReadsTheSameIdOfAnAddress() {
        String number = storeAddress("1High - - Leeds", "");
        String id = ok(pds().get("/Patient/" + number)).at("/address/0/id").asText();
        assertThat(ok(pds().header(PdsEntitlementContract.ATTRIBUTES, ENTITLED).get("/Patient/" + number))
                        .at("/address/0/id")
                        .asText())
                .isEqualTo(id);
        ok(patchEntitled(
                number,
                operation("test", "/address/0/id", text(id)) + ","
                        + operation("replace", "/address/0/line/3", text("York"))));
        assertThat(placesOf(number)).isEqualTo("1High - - York -");
    }

    private Response patchEntitled(String number, String patches) {
        return pds().header(PdsEntitlementContract.ATTRIBUTES, ENTITLED)
                .contentType(JSON_PATCH)
                .header("If-Match", "W/\"1\"")
                .body("{\"patches\": [%s]}".formatted(patches))
                .patch("/Patient/" + number);
    }
}
