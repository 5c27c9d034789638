package org.openspine.fhir.patch;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.openspine.conformance.json.JsonNames;
import org.openspine.conformance.structure.Structures;
import org.openspine.error.FhirError;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;

/**
 * JSON Patch. Each refusal names the operation by its number, what it does and where.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6902">RFC 6902</a>
 */
final class JsonPatch implements Patch {
    private static final int MAX_OPERATIONS = 100;
    private static final int MAX_PATH_LENGTH = 500;
    private static final Pattern POINTER = Pattern.compile("(?:/(?:[^~/]|~[01])*+)*+");

    private final List<Operation> operations;

    private JsonPatch(List<Operation> operations) {
        this.operations = operations;
    }

    private enum Kind {
        ADD,
        REMOVE,
        REPLACE,
        MOVE,
        COPY,
        TEST
    }

    private record Operation(int index, Kind kind, JsonPointer path, JsonPointer from, JsonNode value) {
        SpineException refuse(String reason) {
            return new SpineException(FhirError.INVALID_CONTENT, this + " " + reason);
        }

        @Override
        public String toString() {
            return "Patch operation %d (%s %s)"
                    .formatted(index, kind.name().toLowerCase(Locale.ROOT), path.matches() ? "the root" : shown(path));
        }

        /** A segment that no element is named by can hold anything. */
        private static String shown(JsonPointer path) {
            StringBuilder shown = new StringBuilder();
            for (String segment : path.toString().substring(1).split("/", -1)) {
                boolean position = segment.equals("-") || segment.matches("[0-9]{1,6}");
                shown.append('/').append(position ? segment : JsonNames.shown(segment));
            }
            return shown.toString();
        }
    }

    static JsonPatch parse(JsonNode patch) {
        if (!patch.isArray()) {
            throw new SpineException(FhirError.INVALID_CONTENT, "A JSON Patch is an array of operations");
        }
        if (patch.isEmpty() || patch.size() > MAX_OPERATIONS) {
            throw new SpineException(
                    FhirError.INVALID_CONTENT, "A JSON Patch has 1 to %d operations".formatted(MAX_OPERATIONS));
        }
        List<Operation> operations = new ArrayList<>();
        for (JsonNode node : patch) {
            operations.add(operation(node, operations.size()));
        }
        return new JsonPatch(operations);
    }

    private static Operation operation(JsonNode node, int index) {
        Kind kind = kind(node.path("op").asText(""), index);
        boolean needsFrom = kind == Kind.MOVE || kind == Kind.COPY;
        boolean needsValue = kind == Kind.ADD || kind == Kind.REPLACE || kind == Kind.TEST;
        if (needsValue && !node.has("value")) {
            throw refuse(index, "needs a value");
        }
        return new Operation(
                index,
                kind,
                pointer(node.path("path"), "path", index),
                needsFrom ? pointer(node.path("from"), "from", index) : JsonPointer.empty(),
                node.path("value"));
    }

    private static Kind kind(String text, int index) {
        for (Kind kind : Kind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(text)) {
                return kind;
            }
        }
        throw refuse(index, "has no valid op: add, remove, replace, move, copy or test");
    }

    private static JsonPointer pointer(JsonNode text, String name, int index) {
        if (text.isTextual()
                && text.textValue().length() <= MAX_PATH_LENGTH
                && POINTER.matcher(text.textValue()).matches()) {
            return JsonPointer.compile(text.textValue());
        }
        throw refuse(index, "needs a %s that is a JSON Pointer such as /name/0/family".formatted(name));
    }

    @Override
    public ObjectNode apply(ObjectNode resource, Structures structures) {
        JsonNode patched = resource.deepCopy();
        for (Operation operation : operations) {
            patched = apply(patched, operation);
        }
        boolean sameType = patched.path("resourceType").equals(resource.path("resourceType"));
        if (patched instanceof ObjectNode result && sameType) {
            prune(result);
            return result;
        }
        throw new SpineException(FhirError.INVALID_CONTENT, "The patch leaves no resource of the same type");
    }

    private static JsonNode apply(JsonNode root, Operation operation) {
        return switch (operation.kind()) {
            case ADD -> add(root, operation, operation.path(), operation.value().deepCopy());
            case REMOVE -> {
                remove(root, operation, operation.path());
                yield root;
            }
            case REPLACE -> replace(root, operation);
            case MOVE -> {
                if (startsWith(operation.path(), operation.from())) {
                    throw operation.refuse("moves a value into itself");
                }
                JsonNode moved = existing(root, operation, operation.from());
                remove(root, operation, operation.from());
                yield add(root, operation, operation.path(), moved);
            }
            case COPY ->
                add(
                        root,
                        operation,
                        operation.path(),
                        existing(root, operation, operation.from()).deepCopy());
            case TEST -> {
                if (!existing(root, operation, operation.path()).equals(NUMBERS_BY_VALUE, operation.value())) {
                    throw new SpineException(
                            FhirError.BUSINESS_RULE,
                            List.of(Problem.of(operation + " fails: the value there is another")));
                }
                yield root;
            }
        };
    }

    private static final Comparator<JsonNode> NUMBERS_BY_VALUE = (a, b) -> {
        if (a.isNumber() && b.isNumber()) {
            return a.decimalValue().compareTo(b.decimalValue());
        }
        return a.equals(b) ? 0 : 1;
    };

    private static boolean startsWith(JsonPointer path, JsonPointer start) {
        return path.toString().startsWith(start + "/");
    }

    private static JsonNode replace(JsonNode root, Operation operation) {
        JsonNode old = existing(root, operation, operation.path());
        if (operation.path().matches()) {
            return operation.value().deepCopy();
        }
        JsonNode parent = root.at(operation.path().head());
        if (parent instanceof ArrayNode list) {
            list.set(
                    operation.path().last().getMatchingIndex(),
                    operation.value().deepCopy());
        } else if (parent instanceof ObjectNode node && old != null) {
            node.set(
                    operation.path().last().getMatchingProperty(),
                    operation.value().deepCopy());
        }
        return root;
    }

    private static JsonNode add(JsonNode root, Operation operation, JsonPointer path, JsonNode value) {
        if (path.matches()) {
            return value;
        }
        JsonNode parent = root.at(path.head());
        if (parent instanceof ArrayNode list) {
            String last = path.last().getMatchingProperty();
            int index = last.equals("-") ? list.size() : path.last().getMatchingIndex();
            if (index < 0 || index > list.size()) {
                throw operation.refuse("adds beyond the end of the list");
            }
            list.insert(index, value);
        } else if (parent instanceof ObjectNode node) {
            node.set(path.last().getMatchingProperty(), value);
        } else {
            throw operation.refuse("has a path whose parent does not exist");
        }
        return root;
    }

    private static void remove(JsonNode root, Operation operation, JsonPointer path) {
        JsonNode old = existing(root, operation, path);
        JsonNode parent = path.matches() ? root : root.at(path.head());
        if (path.matches()) {
            throw operation.refuse("removes the whole resource; use DELETE");
        }
        if (parent instanceof ArrayNode list) {
            list.remove(path.last().getMatchingIndex());
        } else if (parent instanceof ObjectNode node && old != null) {
            node.remove(path.last().getMatchingProperty());
        }
    }

    /** FHIR has no empty lists and objects: what the operations emptied goes. */
    private static void prune(ObjectNode object) {
        for (Iterator<Map.Entry<String, JsonNode>> properties = object.fields(); properties.hasNext(); ) {
            Map.Entry<String, JsonNode> property = properties.next();
            if (property.getValue() instanceof ArrayNode list) {
                prune(list, property.getKey().startsWith("_"));
            } else if (property.getValue() instanceof ObjectNode child) {
                prune(child);
            }
            if (property.getValue().isContainerNode() && property.getValue().isEmpty()) {
                properties.remove();
            }
        }
    }

    /** A list of siblings keeps its places, which are those of the values it belongs to. */
    private static void prune(ArrayNode list, boolean ofSiblings) {
        for (int i = list.size() - 1; i >= 0; i--) {
            if (list.get(i) instanceof ObjectNode child) {
                prune(child);
                if (child.isEmpty() && ofSiblings) {
                    list.setNull(i);
                } else if (child.isEmpty()) {
                    list.remove(i);
                }
            }
        }
        boolean nothingLeft = ofSiblings;
        for (JsonNode sibling : list) {
            nothingLeft &= sibling.isNull();
        }
        if (nothingLeft) {
            list.removeAll();
        }
    }

    private static JsonNode existing(JsonNode root, Operation operation, JsonPointer path) {
        JsonNode found = root.at(path);
        if (found.isMissingNode()) {
            throw operation.refuse("has a path that does not exist in the resource");
        }
        return found;
    }

    private static SpineException refuse(int index, String reason) {
        return new SpineException(FhirError.INVALID_CONTENT, "Patch operation %d %s".formatted(index, reason));
    }
}
