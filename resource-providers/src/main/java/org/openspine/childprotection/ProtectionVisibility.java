package org.openspine.childprotection;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.openspine.access.AccessMode;
import org.openspine.access.Caller;
import org.openspine.api.Visibility;
import org.openspine.notification.Notifications;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.ValueMatch;

/**
 * Keeps child protection from those on the unified base who have no right to it: flags, plans, teams, notifications and the
 * records of who looked. Patients are never shown any of it; notifications are for the authority they are addressed to.
 */
final class ProtectionVisibility implements Visibility {
    private static final Set<String> CONCERNED =
            Set.of("Flag", "CarePlan", "CareTeam", "Communication", "AuditEvent", "Provenance");
    private static final Criterion FLAG = PatientFlags.coded(List.of(FlagKind.CHILD_PROTECTION));
    private static final Criterion PLAN = new Criterion.Indexed(
            IndexId.parameter("CarePlan", "category"),
            Arrays.stream(PlanType.values())
                    .map(type -> new ValueMatch.Token(OptionalLong.empty(), type.code()))
                    .toList());
    private static final Criterion TEAM =
            new Criterion.Has(IndexId.parameter("CarePlan", "care-team"), "CarePlan", PLAN);
    private static final Criterion NOTICE =
            coded("Communication", "category", Notifications.TOPIC_SYSTEM, PlanNotices.TOPIC);
    private static final Criterion LOOK = new Criterion.Indexed(
            IndexId.parameter("AuditEvent", "subtype"),
            List.of(new ValueMatch.Token(OptionalLong.of(IndexId.system(PatientAudit.SETTING_SYSTEM)), null)));
    private static final Criterion TRACE = new Criterion.Chain(IndexId.parameter("Provenance", "target"), "Flag", FLAG);

    private final ProtectionRights rights;

    ProtectionVisibility(ResourceRepository repository) {
        this.rights = new ProtectionRights(repository);
    }

    @Override
    public List<Criterion> criteria(Caller caller, String type) {
        if (caller.isOpen() || !CONCERNED.contains(type)) {
            return List.of();
        }
        boolean authority =
                caller.mode() != AccessMode.PATIENT_ACCESS && rights.isLocalAuthority(caller.organisation());
        if (type.equals("Communication")) {
            return List.of(
                    authority
                            ? new Criterion.AnyOf(
                                    List.of(new Criterion.Not(NOTICE), addressedTo(caller.organisation())))
                            : new Criterion.Not(NOTICE));
        }
        if (!authority && isClinician(caller)) {
            return List.of();
        }
        return List.of(new Criterion.Not(
                switch (type) {
                    case "Flag" -> FLAG;
                    case "CarePlan" -> PLAN;
                    case "CareTeam" -> TEAM;
                    case "AuditEvent" -> LOOK;
                    default -> TRACE;
                }));
    }

    private static boolean isClinician(Caller caller) {
        return caller.mode() == AccessMode.USER_RESTRICTED
                && !ProtectionRights.isAdministrative(
                        caller.role().map(Caller.Role::code).orElse(""));
    }

    private static Criterion addressedTo(String organisation) {
        return new Criterion.Indexed(
                IndexId.parameter("Communication", "recipient"),
                List.of(new ValueMatch.Reference("Organization", organisation)));
    }

    private static Criterion coded(String type, String parameter, String system, String code) {
        return new Criterion.Indexed(
                IndexId.parameter(type, parameter),
                List.of(new ValueMatch.Token(OptionalLong.of(IndexId.system(system)), code)));
    }
}
