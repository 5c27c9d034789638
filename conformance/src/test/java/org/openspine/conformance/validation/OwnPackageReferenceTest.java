package org.openspine.conformance.validation;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.utilities.npm.NpmPackage;
import org.junit.jupiter.api.Test;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.packages.OwnPackage;
import org.openspine.conformance.packages.PackageWriter;
import org.openspine.conformance.profile.Definition;
import org.openspine.conformance.profile.Definitions;

/** The package that {@code openspine package} writes, read by HL7's own tools. */
class OwnPackageReferenceTest {
    /** Of extensions the reference makes a snapshot with a package of R4 itself, which it has only with a network. */
    private static final String NO_PACKAGES = "Unable to resolve package id hl7.fhir.r4.core";

    private static final FhirContext CONTEXT = FhirContext.forR4Cached();

    @Test
    void packageIsReadByTheReferenceAndEveryResourceInItIsValidThere() throws IOException {
        List<ObjectNode> resources = readBack();
        var reference = new ReferenceValidator(
                CONTEXT,
                resources.stream()
                        .filter(resource -> Definitions.TYPES.contains(
                                resource.path("resourceType").asText()))
                        .map(Definition::of)
                        .toList());

        assertThat(resources).hasSameSizeAs(OwnPackage.read().resources());
        for (ObjectNode resource : resources) {
            assertThat(reference.validate(resource).errors())
                    .as(resource.path("url").asText())
                    .allMatch(error -> error.contains(NO_PACKAGES));
        }
    }

    private static List<ObjectNode> readBack() throws IOException {
        var file = new ByteArrayOutputStream();
        PackageWriter.writeOwn(file);
        NpmPackage npm = NpmPackage.fromPackage(new ByteArrayInputStream(file.toByteArray()));
        var resources = new ArrayList<ObjectNode>();
        for (String name : npm.list("package")) {
            if (name.endsWith(".json") && !name.equals("package.json") && !name.startsWith(".")) {
                try (InputStream content = npm.load("package", name)) {
                    resources.add(ResourceJson.parse(content.readAllBytes(), JsonLimits.RESOURCE));
                }
            }
        }
        return resources;
    }
}
