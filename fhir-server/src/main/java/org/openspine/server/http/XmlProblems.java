package org.openspine.server.http;

import ca.uhn.fhir.parser.LenientErrorHandler;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ScalarType;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ValueType;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamException;
import org.openspine.error.FhirError;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;

/** Collects what HAPI's XML parser meets, by the names of elements and never by their values. */
final class XmlProblems extends LenientErrorHandler {
    private static final int MOST = 20;

    private final List<Problem> problems = new ArrayList<>();

    XmlProblems() {
        super(false);
    }

    @Override
    public void unknownElement(IParseLocation location, String element) {
        add(location, "unknown element '%s'".formatted(shown(element)));
    }

    @Override
    public void unknownAttribute(IParseLocation location, String attribute) {
        add(location, "unknown attribute '%s'".formatted(shown(attribute)));
    }

    @Override
    public void unexpectedRepeatingElement(IParseLocation location, String element) {
        add(location, "element '%s' does not repeat".formatted(shown(element)));
    }

    @Override
    public void missingRequiredElement(IParseLocation location, String element) {
        add(location, "element '%s' is required".formatted(shown(element)));
    }

    @Override
    public void invalidValue(IParseLocation location, String value, String error) {
        add(location, "a value does not have the format of its type");
    }

    @Override
    public void containedResourceWithNoId(IParseLocation location) {
        add(location, "a contained resource needs an id");
    }

    @Override
    public void incorrectJsonType(
            IParseLocation location,
            String element,
            ValueType expected,
            ScalarType expectedScalar,
            ValueType found,
            ScalarType foundScalar) {
        add(location, "element '%s' has the wrong type".formatted(shown(element)));
    }

    void throwIfAny() {
        if (!problems.isEmpty()) {
            throw new SpineException(FhirError.MALFORMED_CONTENT, problems);
        }
    }

    /** {@code : line 3, column 7} where the XML itself is broken. */
    static String place(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof XMLStreamException xml && xml.getLocation() != null) {
                return ": not well-formed at line %d, column %d"
                        .formatted(
                                xml.getLocation().getLineNumber(),
                                xml.getLocation().getColumnNumber());
            }
        }
        return "";
    }

    private void add(@org.jspecify.annotations.Nullable IParseLocation location, String what) {
        if (problems.size() < MOST) {
            String parent = location == null ? null : location.getParentElementName();
            problems.add(parent == null ? Problem.of(what) : Problem.at(shown(parent), what));
        }
    }

    private static String shown(String name) {
        String cut = name.length() > 64 ? name.substring(0, 64) : name;
        return cut.replaceAll("[^A-Za-z0-9_.:-]", "?");
    }
}
