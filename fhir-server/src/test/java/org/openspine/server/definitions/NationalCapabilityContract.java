package org.openspine.server.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openspine.server.http.ServedBase;

/** What the CapabilityStatements of the national APIs claim of profiles. */
public interface NationalCapabilityContract extends ServedBase {
    @ParameterizedTest
    @CsvSource({
        "/booking-and-referral/FHIR/R4, Appointment",
        "/cpis/FHIR/R4, CareTeam",
        "/patient-flags-api/FHIR/R4, Flag"
    })
    default void writableTypesNameTheProfilesThatAreInForce(String path, String writable) {
        JsonNode statement = statement(path);
        Map<String, Set<String>> inForce = profiles(get("metadata"));
        assertThat(profiles(statement)).containsKey(writable).allSatisfy((type, profiles) -> assertThat(profiles)
                .isIn(inForce.get(type), Set.of()));
        assertThat(profiles(statement).get(writable)).isEqualTo(inForce.get(writable));
    }

    /** Prescription messages and summaries are held to FHIR's structure and the rules of their contracts, and to no profile. */
    @ParameterizedTest
    @ValueSource(strings = {"/fhir-prescribing/FHIR/R4", "/fhir-dispensing/FHIR/R4", "/summary-care-record/FHIR/R4"})
    default void whereNoProfileIsInForceNoneIsClaimed(String path) {
        assertThat(profiles(statement(path)).values()).isNotEmpty().containsOnly(Set.of());
    }

    private JsonNode statement(String path) {
        Response answer = RestAssured.given()
                .header("X-Request-ID", "60e0b220-8136-4ca5-ae46-1d97ef59d068")
                .get(base().replace("/FHIR/R4", "") + path + "/metadata");
        answer.then().statusCode(200);
        return ServedBase.body(answer);
    }

    private static Map<String, Set<String>> profiles(JsonNode statement) {
        Map<String, Set<String>> profiles = new HashMap<>();
        for (JsonNode resource : statement.path("rest").path(0).path("resource")) {
            Set<String> supported =
                    profiles.computeIfAbsent(resource.path("type").asText(), type -> new HashSet<>());
            resource.path("supportedProfile").forEach(profile -> supported.add(profile.asText()));
        }
        return profiles;
    }
}
