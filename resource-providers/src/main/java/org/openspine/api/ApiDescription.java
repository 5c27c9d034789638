package org.openspine.api;

import java.util.List;
import org.openspine.error.ErrorCode;

/**
 * What a developer wants to know of an API before the first request; the front page shows it.
 *
 * @param name as the NHS calls it
 * @param basePath begins with a slash and ends without one
 * @param headers those a request may or must have
 * @param examples requests that work with the sample data
 */
public record ApiDescription(
        String name,
        String basePath,
        String purpose,
        Endpoints endpoints,
        List<Header> headers,
        List<Example> examples,
        List<ErrorRow> errors) {
    public record Header(String name, boolean required, String meaning) {}

    /**
     * A request to try.
     *
     * @param path below the base, with query
     * @param path below the base path of the API; with {@code /FHIR/R4/} at its beginning, of the unified base
     * @param headers lines such as {@code X-Request-ID: …}
     * @param body empty if there is none
     */
    public record Example(String title, HttpMethod method, String path, List<String> headers, String body) {
        private static final String UNIFIED_BASE = "/FHIR/R4/";

        public static Example get(String title, String path, String... headers) {
            return new Example(title, HttpMethod.GET, path, List.of(headers), "");
        }

        /** The whole path at a server where the API has this base path. */
        public String at(String basePath) {
            return path.startsWith(UNIFIED_BASE) ? path : basePath + (path.startsWith("/") ? "" : "/") + path;
        }
    }

    /** One row of the published error table. */
    public record ErrorRow(String code, int status, String issueType, String severity, String display) {
        /** @param row an enum constant of the API's catalogue */
        public static <E extends Enum<E> & ErrorCode> ErrorRow of(E row) {
            return new ErrorRow(
                    row.details().map(coding -> coding.getCode()).orElse(row.name()),
                    row.status(),
                    row.issueType().toCode(),
                    row.severity().toCode(),
                    row.details().map(coding -> coding.getDisplay()).orElse(""));
        }
    }
}
