package org.openspine.server.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.openspine.terminology.identifier.NhsNumber;

/** How tests get tokens of a secured server, and people to ask about. */
interface SecuredContract {
    String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
    String FHIR_JSON = "application/fhir+json";

    SecuredServer server();

    /** From an address of its own, as limits are counted by address. */
    default RequestSpecification asSomebody() {
        return given().header(
                        "X-Forwarded-For",
                        "10.1.%d.%d"
                                .formatted(
                                        ThreadLocalRandom.current().nextInt(256),
                                        ThreadLocalRandom.current().nextInt(256)));
    }

    default Response token(String assertion) {
        return asSomebody()
                .formParam("grant_type", "client_credentials")
                .formParam("client_assertion_type", ASSERTION_TYPE)
                .formParam("client_assertion", assertion)
                .post(server().tokenUrl());
    }

    default Response exchange(String client, String idToken) {
        return asSomebody()
                .formParam("grant_type", EXCHANGE)
                .formParam("subject_token", idToken)
                .formParam("subject_token_type", "urn:ietf:params:oauth:token-type:id_token")
                .formParam("client_assertion_type", ASSERTION_TYPE)
                .formParam("client_assertion", server().assertion(client))
                .post(server().tokenUrl());
    }

    default String applicationToken(String client) {
        return token(server().assertion(client)).path("access_token");
    }

    default String workerToken(String client, String organisation, String... activities) {
        return exchange(client, server().workerIdentity(organisation, activities))
                .path("access_token");
    }

    default String patientToken(String client, String nhsNumber) {
        return exchange(client, server().patientIdentity(nhsNumber)).path("access_token");
    }

    default RequestSpecification as(String token) {
        return given().header("Authorization", "Bearer " + token);
    }

    default String fhir(String path) {
        return server().address() + "/FHIR/R4/" + path;
    }

    default String pds(String path) {
        return server().address() + "/personal-demographics/FHIR/R4/" + path;
    }

    /** The NHS number of somebody new. */
    default String storePatient(String members) {
        String number = TestNumbers.next();
        String patient = """
                {"resourceType":"Patient","id":"%s","identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"%s"}]%s}""".formatted(number, number, members);
        Response response = as(applicationToken("editor"))
                .contentType(FHIR_JSON)
                .body(patient)
                .put(fhir("Patient/" + number));
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(201);
        return number;
    }

    /** NHS numbers that no other test uses. */
    final class TestNumbers {
        private static final AtomicInteger NEXT = new AtomicInteger(961_000_000);

        private TestNumbers() {}

        static String next() {
            Optional<NhsNumber> number = Optional.empty();
            while (number.isEmpty()) {
                number = NhsNumber.ofStem(NEXT.getAndIncrement());
            }
            return number.get().value();
        }
    }
}
