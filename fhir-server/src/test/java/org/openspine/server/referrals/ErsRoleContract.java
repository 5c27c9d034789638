package org.openspine.server.referrals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.referrals.ServedErs.assertError;
import static org.openspine.server.referrals.ServedErs.assertRequestError;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who may do what (1.2 and 1.4), written down again by the published numbers and tried with every business function. */
interface ErsRoleContract extends ServedErs {
    Set<String> REFERRERS = Set.of("REFERRING_CLINICIAN", "REFERRING_CLINICIAN_ADMIN");
    Set<String> PROVIDERS = Set.of("SERVICE_PROVIDER_CLINICIAN", "SERVICE_PROVIDER_CLINICIAN_ADMIN");
    Set<String> CLINICIANS = union(REFERRERS, PROVIDERS);
    Set<String> LISTS = union(CLINICIANS, Set.of("REFERRING_ADMIN", "SERVICE_PROVIDER_ADMIN"));
    List<String> FUNCTIONS = List.of(
            "REFERRING_CLINICIAN",
            "REFERRING_CLINICIAN_ADMIN",
            "REFERRING_ADMIN",
            "SERVICE_PROVIDER_CLINICIAN",
            "SERVICE_PROVIDER_CLINICIAN_ADMIN",
            "SERVICE_PROVIDER_ADMIN",
            "COMMISSIONER",
            "INFORMATION_ANALYST",
            "BOOKING_MANAGER",
            "ADDITIONAL_REQUIREMENTS_MANAGER",
            "SERVICE_DEFINER");

    private static Set<String> union(Set<String> left, Set<String> right) {
        Set<String> both = new java.util.HashSet<>(left);
        both.addAll(right);
        return Set.copyOf(both);
    }

    /** @param application whether an application may, too */
    record Row(String number, String method, String path, Set<String> people, boolean application) {}

    private static List<Row> rows() {
        String one = "/ServiceRequest/r.unknown";
        List<Row> rows = new ArrayList<>();
        rows.add(new Row("A004", "GET", "/CodeSystem/PRIORITY", CLINICIANS, true));
        rows.add(new Row("A005", "GET", one, CLINICIANS, true));
        rows.add(new Row("A005", "GET", one + "/_history/1", CLINICIANS, true));
        rows.add(new Row("A007", "POST", one + "/$ers.generateCRI", CLINICIANS, true));
        rows.add(new Row("A008", "POST", "/ServiceRequest/$ers.fetchworklist", LISTS, true));
        rows.add(new Row(
                "A010", "POST", "/HealthcareService/$ers.searchHealthcareServicesForPatient", REFERRERS, false));
        rows.add(new Row("A011", "POST", "/ServiceRequest/$ers.createReferral", REFERRERS, false));
        rows.add(new Row("A012", "POST", one + "/$ers.maintainReferralLetter", REFERRERS, false));
        rows.add(new Row("A013", "POST", one + "/$ers.acceptReferral", PROVIDERS, true));
        rows.add(new Row("A014", "POST", one + "/$ers.rejectReferral", PROVIDERS, false));
        rows.add(new Row("A015", "GET", "/Slot", REFERRERS, false));
        rows.add(new Row("A016", "POST", "/Appointment", REFERRERS, false));
        rows.add(new Row("A019", "POST", one + "/$ers.generatePatientLetter", REFERRERS, false));
        rows.add(new Row("A020", "POST", "/Binary", CLINICIANS, false));
        rows.add(new Row("A021", "POST", "/ServiceRequest/$ers.createReferralAndSendForTriage", REFERRERS, false));
        rows.add(new Row("A022", "POST", one + "/$ers.cancelAppointmentActionLater", PROVIDERS, false));
        rows.add(new Row("A024", "GET", "/ServiceRequest/a.unknown", CLINICIANS, true));
        rows.add(new Row("A025", "GET", "/Communication?based-on=ServiceRequest/a.x/_history/1", CLINICIANS, true));
        rows.add(new Row("A026", "POST", one + "/$ers.sendCommunicationToRequester", PROVIDERS, false));
        rows.add(new Row(
                "A027", "POST", "/ServiceRequest/$ers.createFromCommunicationRequestActionLater", PROVIDERS, false));
        rows.add(new Row("A028", "POST", one + "/$ers.recordReviewOutcome", PROVIDERS, true));
        rows.add(new Row(
                "A029",
                "GET",
                "/Task?focus=ServiceRequest/r.x/_history/1&intent=proposal&status=ready",
                CLINICIANS,
                true));
        rows.add(new Row("A031", "POST", one + "/$ers.changeShortlist", REFERRERS, false));
        rows.add(new Row("A032", "POST", one + "/$ers.changeShortlistAndSendForTriage", REFERRERS, false));
        rows.add(new Row("A033", "GET", "/HealthcareService/999999", REFERRERS, true));
        rows.add(new Row("A034", "PUT", "/Appointment/1", REFERRERS, false));
        rows.add(new Row("A035", "GET", "/HealthcareService?_id=999999", REFERRERS, true));
        rows.add(new Row("A036", "POST", one + "/$ers.cancelReferral", CLINICIANS, true));
        rows.add(new Row("A037", "HEAD", "/HealthcareService/999999", REFERRERS, true));
        rows.add(new Row("A038", "GET", "/Appointment/1", CLINICIANS, false));
        rows.add(new Row(
                "A040", "GET", "/Practitioner?_query=onBehalfOf", Set.of("SERVICE_PROVIDER_CLINICIAN_ADMIN"), false));
        rows.add(new Row("A041", "GET", "/ServiceRequest?identifier=000000000000", CLINICIANS, false));
        rows.add(new Row("A042", "GET", "/Binary/att-1-1", CLINICIANS, true));
        rows.add(new Row("A044", "POST", "/ServiceRequest/$ers.createAdviceAndGuidance", REFERRERS, false));
        return rows;
    }

    private Response call(RequestSpecification who, Row row) {
        return row.method().equals("POST") || row.method().equals("PUT")
                ? who.contentType(JSON).body("{}").request(row.method(), row.path())
                : who.request(row.method(), row.path());
    }

    /** An admin of a provider always acts on behalf of somebody, except where they ask on whose. */
    private RequestSpecification acting(String function, Row row) {
        RequestSpecification who = as(function, TRUST);
        return function.equals("SERVICE_PROVIDER_CLINICIAN_ADMIN")
                        && !row.number().equals("A040")
                ? who.header("NHSD-eRS-On-Behalf-Of-User-ID", "300000000011")
                : who;
    }

    @Test
    default void everyOperationIsForItsRolesOnly() {
        for (Row row : rows()) {
            for (String function : FUNCTIONS) {
                Response response = call(acting(function, row), row);
                if (row.people().contains(function)) {
                    assertThat(response.statusCode())
                            .as(row.number() + " " + function)
                            .isNotIn(401, 403, 405, 500);
                } else if (row.method().equals("HEAD")) {
                    assertThat(response.statusCode())
                            .as(row.number() + " " + function)
                            .isEqualTo(403);
                    assertThat(response.asString()).isEmpty();
                } else {
                    assertRequestError(response, 403, "forbidden", "REC_FORBIDDEN");
                }
            }
        }
    }

    @Test
    default void aPersonIsNoApplicationAtAnyOperation() {
        for (Row row : rows()) {
            if (row.method().equals("HEAD")) {
                continue;
            }
            for (String function : List.of(
                    "AUTHORISED_APPLICATION", "PROVIDER_AUTHORISED_APPLICATION", "REFERRER_AUTHORISED_APPLICATION")) {
                assertError(
                        call(as(function, TRUST), row),
                        403,
                        "forbidden",
                        "https://fhir.nhs.uk/CodeSystem/NHSD-API-ErrorOrWarningCode",
                        "ACCESS_DENIED");
            }
        }
    }

    @Test
    default void applicationsUseTheirOperationsOnly() {
        for (Row row : rows()) {
            RequestSpecification application = ers().header("OpenSpine-Access-Mode", "application-restricted")
                    .header("OpenSpine-Application-Organisation", TRUST);
            Response response = call(application, row);
            if (row.application()) {
                assertThat(response.statusCode()).as(row.number()).isNotIn(401, 403, 500);
            } else {
                assertRequestError(response, 403, "forbidden", "REC_FORBIDDEN");
            }
            for (String header : List.of(
                    "NHSD-eRS-Business-Function", "NHSD-End-User-Organisation-ODS", "NHSD-eRS-On-Behalf-Of-User-ID")) {
                RequestSpecification named = ers().header("OpenSpine-Access-Mode", "application-restricted")
                        .header("OpenSpine-Application-Organisation", TRUST)
                        .header(header, "REFERRING_CLINICIAN");
                Response refused = call(named, row);
                assertThat(refused.statusCode()).as(row.number() + " " + header).isEqualTo(403);
            }
        }
    }

    @Test
    default void mediaTypesAndCorrelationAtEveryOperation() {
        for (Row row : rows()) {
            String function = row.people().contains("REFERRING_CLINICIAN")
                    ? "REFERRING_CLINICIAN"
                    : row.people().contains("SERVICE_PROVIDER_CLINICIAN")
                            ? "SERVICE_PROVIDER_CLINICIAN"
                            : "SERVICE_PROVIDER_CLINICIAN_ADMIN";
            Response refused =
                    call(acting(function, row).accept("text/html").header("X-Correlation-ID", "case 1"), row);
            assertThat(refused.header("X-Correlation-ID")).isEqualTo("case 1");
            assertThat(refused.header("X-Request-ID")).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-1");
            if (row.number().equals("A042")) {
                assertThat(refused.statusCode()).isEqualTo(404);
            } else if (row.method().equals("HEAD")) {
                assertThat(refused.statusCode()).isEqualTo(406);
            } else {
                assertRequestError(refused, 406, "not-supported", "REC_NOT_ACCEPTABLE");
            }
            if (row.method().equals("POST") || row.method().equals("PUT")) {
                Response wrongType = acting(function, row)
                        .header("NHSD-eRS-File-Name", "x.xyz")
                        .contentType("application/xml")
                        .body("<x/>")
                        .request(row.method(), row.path());
                assertRequestError(wrongType, 415, "not-supported", "REC_UNSUPPORTED_MEDIA_TYPE");
            }
        }
    }

    /** Of a referral that is there and in its current version, so that nothing but the body is wrong. */
    @Test
    default void whatIsNoResourceIsRefusedAtEveryOperation() {
        JsonNode referral = refer(patient(), bookable());
        for (Row row : rows()) {
            if (!row.method().matches("POST|PUT") || row.number().equals("A020")) {
                continue;
            }
            String function =
                    row.people().contains("REFERRING_CLINICIAN") ? "REFERRING_CLINICIAN" : "SERVICE_PROVIDER_CLINICIAN";
            for (String body : List.of(
                    "{", "[]", "null", "\"text\"", "7", "{} {}", "[".repeat(5_000), "{\"a\": 1, \"a\": 2}", "\u0000")) {
                Response refused = sending(
                                as(function, function.startsWith("R") ? GP : TRUST)
                                        .header("If-Match", "W/\"1\""),
                                body)
                        .request(row.method(), row.path().replace("r.unknown", ServedErs.id(referral)));
                assertRequestError(refused, 400, "invalid", "REC_BAD_REQUEST");
            }
            Response other = sending(
                            as(function, function.startsWith("R") ? GP : TRUST).header("If-Match", "W/\"1\""),
                            "{\"resourceType\": \"Patient\"}")
                    .request(row.method(), row.path().replace("r.unknown", ServedErs.id(referral)));
            assertThat(other.statusCode()).as(row.number()).isIn(400, 422);
            assertThat(other.path("issue[0].details.coding[0].code").toString())
                    .as(row.number())
                    .isEqualTo("INVALID_FHIR_STRUCTURE");
        }
        assertThat(ServedErs.version(reread(referral))).isEqualTo("1");
    }
}
