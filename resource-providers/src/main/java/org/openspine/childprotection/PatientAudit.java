package org.openspine.childprotection;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.openspine.api.IncomingRequest;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Verb;
import org.openspine.terminology.identifier.NhsNumber;
import org.openspine.terminology.identifier.OdsCode;

/**
 * Writes the audit record of a request that touches a patient, in the caller's transaction: who, on whose behalf, whose record,
 * when, through which system. Nothing of the record itself.
 *
 * @see <a href="https://fhir.nhs.uk/England/StructureDefinition/England-AuditEvent-PARS">England-AuditEvent-PARS</a>
 */
public final class PatientAudit {
    /** Codes {@link AccessSetting#code} in {@code AuditEvent.subtype} of a view of child protection data. */
    public static final String SETTING_SYSTEM = "https://openspine.org/fhir/CodeSystem/cpis-access-setting";

    public static final String INTERACTIONS = "http://hl7.org/fhir/restful-interaction";

    private static final String ENTITY_TYPE = "http://terminology.hl7.org/CodeSystem/audit-entity-type";
    private static final String OBJECT_ROLE = "http://terminology.hl7.org/CodeSystem/object-role";
    static final String PRODUCT_ID = "https://fhir.nhs.uk/Id/product-id";
    static final String PRODUCT = "openspine";

    /** The organisation of those whose organisation nobody knows: the national one. */
    private static final String NATIONAL = "X26";

    private final ResourceRepository repository;
    private final Clock clock;

    public PatientAudit(ResourceRepository repository, Clock clock) {
        this.repository = repository;
        this.clock = clock;
    }

    /**
     * What was done.
     *
     * @param product the API, as the NHS calls it
     * @param interaction FHIR code: {@code search-type}, {@code create} …
     * @param action C, R, U or D
     * @param refused whether it was not done after all
     * @param setting for views of child protection data
     * @param reason for removals
     */
    public record Deed(
            String product,
            String interaction,
            String action,
            boolean refused,
            Optional<AccessSetting> setting,
            Optional<String> reason) {
        public static Deed read(String product) {
            return new Deed(product, "search-type", "R", false, Optional.empty(), Optional.empty());
        }

        public static Deed view(String product, AccessSetting setting) {
            return new Deed(product, "search-type", "R", false, Optional.of(setting), Optional.empty());
        }

        public static Deed written(String product, String interaction, String action) {
            return new Deed(product, interaction, action, false, Optional.empty(), Optional.empty());
        }

        public static Deed removal(String product, String reason) {
            return new Deed(product, "delete", "D", false, Optional.empty(), Optional.of(reason));
        }

        public static Deed refused(String product, String interaction, String action) {
            return new Deed(product, interaction, action, true, Optional.empty(), Optional.empty());
        }
    }

    public StoredResource record(IncomingRequest request, NhsNumber patient, Viewer viewer, Deed deed) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("resourceType", "AuditEvent");
        event.set("type", Codings.coding("http://terminology.hl7.org/CodeSystem/audit-event-type", "rest", ""));
        ArrayNode subtypes = event.putArray("subtype");
        subtypes.add(Codings.coding(INTERACTIONS, deed.interaction(), ""));
        deed.setting().ifPresent(setting -> subtypes.add(Codings.coding(SETTING_SYSTEM, setting.code(), "")));
        event.put("action", deed.action());
        event.put("recorded", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
        event.put("outcome", deed.refused() ? "8" : "0");
        agents(event.putArray("agent"), viewer);
        source(event.putObject("source"), request);
        entities(event.putArray("entity"), request, patient, deed);
        ResourceKey key = new ResourceKey("AuditEvent", repository.nextLogicalId());
        return repository.store(new ResourceWrite(key, Verb.POST, 0, event));
    }

    private static void agents(ArrayNode agents, Viewer viewer) {
        boolean isPerson = viewer.userId().isPresent() || viewer.roleId().isPresent();
        viewer.userId().ifPresent(id -> {
            ObjectNode who = agent(agents, true);
            who.put("type", "Practitioner");
            identify(who, "https://fhir.nhs.uk/Id/sds-user-id", id).put("display", viewer.name());
        });
        viewer.roleId().ifPresent(id -> {
            ObjectNode who = agent(agents, viewer.userId().isEmpty());
            viewer.role().ifPresent(role -> who.put("reference", "PractitionerRole/" + role));
            who.put("type", "PractitionerRole");
            identify(who, "https://fhir.nhs.uk/Id/sds-role-profile-id", id).put("display", viewer.roleName());
        });
        ObjectNode organisation = agent(agents, !isPerson);
        organisation.put("type", "Organization");
        identify(organisation, OdsCode.SYSTEM, viewer.organisation().orElse(NATIONAL))
                .put("display", viewer.organisationName());
        ObjectNode device = agent(agents, false);
        device.put("type", "Endpoint");
        identify(device, PRODUCT_ID, PRODUCT).put("display", "OpenSpine");
    }

    private static ObjectNode agent(ArrayNode agents, boolean requestor) {
        ObjectNode agent = agents.addObject();
        ObjectNode who = agent.putObject("who");
        agent.put("requestor", requestor);
        return who;
    }

    private static ObjectNode identify(ObjectNode reference, String system, String value) {
        reference.putObject("identifier").put("system", system).put("value", value);
        return reference;
    }

    private static void source(ObjectNode source, IncomingRequest request) {
        source.put("site", request.base());
        identify(source.putObject("observer"), PRODUCT_ID, PRODUCT).put("display", "OpenSpine");
        source.putArray("type")
                .add(Codings.coding("http://terminology.hl7.org/CodeSystem/security-source-type", "4", ""));
    }

    private static void entities(ArrayNode entities, IncomingRequest request, NhsNumber patient, Deed deed) {
        ObjectNode person = entities.addObject();
        ObjectNode what = person.putObject("what").put("reference", "Patient/" + patient.value());
        identify(what, NhsNumber.SYSTEM, patient.value());
        person.set("type", Codings.coding(ENTITY_TYPE, "1", "Person"));
        person.set("role", Codings.coding(OBJECT_ROLE, "1", "Patient"));
        ObjectNode transaction = entities.addObject();
        String id = request.headers().filled(GatewayHeaders.REQUEST_ID).orElseGet(() -> UUID.randomUUID()
                .toString());
        identify(transaction.putObject("what"), "https://fhir.nhs.uk/Id/transaction", id);
        transaction.set(
                "type",
                Codings.coding("https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType", "XrequestId", ""));
        request.headers()
                .filled(GatewayHeaders.TRACE_ID)
                .ifPresent(trace -> detail(transaction, List.of(GatewayHeaders.TRACE_ID, trace)));
        ObjectNode endpoint = entities.addObject();
        identify(endpoint.putObject("what"), PRODUCT_ID, PRODUCT);
        endpoint.set("type", Codings.coding("http://hl7.org/fhir/resource-types", "Endpoint", ""));
        endpoint.set("role", Codings.coding(OBJECT_ROLE, "17", "Data Repository"));
        endpoint.put("name", deed.product() + " - " + deed.interaction());
        detail(endpoint, List.of("productIdentifier", deed.product()));
        detail(endpoint, List.of("interactionIdentifier", deed.product() + " - " + deed.interaction()));
        deed.reason().ifPresent(reason -> person.putArray("detail")
                .addObject()
                .put("type", "removalReason")
                .put("valueString", reason));
    }

    private static void detail(ObjectNode entity, List<String> nameAndValue) {
        entity.withArray("detail").addObject().put("type", nameAndValue.get(0)).put("valueString", nameAndValue.get(1));
    }
}
