package org.openspine.referrals.ers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.openspine.api.FhirResponse;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.error.Problem;
import org.openspine.referrals.Elements;
import org.openspine.referrals.Placement;
import org.openspine.referrals.Referral;
import org.openspine.referrals.ServiceEntry;
import org.openspine.referrals.Worklist;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.SearchPage;
import org.openspine.repository.StoredResource;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.SearchQuery;

/** A008 and A023: the lists people work from, whole, from the index of their tags. */
final class Worklists {
    private static final String REFERRAL_LISTS = "https://fhir.nhs.uk/CodeSystem/eRS-ReferralListSelector";
    private static final String ADVICE_LISTS = "https://fhir.nhs.uk/CodeSystem/eRS-CommunicationListSelector";
    private static final String ASSIGNED = "https://fhir.nhs.uk/CodeSystem/eRS-AssignedIndicator";
    private static final Set<Worklist> ASKED_BY_NAME = Set.of(
            Worklist.REFERRALS_FOR_REVIEW,
            Worklist.APPOINTMENT_SLOT_ISSUES,
            Worklist.REJECTED_TRIAGE_RESPONSE,
            Worklist.ASSESSMENT_RETURNED_CANCELLED_DNA,
            Worklist.AWAITING_BOOKING,
            Worklist.LETTERS_OUTSTANDING,
            Worklist.ADVICE_AND_GUIDANCE_REQUESTS);
    private static final int LARGEST_ANSWER = 10 << 20;
    private static final int PAGE = 500;

    private final ErsParts parts;

    Worklists(ErsParts parts) {
        this.parts = parts;
    }

    private enum AssignedIndicator {
        ASSIGNED,
        NOT_ASSIGNED
    }

    /** What of a provider's list is wanted. */
    private record Filter(
            Optional<String> service,
            Optional<AssignedIndicator> specialtyAssigned,
            Optional<String> specialty,
            Optional<String> location,
            Optional<AssignedIndicator> clinicianAssigned,
            Optional<String> clinician) {
        boolean isEmpty() {
            return service.isEmpty()
                    && specialtyAssigned.isEmpty()
                    && specialty.isEmpty()
                    && location.isEmpty()
                    && clinicianAssigned.isEmpty()
                    && clinician.isEmpty();
        }
    }

    FhirResponse answer(ErsRequest request) {
        Inputs inputs = request.inputs(
                Inputs.Input.required("listType", "valueCodeableConcept"),
                Inputs.Input.optional("service", "valueIdentifier"),
                Inputs.Input.optional("specialtyAssignedIndicator", "valueCodeableConcept"),
                Inputs.Input.optional("specialty", "valueCodeableConcept"),
                Inputs.Input.optional("location", "valueIdentifier"),
                Inputs.Input.optional("clinicianAssignedIndicator", "valueCodeableConcept"),
                Inputs.Input.optional("clinician", "valueIdentifier"));
        Worklist list = list(inputs.one("listType"));
        requireSide(list, request.caller());
        Filter filter = filter(inputs);
        requireFilter(list, filter, request.caller());
        ObjectNode answer = Elements.resource("List").put("status", "current").put("mode", "snapshot");
        Map<String, ObjectNode> contained = new TreeMap<>();
        long size = 0;
        for (WorklistEntry entry : entries(list, filter, request.caller())) {
            ObjectNode node = entry.node(list, contained);
            size += ResourceJson.write(node).length;
            if (size > LARGEST_ANSWER) {
                throw BusinessError.TOO_MANY_ITEMS.because("The list is larger than 10 MB; narrow it with a filter");
            }
            answer.withArray("entry").add(node);
        }
        if (!contained.isEmpty()) {
            ObjectNode whole = Elements.resource("List");
            contained.values().forEach(whole.withArray("contained")::add);
            answer.remove("resourceType");
            whole.setAll(answer);
            answer = whole;
        }
        if (!answer.has("entry")) {
            answer.set(
                    "emptyReason",
                    Elements.concept(Elements.coding(
                            "http://terminology.hl7.org/CodeSystem/list-empty-reason", "nilknown", "no results")));
        }
        return Answers.plain(200, answer, request);
    }

    private static Worklist list(JsonNode concept) {
        JsonNode coding = concept.path("coding").path(0);
        String system = coding.path("system").asText();
        String code = Inputs.code("listType", coding, system.contains("Communication") ? ADVICE_LISTS : REFERRAL_LISTS);
        Worklist list = Worklist.coded(code)
                .filter(ASKED_BY_NAME::contains)
                .orElseThrow(() -> BusinessError.INVALID_CODE.because(
                        "'listType' (%s) is not a code of the set".formatted(Problem.shown(code))));
        boolean advice = list == Worklist.ADVICE_AND_GUIDANCE_REQUESTS;
        if (!system.isEmpty() && !system.equals(advice ? ADVICE_LISTS : REFERRAL_LISTS)) {
            throw BusinessError.INVALID_CODE.because("'listType' has a code of another system");
        }
        return list;
    }

    private static void requireSide(Worklist list, ErsCaller caller) {
        boolean fits = list.isOfProvider() ? caller.isProvider() : caller.isReferrer();
        boolean ofPeople = list == Worklist.ADVICE_AND_GUIDANCE_REQUESTS; // A023, which applications may not use
        if (!fits || (ofPeople && caller.isApplication())) {
            throw new org.openspine.error.SpineException(
                    ErsError.FORBIDDEN, "This list is not for the business function " + caller.function());
        }
    }

    private Filter filter(Inputs inputs) {
        Filter filter = new Filter(
                inputs.identifier("service", Elements.SERVICE_ID),
                indicator(inputs, "specialtyAssignedIndicator"),
                code(inputs, "specialty", SearchCriteria.SPECIALTY),
                inputs.has("location") ? Elements.text(inputs.one("location").path("value")) : Optional.empty(),
                indicator(inputs, "clinicianAssignedIndicator"),
                inputs.identifier("clinician", Elements.USER_ID));
        requireAssigned("specialty", filter.specialty(), filter.specialtyAssigned());
        requireAssigned("clinician", filter.clinician(), filter.clinicianAssigned());
        return filter;
    }

    private static Optional<String> code(Inputs inputs, String name, String system) {
        return inputs.has(name)
                ? Optional.of(Inputs.code(name, inputs.one(name).path("coding").path(0), system))
                : Optional.empty();
    }

    private static Optional<AssignedIndicator> indicator(Inputs inputs, String name) {
        return code(inputs, name, ASSIGNED).map(code -> Inputs.constant(name, code, AssignedIndicator.class));
    }

    private static void requireAssigned(String name, Optional<String> value, Optional<AssignedIndicator> indicator) {
        if (value.isPresent() && !indicator.equals(Optional.of(AssignedIndicator.ASSIGNED))) {
            throw BusinessError.FIELD_NOT_PERMITTED.because(
                    "'%s' is only permitted with the indicator ASSIGNED".formatted(name));
        }
    }

    private void requireFilter(Worklist list, Filter filter, ErsCaller caller) {
        if (!list.isOfProvider() && !filter.isEmpty()) {
            throw BusinessError.FIELD_NOT_PERMITTED.because("The lists of referrers take no filter");
        }
        if (caller.isApplication() && filter.service().isEmpty()) {
            throw BusinessError.MISSING_VALUE.because("'service' is required of an application");
        }
        filter.service().ifPresent(id -> {
            ServiceEntry service = parts.directory()
                    .service(id)
                    .orElseThrow(() -> BusinessError.REFERENCE_NOT_FOUND.because("'service' was not found"));
            if (caller.organisation()
                    .filter(ods -> !service.providers().contains(ods))
                    .isPresent()) {
                throw BusinessError.NO_RELATIONSHIP.because("The service is not one of your organisation");
            }
        });
        filter.clinician().ifPresent(user -> caller.organisation()
                .ifPresent(ods -> parts.staff().requireProviderClinician(user, ods)));
    }

    private List<WorklistEntry> entries(Worklist list, Filter filter, ErsCaller caller) {
        Criterion which = filter.service().isPresent()
                ? list.ofService(filter.service().get())
                : list.of(caller.organisation().orElseThrow());
        List<WorklistEntry> entries = new ArrayList<>();
        SearchQuery query = new SearchQuery(Referral.TYPE, List.of(which), List.of(), PAGE, Optional.empty());
        Map<String, ServiceEntry> services = new HashMap<>();
        long bytes = 0;
        while (true) {
            SearchPage page = parts.repository().search(query);
            List<Referral> referrals = page.matches().stream().map(Referral::of).toList();
            Map<ResourceKey, StoredResource> appointments = list.isOfProvider() ? appointments(referrals) : Map.of();
            for (Referral referral : referrals) {
                Optional<JsonNode> appointment = referral.appointmentId()
                        .filter(ResourceKey::isLogicalId)
                        .map(id -> appointments.get(Appointments.key(id)))
                        .map(StoredResource::tree);
                var entry =
                        new WorklistEntry(referral, appointment, parts.clock().getZone());
                if (accepts(filter, entry, services)) {
                    entries.add(entry);
                }
            }
            bytes += page.matches().stream()
                    .mapToLong(stored -> stored.body().length)
                    .sum();
            if (page.next().isEmpty()) {
                return entries;
            }
            if (bytes > 8L * LARGEST_ANSWER) {
                throw BusinessError.TOO_MANY_ITEMS.because("The list is larger than 10 MB; narrow it with a filter");
            }
            query = query.page(PAGE, page.next());
        }
    }

    private Map<ResourceKey, StoredResource> appointments(List<Referral> referrals) {
        List<ResourceKey> keys = referrals.stream()
                .flatMap(referral -> referral.appointmentId().stream())
                .filter(ResourceKey::isLogicalId)
                .map(Appointments::key)
                .toList();
        return keys.isEmpty() ? Map.of() : parts.repository().read(keys);
    }

    private boolean accepts(Filter filter, WorklistEntry entry, Map<String, ServiceEntry> services) {
        String specialty = entry.referral().specialty();
        boolean bySpecialty = filter.specialtyAssigned().isEmpty()
                || (filter.specialtyAssigned().get() == AssignedIndicator.ASSIGNED) != specialty.isEmpty();
        boolean byClinician = filter.clinicianAssigned().isEmpty()
                || (filter.clinicianAssigned().get() == AssignedIndicator.ASSIGNED)
                        == entry.clinician().isPresent();
        return bySpecialty
                && byClinician
                && filter.specialty().filter(code -> !code.equals(specialty)).isEmpty()
                && filter.clinician()
                        .filter(user -> !entry.clinician().equals(Optional.of(user)))
                        .isEmpty()
                && filter.location()
                        .filter(site -> !isAt(site, entry, services))
                        .isEmpty();
    }

    private boolean isAt(String site, WorklistEntry entry, Map<String, ServiceEntry> services) {
        Optional<String> id = entry.referral().placement().map(Placement::service);
        if (id.isEmpty()) {
            return false;
        }
        ServiceEntry service = services.computeIfAbsent(
                id.get(),
                wanted -> parts.directory().service(wanted).orElse(new ServiceEntry(wanted, Elements.object())));
        for (JsonNode location : service.tree().path("location")) {
            if (location.path("identifier").path("value").asText().equals(site)) {
                return true;
            }
        }
        return false;
    }
}
