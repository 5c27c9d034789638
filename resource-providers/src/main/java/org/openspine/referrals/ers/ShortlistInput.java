package org.openspine.referrals.ers;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.openspine.error.Problem;
import org.openspine.referrals.Directory;
import org.openspine.referrals.Elements;
import org.openspine.referrals.ErsExtension;
import org.openspine.referrals.ServiceEntry;
import org.openspine.referrals.ServiceKind;
import org.openspine.referrals.Shortlist;

/** The shortlist of a request: first its form, then whether every service is there, open, and found by the stated criteria. */
record ShortlistInput(List<String> services, SearchCriteria criteria) {
    private static final int MOST = 20;

    /** Checks the form. Throws the {@link BusinessError} of the first thing wrong. */
    static ShortlistInput of(JsonNode list) {
        if (!list.path("resourceType").asText().equals("List")) {
            throw BusinessError.INVALID_FHIR_STRUCTURE.because("'shortlist' must be a List");
        }
        if (!list.path("status").asText().equals("current")
                || !list.path("mode").asText().equals("snapshot")) {
            throw BusinessError.INVALID_VALUE.because("'shortlist' must have status 'current' and mode 'snapshot'");
        }
        List<String> ids = new ArrayList<>();
        for (JsonNode entry : list.path("entry")) {
            JsonNode identifier = entry.path("item").path("identifier");
            String system = identifier.path("system").asText();
            String id = Elements.text(identifier.path("value"))
                    .orElseThrow(() ->
                            BusinessError.MISSING_VALUE.because("'shortlist/entry/item/identifier' has no value"));
            if (!system.isEmpty() && !system.equals(Elements.SERVICE_ID)) {
                throw BusinessError.INVALID_VALUE.because("'shortlist/entry/item/identifier' is of another system");
            }
            ids.add(id);
        }
        if (ids.isEmpty()) {
            throw BusinessError.MISSING_VALUE.because("'shortlist' names no service");
        }
        if (ids.size() > MOST) {
            throw BusinessError.TOO_MANY_ITEMS.because("'shortlist' names more than %d services".formatted(MOST));
        }
        if (Set.copyOf(ids).size() < ids.size()) {
            throw BusinessError.DUPLICATE_SERVICE.because("'shortlist' names a service twice");
        }
        String reference = Elements.extension(list, ErsExtension.SEARCH_CRITERIA)
                .path("valueReference")
                .path("reference")
                .asText();
        if (!reference.startsWith("#")) {
            throw BusinessError.MISSING_VALUE.because("'shortlist' does not refer to its search criteria");
        }
        return new ShortlistInput(
                List.copyOf(ids), SearchCriteria.of(Elements.contained(list, reference.substring(1))));
    }

    /** Only one service, as triage and advice ask for. */
    void requireOne() {
        if (services.size() > 1) {
            throw BusinessError.TOO_MANY_ITEMS.because("'shortlist' must name exactly one service");
        }
    }

    /** The services that referrals can be made to. */
    List<ServiceEntry> referredTo(ErsParts parts, Patients.Referred patient, LocalDate today) {
        List<ServiceEntry> entries = open(parts.directory());
        Predicate<ServiceEntry> found = found(parts, patient, today);
        entries.forEach(entry -> {
            if (!entry.takesReferrals() || !found.test(entry)) {
                throw notFound(entry);
            }
        });
        return entries;
    }

    /** The one triage service. */
    ServiceEntry triage(ErsParts parts, Patients.Referred patient, LocalDate today) {
        requireOne();
        ServiceEntry service = referredTo(parts, patient, today).get(0);
        if (service.kind() != ServiceKind.TRIAGE) {
            throw BusinessError.INAPPROPRIATE_VALUE.because("The service on the shortlist is not a triage service");
        }
        return service;
    }

    /** The one service that gives advice. */
    ServiceEntry advising(ErsParts parts, Patients.Referred patient, LocalDate today) {
        requireOne();
        ServiceEntry service = open(parts.directory()).get(0);
        if (!service.givesAdvice()) {
            throw BusinessError.INAPPROPRIATE_VALUE.because("The service on the shortlist gives no advice");
        }
        if (!found(parts, patient, today).test(service)) {
            throw notFound(service);
        }
        return service;
    }

    /** Whether a search by the criteria finds a service. */
    private Predicate<ServiceEntry> found(ErsParts parts, Patients.Referred patient, LocalDate today) {
        Optional<Set<String>> clinics = criteria.namedClinician().map(parts.clinics()::of);
        return service -> criteria.fits(service, patient, today)
                && clinics.filter(ids -> !ids.contains(service.id())).isEmpty();
    }

    private List<ServiceEntry> open(Directory directory) {
        Map<String, ServiceEntry> found = directory.services(services);
        List<ServiceEntry> entries = new ArrayList<>();
        for (String id : services) {
            ServiceEntry entry = Optional.ofNullable(found.get(id))
                    .orElseThrow(() -> BusinessError.REFERENCE_NOT_FOUND.because(
                            "Service '%s' was not found".formatted(Problem.shown(id))));
            if (!entry.isOpen()) {
                throw BusinessError.SERVICE_UNAVAILABLE.because("Service '%s' is not open".formatted(id));
            }
            entries.add(entry);
        }
        return entries;
    }

    private static RuntimeException notFound(ServiceEntry entry) {
        return BusinessError.SHORTLISTED_SERVICE_NOT_IN_RESULTS.because(
                "Service '%s' is not among the results of the search criteria".formatted(entry.id()));
    }

    /** The shortlist as it is kept. */
    Shortlist kept(List<ServiceEntry> entries) {
        return new Shortlist(
                entries.stream()
                        .map(entry -> new Shortlist.Item(entry.id(), entry.name()))
                        .toList(),
                criteria.kept());
    }
}
