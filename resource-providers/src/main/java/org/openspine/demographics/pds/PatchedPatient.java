package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.openspine.demographics.pds.PatientPatch.Operation;
import org.openspine.error.Problem;

/** A patient while patches are applied to it, one after the other. */
final class PatchedPatient {
    private final ObjectNode patient;
    private final CountedLines.Counting counting;

    private PatchedPatient(ObjectNode patient, CountedLines.Counting counting) {
        this.patient = patient;
        this.counting = counting;
    }

    /**
     * A patched copy, whose blank address lines have no value. Throws {@link PdsError#INVALID_UPDATE} for the first patch that
     * cannot be applied.
     */
    static ObjectNode of(ObjectNode patient, List<PatientPatch> patches, CountedLines.Counting counting) {
        PatchedPatient patched = new PatchedPatient(patient.deepCopy(), counting);
        patches.forEach(patched::apply);
        prune(patched.patient);
        return patched.patient;
    }

    private void apply(PatientPatch patch) {
        if (patch.is(Operation.ADD) && patch.path().size() == 2 && patch.last().equals("-")) {
            append(patch);
            return;
        }
        JsonNode parent = parent(patch);
        if (patch.isAddressLine() && parent instanceof ArrayNode lines) {
            applyToLine(new CountedLines(lines, counting), patch);
            return;
        }
        JsonNode found = child(parent, patch.last());
        switch (patch.operation()) {
            case TEST -> test(found, patch);
            case ADD -> add(parent, patch);
            case REPLACE -> replace(parent, found, patch);
            case REMOVE -> remove(parent, found, patch);
        }
    }

    private static void applyToLine(CountedLines lines, PatientPatch patch) {
        boolean appends = patch.is(Operation.ADD) && patch.last().equals("-");
        int index = appends ? lines.size() : PatientPatch.isIndex(patch.last()) ? Integer.parseInt(patch.last()) : -1;
        JsonNode found = lines.get(index);
        switch (patch.operation()) {
            case TEST -> test(found, patch);
            case ADD -> {
                requireBounds(index, lines.size(), patch);
                lines.insert(index, patch.value());
            }
            case REPLACE -> {
                requireBounds(index, lines.size() - 1, patch);
                lines.replace(index, patch.value());
            }
            case REMOVE -> {
                requireRemovable(found, patch);
                lines.remove(index);
            }
        }
    }

    /** An item that is new gets its id from the service. */
    private void append(PatientPatch patch) {
        String list = patch.element();
        JsonNode item = patch.value().deepCopy();
        if (item instanceof ObjectNode object && !list.equals("extension")) {
            object.remove("id");
        }
        patient.withArray(list).add(item);
    }

    /** What holds the place of the patch; missing if there is nothing there. */
    private JsonNode parent(PatientPatch patch) {
        JsonNode node = patient;
        for (int i = 0; i < patch.path().size() - 1; i++) {
            String segment = patch.path().get(i);
            JsonNode next = child(node, segment);
            if (next.isMissingNode() && i == 1) {
                throw outOfBounds(segment);
            }
            boolean lastStep = i == patch.path().size() - 2;
            if (next.isMissingNode() && lastStep && startsList(patch) && node instanceof ObjectNode owner) {
                next = owner.putArray(segment);
            }
            node = next;
        }
        return node;
    }

    /** The first value of a list that is not there yet makes the list. */
    private static boolean startsList(PatientPatch patch) {
        return patch.is(Operation.ADD)
                && patch.path().size() > 2
                && (patch.last().equals("-") || patch.last().equals("0"));
    }

    private static JsonNode child(JsonNode node, String segment) {
        if (!node.isArray()) {
            return node.path(segment);
        }
        return PatientPatch.isIndex(segment) ? node.path(Integer.parseInt(segment)) : MissingNode.getInstance();
    }

    private static void test(JsonNode found, PatientPatch patch) {
        if (!comparable(found, patch.last()).equals(comparable(patch.value(), patch.last()))) {
            throw unequal(found, patch.value());
        }
    }

    private void add(JsonNode parent, PatientPatch patch) {
        if (parent instanceof ArrayNode list) {
            int index = patch.last().equals("-")
                    ? list.size()
                    : PatientPatch.isIndex(patch.last()) ? Integer.parseInt(patch.last()) : -1;
            requireBounds(index, list.size(), patch);
            list.insert(index, patch.value().deepCopy());
        } else if (parent instanceof ObjectNode object) {
            set(object, object.path(patch.last()), patch);
        } else {
            throw Breach.invalidPatch("can't add to non-existent object '%s'"
                    .formatted(Problem.shown(patch.path().get(patch.path().size() - 2))));
        }
    }

    private void replace(JsonNode parent, JsonNode found, PatientPatch patch) {
        if (found.isMissingNode() && parent.isArray()) {
            throw outOfBounds(patch.last());
        }
        if (found.isMissingNode()) {
            throw Breach.invalidPatch("can't replace non-existent object '%s'".formatted(Problem.shown(patch.last())));
        }
        if (parent instanceof ArrayNode list) {
            if (patch.item().isPresent() && patch.isWholeItem()) {
                String identity = PatientPatch.identity(patch.element());
                requireSame(found.path(identity), patch.value().path(identity));
            }
            list.set(Integer.parseInt(patch.last()), patch.value().deepCopy());
        } else {
            set((ObjectNode) parent, found, patch);
        }
    }

    /** Sets a member; the id of an item is only named, never changed. */
    private static void set(ObjectNode object, JsonNode found, PatientPatch patch) {
        if (patch.namesIdentity()) {
            requireSame(found, patch.value());
        }
        object.set(patch.last(), patch.value().deepCopy());
    }

    private static void remove(JsonNode parent, JsonNode found, PatientPatch patch) {
        requireRemovable(found, patch);
        if (parent instanceof ArrayNode list) {
            list.remove(Integer.parseInt(patch.last()));
        } else {
            ((ObjectNode) parent).remove(patch.last());
        }
    }

    private static void requireRemovable(JsonNode found, PatientPatch patch) {
        if (found.isMissingNode()) {
            throw Breach.invalidPatch("can't remove non-existent object '%s'".formatted(Problem.shown(patch.last())));
        }
    }

    private static void requireBounds(int index, int last, PatientPatch patch) {
        if (index < 0 || index > last) {
            throw outOfBounds(patch.last());
        }
    }

    private static void requireSame(JsonNode found, JsonNode named) {
        if (!found.equals(named)) {
            throw unequal(found, named);
        }
    }

    private static RuntimeException unequal(JsonNode found, JsonNode expected) {
        return Breach.invalidPatch(
                "%s is not equal to tested value %s".formatted(Breach.shown(found), Breach.shown(expected)));
    }

    private static RuntimeException outOfBounds(String index) {
        return Breach.invalidPatch("index '%s' is out of bounds".formatted(Problem.shown(index)));
    }

    /** The value of a member without what is not shown: empty lists, and blank lines of an address. */
    private static JsonNode comparable(JsonNode node, String member) {
        if (!node.isContainerNode()) {
            return node;
        }
        ObjectNode holder = JsonNodeFactory.instance.objectNode();
        holder.set(member, node.deepCopy());
        holder.findParents("line").forEach(address -> AddressLines.dropBlank((ObjectNode) address));
        prune(holder);
        return holder;
    }

    /** FHIR has no nulls and no empty lists or objects: what was emptied is gone. */
    static void prune(ObjectNode object) {
        for (Iterator<Map.Entry<String, JsonNode>> members = object.properties().iterator(); members.hasNext(); ) {
            Map.Entry<String, JsonNode> member = members.next();
            JsonNode value = member.getValue();
            if (value instanceof ArrayNode places && !places.isEmpty() && isPlaced(member.getKey())) {
                continue; // places without a value count there
            }
            if (value instanceof ObjectNode child) {
                prune(child);
            } else if (value instanceof ArrayNode list) {
                prune(list);
            }
            if (value.isNull() || (value.isContainerNode() && value.isEmpty())) {
                members.remove();
            }
        }
    }

    private static boolean isPlaced(String member) {
        return member.equals("line") || member.startsWith("_");
    }

    /** Members that were sent without a value are not there. */
    static void dropNulls(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().removeIf(member -> member.getValue().isNull());
        }
        node.forEach(PatchedPatient::dropNulls);
    }

    private static void prune(ArrayNode list) {
        for (int i = list.size() - 1; i >= 0; i--) {
            if (list.get(i) instanceof ObjectNode child) {
                prune(child);
            }
            if (list.get(i).isNull() || (list.get(i).isObject() && list.get(i).isEmpty())) {
                list.remove(i);
            }
        }
    }
}
