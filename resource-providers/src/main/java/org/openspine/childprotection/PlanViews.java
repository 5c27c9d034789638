package org.openspine.childprotection;

import java.time.Clock;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.openspine.api.IncomingRequest;
import org.openspine.childprotection.ProtectionPlans.Teamed;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;
import org.openspine.terminology.identifier.NhsNumber;

/**
 * What every look at a child's plans leaves behind, in the transaction of the look: an audit record, which is the access record
 * too if the care was unscheduled, and then a notification for each active plan.
 */
public final class PlanViews {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMMM yyyy 'at' HH:mm", Locale.UK).withZone(ZoneId.of("Europe/London"));

    private final PatientFlags flags;
    private final PatientAudit audit;
    private final AccessLists accesses;
    private final PlanNotices notices;
    private final Clock clock;

    public PlanViews(ResourceRepository repository, PatientAudit audit, PlanNotices notices, Clock clock) {
        this.flags = new PatientFlags(repository);
        this.audit = audit;
        this.accesses = new AccessLists(repository);
        this.notices = notices;
        this.clock = clock;
    }

    /** Call inside the transaction that reads the plans: if this cannot be written, nothing is shown. */
    public void record(IncomingRequest request, String product, NhsNumber patient, Viewer viewer, List<Teamed> plans) {
        AccessSetting setting = AccessSetting.of(request.headers());
        boolean tell = setting == AccessSetting.UNSCHEDULED && plans.stream().anyMatch(Teamed::active);
        List<ResourceKey> about = tell
                ? flags.all(numbers(patient, plans), List.of(FlagKind.CHILD_PROTECTION)).stream()
                        .map(StoredResource::key)
                        .toList()
                : List.of();
        StoredResource access = audit.record(request, patient, viewer, PatientAudit.Deed.view(product, setting));
        if (setting == AccessSetting.UNSCHEDULED) {
            accesses.add(patient, access.key());
        }
        if (tell) {
            String text = "Child protection information was viewed in an unscheduled care setting on %s by %s (%s), %s"
                    .formatted(
                            TIME.format(clock.instant()), viewer.name(), viewer.roleName(), viewer.organisationName());
            notices.tell(
                    new PlanNotices.Occasion(PlanNotices.Reason.UNSCHEDULED_ACCESS, text, Optional.empty()),
                    patient,
                    plans,
                    about);
        }
    }

    /** The number asked for, and those the plans stand under. */
    private static Set<NhsNumber> numbers(NhsNumber patient, List<Teamed> plans) {
        Set<NhsNumber> numbers = new LinkedHashSet<>(List.of(patient));
        plans.forEach(plan -> plan.plan().patient().ifPresent(numbers::add));
        return numbers;
    }
}
