package org.openspine.conformance.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.function.Predicate;
import org.openspine.conformance.structure.Primitive;

/**
 * How JSON writes a primitive type. Scanners by hand: they are linear and allocate nothing.
 *
 * @see <a href="https://hl7.org/fhir/R4/datatypes.html#primitive">FHIR R4 primitive types</a>
 */
enum PrimitiveFormat {
    BASE64_BINARY("must be base64: groups of four letters, padded with '='", text(PrimitiveFormat::isBase64)),
    BOOLEAN("must be true or false, without quotes", JsonNode::isBoolean),
    CODE(
            "must be a code: a string without spaces at its ends and with single spaces inside",
            text(PrimitiveFormat::isCode)),
    DATE("must be a day that exists: YYYY, YYYY-MM or YYYY-MM-DD", text(Calendar::isDate)),
    DATE_TIME(
            "must be YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm:ss with a time zone (Z or +hh:mm), and exist",
            text(Calendar::isDateTime)),
    DECIMAL("must be a number, without quotes", JsonNode::isNumber),
    ID("must be an id: letters, digits, '-' and '.', at most 64", text(PrimitiveFormat::isId)),
    INSTANT("must be YYYY-MM-DDThh:mm:ss with a time zone (Z or +hh:mm), and exist", text(Calendar::isInstant)),
    INTEGER("must be a whole number of at most 32 bits, without quotes", PrimitiveFormat::isInteger),
    OID("must be urn:oid: and numbers with dots between", text(PrimitiveFormat::isOid)),
    POSITIVE_INT(
            "must be a whole number from 1 to 2147483647, without quotes",
            value -> isInteger(value) && value.intValue() > 0),
    STRING(
            "must be a string that is not empty and has no control characters but tab and line ends",
            text(PrimitiveFormat::isString)),
    TIME("must be hh:mm:ss, without time zone", text(Calendar::isTime)),
    UNSIGNED_INT(
            "must be a whole number from 0 to 2147483647, without quotes",
            value -> isInteger(value) && value.intValue() >= 0),
    URI(
            "must be a URI: a string that is not empty and has no spaces; urn:oid: and urn:uuid: with an OID or a UUID in lower case behind",
            text(PrimitiveFormat::isUri)),
    UUID("must be urn:uuid: and a UUID in lower case", text(PrimitiveFormat::isUuid));

    private static final String OID_PREFIX = "urn:oid:";
    private static final String UUID_PREFIX = "urn:uuid:";
    private static final int LONGEST_ID = 64;

    private final Optional<String> rule;
    private final Predicate<JsonNode> test;

    PrimitiveFormat(String rule, Predicate<JsonNode> test) {
        this.rule = Optional.of(rule);
        this.test = test;
    }

    private static Predicate<JsonNode> text(Predicate<String> test) {
        return value -> value.isTextual() && test.test(value.textValue());
    }

    static PrimitiveFormat of(Primitive type) {
        return switch (type) {
            case BASE64_BINARY -> BASE64_BINARY;
            case BOOLEAN -> BOOLEAN;
            case CODE -> CODE;
            case DATE -> DATE;
            case DATE_TIME -> DATE_TIME;
            case DECIMAL -> DECIMAL;
            case ID -> ID;
            case INSTANT -> INSTANT;
            case INTEGER -> INTEGER;
            case OID -> OID;
            case POSITIVE_INT -> POSITIVE_INT;
            case STRING, MARKDOWN, XHTML -> STRING;
            case TIME -> TIME;
            case UNSIGNED_INT -> UNSIGNED_INT;
            case CANONICAL, URI, URL -> URI;
            case UUID -> UUID;
        };
    }

    boolean accepts(JsonNode value) {
        return test.test(value);
    }

    /** The rule that {@code value} breaks, to be read after the name of the element. */
    Optional<String> broken(JsonNode value) {
        return accepts(value) ? Optional.empty() : rule;
    }

    static boolean isId(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isLetterOrDigit(text.charAt(i)) && text.charAt(i) != '-' && text.charAt(i) != '.') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= LONGEST_ID;
    }

    private static boolean isInteger(JsonNode value) {
        return value.isIntegralNumber() && value.canConvertToInt();
    }

    private static boolean isString(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' && c != '\t' && c != '\n' && c != '\r') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isCode(String text) {
        boolean afterSpace = true;
        for (int i = 0; i < text.length(); i++) {
            boolean space = text.charAt(i) <= ' ';
            if (space && afterSpace) {
                return false;
            }
            afterSpace = space;
        }
        return !afterSpace;
    }

    private static boolean isUri(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ') {
                return false;
            }
        }
        return !text.isEmpty()
                && (!text.startsWith("urn:")
                        || (!text.startsWith(OID_PREFIX) || isOid(text))
                                && (!text.startsWith(UUID_PREFIX) || isUuid(text)));
    }

    private static boolean isOid(String text) {
        if (!text.startsWith(OID_PREFIX) || text.length() < OID_PREFIX.length() + 3) {
            return false;
        }
        char first = text.charAt(OID_PREFIX.length());
        boolean start = false; // at the first digit of a number
        for (int i = OID_PREFIX.length() + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean leadingZero = !start && text.charAt(i - 1) == '0' && text.charAt(i - 2) == '.';
            if (c == '.' ? start : !isDigit(c) || leadingZero) {
                return false;
            }
            start = c == '.';
        }
        return first >= '0' && first <= '2' && text.charAt(OID_PREFIX.length() + 1) == '.' && !start;
    }

    private static boolean isUuid(String text) {
        if (!text.startsWith(UUID_PREFIX) || text.length() != UUID_PREFIX.length() + 36) {
            return false;
        }
        for (int i = 0; i < 36; i++) {
            char c = text.charAt(UUID_PREFIX.length() + i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? c != '-' : !isDigit(c) && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBase64(String text) {
        int letters = 0;
        int padding = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '=') {
                padding++;
            } else if (isLetterOrDigit(c) || c == '+' || c == '/') {
                if (padding > 0) {
                    return false;
                }
                letters++;
            } else if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                return false;
            }
        }
        return letters > 0 && padding <= 2 && (letters + padding) % 4 == 0;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetterOrDigit(char c) {
        return isDigit(c) || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
    }
}
