package org.openspine.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FhirPathPatchIT {
    private static final String PATIENT =
            "{\"resourceType\":\"Patient\",\"id\":\"p\",\"gender\":\"male\",\"deceasedBoolean\":false}";
    private static final String JSON = """
            {"resourceType":"Parameters","parameter":[{"name":"operation","part":[
             {"name":"type","valueCode":"replace"},{"name":"path","valueString":"Patient.gender"},
             {"name":"value","valueCode":"%s"}]}]}""";
    private static final String XML = """
            <Parameters xmlns="http://hl7.org/fhir"><parameter><name value="operation"/>
              <part><name value="type"/><valueCode value="add"/></part>
              <part><name value="path"/><valueString value="Patient"/></part>
              <part><name value="name"/><valueString value="contact"/></part>
              <part><name value="value"/><part><name value="gender"/><valueCode value="female"/></part>
                <part><name value="organization"/><valueReference><reference value="Organization/o"/></valueReference></part></part>
            </parameter></Parameters>""";

    @Test
    void patchIsTakenAsJsonAsXmlAndInABundle(@TempDir Path folder) {
        try (Exchange http = new Exchange(folder)) {
            http.send("PUT", "Patient/p", PATIENT, "Content-Type", "application/fhir+json");

            HttpResponse<byte[]> json =
                    http.send("PATCH", "Patient/p", JSON.formatted("female"), "Content-Type", "application/fhir+json");
            assertThat(json.statusCode()).isEqualTo(200);
            assertThat(json.body()).asString().contains("\"gender\":\"female\"");

            HttpResponse<byte[]> xml = http.send("PATCH", "Patient/p", XML, "Content-Type", "application/fhir+xml");
            assertThat(xml.body())
                    .asString()
                    .contains(
                            "\"contact\":[{\"gender\":\"female\",\"organization\":{\"reference\":\"Organization/o\"}}]");

            HttpResponse<byte[]> bundle = http.send(
                    "POST",
                    http.base(),
                    "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"resource\":"
                            + JSON.formatted("other")
                            + ",\"request\":{\"method\":\"PATCH\",\"url\":\"Patient/p\"}}]}",
                    "Content-Type",
                    "application/fhir+json");
            assertThat(bundle.statusCode()).isEqualTo(200);
            assertThat(http.get("Patient/p").body())
                    .asString()
                    .contains("\"gender\":\"other\"")
                    .contains("\"versionId\":\"4\"");
        }
    }

    @Test
    void patchThatCannotBeDoneChangesNothing(@TempDir Path folder) {
        try (Exchange http = new Exchange(folder)) {
            http.send("PUT", "Patient/p", PATIENT, "Content-Type", "application/fhir+json");

            HttpResponse<byte[]> invalid =
                    http.send("PATCH", "Patient/p", JSON.formatted("odd"), "Content-Type", "application/fhir+json");
            HttpResponse<byte[]> nowhere = http.send(
                    "PATCH",
                    "Patient/p",
                    JSON.formatted("other").replace("Patient.gender", "Patient.photo"),
                    "Content-Type",
                    "application/fhir+json");

            assertThat(invalid.statusCode()).isEqualTo(400);
            assertThat(nowhere.statusCode()).isEqualTo(400);
            assertThat(nowhere.body()).asString().contains("Patch operation 0 (replace Patient.photo)");
            assertThat(http.get("Patient/p").body()).asString().contains("\"versionId\":\"1\"");
        }
    }
}
