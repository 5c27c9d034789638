package org.openspine.server.prescriptions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import org.openspine.server.http.ServedBase;

/**
 * What one row of the published tables of rules answers.
 *
 * @param text what {@code diagnostics}, or else the display of the details, says; with … at its end how it begins
 * @param place the expression, empty if the row has none
 * @param details system and code of the details with a bar between them, empty if the row has none
 */
record RuleRow(
        String name,
        String path,
        Message message,
        int status,
        String severity,
        String code,
        String text,
        String place,
        String details) {
    private static final String ROOT = "Bundle.entry.resource.ofType(";
    private static final String SPINE = "https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode|";

    static RuleRow error(String name, String path, Message message, String code, String text) {
        return new RuleRow(name, path, message, 400, "error", code, text, "", "");
    }

    static RuleRow fatal(String name, String path, Message message, String code, String text) {
        return new RuleRow(name, path, message, 400, "fatal", code, text, "", "");
    }

    /** A row of the rules of translation. */
    static RuleRow untranslatable(String name, String path, Message message, String code, String text) {
        return fatal(name, path, message, "invalid", text).coded(SPINE + code);
    }

    /** With details; {@code systemAndCode} may leave out the usual system. */
    RuleRow coded(String systemAndCode) {
        String whole = systemAndCode.indexOf('|') < 0 ? SPINE + systemAndCode : systemAndCode;
        return new RuleRow(name, path, message, status, severity, code, text, place, whole);
    }

    RuleRow at(String expression) {
        return new RuleRow(
                name, path, message, status, severity, code, text, expression.replace("ROOT(", ROOT), details);
    }

    void verify(ServedEps server) {
        Response response = server.send(path, message);
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        JsonNode outcome = ServedBase.body(response);
        assertThat(outcome.path("issue")).as(outcome.toString()).hasSize(1);
        JsonNode issue = outcome.at("/issue/0");
        assertThat(issue.path("severity").asText()).isEqualTo(severity);
        assertThat(issue.path("code").asText()).isEqualTo(code);
        String said = issue.has("diagnostics")
                ? issue.path("diagnostics").asText()
                : issue.at("/details/coding/0/display").asText();
        if (text.endsWith("…")) {
            assertThat(said).startsWith(text.substring(0, text.length() - 1));
        } else {
            assertThat(said).isEqualTo(text);
        }
        JsonNode coding = issue.at("/details/coding/0");
        assertThat(
                        coding.isMissingNode()
                                ? ""
                                : coding.path("system").asText() + "|"
                                        + coding.path("code").asText())
                .isEqualTo(details);
        if (!place.isEmpty()) {
            assertThat(issue.at("/expression/0").asText()).isEqualTo(place);
        }
    }
}
