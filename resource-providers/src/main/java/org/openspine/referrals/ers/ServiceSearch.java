package org.openspine.referrals.ers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.openspine.api.FhirResponse;
import org.openspine.error.SpineException;
import org.openspine.referrals.BusinessFunction;
import org.openspine.referrals.Elements;
import org.openspine.referrals.ErsExtension;
import org.openspine.referrals.ServiceEntry;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.SearchPage;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.IndexKind;
import org.openspine.repository.search.SearchQuery;
import org.openspine.repository.search.ValueMatch;
import org.openspine.terminology.identifier.NhsNumber;
import org.openspine.terminology.identifier.OdsCode;

/** A010: services to which a patient could be referred, or which give advice. */
final class ServiceSearch {
    private static final String REQUEST_TYPE = "https://fhir.nhs.uk/CodeSystem/eRS-RequestType";
    private static final String SORT_BY = "https://fhir.nhs.uk/CodeSystem/eRS-SortBy";
    private static final int MOST_CANDIDATES = 2_000;

    private final ErsParts parts;

    ServiceSearch(ErsParts parts) {
        this.parts = parts;
    }

    private enum RequestType {
        APPOINTMENT_REQUEST,
        ADVICE_AND_GUIDANCE_REQUEST
    }

    private enum SortBy {
        DISTANCE,
        IWT
    }

    FhirResponse answer(ErsRequest request) {
        try {
            return search(request);
        } catch (SpineException failure) {
            throw BusinessError.asSearch(failure);
        }
    }

    private FhirResponse search(ErsRequest request) {
        Inputs inputs = request.inputs(
                Inputs.Input.required("requestType", "valueCoding"),
                Inputs.Input.required("sortBy", "valueCoding"),
                Inputs.Input.required("patient", "valueIdentifier"),
                Inputs.Input.required("searchCriteria", "resource"),
                Inputs.Input.optional("referringClinician", "valueIdentifier"),
                Inputs.Input.optional("commissioningRuleOrganisation", "valueIdentifier"));
        RequestType type =
                inputs.coded("requestType", REQUEST_TYPE, RequestType.class).orElseThrow();
        SortBy sortBy = inputs.coded("sortBy", SORT_BY, SortBy.class).orElseThrow();
        boolean advice = type == RequestType.ADVICE_AND_GUIDANCE_REQUEST;
        SearchCriteria criteria = SearchCriteria.of(inputs.one("searchCriteria"));
        Patients.Referred patient = parts.patients()
                .registered(inputs.identifier("patient", NhsNumber.SYSTEM).orElseThrow());
        requireClinician(request.caller(), inputs.identifier("referringClinician", Elements.USER_ID));
        Optional<String> commissioning = inputs.identifier("commissioningRuleOrganisation", OdsCode.SYSTEM);
        if (advice && commissioning.isPresent()) {
            throw BusinessError.FIELD_NOT_PERMITTED.because(
                    "'commissioningRuleOrganisation' is not permitted when advice is looked for");
        }
        if (commissioning.filter(ods -> OdsCode.parse(ods).isEmpty()).isPresent()) {
            throw BusinessError.INVALID_VALUE.because("'commissioningRuleOrganisation' is no ODS code");
        }
        if (commissioning.filter(this::isClosed).isPresent()) {
            throw BusinessError.ORGANISATION_IS_CLOSED.because("'commissioningRuleOrganisation' is closed");
        }
        LocalDate today = LocalDate.ofInstant(parts.clock().instant(), ZoneOffset.UTC);
        List<ServiceEntry> found = new ArrayList<>();
        Collection<ServiceEntry> candidates = criteria.namedClinician().isPresent()
                ? parts.directory()
                        .services(parts.clinics().of(criteria.namedClinician().get()))
                        .values()
                : candidates(criteria, advice);
        for (ServiceEntry service : candidates) {
            boolean flow = advice ? service.givesAdvice() : service.takesReferrals();
            if (service.isOpen() && flow && criteria.fits(service, patient, today)) {
                found.add(service);
            }
        }
        Optional<String> postcode = criteria.postcode();
        Distances distances =
                Distances.from(postcode.orElse(""), postcode.isEmpty() ? List.of() : found, parts.repository());
        criteria.longestDistance()
                .ifPresent(
                        limit -> found.removeIf(service -> distances.to(service).orElse(0) > limit));
        found.sort(
                sortBy == SortBy.IWT
                        ? Comparator.comparing(
                                service -> SearchCriteria.waitDays(service).orElse(Integer.MAX_VALUE))
                        : Comparator.comparing(service -> distances.to(service).orElse(Integer.MAX_VALUE)));
        ObjectNode list = list(found, distances);
        if (postcode.isPresent() && !distances.isOriginKnown()) {
            list.putArray("note")
                    .addObject()
                    .put(
                            "text",
                            "Services are not ordered or left out by distance: where the postcode lies is not known here");
        }
        return Answers.plain(200, list, request);
    }

    /** Whether the directory says so; it need not list every organisation. */
    private boolean isClosed(String ods) {
        return ResourceKey.isLogicalId(ods)
                && parts.repository()
                        .read(new ResourceKey("Organization", ods))
                        .filter(stored -> !stored.isDeleted())
                        .filter(stored -> !stored.tree().path("active").asBoolean(true))
                        .isPresent();
    }

    private void requireClinician(ErsCaller caller, Optional<String> named) {
        if (caller.function() == BusinessFunction.REFERRING_CLINICIAN_ADMIN) {
            parts.staff()
                    .requireReferringClinician(
                            named.orElseThrow(() -> BusinessError.VALUE_IS_REQUIRED.because(
                                    "'referringClinician' is required of an admin")),
                            caller.organisation().orElseThrow());
            return;
        }
        if (named.isPresent()
                && !named.equals(
                        parts.staff().referrer(caller, Optional.empty()).user())) {
            throw BusinessError.FIELD_NOT_PERMITTED.because("'referringClinician' is only for an admin");
        }
    }

    /** Services of the specialty, or of none, that have the kind of flow; the index finds them, the criteria decide. */
    private List<ServiceEntry> candidates(SearchCriteria criteria, boolean advice) {
        List<String> flows = advice
                ? List.of("ADVICE_AND_GUIDANCE")
                : List.of("BOOKABLE", "REVIEW", "DIRECTLY_BOOKABLE", "INDIRECTLY_BOOKABLE");
        List<Criterion> all = new ArrayList<>();
        all.add(new Criterion.Indexed(
                IndexId.parameter(ServiceEntry.TYPE, "characteristic"),
                flows.stream()
                        .map(code -> new ValueMatch.Token(OptionalLong.empty(), code))
                        .toList()));
        long specialty = IndexId.parameter(ServiceEntry.TYPE, "specialty");
        criteria.specialty()
                .ifPresent(code -> all.add(new Criterion.AnyOf(List.of(
                        new Criterion.Indexed(specialty, List.of(new ValueMatch.Token(OptionalLong.empty(), code))),
                        new Criterion.Not(new Criterion.Present(specialty, IndexKind.TOKEN))))));
        List<ServiceEntry> found = new ArrayList<>();
        SearchQuery query = new SearchQuery(ServiceEntry.TYPE, all, List.of(), SearchQuery.MAX_COUNT, Optional.empty());
        SearchPage page = parts.repository().search(query);
        while (true) {
            page.matches().stream().map(ServiceEntry::of).forEach(found::add);
            if (page.next().isEmpty() || found.size() >= MOST_CANDIDATES) {
                return found;
            }
            page = parts.repository().search(query.page(SearchQuery.MAX_COUNT, page.next()));
        }
    }

    private static ObjectNode list(List<ServiceEntry> services, Distances distances) {
        ObjectNode list = Elements.resource("List");
        list.put("status", "current").put("mode", "snapshot");
        if (services.isEmpty()) {
            list.set(
                    "emptyReason",
                    Elements.concept(Elements.coding(
                            "http://terminology.hl7.org/CodeSystem/list-empty-reason", "nilknown", "no results")));
            return list;
        }
        ArrayNode entries = list.putArray("entry");
        services.forEach(service -> entry(entries.addObject(), service, distances));
        return list;
    }

    private static void entry(ObjectNode entry, ServiceEntry service, Distances distances) {
        ObjectNode itemExtension = entry.putArray("extension").addObject();
        itemExtension.put("url", ErsExtension.national("ServiceSearch-ListItem"));
        itemExtension
                .withArray("extension")
                .addObject()
                .put("url", "displayProminently")
                .put("valueBoolean", false);
        distances.to(service).ifPresent(miles -> itemExtension
                .withArray("extension")
                .addObject()
                .put("url", "distance")
                .put("valueUnsignedInt", miles));
        SearchCriteria.waitDays(service).ifPresent(days -> itemExtension
                .withArray("extension")
                .addObject()
                .put("url", "indicativeAppointmentWaitTime")
                .put("valueUnsignedInt", days));
        ObjectNode item = entry.putObject("item");
        ObjectNode view = item.putArray("extension").addObject();
        view.put("url", ErsExtension.national("ServiceSummaryView"));
        ArrayNode parts = view.putArray("extension");
        parts.addObject().put("url", "serviceName").put("valueString", service.name());
        concept(
                parts,
                "specialty",
                SearchCriteria.SPECIALTY,
                service.specialties().stream().findFirst().orElse("NOT_SPECIFIED"));
        concept(parts, "genderTreated", SearchCriteria.GENDER, SearchCriteria.gendersTreated(service));
        concept(parts, "bookableType", ServiceEntry.BOOKABLE, service.bookableType());
        location(parts, service);
        parts.addObject().put("url", "referralLetterRequired").put("valueBoolean", false);
        flows(parts, service);
        service.appointmentType()
                .ifPresent(code -> concept(parts, "supportedAppointmentType", ServiceEntry.APPOINTMENT_TYPE, code));
        JsonNode age = Elements.extension(service.tree(), SearchCriteria.AGE).path("valueRange");
        if (age.isObject()) {
            parts.addObject().put("url", "ageTreated").set("valueRange", age);
        }
        item.set("identifier", Elements.identifier(Elements.SERVICE_ID, service.id()));
        item.put("display", service.name());
    }

    private static void location(ArrayNode parts, ServiceEntry service) {
        JsonNode location = service.tree().path("location").path(0);
        ObjectNode reference = Elements.object();
        if (location.path("identifier").isObject()) {
            reference.set("identifier", location.path("identifier"));
        }
        reference.put("display", location.path("display").asText(service.name()));
        parts.addObject().put("url", "location").set("valueReference", reference);
    }

    private static void flows(ArrayNode parts, ServiceEntry service) {
        if (service.kind().isBookable()) {
            concept(parts, "supportedRequestFlowType", ServiceEntry.FLOW, "APPOINTMENT_REQUEST");
        }
        if (service.hasFlow("REVIEW")) {
            concept(parts, "supportedRequestFlowType", ServiceEntry.FLOW, "TRIAGE_REQUEST");
        }
        if (service.givesAdvice()) {
            concept(parts, "supportedRequestFlowType", ServiceEntry.FLOW, "ADVICE_AND_GUIDANCE_REQUEST");
        }
    }

    private static void concept(ArrayNode parts, String url, String system, String code) {
        parts.addObject().put("url", url).set("valueCodeableConcept", Elements.concept(Elements.coding(system, code)));
    }
}
