package org.openspine.conformance.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.math.BigInteger;

/** Builds one tree from a token stream and stops at the first thing that {@link JsonLimits} or FHIR forbids. */
final class TreeReader {
    private static final int MAX_NUMBER_CHARACTERS = 40;
    private static final int MAX_EXPONENT = 40;

    private final JsonParser parser;
    private final JsonLimits limits;
    private final boolean checkCharacters;
    private int values;

    /** {@code checkCharacters} is needed only if the text has {@code \\u} escapes: raw NULs and surrogates are refused before. */
    TreeReader(JsonParser parser, JsonLimits limits, boolean checkCharacters) {
        this.parser = parser;
        this.limits = limits;
        this.checkCharacters = checkCharacters;
    }

    JsonNode read() throws IOException {
        try {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw refused("the body is empty");
            }
            JsonNode root = value(first, 0);
            if (parser.nextToken() != null) {
                throw refused("nothing may follow the first value");
            }
            return root;
        } catch (JsonEOFException e) {
            throw refused("the body ends before the value does");
        } catch (StreamConstraintsException e) {
            throw refused("a number or a name far longer than any of FHIR");
        } catch (JsonProcessingException e) {
            throw refused("not JSON"); // Jackson's own message quotes the text
        }
    }

    private JsonNode value(JsonToken token, int depth) throws IOException {
        if (++values > limits.values()) {
            throw refused("more than %d values".formatted(limits.values()));
        }
        return switch (token) {
            case START_OBJECT -> object(depth + 1);
            case START_ARRAY -> array(depth + 1);
            case VALUE_STRING -> TextNode.valueOf(string());
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> decimal();
            case VALUE_TRUE -> BooleanNode.TRUE;
            case VALUE_FALSE -> BooleanNode.FALSE;
            case VALUE_NULL -> NullNode.getInstance();
            default -> throw refused("not JSON");
        };
    }

    private ObjectNode object(int depth) throws IOException {
        checkDepth(depth);
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            if (object.get(name) != null) {
                throw refused("the same name twice in one object");
            }
            if (checkCharacters) {
                checkCharacters(name);
            }
            object.set(name, value(parser.nextToken(), depth));
        }
        return object;
    }

    private ArrayNode array(int depth) throws IOException {
        checkDepth(depth);
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            array.add(value(token, depth));
        }
        return array;
    }

    private void checkDepth(int depth) {
        if (depth > limits.depth()) {
            throw refused("nested deeper than %d levels".formatted(limits.depth()));
        }
    }

    private String string() throws IOException {
        String text = parser.getText();
        if (text.length() > limits.stringLength()) {
            throw refused("a string longer than %d characters".formatted(limits.stringLength()));
        }
        if (checkCharacters) {
            checkCharacters(text);
        }
        return text;
    }

    private void checkCharacters(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw refused("NUL is not allowed");
            }
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (!Character.isHighSurrogate(c)
                    || i + 1 == text.length()
                    || !Character.isLowSurrogate(text.charAt(i + 1))) {
                throw refused("half of a surrogate pair is not a character");
            }
            i++;
        }
    }

    private JsonNode integer() throws IOException {
        int length = parser.getTextLength();
        if (length < 10) {
            return IntNode.valueOf(parser.getIntValue());
        }
        if (length < 19) {
            return LongNode.valueOf(parser.getLongValue());
        }
        checkNumberLength(length);
        return BigIntegerNode.valueOf(new BigInteger(parser.getText()));
    }

    private JsonNode decimal() throws IOException {
        checkNumberLength(parser.getTextLength());
        String text = parser.getText();
        int e = Math.max(text.indexOf('e'), text.indexOf('E'));
        if (e >= 0 && !isSmallExponent(text.substring(e + 1))) {
            throw refused("the exponent of a number must be within ±%d".formatted(MAX_EXPONENT));
        }
        return VerbatimDecimal.of(text);
    }

    private void checkNumberLength(int length) {
        if (length > MAX_NUMBER_CHARACTERS) {
            throw refused("a number longer than %d characters".formatted(MAX_NUMBER_CHARACTERS));
        }
    }

    /** At most 38 digits arrive here, so they have to be bounded before they are parsed. */
    private static boolean isSmallExponent(String digits) {
        return digits.length() <= 4 && Math.abs(Integer.parseInt(digits)) <= MAX_EXPONENT;
    }

    private MalformedContentException refused(String rule) {
        JsonLocation location = parser.currentLocation();
        String path = path(parser.getParsingContext());
        return new MalformedContentException("Line %d, column %d%s: %s"
                .formatted(location.getLineNr(), location.getColumnNr(), path.isEmpty() ? "" : ", at " + path, rule));
    }

    private static String path(JsonStreamContext context) {
        var path = new StringBuilder();
        for (JsonStreamContext at = context; at != null && !at.inRoot(); at = at.getParent()) {
            if (at.inArray()) {
                path.insert(0, "[" + at.getCurrentIndex() + "]");
            } else if (at.getCurrentName() != null) {
                path.insert(0, "." + JsonNames.shown(at.getCurrentName()));
            }
        }
        return path.length() > 0 && path.charAt(0) == '.' ? path.substring(1) : path.toString();
    }
}
