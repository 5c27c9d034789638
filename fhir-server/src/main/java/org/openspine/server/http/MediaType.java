package org.openspine.server.http;

import java.util.Locale;
import java.util.Optional;

/** The two formats of FHIR and the names clients give them. */
enum MediaType {
    JSON("application/fhir+json"),
    XML("application/fhir+xml");

    private static final String CHARSET = ";charset=utf-8";

    private final String name;

    MediaType(String name) {
        this.name = name;
    }

    String contentType() {
        return name + CHARSET;
    }

    /** The format that a {@code Content-Type}, an item of {@code Accept} or {@code _format} names, if it is one of FHIR's. */
    static Optional<MediaType> named(String text) {
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
