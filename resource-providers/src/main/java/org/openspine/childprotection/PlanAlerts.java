package org.openspine.childprotection;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.openspine.childprotection.ProtectionPlans.Teamed;
import org.openspine.notification.ChangeWatcher;
import org.openspine.repository.ChangeLog.Change;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;
import org.openspine.terminology.identifier.NhsNumber;

/**
 * Tells local authorities when a child with an active plan misses an appointment, or when its NHS number is no longer in use:
 * what is written on the unified base in that very transaction ({@link PlanAlertRule}), everything else soon after it. What was
 * told is not told again.
 */
final class PlanAlerts implements ChangeWatcher {
    static final Set<String> TYPES = Set.of("Appointment", "Patient");

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
        return TYPES;
    }

    @Override
    public void changed(List<Change> changes) {
        for (Change change : changes) {
            boolean isPatient = change.key().type().equals("Patient");
            if (!isPatient || change.version() > 1) {
                Predicate<StoredResource> hinted = isPatient ? PlanAlerts::isPerhapsOutOfUse : stored -> true;
                version(change.key(), change.version())
                        .filter(hinted)
                        .ifPresent(stored -> changed(
                                change.key(),
                                change.version(),
                                version(change.key(), change.version() - 1).map(StoredResource::tree),
                                stored.tree()));
            }
        }
    }

    /** Tells of the step from one version to the next, if it is one of those. */
    void changed(ResourceKey key, long version, Optional<? extends JsonNode> before, JsonNode next) {
        if (key.type().equals("Appointment")) {
            if (isMissed(next) && before.filter(PlanAlerts::isMissed).isEmpty()) {
                missed(key, version, next);
            }
        } else if (before.isPresent() && isOutOfUse(next) && !isOutOfUse(before.get())) {
            NhsNumber.parse(key.id()).ifPresent(number -> outOfUse(number, key, version));
        }
    }

    private void missed(ResourceKey key, long version, JsonNode appointment) {
        Set<NhsNumber> patients = new LinkedHashSet<>();
        appointment.path("participant").forEach(participant -> PatientParameter.ofReference(participant.path("actor"))
                .ifPresent(patients::add));
        String start = appointment.path("start").asText();
        String when = start.length() < 10 ? "" : " on " + start.substring(0, 10);
        for (NhsNumber patient : patients) {
            tell(
                    patient,
                    plans.of(patient),
                    new PlanNotices.Occasion(
                            PlanNotices.Reason.MISSED_APPOINTMENT,
                            "An appointment%s was not attended".formatted(when),
                            Optional.of(key + "/" + version)));
        }
    }

    /** Of the plans under this number; those of the record that took its place are not concerned. */
    private void outOfUse(NhsNumber patient, ResourceKey key, long version) {
        tell(
                patient,
                plans.teamed(plans.stored(Set.of(patient))),
                new PlanNotices.Occasion(
                        PlanNotices.Reason.INACTIVE_NHS_NUMBER,
                        "The NHS number is no longer in use: the record was superseded or made invalid",
                        Optional.of(key + "/" + version)));
    }

    private static boolean isMissed(JsonNode appointment) {
        return appointment.path("status").asText().equals("noshow");
    }

    /** Looked for in the text first: most changes of a Patient are about other things. */
    private static boolean isPerhapsOutOfUse(StoredResource stored) {
        String text = new String(stored.body(), StandardCharsets.UTF_8);
        return text.contains("replaced-by") || text.contains("REDACTED") || text.contains("\"active\":false");
    }

    private static boolean isOutOfUse(JsonNode patient) {
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

    private void tell(NhsNumber patient, List<Teamed> known, PlanNotices.Occasion occasion) {
        List<Teamed> running = new ArrayList<>(known);
        running.removeIf(plan -> !plan.active());
        if (!running.isEmpty()) {
            List<ResourceKey> about = flags.all(patient, List.of(FlagKind.CHILD_PROTECTION)).stream()
                    .map(StoredResource::key)
                    .toList();
            notices.tell(occasion, patient, running, about);
        }
    }

    private Optional<StoredResource> version(ResourceKey key, long version) {
        return version < 1 ? Optional.empty() : repository.vread(key, version).filter(stored -> !stored.isDeleted());
    }
}
