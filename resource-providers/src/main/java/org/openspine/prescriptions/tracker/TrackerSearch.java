package org.openspine.prescriptions.tracker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openspine.api.IncomingRequest;
import org.openspine.api.QueryParameters;
import org.openspine.prescriptions.PrescriptionVisibility;
import org.openspine.prescriptions.message.MessageBundle;
import org.openspine.prescriptions.message.MessageTime;
import org.openspine.prescriptions.record.PrescriptionStore;
import org.openspine.prescriptions.state.Prescription;

/** {@code GET RequestGroup}: the issues of one prescription, or of all prescriptions of a patient. */
final class TrackerSearch {
    private static final int YEARS_BACK = 2;

    private final PrescriptionStore store;
    private final PrescriptionVisibility visibility;
    private final Clock clock;

    TrackerSearch(PrescriptionStore store, PrescriptionVisibility visibility, Clock clock) {
        this.store = store;
        this.visibility = visibility;
        this.clock = clock;
    }

    /** A request that {@link TrackerRequest} finds nothing wrong with. */
    ObjectNode search(IncomingRequest request) {
        List<Prescription> found =
                found(request.query()).stream().filter(visibility.of(request)).toList();
        int total = found.stream()
                .mapToInt(prescription -> prescription.details().issues())
                .sum();
        TrackerBundle bundle = new TrackerBundle(total);
        if (found.isEmpty()) {
            return bundle.tree();
        }
        Prescription last = found.get(found.size() - 1);
        String nhsNumber = last.details().nhsNumber();
        String patient = TrackedPatient.urn(nhsNumber);
        bundle.include(patient, TrackedPatient.named(nhsNumber, orderedPatient(store.orders(List.of(last)), last)));
        for (Prescription prescription : found) {
            for (int issue = 1; issue <= prescription.details().issues(); issue++) {
                prescription
                        .issue(issue)
                        .ifPresent(each -> bundle.match(
                                TrackedGroup.urn(prescription, each), TrackedGroup.of(prescription, each, patient)));
            }
        }
        return bundle.tree();
    }

    /** The patient in the order of a prescription. */
    static JsonNode orderedPatient(Map<String, ObjectNode> orders, Prescription prescription) {
        return Optional.ofNullable(orders.get(prescription.number().stem()))
                .flatMap(order ->
                        new MessageBundle(order).all("Patient").stream().findFirst())
                .orElse(MissingNode.getInstance());
    }

    /** Who asks for one prescription gets it whatever its age, unless they name a period. */
    private List<Prescription> found(QueryParameters query) {
        Optional<LocalDate> low = TrackerRequest.filled(query, "lowDate").flatMap(TrackerRequest::date);
        Optional<LocalDate> high = TrackerRequest.filled(query, "highDate").flatMap(TrackerRequest::date);
        Optional<String> number = TrackerRequest.filled(query, "prescriptionId");
        LocalDate earliest = low.orElseGet(() -> number.isPresent() ? LocalDate.MIN : today().minusYears(YEARS_BACK));
        List<Prescription> known = number.isPresent()
                ? PrescriptionStore.stem(number.get()).flatMap(store::read).stream()
                        .toList()
                : store.ofPatient(TrackerRequest.filled(query, "nhsNumber").orElseThrow());
        return known.stream()
                .filter(prescription -> {
                    LocalDate day = prescription
                            .details()
                            .authored()
                            .atZone(MessageTime.ZONE)
                            .toLocalDate();
                    return !day.isBefore(earliest) && high.filter(day::isAfter).isEmpty();
                })
                .toList();
    }

    private LocalDate today() {
        return clock.instant().atZone(MessageTime.ZONE).toLocalDate();
    }
}
