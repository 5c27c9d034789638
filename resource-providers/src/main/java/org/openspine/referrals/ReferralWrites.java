package org.openspine.referrals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.openspine.api.WriteRule;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Verb;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.SearchQuery;
import org.openspine.repository.search.ValueMatch;

/**
 * Plain writes of referrals and advice requests. New records are taken if they are true to themselves. Records that exist keep
 * number, patient, services and state, but for what only an operator can tell: that the provider cancelled, or nobody came.
 */
final class ReferralWrites implements WriteRule {
    private final ResourceRepository repository;
    private final Directory directory;
    private final SlotBooking booking;

    ReferralWrites(ResourceRepository repository) {
        this.repository = repository;
        this.directory = new Directory(repository);
        this.booking = new SlotBooking(repository);
    }

    @Override
    public Set<String> types() {
        return Set.of(Referral.TYPE);
    }

    @Override
    public void check(Change change) {
        Optional<Referral> current = change.current()
                .filter(stored -> !stored.isDeleted())
                .map(Referral::of)
                .filter(referral -> Referral.isErs(referral.tree()));
        if (change.next().isEmpty()) {
            if (current.isPresent()) {
                throw refusal("A referral is cancelled at the e-Referral Service, not deleted");
            }
            return;
        }
        ObjectNode tree = change.next().get();
        if (current.isEmpty() && !Referral.isErs(tree)) {
            return;
        }
        Referral next = Referral.of(change.key(), current.map(Referral::version).orElse(0L), tree);
        requireTruth(next);
        if (current.isPresent()) {
            requireSame(current.get(), next);
            keepOwnExtensions(current.get(), next);
            follow(current.get(), next);
        } else {
            requireUnusedNumber(next);
            place(next);
        }
        Worklist.tag(next);
        tagFiles(tree);
    }

    /** Files whose documents are contained are found by these tags: what is contained has no index of its own. */
    private static void tagFiles(ObjectNode tree) {
        List<String> files = new ArrayList<>();
        Attachment.containedIn(tree).forEach(document -> document.binary().ifPresent(files::add));
        if (files.isEmpty()) {
            return;
        }
        ObjectNode meta = tree.path("meta") instanceof ObjectNode there ? there : tree.putObject("meta");
        List<JsonNode> others = new ArrayList<>();
        meta.path("tag").forEach(tag -> {
            if (!tag.path("system").asText().equals(Attachment.FILE_TAGS)) {
                others.add(tag);
            }
        });
        meta.remove("tag");
        others.forEach(meta.withArray("tag")::add);
        files.forEach(id -> meta.withArray("tag").add(Elements.coding(Attachment.FILE_TAGS, id)));
    }

    private static void requireTruth(Referral next) {
        if (!next.ubrn().matches("[0-9]{12}")) {
            throw refusal("A UBRN has 12 digits");
        }
        String code = Referral.part(Elements.extension(next.tree(), ErsExtension.STATE), "state")
                .path("valueCoding")
                .path("code")
                .asText();
        if (!code.isEmpty() && next.state().isEmpty()) {
            throw refusal("The referral state is not one of the e-Referral Service");
        }
        boolean agrees = next.isAdvice()
                ? next.adviceStatus()
                        .filter(status -> !status.requestStatus().equals(status(next)))
                        .isEmpty()
                : next.state()
                        .filter(state -> !state.requestStatus().equals(status(next)))
                        .isEmpty();
        if (!agrees) {
            throw refusal("The status of the request is not that of its state");
        }
    }

    private static String status(Referral referral) {
        return referral.tree().path("status").asText();
    }

    private void requireUnusedNumber(Referral next) {
        repository.guard(List.of("ubrn " + next.ubrn()));
        Criterion identified = new Criterion.Indexed(
                IndexId.parameter(Referral.TYPE, "identifier"),
                List.of(new ValueMatch.Token(OptionalLong.of(IndexId.system(Elements.UBRN)), next.ubrn())));
        boolean used = repository
                .search(new SearchQuery(Referral.TYPE, List.of(identified), List.of(), 10, Optional.empty()))
                .matches()
                .stream()
                .anyMatch(stored -> Referral.of(stored).isAdvice() == next.isAdvice()
                        && !stored.key().equals(next.key()));
        if (used) {
            throw new SpineException(FhirError.DUPLICATE, "Another request has this UBRN");
        }
    }

    private static void requireSame(Referral current, Referral next) {
        require(current.ubrn().equals(next.ubrn()), "its UBRN");
        require(current.nhsNumber().equals(next.nhsNumber()), "its patient");
        require(current.isAdvice() == next.isAdvice(), "its category");
        require(current.adviceStatus().equals(next.adviceStatus()), "the state of its conversation");
        require(ids(current).equals(ids(next)), "its shortlist");
        require(current.appointmentId().equals(next.appointmentId()), "its appointment");
    }

    private static List<String> ids(Referral referral) {
        return referral.shortlist().services().stream().map(Shortlist.Item::id).toList();
    }

    private static void require(boolean same, String what) {
        if (!same) {
            throw refusal("A plain update of a referral cannot change %s; use the e-Referral Service".formatted(what));
        }
    }

    /** What only this store keeps, a client need not send back. */
    private static void keepOwnExtensions(Referral current, Referral next) {
        List<String> urls = new ArrayList<>();
        for (JsonNode extension : current.tree().path("extension")) {
            String url = extension.path("url").asText();
            if (url.startsWith(ErsExtension.OWN) && !urls.contains(url)) {
                urls.add(url);
            }
        }
        urls.forEach(url -> Elements.removeExtension(next.tree(), url));
        for (JsonNode extension : current.tree().path("extension")) {
            if (urls.contains(extension.path("url").asText())) {
                next.tree().withArray("extension").add(extension);
            }
        }
    }

    /** A change of state that an operator may tell takes the appointment along. */
    private void follow(Referral current, Referral next) {
        if (current.state().equals(next.state())) {
            return;
        }
        ReferralEvent event = current.state()
                .flatMap(before -> next.state().flatMap(after -> ReferralEvent.ofOperator(before, after)))
                .orElseThrow(() ->
                        refusal("A plain update of a referral cannot change its state so; use the e-Referral Service"));
        next.unplace();
        next.markUnreviewed();
        next.appointmentId()
                .filter(ResourceKey::isLogicalId)
                .flatMap(id -> repository.lock(new ResourceKey("Appointment", id)))
                .filter(stored -> !stored.isDeleted())
                .ifPresent(stored -> end(stored, event));
    }

    private void end(StoredResource stored, ReferralEvent event) {
        ObjectNode appointment = stored.tree();
        switch (event) {
            case PROVIDER_CANCELS -> {
                AppointmentWrites.slots(appointment).forEach(booking::release);
                appointment.put("status", "cancelled");
            }
            case PATIENT_MISSES -> appointment.put("status", "noshow");
            default -> appointment.put("status", "fulfilled");
        }
        repository.store(new ResourceWrite(stored.key(), Verb.PUT, stored.version(), appointment));
    }

    /** Finds out with which service a record that was made elsewhere is, so that it stands on the provider's lists. */
    private void place(Referral next) {
        boolean placed = next.isAdvice()
                ? next.isActive()
                : next.state()
                        .filter(state -> state.appointment() != ReferralState.Live.NONE)
                        .isPresent();
        if (!placed || next.placement().isPresent()) {
            return;
        }
        Optional<String> booked = next.appointmentId()
                .filter(ResourceKey::isLogicalId)
                .flatMap(id -> repository.read(new ResourceKey("Appointment", id)))
                .filter(stored -> !stored.isDeleted())
                .flatMap(stored -> AppointmentWrites.service(stored.tree()));
        booked.flatMap(directory::service)
                .or(() -> directory.services(ids(next)).values().stream()
                        .filter(service -> isFor(service, next))
                        .findFirst())
                .ifPresent(service -> next.place(service.placement()));
    }

    private static boolean isFor(ServiceEntry service, Referral referral) {
        if (referral.isAdvice()) {
            return service.givesAdvice();
        }
        boolean triage = referral.state().equals(Optional.of(ReferralState.AWAITING_TRIAGE));
        return triage == (service.kind() == ServiceKind.TRIAGE);
    }

    static SpineException refusal(String text) {
        return new SpineException(FhirError.BUSINESS_RULE, text);
    }
}
