package org.openspine.fhir;

import java.time.Instant;
import java.util.Optional;
import org.openspine.repository.StoredResource;

/**
 * What the unified base answers.
 *
 * @param version tag, time and place of the version that was read or made
 * @param location absolute URL of the version that was made, or of an asynchronous job
 * @param body JSON ready to be sent, if there is any
 */
public record FhirResponse(
        int status, Optional<VersionTag> version, Optional<String> location, Optional<JsonBody> body) {
    /** The headers {@code ETag} and {@code Last-Modified}. */
    public record VersionTag(String etag, Instant lastModified) {
        static VersionTag of(StoredResource stored) {
            return new VersionTag(stored.etag(), stored.lastUpdated());
        }
    }

    static FhirResponse of(int status, StoredResource stored) {
        return new FhirResponse(
                status, Optional.of(VersionTag.of(stored)), Optional.empty(), Optional.of(JsonBody.of(stored.body())));
    }

    static FhirResponse of(int status, JsonBody body) {
        return new FhirResponse(status, Optional.empty(), Optional.empty(), Optional.of(body));
    }

    static FhirResponse of(int status) {
        return new FhirResponse(status, Optional.empty(), Optional.empty(), Optional.empty());
    }

    FhirResponse withoutBody() {
        return new FhirResponse(status, version, location, Optional.empty());
    }

    FhirResponse withBody(JsonBody other) {
        return new FhirResponse(status, version, location, Optional.of(other));
    }

    FhirResponse at(String url) {
        return new FhirResponse(status, version, Optional.of(url), body);
    }
}
