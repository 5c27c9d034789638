package org.openspine.childprotection.cpis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.openspine.api.ContentRules;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.childprotection.Capability;
import org.openspine.childprotection.Searchsets;

/** {@code GET metadata}. */
final class CpisCapability {
    private static final List<String> READ_AND_SEARCH = List.of("read", "search-type");
    private static final List<String> PATIENT = List.of("patient");

    private final ContentRules rules;
    private final Instant date;

    CpisCapability(ContentRules rules, Clock clock) {
        this.rules = rules;
        date = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    FhirResponse answer(IncomingRequest request) {
        ObjectNode statement = new Capability(
                        request, "ChildProtectionInformationSharing", "Child Protection Information Sharing", date)
                .type("CareTeam", "http://hl7.org/fhir/StructureDefinition/CareTeam", READ_AND_SEARCH, PATIENT)
                .type("AuditEvent", "http://hl7.org/fhir/StructureDefinition/AuditEvent", READ_AND_SEARCH, PATIENT)
                .withTransaction();
        for (var resource : statement.path("rest").path(0).path("resource")) {
            if (resource.path("type").asText().equals("AuditEvent")) {
                ((ObjectNode) resource).putArray("searchInclude").add("AuditEvent:entity-type");
            }
        }
        return Searchsets.json(200, rules.stated(statement));
    }
}
