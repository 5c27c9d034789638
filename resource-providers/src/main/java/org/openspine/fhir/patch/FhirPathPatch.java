package org.openspine.fhir.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.openspine.conformance.fhirpath.Item;
import org.openspine.conformance.json.JsonNames;
import org.openspine.conformance.structure.ElementShape;
import org.openspine.conformance.structure.Structures;
import org.openspine.conformance.structure.TypeShape;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;

/**
 * FHIRPath Patch. Each refusal names the operation by its number, and its path without the literals.
 *
 * @see <a href="https://hl7.org/fhir/R4/fhirpatch.html">FHIR R4 FHIRPath Patch</a>
 */
final class FhirPathPatch implements Patch {
    private static final int MAX_OPERATIONS = 100;
    private static final int MAX_PATH_LENGTH = 500;
    private static final Set<String> PARTS = Set.of("type", "path", "name", "value", "index", "source", "destination");

    private final List<Operation> operations;

    private FhirPathPatch(List<Operation> operations) {
        this.operations = operations;
    }

    static FhirPathPatch parse(ObjectNode parameters) {
        JsonNode given = parameters.path("parameter");
        if (given.isEmpty() || given.size() > MAX_OPERATIONS) {
            throw new SpineException(
                    FhirError.INVALID_CONTENT,
                    "A FHIRPath Patch has 1 to %d parameters named operation".formatted(MAX_OPERATIONS));
        }
        List<Operation> operations = new ArrayList<>();
        for (JsonNode parameter : given) {
            operations.add(Operation.parse(parameter, operations.size()));
        }
        return new FhirPathPatch(operations);
    }

    @Override
    public ObjectNode apply(ObjectNode resource, Structures structures) {
        TypeShape type = structures
                .resource(resource.path("resourceType").asText())
                .orElseThrow(() -> new SpineException(FhirError.INVALID_CONTENT, "What is patched is no R4 resource"));
        PatchedTree tree = new PatchedTree(resource, type, structures);
        operations.forEach(operation -> operation.apply(tree, structures));
        return tree.root();
    }

    /** One operation as sent; {@code parameter} holds what only some kinds need. */
    private record Operation(int number, String kind, String path, JsonNode parameter) implements Refusal {
        static Operation parse(JsonNode parameter, int number) {
            Operation operation = new Operation(number, text(parameter, "type"), text(parameter, "path"), parameter);
            if (!parameter.path("name").asText("").equals("operation")) {
                throw operation.because("is a parameter with another name than operation");
            }
            for (JsonNode part : parameter.path("part")) {
                String name = part.path("name").asText("");
                if (!PARTS.contains(name)) {
                    throw operation.because(
                            "has a part '%s'; known: type, path, name, value, index, source, destination"
                                    .formatted(JsonNames.shown(name)));
                }
            }
            if (operation.path.isBlank() || operation.path.length() > MAX_PATH_LENGTH) {
                throw operation.because("needs a path of 1 to %d characters".formatted(MAX_PATH_LENGTH));
            }
            if (operation.path.indexOf('%')
                    >= 0) { // %resource inside where() would make the work grow with every nesting
                throw operation.because("has a path with an environment variable; a path starts at the resource");
            }
            if (!Set.of("add", "insert", "delete", "replace", "move").contains(operation.kind)) {
                throw operation.because("has no valid type: add, insert, delete, replace or move");
            }
            return operation;
        }

        @Override
        public SpineException because(String reason) {
            String shownKind = kind.isEmpty() ? "" : " (" + JsonNames.shown(kind) + " " + shownPath() + ")";
            return new SpineException(
                    FhirError.INVALID_CONTENT, "Patch operation %d%s %s".formatted(number, shownKind, reason));
        }

        /** Literals can be a patient's data. */
        private String shownPath() {
            String shown = path.replaceAll("'[^']*'?", "'…'").replaceAll("[^A-Za-z0-9 ._()\\[\\]'…=$|!-]", "?");
            return shown.length() > 100 ? shown.substring(0, 100) + "…" : shown;
        }

        void apply(PatchedTree tree, Structures structures) {
            List<Item> selected = select(tree);
            switch (kind) {
                case "add" -> add(tree, only(selected), structures);
                case "replace" -> replace(place(tree, only(selected)), structures);
                case "delete" -> {
                    if (!selected.isEmpty()) {
                        tree.remove(place(tree, only(selected)));
                    }
                }
                case "insert" -> insert(list(tree, selected), structures);
                default -> move(list(tree, selected));
            }
        }

        private List<Item> select(PatchedTree tree) {
            try {
                return tree.select(path);
            } catch (IllegalArgumentException e) {
                throw because("has a path that cannot be read; " + e.getMessage());
            }
        }

        private Item only(List<Item> selected) {
            if (selected.size() == 1) {
                return selected.get(0);
            }
            throw because("has a path that selects %s; it must select one element"
                    .formatted(selected.isEmpty() ? "nothing" : selected.size() + " elements"));
        }

        private PatchedTree.Place place(PatchedTree tree, Item item) {
            return tree.placeOf(item)
                    .orElseThrow(() -> because("has a path that selects no element within the resource"));
        }

        /** The first place of a list of which the path selects all. */
        private PatchedTree.Place list(PatchedTree tree, List<Item> selected) {
            if (selected.isEmpty()) {
                throw because("has a path that selects nothing; it must select a list, and add makes one");
            }
            PatchedTree.Place first = place(tree, selected.get(0));
            if (!first.element().list() || !first.holdsExactly(selected)) {
                throw because("has a path that selects something else than one whole list");
            }
            return first;
        }

        private void add(PatchedTree tree, Item target, Structures structures) {
            String name = text(parameter, "name");
            if (name.isEmpty()) {
                throw because("needs the name of the element to add");
            }
            PatchValue value = value(structures);
            tree.changeElements(
                    target, owner -> PatchValue.add(owner, tree.elementsOf(target.type()), name, value, this));
        }

        private void replace(PatchedTree.Place place, Structures structures) {
            PatchValue value = value(structures);
            ElementShape before = place.element();
            List<ElementShape> shapes =
                    value.parts().isEmpty() ? place.ownerType().step(before.path()) : List.of(before);
            ElementShape after = value.fit(shapes, this);
            if (after.name().equals(before.name())) {
                PatchedTree.replace(place, value.build(after, this));
            } else { // another type of a choice
                ElementValue.set(place.owner(), before, List.of());
                ElementValue.set(place.owner(), after, List.of(value.build(after, this)));
            }
        }

        private void insert(PatchedTree.Place list, Structures structures) {
            PatchValue value = value(structures);
            List<ElementValue> values = list.values();
            int index = position("index", values.size());
            values.add(index, value.build(value.fit(List.of(list.element()), this), this));
            ElementValue.set(list.owner(), list.element(), values);
        }

        private void move(PatchedTree.Place list) {
            List<ElementValue> values = list.values();
            int source = position("source", values.size() - 1);
            int destination = position("destination", values.size() - 1);
            values.add(destination, values.remove(source));
            ElementValue.set(list.owner(), list.element(), values);
        }

        private PatchValue value(Structures structures) {
            return PatchValue.of(part(parameter, "value"), structures, this);
        }

        private int position(String name, int max) {
            JsonNode number = part(parameter, name).path("valueInteger");
            if (!number.isInt() || number.intValue() < 0 || number.intValue() > max) {
                throw because("needs %s as a valueInteger from 0 to %d".formatted(name, max));
            }
            return number.intValue();
        }

        private static String text(JsonNode parameter, String name) {
            JsonNode part = part(parameter, name);
            JsonNode text = part.has("valueCode") ? part.path("valueCode") : part.path("valueString");
            return text.asText("");
        }

        private static JsonNode part(JsonNode parameter, String name) {
            for (JsonNode part : parameter.path("part")) {
                if (part.path("name").asText("").equals(name)) {
                    return part;
                }
            }
            return MissingNode.getInstance();
        }
    }
}
