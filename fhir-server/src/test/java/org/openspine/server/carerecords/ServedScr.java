package org.openspine.server.carerecords;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.concurrent.atomic.AtomicInteger;
import org.openspine.server.OpenSpine;
import org.openspine.server.http.ServedBase;
import org.openspine.server.http.StatementCounts;
import org.openspine.terminology.identifier.NhsNumber;

/** A server whose Summary Care Record tests can reach. */
interface ServedScr extends ServedBase {
    String REFUSED =
            "Code: 420, Display: Business condition related to access control  which prevents the action being performed by"
                    + " PSIS;Code: 30418, Display: [PSIS-30418] - ACF does not permit access to resource";

    /** NHS numbers that no other test uses. */
    final class Numbers {
        private static final AtomicInteger NEXT = new AtomicInteger(950_000_000);

        private Numbers() {}

        static String next() {
            while (true) {
                var number = NhsNumber.ofStem(NEXT.getAndIncrement());
                if (number.isPresent()) {
                    return number.get().value();
                }
            }
        }
    }

    OpenSpine server();

    @Override
    default String base() {
        return server().address() + "/FHIR/R4";
    }

    default String scrBase() {
        return server().address() + "/summary-care-record/FHIR/R4";
    }

    default RequestSpecification scr() {
        return fhir().baseUri(scrBase());
    }

    default RequestSpecification scrSending(Object json) {
        return scr().contentType(JSON).body(json.toString());
    }

    /** Stores a Patient with these members beside its number, and returns the number. */
    default String patient(String members) {
        String number = Numbers.next();
        String more = members.isBlank() ? "" : ", " + members;
        assertThat(sending("""
                        {"resourceType": "Patient", "id": "%s",
                         "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "%s"}]%s}""".formatted(number, number, more))
                        .put("/Patient/" + number)
                        .statusCode())
                .isEqualTo(201);
        return number;
    }

    default Response find(String number) {
        return scr().get("/DocumentReference?patient=https://fhir.nhs.uk/Id/nhs-number%7C" + number);
    }

    default Response read(String number, String scrId) {
        return scr().get(
                        "/Bundle?composition.identifier=%s&composition.subject:Patient.identifier=https://fhir.nhs.uk/Id/nhs-number%%7C%s"
                                .formatted(scrId, number));
    }

    default Response upload(ObjectNode document) {
        return scrSending(document).post("/Bundle");
    }

    /** Uploads a summary and returns its id. */
    default String uploaded(String number) {
        String scrId = Summary.newId();
        Response response = upload(Summary.of(number, scrId));
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(201);
        return scrId;
    }

    default Response setPermission(String number, String code) {
        return scrSending(PermissionChange.of(number, code)).post("/$setPermission");
    }

    default long fewestStatements(Runnable request) {
        return StatementCounts.fewest(server().repository(), request);
    }

    static void assertError(Response response, int status, String code, String text) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        assertThat(response.contentType()).isEqualTo(JSON);
        assertThat(ServedBase.body(response)).isEqualTo(ServedBase.tree("""
                {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "%s", "details": {"text": %s}}]}""".formatted(code, MAPPER.valueToTree(text))));
    }

    static JsonNode ok(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return ServedBase.body(response);
    }
}
