package org.openspine.server.carerecords;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openspine.server.notification.Awaited;
import org.openspine.server.notification.HookReceiver;
import org.openspine.server.notification.ServedDelivery;

/** The door that opens outwards: what a patient refuses is in no payload of a Subscription, even if it was queued before. */
interface ConsentPayloadContract extends ConsentMatrixContract {
    List<String> CRITERIA =
            List.of("Bundle?type=document", "DocumentReference?status=current", "Composition?status=final");

    @Test
    default void everyStateInPayloads() {
        payloads(Where.HERE);
    }

    @Test
    default void everyStateUnderAnotherNumberInPayloads() {
        payloads(Where.SURVIVOR);
    }

    private void payloads(Where where) {
        try (HookReceiver receiver = new HookReceiver()) {
            List<String> subscriptions = CRITERIA.stream()
                    .map(criteria -> subscribe(criteria, receiver))
                    .toList();
            receiver.refuse(ServedDelivery.ATTEMPTS * CRITERIA.size() * State.values().length);
            Map<State, String> numbers = new LinkedHashMap<>();
            for (State state : State.values()) {
                numbers.put(state, patient(""));
                uploaded(numbers.get(state));
            }
            Awaited.until(() -> deadLetters(subscriptions) == CRITERIA.size() * numbers.size());
            numbers.forEach((state, number) -> decide(state, where, number));
            sending("{\"resourceType\": \"Parameters\"}")
                    .post("/$redeliver")
                    .then()
                    .statusCode(200);
            String heard = everythingUpTo(lastUpload(), receiver);
            subscriptions.forEach(subscription -> fhir().delete("/" + subscription));
            numbers.forEach((state, number) -> {
                assertThat(heard.contains(Summary.core(number)))
                        .as("core, %s", state)
                        .isEqualTo(state.core);
                assertThat(heard.contains(Summary.additional(number)))
                        .as("additional, %s", state)
                        .isEqualTo(state.additional);
                assertThat(heard.contains(number)).as("trace, %s", state).isEqualTo(state.core);
            });
        }
    }

    private String lastUpload() {
        String number = patient("");
        uploaded(number);
        return number;
    }

    /** All payloads until one of each Subscription tells of that patient: each gets its messages in order. */
    private String everythingUpTo(String number, HookReceiver receiver) {
        StringBuilder heard = new StringBuilder();
        int ended = 0;
        while (ended < CRITERIA.size()) {
            String body = receiver.next().body();
            heard.append(body).append('\n');
            ended += body.contains(number) ? 1 : 0;
        }
        return heard.toString();
    }

    private String subscribe(String criteria, HookReceiver receiver) {
        return create("""
                {"resourceType": "Subscription", "status": "requested", "reason": "A test", "criteria": "%s",
                 "channel": {"type": "rest-hook", "endpoint": "%s", "payload": "application/fhir+json"}}""".formatted(criteria, receiver.address()));
    }

    private long deadLetters(List<String> subscriptions) {
        long letters = 0;
        for (var letter : get("$dead-letters").path("parameter")) {
            letters += subscriptions.stream().anyMatch(letter.toString()::contains) ? 1 : 0;
        }
        return letters;
    }
}
