package org.openspine.fhir.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;

/** The ways to write a patch. */
public final class Patches {
    public static final String JSON_PATCH = "application/json-patch+json";

    private Patches() {}

    /** RFC 6902 operations: a JSON array. */
    public static Patch ofJson(byte[] json) {
        return JsonPatch.parse(ResourceJson.parseAny(json, JsonLimits.RESOURCE));
    }

    /** A resource as patch: FHIRPath Patch Parameters, or in a Bundle a Binary that holds a JSON Patch. */
    public static Patch ofResource(ObjectNode resource) {
        return switch (resource.path("resourceType").asText()) {
            case "Binary" -> ofBinary(resource);
            case "Parameters" -> FhirPathPatch.parse(resource);
            default ->
                throw new SpineException(
                        FhirError.INVALID_CONTENT,
                        "A patch is a Parameters resource (FHIRPath Patch) or in a Bundle also a Binary of "
                                + JSON_PATCH);
        };
    }

    private static Patch ofBinary(ObjectNode binary) {
        JsonNode data = binary.path("data");
        if (!binary.path("contentType").asText().startsWith(JSON_PATCH) || !data.isTextual()) {
            throw SpineException.at(
                    FhirError.INVALID_CONTENT, "Binary.contentType", "A Binary patch has the type " + JSON_PATCH);
        }
        try {
            return ofJson(Base64.getMimeDecoder().decode(data.textValue()));
        } catch (IllegalArgumentException e) {
            throw SpineException.at(FhirError.INVALID_CONTENT, "Binary.data", "Not base64");
        }
    }
}
