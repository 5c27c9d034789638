package org.openspine.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.structure.Structures;

class ReferenceRewriterTest {
    private final ReferenceRewriter rewriter = new ReferenceRewriter(Structures.r4(FhirContext.forR4Cached()));
    private final ObjectNode observation =
            ResourceJson.parse("""
            {"resourceType":"Observation","subject":{"reference":"Patient?identifier=1"},
             "performer":[{"reference":"urn:uuid:a"},{"display":"urn:uuid:a"}],
             "instantiatesUri":"urn:uuid:a"}""".getBytes(StandardCharsets.UTF_8), JsonLimits.RESOURCE);

    @Test
    void referencesAreFoundInOrder() {
        assertThat(rewriter.references(observation)).containsExactly("Patient?identifier=1", "urn:uuid:a");
    }

    @Test
    void referencesAreRewrittenAndTextIsNot() {
        rewriter.rewrite(observation, Map.of("Patient?identifier=1", "Patient/1", "urn:uuid:a", "Practitioner/2"));

        assertThat(rewriter.references(observation)).containsExactly("Patient/1", "Practitioner/2");
        assertThat(observation.path("performer").path(1).path("display").asText())
                .isEqualTo("urn:uuid:a");
    }
}
