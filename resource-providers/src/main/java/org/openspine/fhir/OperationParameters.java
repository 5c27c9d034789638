package org.openspine.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openspine.api.HttpMethod;
import org.openspine.api.QueryParameters;
import org.openspine.conformance.json.JsonNames;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;

/**
 * What an operation was called with: the query, and of a POST also its body, a Parameters resource.
 *
 * @see <a href="https://hl7.org/fhir/R4/operations.html#executing">FHIR R4 operations</a>
 */
public final class OperationParameters {
    /** The form of the answer is none of the operation's business. */
    private static final Set<String> OF_EVERY_REQUEST = Set.of("_format", "_pretty");

    private final List<Parameter> all;

    private OperationParameters(List<Parameter> all) {
        this.all = List.copyOf(all);
    }

    private record Parameter(String name, JsonNode value) {
        Optional<String> text() {
            return value.isValueNode() ? Optional.of(value.asText()) : Optional.empty();
        }
    }

    /**
     * Reads a call. Throws {@link FhirError#UNSUPPORTED_PARAMETER} for a parameter that is not in {@code known}, unless the
     * client asks for lenient handling: then it is left out.
     */
    public static OperationParameters of(FhirRequest request, String operation, List<String> known) {
        return of(request, operation, known, Optional.empty());
    }

    /** Like {@link #of(FhirRequest, String, List)}; a body that is no Parameters is the one parameter {@code bare}. */
    public static OperationParameters of(
            FhirRequest request, String operation, List<String> known, Optional<String> bare) {
        List<Parameter> all = new ArrayList<>();
        for (QueryParameters.Parameter parameter : request.query().all()) {
            all.add(new Parameter(parameter.name(), TextNode.valueOf(parameter.value())));
        }
        if (request.method() == HttpMethod.POST && !request.content().isEmpty()) {
            all.addAll(body(request.content().resource(), bare));
        }
        all.removeIf(parameter -> OF_EVERY_REQUEST.contains(parameter.name()));
        all.removeIf(parameter ->
                !known.contains(parameter.name()) && request.preferences().lenient());
        for (Parameter parameter : all) {
            if (!known.contains(parameter.name())) {
                throw new SpineException(
                        FhirError.UNSUPPORTED_PARAMETER,
                        "'%s' is not a parameter of $%s. %s"
                                .formatted(
                                        JsonNames.shown(parameter.name()),
                                        operation,
                                        known.isEmpty() ? "It has none" : "Known: " + String.join(", ", known)));
            }
        }
        return new OperationParameters(all);
    }

    private static List<Parameter> body(ObjectNode resource, Optional<String> bare) {
        if (!resource.path("resourceType").asText().equals("Parameters")) {
            return List.of(new Parameter(
                    bare.orElseThrow(() -> SpineException.at(
                            FhirError.INVALID_CONTENT, "resourceType", "The body of an operation is a Parameters")),
                    resource));
        }
        List<Parameter> parameters = new ArrayList<>();
        for (JsonNode parameter : resource.path("parameter")) {
            parameters.add(new Parameter(parameter.path("name").asText(""), value(parameter)));
        }
        return parameters;
    }

    private static JsonNode value(JsonNode parameter) {
        if (parameter.has("resource")) {
            return parameter.path("resource");
        }
        if (parameter.has("part")) {
            return parameter.path("part");
        }
        for (Map.Entry<String, JsonNode> property : parameter.properties()) {
            if (property.getKey().startsWith("value")) {
                return property.getValue();
            }
        }
        throw SpineException.at(
                FhirError.INVALID_CONTENT,
                "Parameters.parameter",
                "Parameter '%s' has no value"
                        .formatted(JsonNames.shown(parameter.path("name").asText(""))));
    }

    /** The last value of a parameter of primitive type. */
    public Optional<String> last(String name) {
        return texts(name).stream().reduce((first, second) -> second);
    }

    /** All values of a parameter, repeated or separated by commas. */
    public List<String> list(String name) {
        return texts(name).stream()
                .flatMap(text -> Arrays.stream(text.split(",")))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .distinct()
                .toList();
    }

    /** All values of a parameter as given, without the empty ones. */
    public List<String> texts(String name) {
        return all.stream()
                .filter(parameter -> parameter.name().equals(name))
                .flatMap(parameter -> parameter.text().stream())
                .filter(text -> !text.isEmpty())
                .toList();
    }

    /** The parts of each parameter of this name that has parts. */
    public List<JsonNode> parts(String name) {
        return all.stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(Parameter::value)
                .filter(JsonNode::isArray)
                .toList();
    }

    /** A parameter that is a resource or of a complex type. */
    public Optional<ObjectNode> object(String name) {
        return objects(name).stream().findFirst();
    }

    /** All values of such a parameter. */
    public List<ObjectNode> objects(String name) {
        return all.stream()
                .filter(parameter -> parameter.name().equals(name))
                .filter(parameter -> parameter.value().isObject())
                .map(parameter -> (ObjectNode) parameter.value())
                .toList();
    }

    /** The primitive parameters as a query, whatever way they came. */
    public QueryParameters asQuery() {
        return new QueryParameters(all.stream()
                .flatMap(parameter ->
                        parameter.text().stream().map(text -> new QueryParameters.Parameter(parameter.name(), text)))
                .toList());
    }
}
