package org.openspine.server.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openspine.api.FhirResponse;
import org.openspine.api.HttpMethod;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.fhir.FhirRequest;

/**
 * A Binary as the bytes it holds.
 *
 * @see <a href="https://hl7.org/fhir/R4/binary.html#rest">FHIR R4 serving Binary resources</a>
 */
final class RawBinary {
    private static final String TYPE = "Binary";
    private static final String SECURITY_CONTEXT = "X-Security-Context";

    /** Scripts and forms in what a stranger uploaded do nothing. */
    private static final String POLICY = "sandbox; default-src 'none'";

    private static final Pattern MEDIA_TYPE = Pattern.compile("[A-Za-z0-9!#$&^_.+-]{1,64}/[\\x20-\\x7e]{1,190}");

    /** So many bytes make the longest string a resource may hold. */
    private static final int MAX_BYTES = JsonLimits.DOCUMENT.stringLength() / 4 * 3;

    private RawBinary() {}

    /** Whether the client reads a Binary and asks for something else than FHIR's formats. */
    static boolean isWanted(HttpServletRequest http, FhirRequest request) {
        List<String> path = request.path();
        boolean read = (request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD)
                && (path.size() == 2 || path.size() == 4)
                && path.get(0).equals(TYPE)
                && !path.get(1).startsWith("_")
                && !path.get(1).startsWith("$");
        String accept = http.getHeader("Accept");
        return read
                && accept != null
                && !accept.isBlank()
                && request.query().last("_format").isEmpty()
                && Arrays.stream(accept.split(","))
                        .noneMatch(item -> MediaType.essence(item).contains("fhir"));
    }

    /** The answer with the Binary's content instead of the resource. */
    static FhirResponse of(FhirResponse answer) {
        if (answer.status() != 200 || answer.body().isEmpty()) {
            return answer;
        }
        ObjectNode binary = ResourceJson.parse(answer.body().get().toBytes(), JsonLimits.DOCUMENT);
        byte[] data = Base64.getMimeDecoder().decode(binary.path("data").asText(""));
        String mediaType = binary.path("contentType").asText("");
        FhirResponse raw = answer.withFile(new FhirResponse.FileBody(
                        MEDIA_TYPE.matcher(mediaType).matches() ? mediaType : "application/octet-stream",
                        data.length,
                        () -> new ByteArrayInputStream(data)))
                .withHeader("Content-Security-Policy", POLICY);
        String context = binary.path("securityContext").path("reference").asText("");
        return context.matches("[\\x21-\\x7e]+") ? raw.withHeader(SECURITY_CONTEXT, context) : raw;
    }

    /** Whether the body of a create or update is the content of a Binary, not a resource. */
    static boolean isSent(List<String> path, @Nullable String contentType) {
        return !path.isEmpty()
                && path.size() <= 2
                && path.get(0).equals(TYPE)
                && contentType != null
                && !contentType.isBlank()
                && MediaType.named(contentType).isEmpty();
    }

    static ObjectNode resource(HttpServletRequest http, List<String> path, byte[] content) {
        if (content.length > MAX_BYTES) {
            throw new SpineException(
                    FhirError.TOO_LARGE, "The content of a Binary has at most %d bytes".formatted(MAX_BYTES));
        }
        ObjectNode binary = JsonNodeFactory.instance.objectNode();
        binary.put("resourceType", TYPE);
        if (path.size() == 2) {
            binary.put("id", path.get(1));
        }
        binary.put("contentType", http.getContentType().strip());
        String context = http.getHeader(SECURITY_CONTEXT);
        if (context != null && !context.isBlank()) {
            binary.putObject("securityContext").put("reference", context.strip());
        }
        return binary.put("data", Base64.getEncoder().encodeToString(content));
    }
}
