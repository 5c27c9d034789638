package org.openspine.childprotection;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openspine.childprotection.ProtectionPlans.Teamed;
import org.openspine.notification.ChangeWatcher;
import org.openspine.repository.ChangeLog.Change;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;
import org.openspine.terminology.identifier.NhsNumber;

/** Tells local authorities when a child with an active plan misses an appointment, or when its NHS number is no longer in use. */
final class PlanAlerts implements ChangeWatcher {
    private static final String MISSED = "noshow";

    private final ResourceRepository repository;
    private final ProtectionPlans plans;
    private final PatientFlags flags;
    private final PlanNotices notices;

    PlanAlerts(ResourceRepository repository, ProtectionPlans plans, PlanNotices notices) {
        this.repository = repository;
        this.plans = plans;
        this.flags = new PatientFlags(repository);
        this.notices = notices;
    }

    @Override
    public Set<String> types() {
        return Set.of("Appointment", "Patient");
    }

    @Override
    public void changed(List<Change> changes) {
        for (Change change : changes) {
            if (change.key().type().equals("Appointment")) {
                appointment(change);
            } else if (change.version() > 1) {
                patient(change);
            }
        }
    }

    private void appointment(Change change) {
        Optional<JsonNode> appointment = version(change.key(), change.version()).map(StoredResource::tree);
        if (appointment.filter(PlanAlerts::isMissed).isEmpty() || wasMissed(change)) {
            return;
        }
        Set<NhsNumber> patients = new LinkedHashSet<>();
        appointment.get().path("participant").forEach(participant -> PatientParameter.ofReference(
                        participant.path("actor"))
                .ifPresent(patients::add));
        String start = appointment.get().path("start").asText();
        String when = start.length() < 10 ? "" : " on " + start.substring(0, 10);
        patients.forEach(patient -> tell(
                PlanNotices.Reason.MISSED_APPOINTMENT, patient, "An appointment%s was not attended".formatted(when)));
    }

    private boolean wasMissed(Change change) {
        return change.version() > 1
                && version(change.key(), change.version() - 1)
                        .filter(stored -> isMissed(stored.tree()))
                        .isPresent();
    }

    private static boolean isMissed(JsonNode appointment) {
        return appointment.path("status").asText().equals(MISSED);
    }

    private void patient(Change change) {
        boolean inactive = version(change.key(), change.version())
                .filter(PlanAlerts::isOutOfUse)
                .isPresent();
        boolean before = inactive
                && version(change.key(), change.version() - 1)
                        .filter(PlanAlerts::isOutOfUse)
                        .isPresent();
        if (inactive && !before) {
            NhsNumber.parse(change.key().id())
                    .ifPresent(number -> tell(
                            PlanNotices.Reason.INACTIVE_NHS_NUMBER,
                            number,
                            "The NHS number is no longer in use: the record was superseded or made invalid"));
        }
    }

    /** Looked for in the text first: most changes of a Patient are about other things. */
    private static boolean isOutOfUse(StoredResource stored) {
        String text = new String(stored.body(), StandardCharsets.UTF_8);
        if (!text.contains("replaced-by") && !text.contains("REDACTED") && !text.contains("\"active\":false")) {
            return false;
        }
        JsonNode patient = stored.tree();
        boolean superseded = false;
        for (JsonNode link : patient.path("link")) {
            superseded |= link.path("type").asText().equals("replaced-by");
        }
        boolean invalid = false;
        for (JsonNode label : patient.path("meta").path("security")) {
            invalid |= label.path("code").asText().equals("REDACTED");
        }
        return superseded || invalid || !patient.path("active").asBoolean(true);
    }

    private void tell(PlanNotices.Reason reason, NhsNumber patient, String text) {
        List<Teamed> running = new ArrayList<>(plans.of(patient.value()));
        running.removeIf(plan -> !plan.active());
        if (!running.isEmpty()) {
            List<ResourceKey> about = flags.all(patient, List.of(FlagKind.CHILD_PROTECTION)).stream()
                    .map(StoredResource::key)
                    .toList();
            notices.tell(reason, patient, running, about, text);
        }
    }

    private Optional<StoredResource> version(ResourceKey key, long version) {
        return repository.vread(key, version).filter(stored -> !stored.isDeleted());
    }
}
