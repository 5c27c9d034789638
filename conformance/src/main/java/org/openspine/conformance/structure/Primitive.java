package org.openspine.conformance.structure;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The primitive types of R4.
 *
 * @see <a href="https://hl7.org/fhir/R4/datatypes.html#primitive">FHIR R4 primitive types</a>
 */
public enum Primitive {
    BASE64_BINARY("base64Binary"),
    BOOLEAN("boolean"),
    CANONICAL("canonical"),
    CODE("code"),
    DATE("date"),
    DATE_TIME("dateTime"),
    DECIMAL("decimal"),
    ID("id"),
    INSTANT("instant"),
    INTEGER("integer"),
    MARKDOWN("markdown"),
    OID("oid"),
    POSITIVE_INT("positiveInt"),
    STRING("string"),
    TIME("time"),
    UNSIGNED_INT("unsignedInt"),
    URI("uri"),
    URL("url"),
    UUID("uuid"),
    XHTML("xhtml");

    private static final Map<String, Primitive> BY_NAME =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(Primitive::typeName, Function.identity()));

    private final String typeName;

    Primitive(String typeName) {
        this.typeName = typeName;
    }

    public static Optional<Primitive> named(String typeName) {
        return Optional.ofNullable(BY_NAME.get(typeName));
    }

    /** FHIR's name: {@code dateTime}, {@code base64Binary} … */
    public String typeName() {
        return typeName;
    }
}
