package org.openspine.referrals.ers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openspine.error.Problem;
import org.openspine.referrals.Spelling;

/** The parameters of an operation, of which names, numbers and types were checked. */
final class Inputs {
    private static final Set<String> MEMBERS =
            Set.of("resourceType", "id", "meta", "implicitRules", "language", "parameter");

    private final Map<String, List<JsonNode>> values = new LinkedHashMap<>();

    /**
     * One parameter of an operation.
     *
     * @param type the member that holds the value: {@code valueCoding}, {@code resource}
     */
    record Input(String name, String type, int min, int max) {
        static Input required(String name, String type) {
            return new Input(name, type, 1, 1);
        }

        static Input optional(String name, String type) {
            return new Input(name, type, 0, 1);
        }

        static Input several(String name, String type, int min) {
            return new Input(name, type, min, 100);
        }
    }

    private Inputs() {}

    /** Throws the {@link BusinessError} of the first parameter that is not as expected. */
    static Inputs of(ObjectNode body, Input... expected) {
        if (!body.path("resourceType").asText().equals("Parameters")) {
            throw BusinessError.INVALID_FHIR_STRUCTURE.because("The body must be a Parameters resource");
        }
        body.fieldNames().forEachRemaining(name -> {
            if (!MEMBERS.contains(name)) {
                throw BusinessError.UNEXPECTED_FIELD.because(
                        "'%s' is not expected here".formatted(Problem.shown(name)));
            }
        });
        JsonNode parameters = body.path("parameter");
        if (!parameters.isMissingNode() && !parameters.isArray()) {
            throw BusinessError.INVALID_FHIR_STRUCTURE.because("'parameter' must be a list");
        }
        Inputs inputs = new Inputs();
        for (int i = 0; i < parameters.size(); i++) {
            inputs.add(parameters.get(i), "parameter[%d]".formatted(i), expected);
        }
        for (Input input : expected) {
            int given = inputs.all(input.name()).size();
            if (given < input.min()) {
                throw BusinessError.MISSING_VALUE.because("'%s' is required".formatted(input.name()));
            }
            if (given > input.max()) {
                throw BusinessError.TOO_MANY_ITEMS.because(
                        "'%s' may be given %d times at most".formatted(input.name(), input.max()));
            }
        }
        return inputs;
    }

    private void add(JsonNode parameter, String place, Input... expected) {
        String name = parameter.path("name").asText();
        Input input = Arrays.stream(expected)
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> BusinessError.UNEXPECTED_FIELD.because(
                        "'%s' (%s) unknown parameter name".formatted(place, Problem.shown(name))));
        JsonNode value = parameter.path(input.type());
        if (value.isMissingNode()) {
            throw parameter.size() > 1
                    ? BusinessError.INVALID_FHIR_STRUCTURE.because(
                            "'%s' (%s) must have '%s'".formatted(place, name, input.type()))
                    : BusinessError.MISSING_VALUE.because("'%s' (%s) has no value".formatted(place, name));
        }
        parameter.fieldNames().forEachRemaining(member -> {
            boolean holdsValue = member.startsWith("value") || member.equals("resource") || member.equals("part");
            if (holdsValue && !member.equals(input.type())) {
                throw BusinessError.INVALID_FHIR_STRUCTURE.because(
                        "'%s' (%s) must have nothing but '%s'".formatted(place, name, input.type()));
            }
        });
        requireShape(input, value, place);
        values.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
    }

    private static void requireShape(Input input, JsonNode value, String place) {
        boolean right =
                switch (input.type()) {
                    case "valueCoding", "valueIdentifier", "valueReference", "valueCodeableConcept", "resource" ->
                        value.isObject();
                    case "valueBoolean" -> value.isBoolean();
                    case "valueUnsignedInt" ->
                        value.isIntegralNumber() && value.canConvertToInt() && value.asInt() >= 0;
                    default -> value.isTextual();
                };
        if (!right) {
            throw BusinessError.INVALID_VALUE.because(
                    "'%s/%s' (%s) is not a valid value".formatted(place, input.type(), input.name()));
        }
    }

    List<JsonNode> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** The value; a missing node if it was not given. */
    JsonNode one(String name) {
        return all(name).isEmpty() ? MissingNode.getInstance() : all(name).get(0);
    }

    boolean has(String name) {
        return !all(name).isEmpty();
    }

    Optional<Boolean> truth(String name) {
        return has(name) ? Optional.of(one(name).asBoolean()) : Optional.empty();
    }

    /** Text that is not blank and not longer than allowed; empty text if it was not given. */
    String text(String name, int longest) {
        if (!has(name)) {
            return "";
        }
        String text = one(name).asText();
        if (text.isBlank()) {
            throw BusinessError.MISSING_VALUE.because("'%s' is empty".formatted(name));
        }
        return writable(name, text, longest);
    }

    /** The text of a member of a resource as it may be kept; empty text if it has none. */
    static String optional(JsonNode resource, String name, int longest) {
        JsonNode member = resource.path(name);
        if (!member.isMissingNode() && !member.isTextual()) {
            throw BusinessError.INVALID_VALUE.because("'%s' is not a text".formatted(name));
        }
        return writable(name, member.asText().strip(), longest);
    }

    /** {@code text} as it may be kept: not too long, and without control characters, which no FHIR text has. */
    static String writable(String name, String text, int longest) {
        if (text.length() > longest) {
            throw BusinessError.INVALID_VALUE.because("'%s' is longer than %d characters".formatted(name, longest));
        }
        if (text.chars().anyMatch(c -> c < ' ' && c != '\t' && c != '\r' && c != '\n')) {
            throw BusinessError.INVALID_VALUE.because("'%s' holds control characters".formatted(name));
        }
        return text;
    }

    /** The code of a Coding of that system; empty if it was not given. */
    Optional<String> code(String name, String system) {
        return has(name) ? Optional.of(code(name, one(name), system)) : Optional.empty();
    }

    /** The code of a Coding; of a system that is named wrongly it is no code of the set. */
    static String code(String name, JsonNode coding, String system) {
        String code = coding.path("code").asText();
        if (code.isEmpty()) {
            throw BusinessError.MISSING_VALUE.because("'%s' has no code".formatted(name));
        }
        String given = coding.path("system").asText();
        if (!given.isEmpty() && !given.equals(system) && !lastSegment(given).equals(lastSegment(system))) {
            throw BusinessError.INVALID_CODE.because(
                    "'%s' has a code of another system than %s".formatted(name, system));
        }
        return code;
    }

    private static String lastSegment(String uri) {
        String name = Spelling.uri(uri).substring(Spelling.uri(uri).lastIndexOf('/') + 1);
        return name.replace("-", "").toUpperCase(java.util.Locale.ROOT).replaceFirst("^ERS", "");
    }

    /** The constant a code names. Throws {@link BusinessError#INVALID_CODE}. */
    <E extends Enum<E>> Optional<E> coded(String name, String system, Class<E> set) {
        return code(name, system).map(code -> constant(name, code, set));
    }

    static <E extends Enum<E>> E constant(String name, String code, Class<E> set) {
        return Arrays.stream(set.getEnumConstants())
                .filter(constant -> constant.name().equals(code))
                .findFirst()
                .orElseThrow(() -> BusinessError.INVALID_CODE.because(
                        "'%s' (%s) is not a code of the set".formatted(name, Problem.shown(code))));
    }

    /** The value of an Identifier of that system; empty if it was not given. */
    Optional<String> identifier(String name, String system) {
        if (!has(name)) {
            return Optional.empty();
        }
        JsonNode identifier = one(name);
        String value = identifier.path("value").asText();
        if (value.isEmpty()) {
            throw BusinessError.MISSING_VALUE.because("'%s' has no value".formatted(name));
        }
        String given = identifier.path("system").asText();
        if (!given.isEmpty() && !given.equals(system)) {
            throw BusinessError.INVALID_VALUE.because("'%s' must be of system %s".formatted(name, system));
        }
        return Optional.of(value);
    }
}
