package org.openspine.childprotection.cpis;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.openspine.api.IncomingRequest;
import org.openspine.childprotection.Authority;
import org.openspine.childprotection.ProtectionError;
import org.openspine.childprotection.ProtectionRights;
import org.openspine.childprotection.SentBundle;
import org.openspine.childprotection.Viewer;

/** Whose plans a Bundle holds, and whether whoever sent it may say so. */
record PlanOwners(IncomingRequest request, SentBundle bundle, Viewer viewer) {
    /** The authority of a team: its own word, else that of the flag's Provenance, else who sent the Bundle. */
    Optional<String> authority(JsonNode team) {
        return Authority.of(team)
                .or(() -> bundle.of("Flag").stream()
                        .map(entry -> Authority.ofReference(entry.resource()
                                .path("contained")
                                .path(0)
                                .path("agent")
                                .path(0)
                                .path("onBehalfOf")))
                        .flatMap(Optional::stream)
                        .findFirst())
                .or(() ->
                        request.caller().isOpen() ? Optional.empty() : ProtectionRights.organisation(request, viewer));
    }

    /** Throws {@link ProtectionError#ACCESS_DENIED} for the plan of another authority. */
    void requireOwn(Optional<String> authority) {
        if (!ProtectionRights.owns(request, viewer, authority)) {
            throw ProtectionRights.denied("Only the owning local authority may change a plan");
        }
    }
}
