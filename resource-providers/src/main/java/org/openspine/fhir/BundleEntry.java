package org.openspine.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.openspine.api.HttpMethod;
import org.openspine.api.QueryParameters;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.fhir.patch.Patch;
import org.openspine.fhir.patch.Patches;

/**
 * One entry of a batch or transaction as a request.
 *
 * @param index place in the Bundle, from 0
 * @param fullUrl by which other entries refer to it; empty if it has none
 */
record BundleEntry(int index, String fullUrl, FhirRequest request, Optional<ObjectNode> resource) {
    /** Throws {@link FhirError#INVALID_CONTENT} naming the entry if it is no request. */
    static BundleEntry parse(JsonNode entry, int index, FhirRequest bundle) {
        JsonNode request = entry.path("request");
        String url = url(entry);
        if (url.isEmpty()) { // a Bundle within a Bundle is not a request
            throw SpineException.at(
                    FhirError.INVALID_CONTENT, place(index) + ".request.url", "An entry needs a method and a url");
        }
        HttpMethod method = method(request.path("method").asText(""), index);
        String relative = relative(url, bundle.base());
        int question = relative.indexOf('?');
        String path = question < 0 ? relative : relative.substring(0, question);
        QueryParameters query =
                question < 0 ? QueryParameters.NONE : QueryParameters.parse(relative.substring(question + 1));
        Optional<ObjectNode> resource =
                entry.path("resource") instanceof ObjectNode node ? Optional.of(node) : Optional.empty();
        boolean needsBody = method == HttpMethod.PUT || method == HttpMethod.PATCH;
        if (needsBody && resource.isEmpty()) {
            throw SpineException.at(
                    FhirError.INVALID_CONTENT, place(index) + ".resource", method + " needs a resource");
        }
        return new BundleEntry(
                index,
                entry.path("fullUrl").asText(""),
                new FhirRequest(
                        method,
                        bundle.base(),
                        segments(path),
                        query,
                        new FhirRequest.Conditions(
                                text(request, "ifMatch"),
                                text(request, "ifNoneMatch"),
                                text(request, "ifModifiedSince"),
                                text(request, "ifNoneExist")),
                        bundle.preferences(),
                        resource.<FhirRequest.Content>map(EntryContent::new).orElse(FhirRequest.Content.NONE),
                        bundle.caller()),
                resource);
    }

    /** HAPI's client leaves the url of a POST out when it is given a list of resources. */
    private static String url(JsonNode entry) {
        JsonNode request = entry.path("request");
        String url = request.path("url").asText("");
        return url.isEmpty() && request.path("method").asText("").equals("POST")
                ? entry.path("resource").path("resourceType").asText("")
                : url;
    }

    /** The server that the fullUrl names, with a slash at the end: relative references start there. Empty if it names none. */
    String root() {
        int id = fullUrl.startsWith("http") ? fullUrl.lastIndexOf('/') : -1;
        return id < 0 ? "" : fullUrl.substring(0, fullUrl.lastIndexOf('/', id - 1) + 1);
    }

    String place() {
        return place(index);
    }

    private static String place(int index) {
        return "Bundle.entry[" + index + "]";
    }

    static List<String> segments(String path) {
        return List.of(path.split("/")).stream()
                .filter(segment -> !segment.isEmpty())
                .toList();
    }

    private static HttpMethod method(String text, int index) {
        for (HttpMethod method : HttpMethod.values()) {
            if (method.name().equals(text)) {
                return method;
            }
        }
        throw SpineException.at(
                FhirError.INVALID_CONTENT,
                place(index) + ".request.method",
                "A method is GET, HEAD, POST, PUT, PATCH or DELETE");
    }

    private static String relative(String url, String base) {
        String relative = url.startsWith(base) ? url.substring(base.length()) : url;
        return relative.startsWith("/") ? relative.substring(1) : relative;
    }

    private static Optional<String> text(JsonNode request, String name) {
        JsonNode value = request.path(name);
        return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
    }

    /** A body that stands in the Bundle. */
    private record EntryContent(ObjectNode resource) implements FhirRequest.Content {
        @Override
        public Patch patch() {
            return Patches.ofResource(resource);
        }

        @Override
        public boolean isEmpty() {
            return false;
        }
    }
}
