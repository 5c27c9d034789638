package org.openspine.conformance.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.packages.OwnPackage;

class SnapshotsTest {
    private static final String PROFILE = """
            {"resourceType":"StructureDefinition","url":"http://example.org/StructureDefinition/born","name":"Born",
            "status":"active","kind":"resource","abstract":false,"type":"Patient","derivation":"constraint",
            "baseDefinition":"http://hl7.org/fhir/StructureDefinition/Patient","differential":{"element":[
            {"id":"Patient.extension:place","path":"Patient.extension","sliceName":"place","type":[{"code":"Extension",
             "profile":["http://hl7.org/fhir/StructureDefinition/patient-birthPlace"]}]},
            {"id":"Patient.extension:citizen","path":"Patient.extension","sliceName":"citizen","max":"3","type":[
             {"code":"Extension","profile":["http://hl7.org/fhir/StructureDefinition/patient-citizenship"]}]},
            {"id":"Patient.maritalStatus","path":"Patient.maritalStatus","binding":{"strength":"required"}}]}}
            """;

    @Test
    void ownProfilesHaveTheSnapshotsThatTheReferenceGenerates() {
        List<Definition> definitions = OwnPackage.definitions();
        var comparison = new SnapshotComparison(definitions);
        List<List<String>> differences = definitions.stream()
                .map(definition -> comparison.differences(definition.resource()))
                .flatMap(Optional::stream)
                .toList();

        assertThat(differences).hasSizeGreaterThan(20).allSatisfy(of -> assertThat(of)
                .isEmpty());
    }

    @Test
    void aSliceForAnExtensionRepeatsAsItsDefinitionAllowsUnlessItSaysSo() {
        assertThat(element("Patient.extension:place").path("max").asText()).isEqualTo("1");
        assertThat(element("Patient.extension:citizen").path("max").asText()).isEqualTo("3");
    }

    @Test
    void whatADifferentialLeavesOutOfABindingIsInherited() {
        JsonNode binding = element("Patient.maritalStatus").path("binding");

        assertThat(binding.path("strength").asText()).isEqualTo("required");
        assertThat(binding.path("valueSet").asText()).isEqualTo("http://hl7.org/fhir/ValueSet/marital-status");
    }

    @Test
    void anElementWithSlicesSaysHowTheyAreTold() {
        assertThat(element("Patient.extension")
                        .path("slicing")
                        .path("discriminator")
                        .path(0)
                        .path("path")
                        .asText())
                .isEqualTo("url");
    }

    private static JsonNode element(String id) {
        ObjectNode profile = ResourceJson.parse(PROFILE.getBytes(StandardCharsets.UTF_8), JsonLimits.RESOURCE);
        var snapshots = new Snapshots(Definitions.r4().with(List.of(Definition.of(profile))));
        ObjectNode written = SnapshotWriter.write(
                snapshots.snapshot(profile.path("url").asText()).orElseThrow());
        for (JsonNode element : written.path("snapshot").path("element")) {
            if (element.path("id").asText().equals(id)) {
                return element;
            }
        }
        throw new AssertionError(id + " is not in the snapshot");
    }
}
