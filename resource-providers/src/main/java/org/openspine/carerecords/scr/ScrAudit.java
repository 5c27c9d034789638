package org.openspine.carerecords.scr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.openspine.access.Caller;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.carerecords.consent.Overrides;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Verb;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.Prefix;
import org.openspine.repository.search.SearchQuery;
import org.openspine.repository.search.SortKey;
import org.openspine.repository.search.ValueMatch;
import org.openspine.terminology.identifier.NhsNumber;
import org.openspine.terminology.identifier.OdsCode;

/** Writes who did what to a patient's summary or permission, in the transaction in which it is done. */
final class ScrAudit {
    private static final String PROFILE = "https://fhir.nhs.uk/England/StructureDefinition/England-AuditEvent-PARS";
    private static final String ENTITY_TYPE = "http://terminology.hl7.org/CodeSystem/audit-entity-type";

    private static final String PRODUCT_ID = "https://fhir.nhs.uk/Id/product-id";
    private static final String PRODUCT = "openspine";

    /** The organisation of those whose organisation nobody knows: the national one. */
    private static final String NATIONAL = "X26";

    private static final String AUDIT_EVENT = "AuditEvent";
    private static final Duration LOOK_BACK = Duration.ofHours(1);
    private static final int MOST_LOOKS = 50;

    private final ResourceRepository repository;
    private final boolean readsAudited;
    private final Overrides overrides;
    private final Clock clock;

    /** @param readsAudited whether what was shown is recorded, too; what was refused always is */
    ScrAudit(ResourceRepository repository, boolean readsAudited, Overrides overrides, Clock clock) {
        this.repository = repository;
        this.readsAudited = readsAudited;
        this.overrides = overrides;
        this.clock = clock;
    }

    /** Records a look at a patient's summary before it is answered; what the patient refused with that ending. */
    FhirResponse looking(Deed deed, NhsNumber patient, IncomingRequest request, Supplier<FhirResponse> look) {
        try {
            FhirResponse answer = look.get();
            if (readsAudited) {
                Request by = UploadSummary.auditRequest(request);
                Map<String, String> alert = overrides
                        .alert(patient, by.onBehalfOf())
                        .map(key -> Map.of("alert", key.toString()))
                        .orElse(Map.of());
                write(deed, Ending.DONE, patient, by, alert);
            }
            return answer;
        } catch (SpineException failure) {
            if (failure.code() == ScrError.NOT_PERMITTED) {
                write(deed, Ending.REFUSED, patient, UploadSummary.auditRequest(request), Map.of());
            }
            throw failure;
        }
    }

    /** What was done. */
    enum Deed {
        FIND("R", "search-type"),
        READ("R", "read"),
        UPLOAD("C", "create"),
        PERMISSION("U", "operation");

        private final String action;
        private final String interaction;

        Deed(String action, String interaction) {
            this.action = action;
            this.interaction = interaction;
        }
    }

    /** How it ended, by the codes of {@code AuditEvent.outcome}. */
    enum Ending {
        DONE("0"),
        FAILED("4"),
        REFUSED("8");

        private final String code;

        Ending(String code) {
            this.code = code;
        }
    }

    /** Who asked, by which request, at which place. */
    record Request(Caller caller, Optional<String> role, Optional<String> organisation, String requestId, String site) {
        String onBehalfOf() {
            return organisation.orElse(caller.organisation());
        }
    }

    /** The latest looks of the last hour that were made on behalf of one of these organisations, newest first. */
    List<ResourceKey> looks(NhsNumber patient, Set<String> organisations) {
        long from = clock.instant().minus(LOOK_BACK).toEpochMilli();
        List<Criterion> criteria = List.of(
                new Criterion.Indexed(
                        IndexId.parameter(AUDIT_EVENT, "patient"),
                        List.of(new ValueMatch.Reference("Patient", patient.value()))),
                new Criterion.LastUpdated(List.of(new ValueMatch.Date(Prefix.GE, from, from))));
        return repository
                .search(new SearchQuery(
                        AUDIT_EVENT, criteria, List.of(new SortKey.LastUpdated(true)), MOST_LOOKS, Optional.empty()))
                .matches()
                .stream()
                .filter(stored -> isLook(stored.tree(), organisations))
                .map(StoredResource::key)
                .toList();
    }

    private static boolean isLook(JsonNode event, Set<String> organisations) {
        boolean ours = false;
        for (JsonNode agent : event.path("agent")) {
            JsonNode identifier = agent.path("who").path("identifier");
            ours |= identifier.path("system").asText().equals(OdsCode.SYSTEM)
                    && organisations.contains(identifier.path("value").asText());
        }
        return ours
                && event.path("action").asText().equals("R")
                && event.path("outcome").asText().equals("0")
                && event.path("source").path("site").asText().endsWith(ScrApi.BASE_PATH);
    }

    /** @param details what is worth knowing beside, by name */
    void write(Deed deed, Ending ending, NhsNumber patient, Request request, Map<String, String> details) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("resourceType", AUDIT_EVENT);
        event.putObject("meta").putArray("profile").add(PROFILE);
        event.putObject("type")
                .put("system", "http://terminology.hl7.org/CodeSystem/audit-event-type")
                .put("code", "rest");
        event.putArray("subtype")
                .addObject()
                .put("system", "http://hl7.org/fhir/restful-interaction")
                .put("code", deed.interaction);
        event.put("action", deed.action);
        event.put("recorded", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
        event.put("outcome", ending.code);
        if (deed == Deed.FIND || deed == Deed.READ) {
            event.putArray("purposeOfEvent")
                    .addObject()
                    .putArray("coding")
                    .addObject()
                    .put("system", "http://terminology.hl7.org/CodeSystem/v3-ActReason")
                    .put("code", "TREAT");
        }
        agents(event.putArray("agent"), request);
        source(event.putObject("source"), request);
        entities(event.putArray("entity"), patient, request, details);
        repository.store(
                new ResourceWrite(new ResourceKey(AUDIT_EVENT, repository.nextLogicalId()), Verb.POST, 0, event));
    }

    private static void agents(ArrayNode agents, Request request) {
        if (!request.caller().user().isEmpty()) {
            agent(agents, "Practitioner", AlertRules.USER, request.caller().user(), true);
        }
        request.role()
                .or(() -> request.caller().role().map(Caller.Role::urid))
                .ifPresent(role ->
                        agent(agents, "PractitionerRole", "https://fhir.nhs.uk/Id/sds-role-profile-id", role, false));
        String organisation = request.onBehalfOf().isEmpty() ? NATIONAL : request.onBehalfOf();
        agent(agents, "Organization", OdsCode.SYSTEM, organisation, agents.isEmpty());
        agent(agents, "Endpoint", PRODUCT_ID, PRODUCT, false);
    }

    private static void agent(ArrayNode agents, String type, String system, String value, boolean requestor) {
        if (!value.isEmpty()) {
            ObjectNode agent = agents.addObject();
            ObjectNode who = agent.putObject("who").put("type", type);
            who.putObject("identifier").put("system", system).put("value", value);
            agent.put("requestor", requestor);
        }
    }

    private static void source(ObjectNode source, Request request) {
        source.put("site", request.site());
        ObjectNode observer = source.putObject("observer").put("display", "OpenSpine");
        observer.putObject("identifier").put("system", PRODUCT_ID).put("value", PRODUCT);
        source.putArray("type")
                .addObject()
                .put("system", "http://terminology.hl7.org/CodeSystem/security-source-type")
                .put("code", "4");
    }

    private static void entities(ArrayNode entities, NhsNumber patient, Request request, Map<String, String> details) {
        ObjectNode person = entities.addObject();
        ObjectNode what = person.putObject("what").put("reference", "Patient/" + patient);
        what.put("type", "Patient");
        what.putObject("identifier").put("system", NhsNumber.SYSTEM).put("value", patient.value());
        person.putObject("type").put("system", ENTITY_TYPE).put("code", "1");
        person.putObject("role")
                .put("system", "http://terminology.hl7.org/CodeSystem/object-role")
                .put("code", "1");
        if (!details.isEmpty()) {
            ArrayNode list = person.putArray("detail");
            details.forEach((type, value) -> list.addObject().put("type", type).put("valueString", value));
        }
        ObjectNode transaction = entities.addObject();
        transaction
                .putObject("what")
                .putObject("identifier")
                .put("system", SummaryIndex.TRANSACTION)
                .put("value", request.requestId().isEmpty() ? ScrHeaders.newId() : request.requestId());
        transaction
                .putObject("type")
                .put("system", "https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType")
                .put("code", "XrequestId");
    }
}
