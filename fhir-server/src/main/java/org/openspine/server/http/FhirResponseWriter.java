package org.openspine.server.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import org.openspine.api.FhirResponse;
import org.openspine.api.JsonBody;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;

/** Sends an answer: stored bytes as they are, with tag, date and length; XML and pretty JSON are built. */
final class FhirResponseWriter {
    private static final ObjectMapper PRETTY = new ObjectMapper();

    private final XmlFormat xml;

    FhirResponseWriter(XmlFormat xml) {
        this.xml = xml;
    }

    void write(FhirResponse answer, Negotiation form, boolean headOnly, HttpServletResponse response)
            throws IOException {
        response.setStatus(answer.status());
        answer.version().ifPresent(version -> {
            response.setHeader("ETag", version.etag());
            response.setDateHeader("Last-Modified", version.lastModified().toEpochMilli());
        });
        answer.location()
                .ifPresent(url -> response.setHeader(answer.status() == 202 ? "Content-Location" : "Location", url));
        answer.headers().forEach(response::setHeader);
        if (answer.body().isPresent()) {
            write(answer, answer.body().get(), form, headOnly, response);
        }
        if (answer.file().isPresent()) {
            write(answer.file().get(), headOnly, response);
        }
    }

    private static void write(FhirResponse.FileBody file, boolean headOnly, HttpServletResponse response)
            throws IOException {
        response.setContentType(file.mediaType());
        response.setContentLengthLong(file.length());
        if (!headOnly) {
            try (InputStream in = file.source().open()) {
                in.transferTo(response.getOutputStream());
            }
        }
    }

    private void write(
            FhirResponse answer, JsonBody body, Negotiation form, boolean headOnly, HttpServletResponse response)
            throws IOException {
        JsonBody formed = form.format() == MediaType.XML
                ? JsonBody.of(xml.fromJson(body.toBytes(), form.pretty()))
                : form.pretty() ? pretty(body) : body;
        response.setContentType(
                answer.headers().getOrDefault("Content-Type", form.format().contentType()));
        response.setContentLengthLong(formed.length());
        if (!headOnly) {
            formed.writeTo(response.getOutputStream());
        }
    }

    private static JsonBody pretty(JsonBody body) throws IOException {
        return JsonBody.of(PRETTY.writerWithDefaultPrettyPrinter()
                .writeValueAsBytes(ResourceJson.parseAny(body.toBytes(), JsonLimits.ANSWER)));
    }
}
