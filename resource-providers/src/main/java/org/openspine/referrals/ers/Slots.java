package org.openspine.referrals.ers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.openspine.api.FhirResponse;
import org.openspine.api.QueryParameters;
import org.openspine.error.Problem;
import org.openspine.referrals.Elements;
import org.openspine.referrals.Priority;
import org.openspine.referrals.ServiceEntry;
import org.openspine.referrals.ServiceKind;
import org.openspine.referrals.SlotBooking;
import org.openspine.referrals.SlotSearch;
import org.openspine.repository.StoredResource;
import org.openspine.terminology.identifier.OdsCode;

/** A015: free slots of a directly bookable service, earliest first. */
final class Slots {
    private static final String SERVICE = "schedule.actor:HealthcareService";
    private static final String SERVICE_BY_IDENTIFIER = "schedule.actor:identifier";
    private static final String CLINICIAN = "schedule.actor:Practitioner";
    private static final String COMMISSIONING = "NHSD-eRS-Comm-Rule-Org";
    private static final Set<String> KNOWN = Set.of(
            SERVICE, SERVICE_BY_IDENTIFIER, CLINICIAN, "appointmentType", "status", "_count", "page", "_include");
    private static final int MOST = 100;
    private static final int LAST_PAGE = 100_000;

    private final ErsParts parts;

    Slots(ErsParts parts) {
        this.parts = parts;
    }

    FhirResponse answer(ErsRequest request) {
        QueryParameters query = request.http().query();
        query.all().stream()
                .map(QueryParameters.Parameter::name)
                .filter(name -> !KNOWN.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw BusinessError.INVALID_VALUE.inSearch(
                            "Parameter '%s' is not supported".formatted(Problem.shown(name)));
                });
        String service = last(query.last(SERVICE).or(() -> query.last(SERVICE_BY_IDENTIFIER)), SERVICE);
        String type = last(query.last("appointmentType"), "appointmentType");
        String status = last(query.last("status"), "status");
        int count = number(query, "_count", "Count", MOST);
        int page = number(query, "page", "Page Number", LAST_PAGE);
        requireCommissioningOrganisation(request);
        Priority priority = Priority.coded(code(type))
                .orElseThrow(() -> BusinessError.INVALID_CODE.inSearch(
                        "'appointmentType' (%s) is not a code of the set".formatted(Problem.shown(type))));
        if (!status.equals("free")) {
            throw BusinessError.INVALID_VALUE.inSearch("'status' (%s) must be 'free'".formatted(Problem.shown(status)));
        }
        query.values("_include").stream()
                .filter(include -> !include.equals("Slot:schedule"))
                .findFirst()
                .ifPresent(include -> {
                    throw BusinessError.INVALID_VALUE.inSearch(
                            "'_include' (%s) must be 'Slot:schedule'".formatted(Problem.shown(include)));
                });
        return page(request, bookable(code(service)), query.last(CLINICIAN).map(Slots::code), priority, count, page);
    }

    private FhirResponse page(
            ErsRequest request,
            ServiceEntry service,
            Optional<String> clinician,
            Priority priority,
            int count,
            int page) {
        List<StoredResource> schedules = parts.slots().schedules(service.id(), clinician);
        Map<String, StoredResource> byId =
                schedules.stream().collect(Collectors.toMap(one -> one.key().id(), one -> one));
        var wanted = new SlotSearch.Wanted(
                byId.keySet(),
                List.of("free"),
                parts.clock().instant(),
                Optional.empty(),
                Optional.of(priority.name()));
        long total = parts.slots().count(wanted);
        long pages = Math.max(1, (total + count - 1) / count);
        if (page > pages) {
            throw BusinessError.INVALID_VALUE.inSearch("'Page Number' (%d) is invalid.".formatted(page));
        }
        List<StoredResource> slots = parts.slots().slots(wanted, (page - 1) * count, count);
        var set = new ErsSearchSet(request, parts.clock());
        List<String> shown = new ArrayList<>();
        slots.forEach(slot -> {
            ObjectNode tree = slot.tree();
            set.match(slot(tree));
            Elements.idOf(tree.path("schedule"), "Schedule")
                    .filter(id -> !shown.contains(id))
                    .ifPresent(shown::add);
        });
        shown.forEach(id -> Optional.ofNullable(byId.get(id)).ifPresent(found -> set.include(schedule(found.tree()))));
        set.total(total);
        if (page > 1) {
            set.link(
                    "previous",
                    request.http()
                            .query()
                            .with("page", Integer.toString(page - 1))
                            .toString());
        }
        if (page < pages) {
            set.link(
                    "next",
                    request.http()
                            .query()
                            .with("page", Integer.toString(page + 1))
                            .toString());
        }
        return set.answer();
    }

    private ServiceEntry bookable(String id) {
        ServiceEntry service = parts.directory()
                .service(id)
                .orElseThrow(() -> BusinessError.REFERENCE_NOT_FOUND.inSearch(
                        "'HealthcareService' (%s) was not found".formatted(Problem.shown(id))));
        if (!service.isOpen()) {
            throw BusinessError.SERVICE_UNAVAILABLE.inSearch("The service is not open");
        }
        if (service.kind() != ServiceKind.DIRECTLY_BOOKABLE) {
            throw BusinessError.INVALID_STATE.inSearch("The service is not directly bookable");
        }
        return service;
    }

    private static void requireCommissioningOrganisation(ErsRequest request) {
        Optional<String> sent = request.http().headers().filled(COMMISSIONING);
        if (sent.isEmpty()) {
            throw BusinessError.MISSING_HEADER.inSearch("Header '%s' is missing".formatted(COMMISSIONING));
        }
        if (OdsCode.parse(sent.get()).isEmpty()) {
            throw BusinessError.INVALID_VALUE.inSearch("Header '%s' is not an ODS code".formatted(COMMISSIONING));
        }
    }

    private static String last(Optional<String> value, String name) {
        return value.filter(text -> !text.isBlank())
                .orElseThrow(
                        () -> BusinessError.MISSING_PARAMETER.inSearch("Parameter '%s' is missing".formatted(name)));
    }

    private static int number(QueryParameters query, String name, String meaning, int most) {
        String text = last(query.last(name), name);
        if (text.matches("[0-9]{1,6}")) {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        }
        throw BusinessError.INVALID_VALUE.inSearch("'%s' (%s) is invalid.".formatted(meaning, Problem.shown(text)));
    }

    /** What stands behind the system of a token, or the whole of it. */
    private static String code(String token) {
        return token.substring(Math.max(token.lastIndexOf('|'), token.lastIndexOf('/')) + 1);
    }

    private static ObjectNode slot(JsonNode tree) {
        ObjectNode slot = Elements.resource(SlotBooking.TYPE);
        for (String name : List.of("id", "identifier", "schedule", "status", "start", "end")) {
            if (tree.has(name)) {
                slot.set(name, tree.get(name));
            }
        }
        return slot;
    }

    private static ObjectNode schedule(ObjectNode tree) {
        tree.remove("meta");
        if (tree.path("identifier").isEmpty()) {
            tree.putArray("identifier")
                    .add(Elements.identifier(
                            "https://fhir.nhs.uk/Id/ers-schedule",
                            tree.path("id").asText()));
        }
        for (JsonNode actor : tree.path("actor")) {
            Elements.idOf(actor, ServiceEntry.TYPE)
                    .filter(id -> !actor.has("identifier"))
                    .ifPresent(
                            id -> ((ObjectNode) actor).set("identifier", Elements.identifier(Elements.SERVICE_ID, id)));
        }
        return tree;
    }
}
