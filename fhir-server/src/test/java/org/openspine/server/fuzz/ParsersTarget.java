package org.openspine.server.fuzz;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.MalformedContentException;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.structure.Structures;
import org.openspine.conformance.validation.ResourceValidator;
import org.openspine.conformance.xml.ResourceXml;

/** Bodies: JSON, or XML if it begins with {@code <}. What is read is validated and survives being written and read again. */
public final class ParsersTarget {
    private static final Structures STRUCTURES = Structures.r4(FhirContext.forR4Cached());
    private static final ResourceXml XML = new ResourceXml(STRUCTURES);
    private static final ResourceValidator VALIDATOR = new ResourceValidator(STRUCTURES);

    private ParsersTarget() {}

    /** Has all of the above made before the clock runs. */
    public static void fuzzerInitialize() {
        VALIDATOR.validate(ResourceJson.parse(
                "{\"resourceType\":\"Patient\"}".getBytes(StandardCharsets.UTF_8), JsonLimits.RESOURCE));
    }

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        Prompt.answer(() -> check(input));
    }

    private static boolean check(byte[] input) {
        ObjectNode resource;
        try {
            resource = input.length > 0 && input[0] == '<'
                    ? XML.read(input)
                    : ResourceJson.parse(input, JsonLimits.RESOURCE);
        } catch (MalformedContentException refused) {
            return false;
        }
        if (!ResourceJson.parse(ResourceJson.write(resource), JsonLimits.ANSWER).equals(resource)) {
            throw new AssertionError("another resource after writing and reading: " + resource);
        }
        return VALIDATOR.validate(resource).isValid();
    }
}
