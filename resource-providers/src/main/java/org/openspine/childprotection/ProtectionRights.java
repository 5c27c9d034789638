package org.openspine.childprotection;

import java.util.Optional;
import java.util.regex.Pattern;
import org.openspine.access.AccessMode;
import org.openspine.access.Caller;
import org.openspine.api.IncomingRequest;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;

/** Which of the published roles a caller has, and what it may do. In the open sandbox everybody is an operator. */
public final class ProtectionRights {
    private static final String LOCAL_AUTHORITY = "RO141";

    /** National job roles of those who book and receive patients, and do not treat them. */
    private static final Pattern ADMINISTRATIVE = Pattern.compile("R80(06|08|09|10|11|13)$");

    /** The rows of the published table of roles. */
    public enum Role {
        OPERATOR,
        CLINICIAN,
        RECEPTION,
        LOCAL_AUTHORITY,
        APPLICATION,
        PATIENT
    }

    private final ResourceRepository repository;

    public ProtectionRights(ResourceRepository repository) {
        this.repository = repository;
    }

    public Role role(IncomingRequest request, Viewer viewer) {
        AccessMode mode = request.caller().mode();
        if (mode == AccessMode.OPEN) {
            return Role.OPERATOR;
        }
        if (mode == AccessMode.PATIENT_ACCESS) {
            return Role.PATIENT;
        }
        if (organisation(request, viewer).filter(this::isLocalAuthority).isPresent()) {
            return Role.LOCAL_AUTHORITY;
        }
        if (mode.isApplication()) {
            return Role.APPLICATION;
        }
        String code = request.caller().role().map(Caller.Role::code).orElse(viewer.roleCode());
        return isAdministrative(code) ? Role.RECEPTION : Role.CLINICIAN;
    }

    /** Who may look at plans and at who looked. Throws {@link ProtectionError#ACCESS_DENIED} for all others. */
    public Role requireProtectionView(IncomingRequest request, Viewer viewer) {
        Role role = role(request, viewer);
        return switch (role) {
            case OPERATOR, CLINICIAN, LOCAL_AUTHORITY -> role;
            case APPLICATION -> throw denied("Child protection data are not for unattended access");
            case RECEPTION, PATIENT -> throw denied("Not authorised to see child protection data");
        };
    }

    public static SpineException denied(String diagnostics) {
        return new SpineException(ProtectionError.ACCESS_DENIED, diagnostics);
    }

    /** Whether a caller may write child protection data on the unified base. Authorities upload; operators may do anything. */
    boolean mayWriteProtection(Caller caller) {
        return caller.isOpen();
    }

    static boolean isAdministrative(String jobRole) {
        return ADMINISTRATIVE.matcher(jobRole).find();
    }

    boolean isLocalAuthority(String organisation) {
        return ResourceKey.isLogicalId(organisation)
                && repository
                        .read(new ResourceKey("Organization", organisation))
                        .filter(stored -> !stored.isDeleted())
                        .filter(stored -> stored.tree().path("type").toString().contains("\"" + LOCAL_AUTHORITY + "\""))
                        .isPresent();
    }

    /** The organisation a request is made for. */
    public static Optional<String> organisation(IncomingRequest request, Viewer viewer) {
        return viewer.organisation()
                .or(() -> Optional.of(request.caller().organisation()).filter(code -> !code.isEmpty()));
    }

    /** Whether a plan of this authority is the caller's own; in the open sandbox all are. */
    public static boolean owns(IncomingRequest request, Viewer viewer, Optional<String> authority) {
        return request.caller().isOpen() || (authority.isPresent() && authority.equals(organisation(request, viewer)));
    }
}
