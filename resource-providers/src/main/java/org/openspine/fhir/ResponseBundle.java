package org.openspine.fhir;

import java.util.List;
import java.util.Map;
import org.openspine.api.FhirResponse;
import org.openspine.api.HttpMethod;
import org.openspine.api.JsonBody;
import org.openspine.api.OperationOutcomes;
import org.openspine.error.SpineException;

/** The answers to the entries of a batch or transaction, as a Bundle. */
final class ResponseBundle {
    private static final Map<Integer, String> REASONS = Map.ofEntries(
            Map.entry(200, "OK"),
            Map.entry(201, "Created"),
            Map.entry(204, "No Content"),
            Map.entry(304, "Not Modified"),
            Map.entry(400, "Bad Request"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(409, "Conflict"),
            Map.entry(410, "Gone"),
            Map.entry(412, "Precondition Failed"),
            Map.entry(415, "Unsupported Media Type"),
            Map.entry(422, "Unprocessable Entity"),
            Map.entry(501, "Not Implemented"),
            Map.entry(503, "Service Unavailable"));

    private ResponseBundle() {}

    static JsonBody of(String type, List<JsonBody> entries) {
        JsonBody.Builder json = new JsonBody.Builder();
        json.text("{\"resourceType\":\"Bundle\",\"type\":\"" + type + "\"");
        String separator = ",\"entry\":[";
        for (JsonBody entry : entries) {
            json.text(separator).body(entry);
            separator = ",";
        }
        return json.text(entries.isEmpty() ? "}" : "]}").build();
    }

    /** A write's resource is repeated only if the client asked for it. */
    static JsonBody entry(FhirRequest request, FhirResponse response) {
        boolean read = request.method() == HttpMethod.GET || request.method() == HttpMethod.POST && isSearch(request);
        boolean wanted = request.preferences()
                .returned()
                .filter(Preferences.Return.REPRESENTATION::equals)
                .isPresent();
        JsonBody.Builder json = new JsonBody.Builder().text("{");
        if (read || wanted) {
            response.body()
                    .ifPresent(body -> json.text("\"resource\":").body(body).text(","));
        }
        json.text("\"response\":{\"status\":").string(status(response.status()));
        response.location().ifPresent(url -> json.text(",\"location\":").string(url));
        response.version().ifPresent(version -> json.text(",\"etag\":")
                .string(version.etag())
                .text(",\"lastModified\":")
                .string(version.lastModified().toString()));
        boolean outcomeWanted = request.preferences()
                .returned()
                .filter(Preferences.Return.OPERATION_OUTCOME::equals)
                .isPresent();
        if (outcomeWanted && !read) {
            response.body().ifPresent(body -> json.text(",\"outcome\":").body(body));
        }
        return json.text("}}").build();
    }

    static JsonBody entry(SpineException failure) {
        return new JsonBody.Builder()
                .text("{\"response\":{\"status\":")
                .string(status(failure.code().status()))
                .text(",\"outcome\":")
                .body(OperationOutcomes.of(failure))
                .text("}}")
                .build();
    }

    private static boolean isSearch(FhirRequest request) {
        return !request.path().isEmpty()
                && (request.path().get(request.path().size() - 1).equals("_search")
                        || request.path().get(request.path().size() - 1).startsWith("$"));
    }

    private static String status(int status) {
        return (status + " " + REASONS.getOrDefault(status, "")).strip();
    }
}
