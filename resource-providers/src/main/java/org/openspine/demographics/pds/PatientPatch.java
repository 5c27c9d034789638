package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One operation of an update.
 *
 * @param index its place in the request, from 0
 * @param path decoded segments of the JSON Pointer, at least one
 * @param value missing for {@link Operation#REMOVE}
 */
record PatientPatch(int index, Operation operation, List<String> path, JsonNode value) {
    enum Operation {
        ADD,
        REPLACE,
        REMOVE,
        TEST
    }

    private static final int MOST_PATCHES = 100;
    private static final int LONGEST_PATH = 500;
    private static final Pattern POINTER = Pattern.compile("(?:/(?:[^~/]|~[01])*+)++");
    private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,5}");

    /** The patches of a body, {@code {"patches": […]}} or the bare list. Their shape is not yet looked at. */
    static JsonNode listOf(JsonNode body) {
        JsonNode list = body.isArray() ? body : body.path("patches");
        if (!list.isArray() || list.isEmpty()) {
            throw Breach.invalidUpdate("No patches found");
        }
        return list;
    }

    /** Throws for the first patch that is none. */
    static List<PatientPatch> parse(JsonNode list) {
        if (list.size() > MOST_PATCHES) {
            throw Breach.tooMany(list, "patches");
        }
        List<PatientPatch> patches = new ArrayList<>();
        for (JsonNode node : list) {
            patches.add(parse(node, patches.size()));
        }
        return patches;
    }

    private static PatientPatch parse(JsonNode node, int index) {
        if (!node.isObject()) {
            throw Breach.invalid(node, Integer.toString(index));
        }
        Operation operation = operation(node.path("op"), index + "/op");
        JsonNode path = node.path("path");
        if (path.isMissingNode()) {
            throw Breach.missing(index + "/path");
        }
        if (!path.isTextual()
                || path.textValue().length() > LONGEST_PATH
                || !POINTER.matcher(path.textValue()).matches()) {
            throw Breach.invalid(path, index + "/path");
        }
        JsonNode value = node.path("value");
        if (operation != Operation.REMOVE && value.isMissingNode()) {
            throw Breach.missing(index + "/value");
        }
        return new PatientPatch(index, operation, segments(path.textValue()), currentUrls(value));
    }

    private static Operation operation(JsonNode op, String field) {
        if (op.isMissingNode()) {
            throw Breach.missing(field);
        }
        for (Operation operation : Operation.values()) {
            if (operation.name().toLowerCase(Locale.ROOT).equals(op.asText())) {
                return operation;
            }
        }
        throw Breach.invalid(op, field);
    }

    private static List<String> segments(String pointer) {
        List<String> segments = new ArrayList<>();
        for (String segment : pointer.substring(1).split("/", -1)) {
            segments.add(segment.replace("~1", "/").replace("~0", "~"));
        }
        return List.copyOf(segments);
    }

    /** Former spellings of extension URLs are taken for the present ones. */
    static JsonNode currentUrls(JsonNode value) {
        if (value.isTextual()) {
            return TextNode.valueOf(PdsExtension.current(value.textValue()));
        }
        if (value instanceof ArrayNode list) {
            ArrayNode copy = list.arrayNode();
            list.forEach(item -> copy.add(currentUrls(item)));
            return copy;
        }
        if (value instanceof ObjectNode object) {
            ObjectNode copy = object.objectNode();
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                copy.set(member.getKey(), currentUrls(member.getValue()));
            }
            return copy;
        }
        return value;
    }

    boolean is(Operation other) {
        return operation == other;
    }

    /** The first segment: an element of the patient. */
    String element() {
        return path.get(0);
    }

    String last() {
        return path.get(path.size() - 1);
    }

    /** The item of a list of the patient that this is about: {@code /name/0}; empty if it is about none that exists. */
    Optional<String> item() {
        return PatientShape.isList(element()) && path.size() > 1 && isIndex(path.get(1))
                ? Optional.of(place(path.subList(0, 2)))
                : Optional.empty();
    }

    /** Whether it is about an item as a whole. */
    boolean isWholeItem() {
        return path.size() == 2;
    }

    /** Whether it sets something in a list to nothing; only a line of an address may be blank. */
    boolean blanksListItem() {
        return !isAddressLine() && (last().equals("-") || isIndex(last())) && setsNothing();
    }

    /** Whether it sets an element that is no list to nothing. */
    boolean blanksElement() {
        return path.size() == 1 && !PatientShape.isList(element()) && setsNothing();
    }

    private boolean setsNothing() {
        if (!is(Operation.ADD) && !is(Operation.REPLACE)) {
            return false;
        }
        ObjectNode owner = JsonNodeFactory.instance.objectNode();
        owner.set(last(), value.deepCopy());
        PatchedPatient.prune(owner);
        return owner.isEmpty();
    }

    /** Whether it is about a single line of an address. */
    boolean isAddressLine() {
        return path.size() == 4 && element().equals("address") && path.get(2).equals("line");
    }

    String place() {
        return place(path);
    }

    /** What the item is known by: the name of the member. */
    static String identity(String list) {
        return list.equals("extension") ? "url" : "id";
    }

    /** The id or URL by which this patch says which item it means; empty if it does not say. */
    Optional<JsonNode> namedIdentity() {
        if (item().isEmpty() || is(Operation.REMOVE)) {
            return Optional.empty();
        }
        String identity = identity(element());
        if (namesIdentity()) {
            return Optional.of(value);
        }
        return isWholeItem() && value.has(identity) ? Optional.of(value.get(identity)) : Optional.empty();
    }

    /** Whether the path is that of the id or URL by which an item is known. */
    boolean namesIdentity() {
        return item().isPresent() && path.size() == 3 && last().equals(identity(element()));
    }

    static boolean isIndex(String segment) {
        return INDEX.matcher(segment).matches();
    }

    private static String place(List<String> segments) {
        return "/" + String.join("/", segments);
    }
}
