package org.openspine.samples.load;

import java.net.URI;
import java.util.Map;

/**
 * Where to load to.
 *
 * @param base the FHIR base, such as {@code http://localhost:8080/FHIR/R4}
 * @param connections how many requests are under way at once
 * @param headers sent with every request, such as {@code Authorization}
 */
public record LoadTarget(URI base, int connections, Map<String, String> headers) {
    private static final int USUAL_CONNECTIONS = 4;

    public LoadTarget {
        if (connections < 1) {
            throw new IllegalArgumentException("at least one connection is needed");
        }
        headers = Map.copyOf(headers);
    }

    /** An open server, reached over four connections. */
    public static LoadTarget of(URI base) {
        return new LoadTarget(base, USUAL_CONNECTIONS, Map.of());
    }

    /** The address of a resource type or resource; of the base itself if {@code path} is empty. */
    URI resolve(String path) {
        String text = base.toString();
        String trimmed = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        return URI.create(path.isEmpty() ? trimmed : trimmed + "/" + path);
    }
}
