package org.openspine.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.fhir.FhirRequest;
import org.openspine.fhir.patch.Patch;
import org.openspine.fhir.patch.Patches;

/** The body of an HTTP request, read and parsed when it is asked for. */
final class HttpContent implements FhirRequest.Content {
    private final HttpServletRequest request;
    private final List<String> path;
    private final BodyLimit limit;
    private final XmlFormat xml;
    private byte @Nullable [] bytes;

    /** @param path below the base: it tells how large the body may be, and whether it is a Binary's */
    HttpContent(HttpServletRequest request, List<String> path, XmlFormat xml) {
        this.request = request;
        this.path = path;
        this.limit = BodyLimit.of(path);
        this.xml = xml;
    }

    @Override
    public ObjectNode resource() {
        if (RawBinary.isSent(path, request.getContentType())) {
            return RawBinary.resource(request, path, read());
        }
        String sent = request.getContentType();
        if (sent != null && !sent.isBlank() && MediaType.named(sent).isEmpty()) {
            throw unsupported("application/fhir+json or application/fhir+xml, of fhirVersion 4.0");
        }
        byte[] body = required();
        return parse(body, contentType(body));
    }

    @Override
    public Patch patch() {
        byte[] body = required();
        String type = MediaType.essence(String.valueOf(request.getContentType()));
        if (type.equals(Patches.JSON_PATCH)) {
            return Patches.ofJson(body);
        }
        MediaType format = MediaType.named(String.valueOf(request.getContentType()))
                .orElseThrow(() -> unsupported(Patches.JSON_PATCH + ", application/fhir+json or application/fhir+xml"));
        return Patches.ofResource(parse(body, format));
    }

    @Override
    public boolean isEmpty() {
        return read().length == 0;
    }

    @Override
    public String mediaType() {
        String type = request.getContentType();
        return type == null ? "" : MediaType.essence(type);
    }

    @Override
    public InputStream stream() {
        try {
            return request.getInputStream();
        } catch (IOException e) {
            throw new SpineException(FhirError.MALFORMED_CONTENT, "The body could not be read", e);
        }
    }

    private ObjectNode parse(byte[] body, MediaType type) {
        JsonLimits limits = limit == BodyLimit.RESOURCE ? JsonLimits.RESOURCE : JsonLimits.DOCUMENT;
        return ResourceJson.parse(type == MediaType.XML ? xml.toJson(body) : body, limits);
    }

    private MediaType contentType(byte[] body) {
        return Optional.ofNullable(request.getContentType())
                .flatMap(MediaType::named)
                .orElse(body[0] == '<' ? MediaType.XML : MediaType.JSON);
    }

    private byte[] required() {
        byte[] body = read();
        if (body.length == 0) {
            throw new SpineException(FhirError.MALFORMED_CONTENT, "The request needs a body and has none");
        }
        return body;
    }

    /** All of it; empty if nothing was sent. */
    byte[] read() {
        byte[] known = bytes;
        if (known == null) {
            known = limit.read(request);
            bytes = known;
        }
        return known;
    }

    private static SpineException unsupported(String supported) {
        return new SpineException(FhirError.UNSUPPORTED_MEDIA_TYPE, "Content-Type must be " + supported);
    }
}
