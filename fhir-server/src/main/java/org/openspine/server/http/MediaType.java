package org.openspine.server.http;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The two formats of FHIR and the names clients give them. */
enum MediaType {
    JSON("application/fhir+json"),
    XML("application/fhir+xml");

    private static final Pattern FHIR_VERSION =
            Pattern.compile(";\\s*fhirVersion\\s*=\\s*\"?([^\\s;\"]*)", Pattern.CASE_INSENSITIVE);
    private static final Set<String> R4 = Set.of("4.0", "4.0.0", "4.0.1");

    private static final String CHARSET = ";charset=utf-8";

    private final String name;

    MediaType(String name) {
        this.name = name;
    }

    String contentType() {
        return name + CHARSET;
    }

    /**
     * The format that a {@code Content-Type}, an item of {@code Accept} or {@code _format} names, if it is one of FHIR's; none
     * if it names another version of FHIR.
     *
     * @see <a href="https://hl7.org/fhir/R4/versioning.html#mt-version">FHIR R4 version parameter</a>
     */
    static Optional<MediaType> named(String text) {
        Matcher version = FHIR_VERSION.matcher(text);
        if (version.find() && !R4.contains(version.group(1))) {
            return Optional.empty();
        }
        String type = essence(text);
        return switch (type) {
            case "application/fhir+json", "application/json", "text/json", "json", "application/json+fhir" ->
                Optional.of(JSON);
            case "application/fhir+xml", "application/xml", "text/xml", "xml", "application/xml+fhir" ->
                Optional.of(XML);
            default -> Optional.empty();
        };
    }

    /** The type without parameters, in lower case. A plus sign may have come as a space. */
    static String essence(String text) {
        int semicolon = text.indexOf(';');
        String type = semicolon < 0 ? text : text.substring(0, semicolon);
        return type.strip().toLowerCase(Locale.ROOT).replace(' ', '+');
    }
}
