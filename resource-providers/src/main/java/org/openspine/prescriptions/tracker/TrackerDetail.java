package org.openspine.prescriptions.tracker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.openspine.api.IncomingRequest;
import org.openspine.error.SpineException;
import org.openspine.prescriptions.PrescriptionVisibility;
import org.openspine.prescriptions.message.Elements;
import org.openspine.prescriptions.message.EpsUrl;
import org.openspine.prescriptions.message.MessageBundle;
import org.openspine.prescriptions.record.PrescriptionStore;
import org.openspine.prescriptions.record.ResourceParts;
import org.openspine.prescriptions.state.Dispenser;
import org.openspine.prescriptions.state.Issue;
import org.openspine.prescriptions.state.Line;
import org.openspine.prescriptions.state.Prescription;
import org.openspine.prescriptions.state.PrescriptionStatus;
import org.openspine.repository.ResourceRepository;

/** {@code GET RequestGroup/{prescriptionId}}: one issue with its items, what was supplied, and its history. */
final class TrackerDetail {
    private static final String REASON_SYSTEM = "https://fhir.nhs.uk/CodeSystem/medicationrequest-status-reason";

    private final PrescriptionStore store;
    private final PrescriptionVisibility visibility;
    private final ResourceRepository repository;

    TrackerDetail(PrescriptionStore store, PrescriptionVisibility visibility, ResourceRepository repository) {
        this.store = store;
        this.visibility = visibility;
        this.repository = repository;
    }

    /** The issue that the request names, else the current one. */
    ObjectNode detail(String number, IncomingRequest request) {
        Prescription prescription = PrescriptionStore.stem(number)
                .flatMap(store::read)
                .filter(visibility.of(request))
                .orElseThrow(TrackerDetail::notFound);
        Optional<String> issueNumber = TrackerRequest.filled(request.query(), "issueNumber");
        Issue issue = issueNumber.isEmpty()
                ? prescription.current()
                : issueNumber
                        .filter(text -> text.matches("[0-9]{1,3}"))
                        .flatMap(text -> prescription.issue(Integer.parseInt(text)))
                        .orElseThrow(TrackerDetail::notFound);
        ObjectNode order = store.orders(List.of(prescription))
                .getOrDefault(prescription.number().stem(), JsonNodeFactory.instance.objectNode());
        return bundle(prescription, issue, new MessageBundle(order));
    }

    private static SpineException notFound() {
        return new SpineException(TrackerError.NOT_FOUND, "Prescription not found.");
    }

    private ObjectNode bundle(Prescription prescription, Issue issue, MessageBundle order) {
        String nhsNumber = prescription.details().nhsNumber();
        String patient = TrackedPatient.urn(nhsNumber);
        String prescriber = TrackerBundle.urn("role", prescription.details().prescriber());
        TrackedItems items = new TrackedItems(prescription, issue, order);
        TrackedDispenses dispenses = new TrackedDispenses(prescription, issue, repository);
        TrackerBundle bundle = new TrackerBundle(1);
        JsonNode ordered = order.all("Patient").stream().findFirst().orElse(JsonNodeFactory.instance.objectNode());
        bundle.include(patient, TrackedPatient.full(nhsNumber, ordered));
        bundle.include(prescriber, role(prescriber, prescription.details().prescriber()));
        for (int i = 0; i < prescription.lines().size(); i++) {
            bundle.include(items.urn(prescription.lines().get(i)), items.of(i, patient, prescriber));
        }
        issue.holder().map(Dispenser::ods).ifPresent(ods -> {
            String dispenser = TrackerBundle.urn("role", ods);
            List<TrackedDispenses.Shown> supplied = dispenses.shown(items, patient, dispenser);
            if (!supplied.isEmpty()) {
                bundle.include(dispenser, role(dispenser, ods));
                supplied.forEach(shown -> bundle.include(shown.urn(), shown.resource()));
            }
        });
        bundle.match(
                TrackedGroup.urn(prescription, issue), group(prescription, issue, items, dispenses, order, patient));
        return bundle.tree();
    }

    private static ObjectNode group(
            Prescription prescription,
            Issue issue,
            TrackedItems items,
            TrackedDispenses dispenses,
            MessageBundle order,
            String patient) {
        ObjectNode group = TrackedGroup.of(prescription, issue, patient);
        ArrayNode extensions = (ArrayNode) group.get("extension");
        type(prescription, order).ifPresent(extensions::add);
        dispenses.nonDispensingReason().ifPresent(extensions::add);
        if (issue.status() == PrescriptionStatus.CANCELLED) {
            prescription.lines().stream()
                    .flatMap(line -> line.cancellation().map(Line.Cancellation::reason).stream())
                    .filter(code -> !code.isEmpty())
                    .findFirst()
                    .ifPresent(code -> ResourceParts.coding(
                            extensions
                                    .addObject()
                                    .put("url", EpsUrl.STATUS_HISTORY)
                                    .putArray("extension")
                                    .addObject()
                                    .put("url", "cancellationReason")
                                    .putObject("valueCoding"),
                            REASON_SYSTEM,
                            code,
                            CancellationReason.display(code)));
        }
        TrackedItems.organisation(
                group.putObject("author"), prescription.details().prescriber());
        ArrayNode actions = group.putArray("action");
        ObjectNode medicines = actions.addObject().put("title", "Prescription Line Items(Medications)");
        medicines
                .putObject("timingTiming")
                .putObject("repeat")
                .put("frequency", 1)
                .put("period", prescription.details().daysSupply())
                .put("periodUnit", "d");
        ArrayNode parts = medicines.putArray("action");
        prescription
                .lines()
                .forEach(line -> parts.addObject().putObject("resource").put("reference", items.urn(line)));
        ArrayNode events = actions.addObject()
                .put("title", "Prescription status transitions")
                .putArray("action");
        TrackedEvents.write(events, prescription, issue, dispenses.urns());
        return group;
    }

    /** The type as it was ordered, with its display. */
    private static Optional<JsonNode> type(Prescription prescription, MessageBundle order) {
        Optional<JsonNode> ordered = order.all("MedicationRequest").stream()
                .flatMap(request -> Elements.extension(request, EpsUrl.PRESCRIPTION_TYPE).stream())
                .findFirst();
        if (ordered.isPresent() || prescription.details().type().isEmpty()) {
            return ordered;
        }
        ObjectNode extension = JsonNodeFactory.instance.objectNode().put("url", EpsUrl.PRESCRIPTION_TYPE);
        extension
                .putObject("valueCoding")
                .put("system", "https://fhir.nhs.uk/CodeSystem/prescription-type")
                .put("code", prescription.details().type());
        return Optional.of(extension);
    }

    private static ObjectNode role(String urn, String ods) {
        ObjectNode role = TrackerBundle.resource("PractitionerRole", urn);
        TrackedItems.organisation(role.putObject("organization"), ods);
        return role;
    }
}
