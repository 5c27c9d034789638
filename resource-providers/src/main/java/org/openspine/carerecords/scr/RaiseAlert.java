package org.openspine.carerecords.scr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openspine.access.Caller;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.carerecords.consent.Overrides;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.Verb;
import org.openspine.terminology.identifier.NhsNumber;
import org.openspine.terminology.identifier.OdsCode;

/** {@code POST AuditEvent}: keeps a privacy alert for ever, and tells the privacy officer of the viewing organisation. */
final class RaiseAlert {
    private static final String ASID = "https://fhir.nhs.uk/Id/nhsSpineASID";

    private final ResourceRepository repository;
    private final UploadContent content;
    private final ScrAudit audit;
    private final Clock clock;

    RaiseAlert(ResourceRepository repository, UploadContent content, ScrAudit audit, Clock clock) {
        this.repository = repository;
        this.content = content;
        this.audit = audit;
        this.clock = clock;
    }

    FhirResponse answer(IncomingRequest request) {
        ObjectNode alert = content.read(request.content());
        AlertRules.check(alert);
        requireOwn(alert, request);
        request.headers().filled("nhsd-asid").ifPresent(asid -> fillAsid(alert, asid));
        String patient =
                AlertRules.value(AlertRules.agents(alert, NhsNumber.SYSTEM).get(0));
        Set<String> viewers =
                new HashSet<>(Set.of(UploadSummary.auditRequest(request).onBehalfOf()));
        viewers.add(AlertRules.value(AlertRules.agents(alert, OdsCode.SYSTEM).get(0)));
        repository.inTransaction(() -> {
            ObjectNode event = alert.deepCopy();
            tag(event, patient, alert);
            ResourceKey key = new ResourceKey("AuditEvent", repository.nextLogicalId());
            repository.store(new ResourceWrite(key, Verb.POST, 0, event));
            return repository.store(new ResourceWrite(
                    new ResourceKey("Communication", repository.nextLogicalId()),
                    Verb.POST,
                    0,
                    communication(alert, patient, about(key, patient, viewers))));
        });
        return FhirResponse.of(201);
    }

    /** By which it is found: the patient, and the organisation whose privacy officer it concerns. */
    private static void tag(ObjectNode resource, String patient, ObjectNode alert) {
        ObjectNode meta = resource.path("meta") instanceof ObjectNode given ? given : resource.putObject("meta");
        ArrayNode tags = meta.path("tag") instanceof ArrayNode given ? given : meta.putArray("tag");
        SummaryIndex.add(tags, Overrides.ALERT_TAG, patient);
        SummaryIndex.add(
                tags,
                OdsCode.SYSTEM,
                AlertRules.value(AlertRules.agents(alert, OdsCode.SYSTEM).get(0)));
    }

    /** Nobody opens a record in the name of another: user and organisation are those of the access token. */
    private static void requireOwn(ObjectNode alert, IncomingRequest request) {
        Caller caller = request.caller();
        if (!caller.isVerified()) {
            return;
        }
        boolean own =
                names(alert, OdsCode.SYSTEM, caller.organisation()) && names(alert, AlertRules.USER, caller.user());
        if (!own) {
            throw new SpineException(
                    ScrError.NOT_PERMITTED, "User and organisation of an alert are those of the access token");
        }
    }

    private static boolean names(ObjectNode alert, String system, String value) {
        return AlertRules.agents(alert, system).stream().map(AlertRules::value).allMatch(value::equals);
    }

    /** The alert, and the looks that it explains. */
    private List<ResourceKey> about(ResourceKey alert, String patient, Set<String> viewers) {
        List<ResourceKey> about = new ArrayList<>(List.of(alert));
        NhsNumber.parse(patient).ifPresent(number -> about.addAll(audit.looks(number, viewers)));
        return about;
    }

    private static void fillAsid(ObjectNode alert, String asid) {
        JsonNode identifier = alert.path("source").path("observer").path("identifier");
        if (identifier.path("value").asText().isBlank()) {
            alert.withObject("/source/observer/identifier").put("system", ASID).put("value", asid);
        }
    }

    private ObjectNode communication(ObjectNode alert, String patient, List<ResourceKey> events) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("resourceType", "Communication");
        message.put("status", "completed");
        tag(message, patient, alert);
        concept(
                message.putArray("category").addObject(),
                "http://terminology.hl7.org/CodeSystem/communication-category",
                "alert",
                Optional.empty());
        ObjectNode subject = message.putObject("subject").put("reference", "Patient/" + patient);
        subject.putObject("identifier").put("system", NhsNumber.SYSTEM).put("value", patient);
        ArrayNode about = message.putArray("about");
        events.forEach(event -> about.addObject().put("reference", event.toString()));
        message.put("sent", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
        ObjectNode recipient = message.putArray("recipient").addObject().put("type", "Organization");
        recipient
                .putObject("identifier")
                .put("system", OdsCode.SYSTEM)
                .put(
                        "value",
                        AlertRules.value(
                                AlertRules.agents(alert, OdsCode.SYSTEM).get(0)));
        JsonNode reason = alert.path("subtype").path(0);
        concept(
                message.putArray("reasonCode").addObject(),
                AlertRules.REASON,
                reason.path("code").asText(),
                Optional.of(reason.path("display").asText()));
        for (JsonNode extension : alert.path("extension")) {
            if (extension.path("url").asText().equals(AlertRules.MESSAGE)) {
                message.putArray("payload")
                        .addObject()
                        .put("contentString", extension.path("valueString").asText());
            }
        }
        return message;
    }

    private static void concept(ObjectNode concept, String system, String code, Optional<String> display) {
        ObjectNode coding =
                concept.putArray("coding").addObject().put("system", system).put("code", code);
        display.ifPresent(text -> coding.put("display", text));
    }
}
