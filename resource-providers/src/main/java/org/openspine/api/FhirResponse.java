package org.openspine.api;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.openspine.repository.StoredResource;

/**
 * What an API answers.
 *
 * @param version tag, time and place of the version that was read or made
 * @param location absolute URL of the version that was made, or of an asynchronous job
 * @param body JSON of a resource ready to be sent, if there is any
 * @param file instead of a body: something that is no resource
 * @param headers further headers, by name
 */
public record FhirResponse(
        int status,
        Optional<VersionTag> version,
        Optional<String> location,
        Optional<JsonBody> body,
        Optional<FileBody> file,
        Map<String, String> headers) {
    /** The headers {@code ETag} and {@code Last-Modified}. */
    public record VersionTag(String etag, Instant lastModified) {
        public static VersionTag of(StoredResource stored) {
            return new VersionTag(stored.etag(), stored.lastUpdated());
        }
    }

    /** Bytes of a media type of their own, read while they are sent. */
    public record FileBody(String mediaType, long length, Source source) {
        /** Opened at most once. */
        @FunctionalInterface
        public interface Source {
            InputStream open() throws IOException;
        }
    }

    public FhirResponse(int status, Optional<VersionTag> version, Optional<String> location, Optional<JsonBody> body) {
        this(status, version, location, body, Optional.empty(), Map.of());
    }

    public static FhirResponse of(int status, StoredResource stored) {
        return new FhirResponse(
                status, Optional.of(VersionTag.of(stored)), Optional.empty(), Optional.of(JsonBody.of(stored.body())));
    }

    public static FhirResponse of(int status, JsonBody body) {
        return new FhirResponse(status, Optional.empty(), Optional.empty(), Optional.of(body));
    }

    public static FhirResponse of(int status) {
        return new FhirResponse(status, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public FhirResponse withoutBody() {
        return new FhirResponse(status, version, location, Optional.empty(), Optional.empty(), headers);
    }

    public FhirResponse withBody(JsonBody other) {
        return new FhirResponse(status, version, location, Optional.of(other), Optional.empty(), headers);
    }

    /** The same answer in a form of its own instead of JSON. */
    public FhirResponse withFile(FileBody other) {
        return new FhirResponse(status, version, location, Optional.empty(), Optional.of(other), headers);
    }

    public FhirResponse at(String url) {
        return new FhirResponse(status, version, Optional.of(url), body, file, headers);
    }

    public FhirResponse withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new FhirResponse(status, version, location, body, file, more);
    }
}
