package org.openspine.server.carerecords;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;

/** A patient who refuses to have a summary. */
public final class RefusedSummary {
    private RefusedSummary() {}

    /**
     * @param address of the server
     * @param number NHS number of a patient whom demographics know
     */
    public static void of(Object address, String number) {
        int status = given().contentType("application/fhir+json")
                .header("X-Request-ID", UUID.randomUUID().toString())
                .header("NHSD-Session-URID", "555254240100")
                .body(PermissionChange.of(number, "No"))
                .post(address + "/summary-care-record/FHIR/R4/$setPermission")
                .statusCode();
        assertThat(status).isEqualTo(201);
    }
}
