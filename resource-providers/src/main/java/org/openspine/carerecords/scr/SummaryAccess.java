package org.openspine.carerecords.scr;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.openspine.api.IncomingRequest;
import org.openspine.carerecords.consent.ConsentKind;
import org.openspine.carerecords.consent.Consents;
import org.openspine.carerecords.consent.Overrides;
import org.openspine.carerecords.consent.Permission;
import org.openspine.demographics.Confidentiality;
import org.openspine.error.SpineException;
import org.openspine.repository.StoredResource;
import org.openspine.terminology.identifier.OdsCode;

/** Whether a summary may be shown: what the patient permitted, and whether the patient's record is restricted. */
final class SummaryAccess {
    private static final String ORGANISATION = "NHSD-End-User-Organisation-ODS";

    private final Overrides overrides;
    private final boolean permissionToViewNeeded;

    /** @param permissionToViewNeeded whether the server itself asks for a permission to view, or an override */
    SummaryAccess(Overrides overrides, boolean permissionToViewNeeded) {
        this.overrides = overrides;
        this.permissionToViewNeeded = permissionToViewNeeded;
    }

    /** The permission in force. Throws if it is {@code No}. */
    Permission permission(PatientHoldings held) {
        Permission permission = Consents.permission(held.held(), held.patient());
        if (permission == Permission.NO) {
            throw refused();
        }
        return permission;
    }

    static void requireNoRefusal(List<PatientHoldings> all) {
        if (all.stream().anyMatch(held -> held.refuses(ConsentKind.SCR_PREFERENCE))) {
            throw refused();
        }
    }

    static SpineException refused() {
        return new SpineException(ScrError.NOT_PERMITTED, ScrError.REFUSED);
    }

    /** Of restricted patients only the organisation that made the summary knows that there is one. */
    boolean mayKnow(List<PatientHoldings> all, StoredResource summary, IncomingRequest request) {
        boolean restricted = all.stream()
                .flatMap(held -> held.record().stream())
                .map(StoredSummary::meta)
                .anyMatch(SummaryAccess::isRestricted);
        return !restricted
                || organisation(request)
                        .filter(code -> StoredSummary.hasTag(StoredSummary.meta(summary), OdsCode.SYSTEM, code))
                        .isPresent();
    }

    static boolean isRestricted(JsonNode meta) {
        for (JsonNode security : meta.path("security")) {
            String code = security.path("code").asText();
            if (security.path("system").asText().equals(Confidentiality.SYSTEM)
                    && (code.equals("R") || code.equals("V") || code.equals("REDACTED"))) {
                return true;
            }
        }
        return false;
    }

    /** Where the server itself asks for it: a permission to view, or a lawful override, of the viewing organisation. */
    void requirePermissionToView(List<PatientHoldings> all, IncomingRequest request) {
        if (!permissionToViewNeeded) {
            return;
        }
        String viewer = organisation(request).orElse(request.caller().organisation());
        Optional<String> user = Optional.of(request.caller().user())
                .filter(id -> request.caller().isVerified());
        if (all.stream().noneMatch(held -> overrides.opens(held.patient(), viewer, user))) {
            throw refused();
        }
    }

    /** The organisation on whose behalf a request is made. */
    static Optional<String> organisation(IncomingRequest request) {
        return request.headers().filled(ORGANISATION).map(code -> code.toUpperCase(Locale.ROOT));
    }
}
