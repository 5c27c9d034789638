package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.openspine.api.IncomingRequest;
import org.openspine.conformance.json.MalformedContentException;
import org.openspine.error.SpineException;

/** The JSON object that a POST brings. */
final class PostedJson {
    private static final Set<String> MEDIA_TYPES =
            Set.of("", "application/json", "application/fhir+json", "application/json-patch+json");

    private PostedJson() {}

    /** Throws {@link PdsError#UNSUPPORTED_SERVICE} for another media type and {@link PdsError#VALIDATION_ERROR} for another body. */
    static ObjectNode object(IncomingRequest request) {
        if (!MEDIA_TYPES.contains(PdsHeaders.mediaType(request.headers()))) {
            throw new SpineException(PdsError.UNSUPPORTED_SERVICE);
        }
        if (!request.content().isEmpty() && parsed(request) instanceof ObjectNode object) {
            return object;
        }
        throw new SpineException(PdsError.VALIDATION_ERROR, "The body must be one JSON object");
    }

    private static JsonNode parsed(IncomingRequest request) {
        try {
            return request.content().json();
        } catch (MalformedContentException malformed) {
            throw new SpineException(
                    PdsError.VALIDATION_ERROR, "The body is not valid JSON: " + malformed.getMessage());
        }
    }
}
