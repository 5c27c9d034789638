package org.openspine.conformance.search;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** What is read from a SearchParameter resource; absent texts are empty. Streamed, because the specification's bundle has 1,375 of them. */
record SearchParameterSource(
        String url,
        String code,
        String type,
        List<String> bases,
        String expression,
        List<String> targets,
        List<Part> components,
        String description) {
    record Part(String definition, String expression) {}

    static SearchParameterSource of(ObjectNode resource) {
        try (JsonParser parser = resource.traverse()) {
            parser.nextToken();
            return read(parser);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All SearchParameters of a bundle. */
    static List<SearchParameterSource> ofBundle(InputStream json) {
        var sources = new ArrayList<SearchParameterSource>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.START_OBJECT && "resource".equals(parser.currentName())) {
                    sources.add(read(parser));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sources;
    }

    private static SearchParameterSource read(JsonParser parser) throws IOException {
        String url = "";
        String code = "";
        String type = "";
        String expression = "";
        String description = "";
        List<String> bases = List.of();
        List<String> targets = List.of();
        List<Part> components = List.of();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "url" -> url = text(parser);
                case "code" -> code = text(parser);
                case "type" -> type = text(parser);
                case "expression" -> expression = text(parser);
                case "description" -> description = text(parser);
                case "base" -> bases = texts(parser);
                case "target" -> targets = texts(parser);
                case "component" -> components = parts(parser);
                default -> parser.skipChildren();
            }
        }
        return new SearchParameterSource(url, code, type, bases, expression, targets, components, description);
    }

    private static String text(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return parser.getText();
        }
        parser.skipChildren();
        return "";
    }

    private static List<String> texts(JsonParser parser) throws IOException {
        var texts = new ArrayList<String>();
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                texts.add(text(parser));
            }
        }
        return List.copyOf(texts);
    }

    private static List<Part> parts(JsonParser parser) throws IOException {
        var parts = new ArrayList<Part>();
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                parts.add(part(parser));
            }
        }
        return List.copyOf(parts);
    }

    private static Part part(JsonParser parser) throws IOException {
        String definition = "";
        String expression = "";
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "definition" -> definition = text(parser);
                case "expression" -> expression = text(parser);
                default -> parser.skipChildren();
            }
        }
        return new Part(definition, expression);
    }
}
