package org.openspine.server.demographics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.openspine.server.http.ServedBase;
import org.openspine.terminology.identifier.NhsNumber;

/** A server whose Personal Demographics Service tests can reach; records are stored through its unified base. */
interface ServedPds extends ServedBase {
    /** NHS numbers that no other test uses. */
    final class Numbers {
        private static final AtomicInteger NEXT = new AtomicInteger(960_000_000);

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

    /** {@code http://127.0.0.1:1234}. */
    String address();

    @Override
    default String base() {
        return address() + "/FHIR/R4";
    }

    default String pdsBase() {
        return address() + "/personal-demographics/FHIR/R4";
    }

    /** A request to the service that lacks nothing. */
    default RequestSpecification pds() {
        return pdsWithoutHeaders().header("X-Request-ID", UUID.randomUUID().toString());
    }

    default RequestSpecification pdsWithoutHeaders() {
        return fhir().baseUri(pdsBase());
    }

    /** Stores a Patient with these members beside its number, and returns the number. */
    default String storePatient(String members) {
        String number = Numbers.next();
        storePatient(number, members);
        return number;
    }

    /** Stores the next version of a Patient. */
    default void storePatient(String number, String members) {
        String more = members.isBlank() ? "" : ", " + members;
        String patient = """
                {"resourceType": "Patient", "id": "%s",
                 "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "%s"}]%s}""".formatted(number, number, more);
        int status = sending(patient).put("/Patient/" + number).statusCode();
        assertThat(status).isBetween(200, 201);
    }

    /** Asserts the whole of an error answer: one issue, and nothing but what the table publishes. */
    static void assertError(
            Response response, int status, String issueCode, String code, String display, String diagnostics) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        assertThat(response.contentType()).isEqualTo("application/fhir+json");
        String expected = """
                {"resourceType": "OperationOutcome",
                 "issue": [{"severity": "%s", "code": "%s",
                   "details": {"coding": [{"system": "https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode",
                     "version": "1", "code": "%s", "display": "%s"}]}%s}]}""".formatted(
                        isInformation(code) ? "information" : "error",
                        issueCode,
                        code,
                        display,
                        diagnostics.isEmpty() ? "" : ", \"diagnostics\": \"" + diagnostics + "\"");
        assertThat(ServedBase.body(response)).isEqualTo(ServedBase.tree(expected));
    }

    /** The resource of a 200 answer. */
    static JsonNode ok(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return ServedBase.body(response);
    }

    private static boolean isInformation(String code) {
        return code.equals("FORBIDDEN_UPDATE") || code.equals("RESOURCE_NOT_FOUND") || code.equals("TOO_MANY_MATCHES");
    }
}
