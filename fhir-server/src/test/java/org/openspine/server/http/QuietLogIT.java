package org.openspine.server.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.server.crash.ServerProcess;

/** What a client gets wrong is told to the client. The log of the program holds no trace of it and nobody's data. */
class QuietLogIT {
    private static final String NUMBER = "9000000009";
    private static final String NAME = "zebedee";

    private static ServerProcess server;

    @BeforeAll
    static void start(@TempDir Path folder) throws InterruptedException {
        server = ServerProcess.sandbox(folder, List.of("-Xmx512m"), "--data.dir=h2", "--samples=none");
    }

    @AfterAll
    static void stop() throws InterruptedException {
        server.close();
    }

    private static RequestSpecification request() {
        return given().config(ServedBase.PLAIN)
                .urlEncodingEnabled(false)
                .header("X-Request-ID", UUID.randomUUID().toString());
    }

    private static String url(String path) {
        return server.address() + path;
    }

    @Test
    void refusalsLeaveNoTraceInTheLog() throws IOException {
        List<Integer> statuses = new ArrayList<>();
        statuses.add(put("{\"resourceType\":\"Patient\",\"id\":\"%s\"}", "").statusCode());
        for (BadBody bad : BadBody.values()) {
            for (String path : List.of(
                    "/FHIR/R4/Patient",
                    "/FHIR/R4",
                    "/personal-demographics/FHIR/R4/Patient",
                    "/summary-care-record/FHIR/R4/Bundle",
                    "/fhir-prescribing/FHIR/R4/$process-message",
                    "/cpis/FHIR/R4",
                    "/patient-flags-api/FHIR/R4/PatientFlag",
                    "/referrals/FHIR/R4/ReferralRequest",
                    "/booking-and-referral/FHIR/R4/$process-message",
                    "/prescription-status-update/")) {
                statuses.add(request()
                        .contentType(bad.contentType())
                        .body(bad.bytes())
                        .post(url(path))
                        .statusCode());
            }
        }
        for (String query : List.of(
                "/FHIR/R4/Patient?family:wrong=" + NAME,
                "/FHIR/R4/Patient?nothing=" + NAME,
                "/FHIR/R4/Patient?birthdate=" + NAME,
                "/FHIR/R4/Patient?_has:Observation:" + NAME,
                "/FHIR/R4/Patient?_sort=" + NAME,
                "/FHIR/R4/Patient?_include=" + NAME,
                "/FHIR/R4/Patient?family=%ff" + NAME,
                "/FHIR/R4/Patient/" + NUMBER + "/$" + NAME,
                "/FHIR/R4/Patient/" + NUMBER + "/_history/" + NAME,
                "/FHIR/R4/Patient/" + NAME + "/" + NUMBER + "/x",
                "/FHIR/R4/Patient/" + NAME + "%2f" + NUMBER,
                "/FHIR/R4/" + NAME + "/" + NUMBER,
                "/FHIR/R4/Patient?family=" + NAME.repeat(3_000),
                "/personal-demographics/FHIR/R4/Patient/" + NUMBER + "1",
                "/personal-demographics/FHIR/R4/Patient?family=" + NAME + "&" + NUMBER + "=1",
                "/summary-care-record/FHIR/R4/Bundle?composition.identifier=" + NUMBER,
                "/cpis/FHIR/R4/CareTeam?patient:identifier=https://fhir.nhs.uk/Id/nhs-number%7C" + NUMBER,
                "/spine-directory/FHIR/R4/Device?organization=" + NAME,
                "/clinical-prescription-tracker/RequestGroup?nhsNumber=" + NUMBER,
                "/" + NAME + "/" + NUMBER)) {
            for (String method : List.of("GET", "HEAD", "DELETE", "POST", "PROPFIND")) {
                statuses.add(request().request(method, url(query)).statusCode());
            }
        }
        statuses.add(
                put("{\"resourceType\":\"Patient\",\"id\":\"%s\"}", "W/\"77\"").statusCode());
        statuses.add(
                request().accept("text/" + NAME).get(url("/FHIR/R4/Patient")).statusCode());
        statuses.add(request()
                .contentType("text/" + NAME)
                .body(NAME)
                .post(url("/FHIR/R4/Patient"))
                .statusCode());
        statuses.add(request()
                .header("Authorization", "Bearer " + NAME + " " + NUMBER)
                .get(url("/personal-demographics/FHIR/R4/Patient/" + NUMBER))
                .statusCode());
        raw("GET /FHIR/R4/Patient?family=" + NAME + "\u0001 HTTP/1.1\r\nHost: x\r\n\r\n");
        raw("GET /FHIR/R4/Patient/" + NUMBER + " HTTP/9.9\r\nHost: x\r\n\r\n");
        raw(
                "POST /FHIR/R4/Patient HTTP/1.1\r\nHost: x\r\nContent-Type: application/fhir+json\r\nContent-Length: 99\r\n\r\n{\""
                        + NAME);
        raw("GET /FHIR/R4/Patient?%zz=" + NAME + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        raw("GET /FHIR/R4/%zz" + NAME + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        raw(NAME + "\r\n\r\n");

        assertThat(statuses).allMatch(status -> status < 500 || status == 501);
        assertThat(statuses).contains(400, 404, 405, 406, 412, 413, 415);
        assertThat(server.log())
                .noneMatch(line -> line.contains(NAME) || line.contains(NUMBER))
                .noneMatch(line -> line.matches("\\s+at [a-z].*|Caused by: .*|.* ERROR .*"));
    }

    private static Response put(String body, String ifMatch) {
        RequestSpecification request =
                request().contentType("application/fhir+json").body(body.formatted(NUMBER));
        return (ifMatch.isEmpty() ? request : request.header("If-Match", ifMatch))
                .put(url("/FHIR/R4/Patient/" + NUMBER));
    }

    /** Sends, reads what comes and hangs up. */
    private static void raw(String text) throws IOException {
        try (Socket socket =
                new Socket(server.address().getHost(), server.address().getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        }
    }
}
