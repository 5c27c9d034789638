package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.openspine.demographics.pds.PatientPatch.Operation;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;

/**
 * Whether patches say clearly enough which items of a record they mean. Positions alone are not enough: who changes an item names
 * its id (of an extension its URL), and who removes one tests it right before.
 */
final class PatchTargets {
    private final JsonNode patient;
    private final List<PatientPatch> patches;

    private PatchTargets(JsonNode patient, List<PatientPatch> patches) {
        this.patient = patient;
        this.patches = patches;
    }

    /** Throws {@link PdsError#INVALID_UPDATE} for the first patch that does not. */
    static void require(JsonNode patient, List<PatientPatch> patches) {
        PatchTargets targets = new PatchTargets(patient, patches);
        for (PatientPatch patch : patches) {
            targets.requireKnownElement(patch);
            targets.requireAppending(patch);
            targets.requireValue(patch);
            targets.requireIdentity(patch);
            targets.requireTestBefore(patch);
        }
    }

    private void requireKnownElement(PatientPatch patch) {
        String element = patch.element();
        if (!element.equals("extension") && !PatientShape.ELEMENTS.contains(element)) {
            throw unsupported(element);
        }
        patch.path().stream()
                .filter(segment -> segment.startsWith("_"))
                .findFirst()
                .ifPresent(hidden -> {
                    throw unsupported(hidden);
                });
    }

    private static SpineException unsupported(String element) {
        return Breach.invalidUpdate("Update unsupported for resource - '%s'".formatted(Problem.shown(element)));
    }

    /** The service decides the order of its lists, so that a new item has no position. */
    private void requireAppending(PatientPatch patch) {
        if (!PatientShape.isList(patch.element()) || patch.is(Operation.TEST)) {
            return;
        }
        boolean wholeList = patch.path().size() == 1;
        boolean appends = patch.isWholeItem() && patch.last().equals("-");
        if (patch.is(Operation.ADD) && (wholeList || (patch.isWholeItem() && !appends))) {
            throw Breach.invalidPatch("an item is added to '%1$s' at '/%1$s/-'".formatted(patch.element()));
        }
        if (!patch.is(Operation.ADD) && (wholeList || appends)) {
            throw Breach.invalidPatch("'%s' names no item of the list".formatted(patch.place()));
        }
        if (patch.item().isEmpty() && !appends) {
            throw Breach.invalidPatch("'%s' names no item of the list".formatted(Problem.shown(patch.place())));
        }
    }

    /** What would not be stored is refused, not overlooked; that an element cannot be removed is told by a rule of its own. */
    private void requireValue(PatientPatch patch) {
        boolean removes = patient.has(patch.element()) && !patch.element().equals("multipleBirthInteger");
        if (patch.blanksListItem() || (patch.blanksElement() && !removes)) {
            throw Breach.invalid(patch.value(), patch.index() + "/value");
        }
    }

    private void requireIdentity(PatientPatch patch) {
        Optional<String> item = patch.item();
        if (item.isEmpty()) {
            return;
        }
        boolean changes = patch.is(Operation.ADD) || patch.is(Operation.REPLACE);
        boolean named = patch.isWholeItem()
                ? patch.namedIdentity().isPresent()
                : carriesUrl(patch)
                        || patches.stream()
                                .anyMatch(other -> other.item().equals(item)
                                        && other.namedIdentity().isPresent());
        if (changes && !named) {
            throw Breach.invalidUpdate("no id or url found for path with root " + item.get());
        }
        patch.namedIdentity().ifPresent(identity -> requireExisting(patch.element(), identity));
    }

    /** A part of an extension that has a URL of its own tells by it what it is. */
    private static boolean carriesUrl(PatientPatch patch) {
        return patch.element().equals("extension") && patch.value().has("url");
    }

    private void requireExisting(String list, JsonNode identity) {
        String name = PatientPatch.identity(list);
        for (JsonNode item : patient.path(list)) {
            if (item.path(name).equals(identity)) {
                return;
            }
        }
        throw Breach.invalidUpdate(
                "no '%s' resources with object %s '%s'".formatted(list, name, Breach.shown(identity)));
    }

    private void requireTestBefore(PatientPatch patch) {
        if (!patch.is(Operation.REMOVE) || patch.item().isEmpty()) {
            return;
        }
        String removal = "removal '%s' is not immediately preceded by equivalent test - instead it is "
                .formatted(Problem.shown(patch.place()));
        if (patch.index() == 0) {
            throw Breach.invalidUpdate(removal + "the first item");
        }
        if (patch.namesIdentity()) {
            throw Breach.invalidPatch("'%s' names an item and cannot be removed".formatted(patch.place()));
        }
        PatientPatch before = patches.get(patch.index() - 1);
        if (!before.is(Operation.TEST) || !tests(before, patch)) {
            throw Breach.invalidUpdate(removal + "preceded by '%s'".formatted(Problem.shown(before.place())));
        }
    }

    private static boolean tests(PatientPatch test, PatientPatch removal) {
        String item = removal.item().orElseThrow();
        String place = test.place();
        return place.equals(removal.place())
                || place.equals(removal.place() + "/url")
                || place.equals(item)
                || place.equals(item + "/" + PatientPatch.identity(removal.element()));
    }
}
