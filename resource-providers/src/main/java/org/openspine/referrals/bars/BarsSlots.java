package org.openspine.referrals.bars;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.api.QueryParameters;
import org.openspine.error.SpineException;
import org.openspine.referrals.Elements;
import org.openspine.referrals.SlotBooking;
import org.openspine.referrals.SlotSearch;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;

/** {@code GET Slot}: what a service has to offer within a time, with its diary, service and people. */
final class BarsSlots {
    private static final Set<String> INCLUDES = Set.of(
            "Slot:schedule",
            "Slot:*",
            "Schedule:actor:HealthcareService",
            "Schedule:actor:Practitioner",
            "Schedule:actor:PractitionerRole",
            "HealthcareService:providedBy",
            "HealthcareService:location");
    private static final Duration WIDEST = Duration.ofDays(366);
    private static final int MOST = 500;

    private final ResourceRepository repository;
    private final SlotSearch search;
    private final Clock clock;

    BarsSlots(ResourceRepository repository, Clock clock) {
        this.repository = repository;
        this.search = new SlotSearch(repository);
        this.clock = clock;
    }

    FhirResponse answer(IncomingRequest request, StoredResource target) {
        QueryParameters query = request.query();
        List<String> statuses = statuses(query);
        Instant from = bound(query, "ge");
        Instant to = bound(query, "le");
        if (Duration.between(from, to).compareTo(WIDEST) > 0) {
            throw new SpineException(BarsError.TOO_COSTLY, "'start' spans more than 366 days");
        }
        StoredResource service = service(query, target);
        Set<String> includes = includes(query);
        List<StoredResource> schedules = search.schedules(service.key().id(), Optional.empty());
        List<StoredResource> slots = search.slots(
                new SlotSearch.Wanted(
                        schedules.stream().map(schedule -> schedule.key().id()).toList(),
                        statuses,
                        from,
                        Optional.of(to),
                        Optional.empty()),
                0,
                MOST);
        QueryParameters self = query.filter(
                parameter -> !parameter.name().startsWith("_include") || INCLUDES.contains(parameter.value()));
        BarsSearchSet answer = new BarsSearchSet(request, self, clock);
        slots.forEach(answer::match);
        if (!slots.isEmpty()) {
            include(answer, includes, slots, schedules, service);
        }
        return answer.answer();
    }

    private static List<String> statuses(QueryParameters query) {
        String value = query.last("status")
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> new SpineException(BarsError.REQUIRED, "'status' is required: free, busy"));
        List<String> statuses = Arrays.asList(value.split(",", -1));
        if (!Set.of("free", "busy").containsAll(statuses)) {
            throw new SpineException(BarsError.VALUE, "'status' is free or busy, or both with a comma");
        }
        return statuses;
    }

    private static Instant bound(QueryParameters query, String prefix) {
        List<String> values = query.values("start");
        String value = values.stream()
                .filter(text -> text.startsWith(prefix))
                .findFirst()
                .orElseThrow(() -> values.stream().allMatch(text -> text.startsWith("ge") || text.startsWith("le"))
                        ? new SpineException(BarsError.REQUIRED, "'start' is required twice: with ge and with le")
                        : new SpineException(BarsError.VALUE, "'start' is an instant with prefix ge or le"));
        return SlotBooking.instant(value.substring(2).replace(' ', '+'))
                .orElseThrow(
                        () -> new SpineException(BarsError.VALUE, "'start' is an instant with its offset from UTC"));
    }

    /** The service that is named; otherwise the target of the request. */
    private StoredResource service(QueryParameters query, StoredResource target) {
        Optional<String> named = query.last("Schedule.actor:HealthcareService")
                .or(() -> query.last("schedule.actor:HealthcareService"))
                .filter(value -> !value.isBlank());
        if (named.isEmpty()) {
            return target;
        }
        String id = named.get().replaceFirst("^HealthcareService/", "");
        Optional<StoredResource> stored = ResourceKey.isLogicalId(id)
                ? repository.read(new ResourceKey("HealthcareService", id)).filter(found -> !found.isDeleted())
                : Optional.empty();
        boolean isTarget =
                target.tree().path("identifier").findValuesAsText("value").contains(id);
        return stored.or(() -> isTarget ? Optional.of(target) : Optional.empty())
                .orElseThrow(() -> new SpineException(BarsError.NOT_FOUND, "No HealthcareService has this id"));
    }

    private static Set<String> includes(QueryParameters query) {
        Set<String> wanted = new LinkedHashSet<>();
        query.all().stream()
                .filter(parameter ->
                        parameter.name().equals("_include") || parameter.name().startsWith("_include:"))
                .forEach(parameter -> wanted.add(parameter.value()));
        if (wanted.isEmpty()) {
            throw new SpineException(
                    BarsError.REQUIRED,
                    "'_include' is required: at least Slot:schedule and Schedule:actor:HealthcareService");
        }
        boolean schedule = wanted.contains("Slot:schedule") || wanted.contains("Slot:*");
        if (!schedule || !wanted.contains("Schedule:actor:HealthcareService")) {
            boolean known = wanted.stream().anyMatch(INCLUDES::contains);
            throw new SpineException(
                    known ? BarsError.REQUIRED : BarsError.VALUE,
                    "'_include' needs at least Slot:schedule and Schedule:actor:HealthcareService");
        }
        return wanted;
    }

    private void include(
            BarsSearchSet answer,
            Set<String> includes,
            List<StoredResource> slots,
            List<StoredResource> schedules,
            StoredResource service) {
        Set<String> used = new LinkedHashSet<>();
        slots.forEach(
                slot -> Elements.idOf(slot.tree().path("schedule"), "Schedule").ifPresent(used::add));
        List<ResourceKey> more = new ArrayList<>();
        schedules.stream()
                .filter(schedule -> used.contains(schedule.key().id()))
                .forEach(schedule -> {
                    answer.include(schedule);
                    for (JsonNode actor : schedule.tree().path("actor")) {
                        for (String type : List.of("HealthcareService", "Practitioner", "PractitionerRole")) {
                            if (includes.contains("Schedule:actor:" + type)) {
                                Elements.idOf(actor, type)
                                        .filter(ResourceKey::isLogicalId)
                                        .ifPresent(id -> more.add(new ResourceKey(type, id)));
                            }
                        }
                    }
                });
        JsonNode tree = service.tree();
        if (includes.contains("HealthcareService:providedBy")) {
            Elements.idOf(tree.path("providedBy"), "Organization")
                    .ifPresent(id -> more.add(new ResourceKey("Organization", id)));
        }
        if (includes.contains("HealthcareService:location")) {
            tree.path("location").forEach(location -> Elements.idOf(location, "Location")
                    .ifPresent(id -> more.add(new ResourceKey("Location", id))));
        }
        repository.read(more).values().forEach(answer::include);
        if (service.key().type().equals("HealthcareService")) {
            answer.include(service);
        }
    }
}
