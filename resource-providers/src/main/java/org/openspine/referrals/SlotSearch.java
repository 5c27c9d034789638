package org.openspine.referrals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.SearchPage;
import org.openspine.repository.StoredResource;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.IndexKind;
import org.openspine.repository.search.PagePosition;
import org.openspine.repository.search.Prefix;
import org.openspine.repository.search.SearchQuery;
import org.openspine.repository.search.SortKey;
import org.openspine.repository.search.ValueMatch;

/** Finds slots in the diaries of a service, earliest first, from the indexes of Schedule and Slot. */
public final class SlotSearch {
    private static final int MOST_SCHEDULES = 200;

    private final ResourceRepository repository;

    public SlotSearch(ResourceRepository repository) {
        this.repository = repository;
    }

    /**
     * What is wanted.
     *
     * @param statuses codes such as {@code free}
     * @param from slots that begin at or after this time
     * @param to slots that begin at or before this time
     * @param appointmentType code of the priority; empty for any
     */
    public record Wanted(
            Collection<String> schedules,
            Collection<String> statuses,
            Instant from,
            Optional<Instant> to,
            Optional<String> appointmentType) {}

    /** Logical ids of the diaries of a service, and of one clinician there if one is named. */
    public List<StoredResource> schedules(String service, Optional<String> clinician) {
        List<StoredResource> found = schedules(new Criterion.Indexed(
                IndexId.parameter("Schedule", "actor"), List.of(new ValueMatch.Reference(ServiceEntry.TYPE, service))));
        if (found.isEmpty()) {
            found = schedules(new Criterion.Indexed(
                    IndexId.parameter("Schedule", "actor", "identifier"),
                    List.of(new ValueMatch.Token(OptionalLong.of(IndexId.system(Elements.SERVICE_ID)), service))));
        }
        return found.stream()
                .filter(stored -> clinician.isEmpty() || hasClinician(stored, clinician.get()))
                .toList();
    }

    private List<StoredResource> schedules(Criterion criterion) {
        return repository
                .search(new SearchQuery("Schedule", List.of(criterion), List.of(), MOST_SCHEDULES, Optional.empty()))
                .matches();
    }

    /** Whether a diary is that of a clinician: by reference to the person or role, or by SDS user id. */
    public static boolean hasClinician(StoredResource schedule, String user) {
        return clinicians(schedule).contains(user);
    }

    /** SDS user ids of the clinicians of a diary. */
    public static Set<String> clinicians(StoredResource schedule) {
        Set<String> users = new LinkedHashSet<>();
        schedule.tree().path("actor").forEach(actor -> {
            Elements.idOf(actor, "Practitioner").ifPresent(users::add);
            Elements.idOf(actor, "PractitionerRole")
                    .ifPresent(role -> users.add(role.substring(role.lastIndexOf('-') + 1)));
            if (actor.path("identifier").path("system").asText().equals(Elements.USER_ID)) {
                users.add(actor.path("identifier").path("value").asText());
            }
        });
        return users;
    }

    /** Whether a diary belongs to a service. */
    public static boolean isOfService(StoredResource schedule, String service) {
        for (var actor : schedule.tree().path("actor")) {
            boolean identified =
                    actor.path("identifier").path("system").asText().equals(Elements.SERVICE_ID)
                            && actor.path("identifier").path("value").asText().equals(service);
            if (identified || Elements.idOf(actor, ServiceEntry.TYPE).equals(Optional.of(service))) {
                return true;
            }
        }
        return false;
    }

    public long count(Wanted wanted) {
        return wanted.schedules().isEmpty() ? 0 : repository.count(query(wanted, 0, Optional.empty()));
    }

    /** {@code count} slots after the first {@code skip}. */
    public List<StoredResource> slots(Wanted wanted, int skip, int count) {
        List<StoredResource> found = new ArrayList<>();
        if (wanted.schedules().isEmpty()) {
            return found;
        }
        Optional<PagePosition> after = Optional.empty();
        while (found.size() < skip + count) {
            int size = Math.min(SearchQuery.MAX_COUNT, skip + count - found.size());
            SearchPage page = repository.search(query(wanted, size, after));
            found.addAll(page.matches());
            after = page.next();
            if (after.isEmpty()) {
                break;
            }
        }
        return found.subList(Math.min(skip, found.size()), found.size());
    }

    private static SearchQuery query(Wanted wanted, int count, Optional<PagePosition> after) {
        List<Criterion> criteria = new ArrayList<>();
        criteria.add(new Criterion.Indexed(
                IndexId.parameter(SlotBooking.TYPE, "schedule"),
                wanted.schedules().stream()
                        .map(id -> new ValueMatch.Reference("Schedule", id))
                        .toList()));
        criteria.add(new Criterion.Indexed(
                IndexId.parameter(SlotBooking.TYPE, "status"),
                wanted.statuses().stream()
                        .map(code -> new ValueMatch.Token(OptionalLong.empty(), code))
                        .toList()));
        criteria.add(start(Prefix.GE, wanted.from()));
        wanted.to().ifPresent(to -> criteria.add(start(Prefix.LE, to)));
        wanted.appointmentType()
                .ifPresent(code -> criteria.add(new Criterion.Indexed(
                        IndexId.parameter(SlotBooking.TYPE, "appointment-type"),
                        List.of(new ValueMatch.Token(OptionalLong.empty(), code)))));
        List<SortKey> earliestFirst =
                List.of(new SortKey.Indexed(IndexId.parameter(SlotBooking.TYPE, "start"), IndexKind.DATE, false));
        return new SearchQuery(SlotBooking.TYPE, criteria, earliestFirst, count, after);
    }

    private static Criterion start(Prefix prefix, Instant time) {
        long millis = time.toEpochMilli();
        return new Criterion.Indexed(
                IndexId.parameter(SlotBooking.TYPE, "start"), List.of(new ValueMatch.Date(prefix, millis, millis)));
    }

    /** The diary of a slot. */
    public Optional<StoredResource> schedule(String id) {
        return ResourceKey.isLogicalId(id)
                ? repository.read(new ResourceKey("Schedule", id)).filter(stored -> !stored.isDeleted())
                : Optional.empty();
    }
}
