package org.openspine.server.prescriptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.prescriptions.ServedEps.ok;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.server.OpenSpine;
import org.openspine.server.ServerConfig;
import org.openspine.server.Setting;
import org.openspine.server.http.ServedBase;

/** What operators can set otherwise than the national service has it. */
class EpsSettingsIT implements ServedEps {
    private static final String PROCESS = "$process-message";
    private static final String SIGNATURE = "/entry/7/resource/signature/0/data";

    private static OpenSpine server;

    @BeforeAll
    static void start(@TempDir Path folder) {
        ServerConfig config = ServerConfig.read(
                Map.of(
                        Setting.HTTP_PORT, "0",
                        Setting.DATA_DIR, folder.toString(),
                        Setting.SAMPLES, "none",
                        Setting.EPS_SIGNATURES, "upload",
                        Setting.EPS_SHA1_CLIENTS, "*",
                        Setting.EPS_DISABLED, "cancellation, tracker",
                        Setting.EPS_EXPIRY_CONTROLLED_DRUG_DAYS, "28"),
                Map.of(),
                Optional.empty());
        server = OpenSpine.start(config, Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    public String address() {
        return server.address();
    }

    @Override
    public Message signed(Message order) {
        String digest =
                ok(send("$prepare", order)).at("/parameter/0/valueString").asText();
        return order.with(SIGNATURE, "\"" + Signer.sign(digest, "SHA1withRSA") + "\"");
    }

    @Test
    void applicationsOfOldSignWithSha1() {
        Course course = new Course(TestPatients.next());
        JsonNode prepared = ok(send("$prepare", course.order()));
        assertThat(prepared.at("/parameter/2/valueString").asText()).isEqualTo("RS1");
        assertThat(new String(
                        Base64.getDecoder()
                                .decode(prepared.at("/parameter/0/valueString").asText()),
                        StandardCharsets.UTF_8))
                .contains("<SignatureMethod Algorithm=\"http://www.w3.org/2000/09/xmldsig#rsa-sha1\">")
                .contains("<DigestMethod Algorithm=\"http://www.w3.org/2000/09/xmldsig#sha1\">");
        ok(send(PROCESS, signed(course.order())));
        assertThat(ok(send("Task/$release", course.release()))
                        .at("/parameter/0/resource/total")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void signaturesAreVerifiedAtUpload() {
        Course course = new Course(TestPatients.next());
        refused(course.order(), "Invalid signature format");
        refused(
                signed(course.order()).with("/entry/3/resource/birthDate", "\"1981-02-03\""),
                "Signature doesn't match prescription");
        String signature = new String(
                Base64.getDecoder().decode(signed(course.order()).at(SIGNATURE).asText()), StandardCharsets.UTF_8);
        String forged = signature.replaceAll("<SignatureValue>....", "<SignatureValue>AAAA");
        refused(
                course.order()
                        .with(
                                SIGNATURE,
                                "\"%s\""
                                        .formatted(Base64.getEncoder()
                                                .encodeToString(forged.getBytes(StandardCharsets.UTF_8)))),
                "Signature is invalid");
        ok(send(PROCESS, signed(course.order())));
    }

    private void refused(Message order, String... faults) {
        Response response = send(PROCESS, order);
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(400);
        JsonNode issues = ServedBase.body(response).path("issue");
        assertThat(issues.findValuesAsText("diagnostics")).containsExactly(faults);
        assertThat(issues.findValuesAsText("severity")).containsOnly("error");
        assertThat(issues.findValuesAsText("code")).containsOnly("invalid");
    }

    @Test
    void cancellationThatIsSwitchedOffIsAnsweredR0009() {
        Course course = new Course(TestPatients.next());
        ok(send(PROCESS, signed(course.order())));
        Response response = send(PROCESS, course.cancellation("0001"));
        assertThat(response.statusCode()).isEqualTo(400);
        JsonNode issue = ServedBase.body(response).at("/issue/0");
        assertThat(issue.path("code").asText()).isEqualTo("not-supported");
        assertThat(issue.at("/details/coding/0/code").asText()).isEqualTo("R-0009");
        assertThat(issue.at("/details/coding/0/display").asText())
                .isEqualTo("Cancellation functionality disabled in SPINE");
    }

    @Test
    void functionThatIsSwitchedOffIsToldSo() {
        Response response = fhir().get(address() + "/electronic-prescriptions/FHIR/R4/Task?identifier=A");
        assertThat(response.statusCode()).isEqualTo(400);
        JsonNode issue = ServedBase.body(response).at("/issue/0");
        assertThat(issue.path("severity").asText()).isEqualTo("fatal");
        assertThat(issue.path("code").asText()).isEqualTo("not-supported");
        assertThat(issue.path("diagnostics").asText()).isEqualTo("Tracker functionality is disabled.");
    }

    @Test
    void controlledDrugsExpireAfterTheDaysThatAreSet() {
        Course plain = new Course(TestPatients.next());
        ok(send(PROCESS, signed(old(plain.order()))));
        assertThat(send("Task/$release", plain.release()).statusCode()).isEqualTo(200);

        Course controlled = new Course(TestPatients.next());
        ok(send(
                PROCESS,
                signed(old(controlled.order())
                        .with(
                                "/entry/1/resource/extension/-",
                                "{\"url\": \"https://fhir.nhs.uk/StructureDefinition/Extension-DM-ControlledDrug\","
                                        + " \"extension\": [{\"url\": \"quantityWords\", \"valueString\": \"twenty one\"},"
                                        + " {\"url\": \"schedule\", \"valueCoding\": {\"system\":"
                                        + " \"https://fhir.nhs.uk/CodeSystem/medicationrequest-controlled-drug\","
                                        + " \"code\": \"CD2\"}}]}"))));
        Response expired = send("Task/$release", controlled.release());
        assertThat(ServedBase.body(expired).at("/issue/0/details/coding/0/code").asText())
                .isEqualTo("PRESCRIPTION_EXPIRED");
    }

    /** The order as one of thirty days ago. */
    private static Message old(Message order) {
        String start =
                "{\"start\": \"%s\"}".formatted(LocalDate.now(ZoneOffset.UTC).minusDays(30));
        return order.with("/entry/1/resource/dispenseRequest/validityPeriod", start)
                .with("/entry/2/resource/dispenseRequest/validityPeriod", start);
    }
}
