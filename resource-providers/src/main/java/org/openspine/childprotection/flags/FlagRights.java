package org.openspine.childprotection.flags;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.openspine.api.IncomingRequest;
import org.openspine.childprotection.FlagKind;
import org.openspine.childprotection.ProtectionRights;
import org.openspine.childprotection.ProtectionRights.Role;
import org.openspine.childprotection.Viewer;
import org.openspine.terminology.identifier.NhsNumber;

/** Who may see and who may write which kind of flag. */
final class FlagRights {
    private static final Set<Role> ADJUST = EnumSet.of(Role.OPERATOR, Role.CLINICIAN, Role.RECEPTION, Role.APPLICATION);
    private static final Set<Role> CLINICAL = EnumSet.of(Role.OPERATOR, Role.CLINICIAN);
    private static final Set<Role> PROTECT = EnumSet.of(Role.OPERATOR, Role.LOCAL_AUTHORITY);

    private FlagRights() {}

    /** Kinds whose top-level flag the caller may see. Throws where there is none, or the record is another patient's. */
    static List<FlagKind> visible(Role role, IncomingRequest request, NhsNumber patient) {
        return switch (role) {
            case OPERATOR, CLINICIAN, RECEPTION -> List.of(FlagKind.values());
            case APPLICATION ->
                Arrays.stream(FlagKind.values())
                        .filter(kind -> kind != FlagKind.CHILD_PROTECTION)
                        .toList();
            case PATIENT -> own(request, patient);
            case LOCAL_AUTHORITY -> throw ProtectionRights.denied("Not authorised to see patient flags");
        };
    }

    private static List<FlagKind> own(IncomingRequest request, NhsNumber patient) {
        boolean isOwn = request.caller()
                .login()
                .filter(login -> login.isProved() && login.nhsNumber().equals(patient.value()))
                .isPresent();
        if (!isOwn) {
            throw ProtectionRights.denied("Patient cannot perform this action");
        }
        return List.of(FlagKind.REASONABLE_ADJUSTMENTS);
    }

    /** That the caller may see a flag of this kind with everything attached to it. */
    static void requireDetails(Role role, IncomingRequest request, NhsNumber patient, FlagKind kind) {
        boolean protectedFrom = kind == FlagKind.CHILD_PROTECTION && role == Role.RECEPTION;
        if (protectedFrom || !visible(role, request, patient).contains(kind)) {
            throw ProtectionRights.denied("Not authorised to see this kind of flag");
        }
    }

    static boolean mayWrite(Role role, FlagKind kind) {
        return switch (kind) {
            case REASONABLE_ADJUSTMENTS -> ADJUST.contains(role);
            case FEMALE_GENITAL_MUTILATION -> CLINICAL.contains(role);
            case CHILD_PROTECTION -> PROTECT.contains(role);
        };
    }

    static void requireWrite(Role role, FlagKind kind) {
        if (!mayWrite(role, kind)) {
            throw ProtectionRights.denied(
                    kind == FlagKind.CHILD_PROTECTION
                            ? "Only a local authority writes child protection data"
                            : "Not authorised to write this kind of flag");
        }
    }

    /** The role of a viewer, for those who need to know both. */
    record Actor(Viewer viewer, Role role) {}
}
