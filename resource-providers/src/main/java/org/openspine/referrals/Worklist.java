package org.openspine.referrals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.ValueMatch;

/**
 * The lists people work from. A record says itself on whose list it stands, by tags ({@code LIST.ODS} and {@code
 * LIST.service.id}), which the index of {@code _tag} finds at once, however many referrals there are.
 */
public enum Worklist {
    REFERRALS_FOR_REVIEW("ReferralsforReview", true),
    APPOINTMENT_SLOT_ISSUES("AppointmentSlotIssues", true),
    REJECTED_TRIAGE_RESPONSE("RejectedTriageResponse", false),
    ASSESSMENT_RETURNED_CANCELLED_DNA("AssessmentReturnedCancelledDna", false),
    AWAITING_BOOKING("AwaitingBooking", false),
    LETTERS_OUTSTANDING("LettersOutstanding", false),
    ADVICE_AND_GUIDANCE_REQUESTS("AdviceAndGuidanceRequests", true),
    /** Not asked for by name: cancelled here, and still to be cancelled in the provider's own system. */
    INDIRECTLY_BOOKED_TO_CANCEL("IndirectlyBookedToCancel", true),
    /** Not asked for by name: the provider is to find an appointment. */
    APPOINTMENTS_FOR_BOOKING("AppointmentsForBooking", true);

    /** The system of the tags. */
    public static final String TAGS = "https://openspine.org/fhir/CodeSystem/referral-worklist";

    private final String kind;
    private final boolean ofProvider;

    Worklist(String kind, boolean ofProvider) {
        this.kind = kind;
        this.ofProvider = ofProvider;
    }

    public static Optional<Worklist> coded(String code) {
        return Arrays.stream(values()).filter(list -> list.name().equals(code)).findFirst();
    }

    /** The part that stands in {@code Extension-eRS-…-WorkListItem}. */
    public String kind() {
        return kind;
    }

    public boolean isOfProvider() {
        return ofProvider;
    }

    /** Records on this list of an organisation. */
    public Criterion of(String organisation) {
        return tagged(name() + "." + organisation);
    }

    /** Records on this list that are with a service. */
    public Criterion ofService(String service) {
        return tagged(name() + ".service." + service);
    }

    private static Criterion tagged(String code) {
        return new Criterion.Indexed(
                IndexId.parameter(Referral.TYPE, "_tag"),
                List.of(new ValueMatch.Token(OptionalLong.of(IndexId.system(TAGS)), code)));
    }

    /** The lists on which a record stands. */
    public static Set<Worklist> of(Referral referral) {
        Set<Worklist> lists = EnumSet.noneOf(Worklist.class);
        if (referral.isAdvice()) {
            if (referral.adviceStatus().equals(Optional.of(AdviceStatus.PROVIDER_RESPONSE_REQUIRED))) {
                lists.add(ADVICE_AND_GUIDANCE_REQUESTS);
            }
            return lists;
        }
        if (referral.isToCancelInPas()) {
            lists.add(INDIRECTLY_BOOKED_TO_CANCEL);
        }
        if (referral.state().isEmpty()) {
            return lists;
        }
        switch (referral.state().get()) {
            case NOT_BOOKED, APPT_CANCELLED_BY_PATIENT, APPT_CANCELLED_BY_PROVIDER -> lists.add(AWAITING_BOOKING);
            case BOOKED -> {
                if (!referral.isReviewed()) {
                    lists.add(REFERRALS_FOR_REVIEW);
                }
            }
            case DEFERRED_TO_PROVIDER -> {
                lists.add(AWAITING_BOOKING);
                lists.add(APPOINTMENT_SLOT_ISSUES);
            }
            case AWAITING_TRIAGE -> {
                lists.add(AWAITING_BOOKING);
                lists.add(REFERRALS_FOR_REVIEW);
            }
            case TRIAGED_PROVIDER_TO_ACTION -> lists.add(APPOINTMENTS_FOR_BOOKING);
            case REJECTED, TRIAGE_RESPONSE -> lists.add(REJECTED_TRIAGE_RESPONSE);
            case DID_NOT_ATTEND, ASSESSMENT_RESULT -> lists.add(ASSESSMENT_RETURNED_CANCELLED_DNA);
            case CANCELLED_REFERRAL -> {
                if (referral.isCancelledByOthers()) {
                    lists.add(ASSESSMENT_RETURNED_CANCELLED_DNA);
                }
            }
        }
        if (referral.letterDue().isPresent() && referral.isActive()) {
            lists.add(LETTERS_OUTSTANDING);
        }
        return lists;
    }

    /** Makes the tags of a record those of its lists. */
    public static void tag(Referral referral) {
        List<String> codes = new ArrayList<>();
        for (Worklist list : of(referral)) {
            if (!list.ofProvider) {
                referral.requester().organisation().ifPresent(ods -> codes.add(list.name() + "." + ods));
                continue;
            }
            Set<String> providers =
                    referral.placement().map(Placement::providers).orElseGet(referral::providers);
            new TreeSet<>(providers).forEach(ods -> codes.add(list.name() + "." + ods));
            referral.placement().ifPresent(placement -> codes.add(list.name() + ".service." + placement.service()));
        }
        write(referral.tree(), codes);
    }

    private static void write(ObjectNode record, List<String> codes) {
        ObjectNode meta = record.path("meta") instanceof ObjectNode there ? there : record.putObject("meta");
        removeTags(meta);
        codes.forEach(code -> meta.withArray("tag").add(Elements.coding(TAGS, code)));
        if (meta.isEmpty()) {
            record.remove("meta");
        }
    }

    private static void removeTags(ObjectNode meta) {
        if (meta.path("tag") instanceof ArrayNode tags) {
            for (Iterator<JsonNode> each = tags.iterator(); each.hasNext(); ) {
                if (each.next().path("system").asText().equals(TAGS)) {
                    each.remove();
                }
            }
            if (tags.isEmpty()) {
                meta.remove("tag");
            }
        }
    }
}
