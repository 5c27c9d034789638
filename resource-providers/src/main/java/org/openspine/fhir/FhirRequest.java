package org.openspine.fhir;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.openspine.access.Caller;
import org.openspine.api.HttpMethod;
import org.openspine.api.QueryParameters;
import org.openspine.fhir.patch.Patch;

/**
 * A request to the unified base, whether it came over HTTP or as an entry of a Bundle.
 *
 * @param base the address of the base as the client knows it, without a slash at the end
 * @param path decoded segments below the base
 * @param conditions the headers that make a request conditional
 * @param preferences what the client would like back
 * @param content what was sent
 * @param caller who asks
 */
public record FhirRequest(
        HttpMethod method,
        String base,
        List<String> path,
        QueryParameters query,
        Conditions conditions,
        Preferences preferences,
        Content content,
        Caller caller) {
    /** {@code If-Match}, {@code If-None-Match}, {@code If-Modified-Since} and {@code If-None-Exist}, as sent. */
    public record Conditions(
            Optional<String> ifMatch,
            Optional<String> ifNoneMatch,
            Optional<String> ifModifiedSince,
            Optional<String> ifNoneExist) {
        public static final Conditions NONE =
                new Conditions(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** A request body that is parsed when an interaction asks for it. */
    public interface Content {
        Content NONE = new Content() {
            @Override
            public ObjectNode resource() {
                throw Contents.missing();
            }

            @Override
            public Patch patch() {
                throw Contents.missing();
            }

            @Override
            public boolean isEmpty() {
                return true;
            }
        };

        /** The resource sent: well-formed and within the limits, not yet validated. */
        ObjectNode resource();

        /** The patch sent, by its media type. */
        Patch patch();

        boolean isEmpty();

        /** The media type of what was sent, in lower case and without parameters; empty if it has none. */
        default String mediaType() {
            return "";
        }

        /** What was sent as it arrives, without a limit; instead of the other ways to read it, and once. */
        default InputStream stream() {
            throw Contents.missing();
        }
    }

    public FhirRequest withQuery(QueryParameters other) {
        return new FhirRequest(method, base, path, other, conditions, preferences, content, caller);
    }
}
