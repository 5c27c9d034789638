package org.openspine.prescriptions.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.openspine.api.WriteRule;
import org.openspine.error.FhirError;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;
import org.openspine.prescriptions.message.Elements;
import org.openspine.prescriptions.message.EpsUrl;
import org.openspine.prescriptions.state.Prescription;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.StoredResource;
import org.openspine.terminology.identifier.PrescriptionNumber;

/**
 * Writes of prescriptions through the unified base. A whole prescription may come in as plain resources, as from another
 * system: its Tasks make the record. From then on only the messages of the service change it; what does not belong to its
 * state, such as notes and tags, may be changed by anyone.
 */
public final class PrescriptionWrites implements WriteRule {
    private static final String DISPENSE = "MedicationDispense";
    private static final String CLAIM = "Claim";
    private static final String DISPENSE_ITEM = "https://fhir.nhs.uk/Id/prescription-dispense-item-number";
    private static final Pattern OWN_ID = Pattern.compile("[A-F0-9]{6}-[A-Z0-9]{6}-[A-F0-9]{5}(-[0-9]+)?");
    private static final List<String> FREE = List.of("id", "meta", "text", "language", "implicitRules", "note");

    private final PrescriptionStore store;

    public PrescriptionWrites(PrescriptionStore store) {
        this.store = store;
    }

    @Override
    public Set<String> types() {
        return Set.of(
                PrescriptionStore.REQUEST,
                PrescriptionStore.TASK,
                PrescriptionStore.GROUP,
                PrescriptionStore.BUNDLE,
                DISPENSE,
                CLAIM);
    }

    @Override
    public void check(Change change) {
        Optional<ObjectNode> current = change.current()
                .filter(stored -> !stored.isDeleted())
                .map(StoredResource::tree)
                .filter(resource -> isOfPrescription(change.key(), resource));
        if (current.isPresent()) {
            boolean kept = change.next()
                    .filter(next -> governed(current.get()).equals(governed(next)))
                    .isPresent();
            if (!kept) {
                throw refused("A prescription changes only by the messages of the prescription service: this %s is part"
                                .formatted(change.key().type())
                        + " of one");
            }
            return;
        }
        change.next()
                .filter(next -> isOfPrescription(change.key(), next))
                .ifPresent(next -> create(change.key(), next));
    }

    private static ObjectNode governed(ObjectNode resource) {
        ObjectNode governed = resource.deepCopy();
        governed.remove(FREE);
        return governed;
    }

    private static boolean isOfPrescription(ResourceKey key, JsonNode resource) {
        return OWN_ID.matcher(key.id()).matches()
                || switch (key.type()) {
                    case PrescriptionStore.TASK -> PlainPrescriptions.isIssue(resource);
                    case PrescriptionStore.GROUP -> RecordDocument.isRecord(resource);
                    case DISPENSE ->
                        Elements.identifier(resource, DISPENSE_ITEM).isPresent();
                    case CLAIM, PrescriptionStore.REQUEST -> number(resource).isPresent();
                    default -> false;
                };
    }

    /** The prescription number that a MedicationRequest, Claim or Task names. */
    private static Optional<String> number(JsonNode resource) {
        JsonNode group = resource.path("groupIdentifier");
        return Optional.of(group)
                .filter(identifier -> PrescriptionNumber.SYSTEM.equals(
                        identifier.path("system").textValue()))
                .or(() -> Elements.extension(resource.path("prescription"), EpsUrl.GROUP_IDENTIFIER)
                        .flatMap(part -> Elements.extension(part, "shortForm"))
                        .map(part -> part.path("valueIdentifier")))
                .or(() -> Optional.of(resource.path("focus").path("identifier"))
                        .filter(focus -> PrescriptionNumber.SYSTEM.equals(
                                focus.path("system").textValue())))
                .flatMap(identifier -> Elements.text(identifier, "value"));
    }

    private void create(ResourceKey key, ObjectNode next) {
        if (OWN_ID.matcher(key.id()).matches()) {
            throw refused("Ids of this form are those of prescriptions that the prescription service has recorded");
        }
        if (key.type().equals(PrescriptionStore.GROUP)) {
            throw refused("The record of a prescription is made by the prescription service");
        }
        Optional<String> stem = number(next).or(() -> authorizing(next)).flatMap(PrescriptionStore::stem);
        Optional<Prescription> known = stem.flatMap(store::recorded);
        if (known.filter(prescription -> !PlainPrescriptions.isIncomplete(prescription))
                .isPresent()) {
            throw refused("The prescription service has a prescription of this number: only its messages change it");
        }
        if (key.type().equals(PrescriptionStore.TASK)) {
            Prescription record = PlainPrescriptions.record(next, key.id(), known)
                    .orElseThrow(
                            () -> refused(
                                    "A Task that is an issue of a prescription names its number, its patient"
                                            + " by NHS number, a status of a prescription, and in input the items with their statuses"));
            store.saveRecord(record, known);
        }
    }

    /** The number of a recorded prescription to whose MedicationRequest a dispense refers. */
    private static Optional<String> authorizing(JsonNode dispense) {
        return Elements.list(dispense, "authorizingPrescription").stream()
                .flatMap(reference -> Elements.text(reference, "reference").stream())
                .filter(reference -> reference.startsWith("MedicationRequest/"))
                .map(reference -> reference.substring("MedicationRequest/".length()))
                .filter(id -> OWN_ID.matcher(id).matches())
                .map(id -> id.substring(0, id.lastIndexOf('-')) + "0") // any check character will do
                .findFirst();
    }

    private static SpineException refused(String why) {
        return new SpineException(FhirError.BUSINESS_RULE, List.of(Problem.of(why)));
    }
}
