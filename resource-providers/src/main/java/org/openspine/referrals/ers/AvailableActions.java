package org.openspine.referrals.ers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.UUID;
import org.openspine.api.FhirResponse;
import org.openspine.api.QueryParameters;
import org.openspine.error.SpineException;
import org.openspine.referrals.BusinessFunction;
import org.openspine.referrals.Elements;
import org.openspine.referrals.Placement;
import org.openspine.referrals.Referral;
import org.openspine.referrals.ReferralEvent;
import org.openspine.referrals.ReferralState;
import org.openspine.referrals.ServiceEntry;
import org.openspine.referrals.ServiceKind;

/** A029: what the caller may do with a referral now, read off the table of {@link ReferralEvent}. */
final class AvailableActions {
    private static final String SYSTEM = "https://fhir.nhs.uk/CodeSystem/eRS-AvailableActionsForUser";

    private final ErsParts parts;

    AvailableActions(ErsParts parts) {
        this.parts = parts;
    }

    /** One action, possible while one of its events is. */
    private enum Action {
        CREATE_APPOINTMENT(
                "Create Appointment", Set.of(ReferralEvent.BOOK, ReferralEvent.DEFER, ReferralEvent.SEND_FOR_TRIAGE)),
        CHANGE_SHORTLIST("Change Shortlist", Set.of(ReferralEvent.CHANGE_SHORTLIST)),
        CHANGE_SHORTLIST_AND_SEND_FOR_TRIAGE(
                "Change Shortlist and Send for Triage", Set.of(ReferralEvent.SHORTLIST_AND_TRIAGE)),
        CANCEL_DIRECTLY_BOOKED_APPOINTMENT(
                "Cancel Directly Booked Appointment", Set.of(ReferralEvent.CANCEL_APPOINTMENT)),
        CANCEL_REFERRAL("Cancel Referral", Set.of(ReferralEvent.CANCEL_REFERRAL)),
        RECORD_REVIEW_OUTCOME(
                "Record Review Outcome", Set.of(ReferralEvent.ACCEPT_AND_BOOK_LATER, ReferralEvent.RETURN_WITH_ADVICE));

        private final String display;
        private final Set<ReferralEvent> events;

        Action(String display, Set<ReferralEvent> events) {
            this.display = display;
            this.events = events;
        }

        boolean isPossible(ReferralState state, BusinessFunction function, ServiceKind booked) {
            return events.stream().anyMatch(event -> event.isFor(function) && event.isPossibleIn(state))
                    && (this != CANCEL_DIRECTLY_BOOKED_APPOINTMENT || booked == ServiceKind.DIRECTLY_BOOKABLE);
        }
    }

    FhirResponse answer(ErsRequest request) {
        QueryParameters query = request.http().query();
        String focus = required(query, "focus");
        requireValue(query, "intent", "proposal");
        requireValue(query, "status", "ready");
        String id = Elements.idOf(focus, Referral.TYPE)
                .or(() -> Elements.idOf(focus, "ReferralRequest"))
                .orElseThrow(() -> BusinessError.INVALID_VALUE.inSearch("'focus' must name a ServiceRequest"));
        long version = Elements.versionOf(focus)
                .orElseThrow(() -> BusinessError.INVALID_VALUE.inSearch(
                        "'focus' must name a version: ServiceRequest/[id]/_history/[version]"));
        Referral referral = read(id, request.caller());
        if (referral.version() != version) {
            throw BusinessError.HISTORY_NOT_SUPPORTED.inSearch("'focus' does not name the current version");
        }
        var set = new ErsSearchSet(request, parts.clock());
        referral.state().ifPresent(state -> {
            ServiceKind booked = state == ReferralState.BOOKED ? kind(referral) : ServiceKind.OTHER;
            for (Action action : Action.values()) {
                if (action.isPossible(state, request.caller().function(), booked)) {
                    set.match(task(action, referral));
                }
            }
        });
        return set.answer();
    }

    private Referral read(String id, ErsCaller caller) {
        try {
            return parts.records().read(id, Records.Kind.REFERRAL, caller);
        } catch (SpineException failure) {
            throw failure.code() == ErsError.NOT_FOUND
                    ? BusinessError.REFERENCE_NOT_FOUND.inSearch("'focus' was not found")
                    : BusinessError.asSearch(failure);
        }
    }

    private ServiceKind kind(Referral referral) {
        return referral.placement()
                .map(Placement::service)
                .flatMap(parts.directory()::service)
                .map(ServiceEntry::kind)
                .orElse(ServiceKind.OTHER);
    }

    private static String required(QueryParameters query, String name) {
        return query.last(name)
                .filter(text -> !text.isBlank())
                .orElseThrow(
                        () -> BusinessError.MISSING_PARAMETER.inSearch("Parameter '%s' is missing".formatted(name)));
    }

    private static void requireValue(QueryParameters query, String name, String value) {
        if (!required(query, name).equals(value)) {
            throw BusinessError.INVALID_VALUE.inSearch("'%s' must be '%s'".formatted(name, value));
        }
    }

    private static ObjectNode task(Action action, Referral referral) {
        ObjectNode task = Elements.resource("Task").put("id", UUID.randomUUID().toString());
        task.put("status", "ready").put("intent", "proposal");
        task.set("code", Elements.concept(Elements.coding(SYSTEM, action.name(), action.display)));
        task.set(
                "focus",
                Elements.reference("ServiceRequest/%s/_history/%d".formatted(referral.id(), referral.version())));
        return task;
    }
}
