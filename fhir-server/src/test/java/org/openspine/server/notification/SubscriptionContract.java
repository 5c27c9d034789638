package org.openspine.server.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.openspine.server.http.ServedBase;

/** Subscriptions with rest-hooks. */
interface SubscriptionContract extends ServedDelivery {
    @Test
    default void everyMatchingCreateAndUpdateIsToldInOrder() {
        try (HookReceiver receiver = new HookReceiver()) {
            String topic = UUID.randomUUID().toString();
            create(basic(topic, ""));
            subscribe("Basic?code=" + topic, send(receiver) + ", \"header\": [\"X-Secret: swordfish\"]");
            String created = create(basic(topic, ""));
            HookReceiver.Call first = receiver.next();
            assertThat(first.method()).isEqualTo("PUT");
            assertThat(first.path()).isEqualTo("/fhir/" + created);
            assertThat(first.header()).isEqualTo("swordfish");
            assertThat(first.contentType()).isEqualTo("application/fhir+json");
            assertThat(ServedBase.tree(first.body())).isEqualTo(get(created));
            create(basic("another", ""));
            String id = created.split("/")[1];
            sending(basic(topic, ", \"id\": \"" + id + "\", \"language\": \"en\""))
                    .put("/" + created);
            assertThat(receiver.next().body()).contains("\"language\":\"en\"");
            assertThat(receiver.unread()).isZero();
        }
    }

    @Test
    default void withoutAPayloadSubscribersAreOnlyToldThatThereIsSomething() {
        try (HookReceiver receiver = new HookReceiver()) {
            String topic = UUID.randomUUID().toString();
            subscribe("Basic?code=" + topic, tell(receiver));
            create(basic(topic, ""));
            HookReceiver.Call call = receiver.next();
            assertThat(call.method()).isEqualTo("POST");
            assertThat(call.path()).isEqualTo("/told");
            assertThat(call.body()).isEmpty();
        }
    }

    @Test
    default void whatIsSwitchedOffIsNotToldAndWhatIsSwitchedOnAgainIs() {
        try (HookReceiver receiver = new HookReceiver()) {
            String topic = UUID.randomUUID().toString();
            String reference = subscribe("Basic?code=" + topic, send(receiver));
            setStatus(reference, "off");
            create(basic(topic, ", \"language\": \"de\""));
            setStatus(reference, "requested");
            assertThat(get(reference).path("status").asText()).isEqualTo("active");
            create(basic(topic, ", \"language\": \"fr\""));
            assertThat(receiver.next().body()).contains("\"language\":\"fr\"");
            assertThat(receiver.unread()).isZero();
        }
    }

    @Test
    default void messagesThatFailAreTriedAgainAndStayInOrder() {
        try (HookReceiver receiver = new HookReceiver()) {
            String topic = UUID.randomUUID().toString();
            subscribe("Basic?code=" + topic, send(receiver));
            receiver.refuse(2);
            List<String> created = IntStream.range(0, 30)
                    .mapToObj(i -> create(basic(topic, "")))
                    .toList();
            assertThat(receiver.next(30))
                    .extracting(HookReceiver.Call::path)
                    .containsExactlyElementsOf(created.stream()
                            .map(reference -> "/fhir/" + reference)
                            .toList());
        }
    }

    @Test
    default void whatCannotBeDeliveredIsADeadLetterUntilSomebodyRetriesIt() {
        try (HookReceiver receiver = new HookReceiver()) {
            String topic = UUID.randomUUID().toString();
            String subscription = subscribe("Basic?code=" + topic, send(receiver));
            receiver.refuse(ATTEMPTS);
            String lost = create(basic(topic, ""));
            Awaited.until(() -> !deadLetters(subscription).isMissingNode());
            String next = create(basic(topic, ""));
            JsonNode letter = deadLetters(subscription);
            Map<String, String> parts = new java.util.HashMap<>();
            letter.path("part").forEach(part -> parts.put(part.path("name").asText(), part.toString()));
            assertThat(parts.get("subject")).contains(lost);
            assertThat(parts.get("channel")).contains("rest-hook");
            assertThat(parts.get("attempts")).contains("3");
            assertThat(parts.get("reason")).contains("503");
            assertThat(receiver.next().path()).isEqualTo("/fhir/" + next);
            String id = letter.at("/part/0/valueString").asText();
            assertThat(redeliver(id).statusCode()).isEqualTo(200);
            assertThat(receiver.next().path()).isEqualTo("/fhir/" + lost);
            assertThat(deadLetters(subscription).isMissingNode()).isTrue();
            assertThat(redeliver(id).statusCode()).isEqualTo(404);
            Awaited.until(() -> get(subscription).path("status").asText().equals("active"));
        }
    }

    /** A message that a receiver never takes holds up the ones behind it until it is given up, and nobody else at all. */
    @Test
    default void whatIsNeverTakenIsPutAsideAndTheRestFollowsInOrder() {
        try (HookReceiver receiver = new HookReceiver();
                HookReceiver other = new HookReceiver()) {
            String topic = UUID.randomUUID().toString();
            String subscription = subscribe("Basic?code=" + topic, send(receiver));
            subscribe("Basic?code=" + topic, send(other));
            String poisoned = "Basic/" + UUID.randomUUID();
            receiver.refuseAlways("/fhir/" + poisoned);
            String first = create(basic(topic, ""));
            sending(basic(topic, ", \"id\": \"" + poisoned.substring(6) + "\""))
                    .put("/" + poisoned)
                    .then()
                    .statusCode(201);
            List<String> rest = IntStream.range(0, 5)
                    .mapToObj(i -> create(basic(topic, "")))
                    .toList();
            assertThat(other.next(7)).extracting(HookReceiver.Call::path).contains("/fhir/" + poisoned);
            assertThat(receiver.next().path()).isEqualTo("/fhir/" + first);
            assertThat(receiver.next(5))
                    .extracting(HookReceiver.Call::path)
                    .containsExactlyElementsOf(
                            rest.stream().map(reference -> "/fhir/" + reference).toList());
            assertThat(deadLetters(subscription).toString()).contains(poisoned);
        }
    }

    /** SECURITY section 11: no redirects. */
    @Test
    default void redirectsAreNotFollowed() {
        try (HookReceiver receiver = new HookReceiver();
                HookReceiver elsewhere = new HookReceiver()) {
            String topic = UUID.randomUUID().toString();
            receiver.redirect(elsewhere.address() + "/fhir");
            String subscription = subscribe("Basic?code=" + topic, send(receiver));
            create(basic(topic, ""));
            Awaited.until(() -> !deadLetters(subscription).isMissingNode());
            assertThat(deadLetters(subscription).toString()).contains("status 307");
            assertThat(elsewhere.unread()).isZero();
        }
    }

    /** A receiver that takes a connection and says nothing keeps one courier waiting; there are others. */
    @Test
    default void receiversThatDoNotAnswerHoldUpNobodyElse() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                HookReceiver receiver = new HookReceiver()) {
            String topic = UUID.randomUUID().toString();
            List<String> unanswered = IntStream.range(0, 3)
                    .mapToObj(i -> subscribe(
                            "Basic?code=" + topic,
                            "\"endpoint\": \"http://127.0.0.1:%d/%d\"".formatted(silent.getLocalPort(), i)))
                    .toList();
            create(basic(topic, ""));
            subscribe("Basic?code=" + topic, send(receiver));
            String told = create(basic(topic, ""));
            assertThat(receiver.next().path()).isEqualTo("/fhir/" + told);
            unanswered.forEach(reference -> assertThat(deadLetters(reference).isMissingNode())
                    .as("they still wait")
                    .isTrue());
            unanswered.forEach(reference -> setStatus(reference, "off"));
        }
    }

    @Test
    default void deadLettersAreTheOperatorsBusiness() {
        for (Response refused : List.of(
                fhir().header("OpenSpine-Access-Mode", "user-restricted").get("/$dead-letters"),
                fhir().header("NHSD-NHSLogin-User", "P9:9000000009").get("/$dead-letters"),
                sending("{\"resourceType\": \"Parameters\"}")
                        .header("OpenSpine-Access-Mode", "application-restricted")
                        .post("/$redeliver"))) {
            assertThat(refused.statusCode()).as(refused.asString()).isEqualTo(403);
        }
    }

    @Test
    default void aSubscriptionShowsThatItsEndpointFails() {
        try (HookReceiver receiver = new HookReceiver()) {
            String topic = UUID.randomUUID().toString();
            String subscription = subscribe("Basic?code=" + topic, send(receiver));
            receiver.refuse(ATTEMPTS);
            create(basic(topic, ""));
            Awaited.until(() -> get(subscription).path("status").asText().equals("error"));
            assertThat(get(subscription).path("error").asText()).contains("503");
        }
    }

    @Test
    default void onlySubscriptionsThatCanBeServedAreStored() {
        String channel = "\"endpoint\": \"http://127.0.0.1:1/x\"";
        for (String[] bad : new String[][] {
            {"Nothing?code=1", channel, "Subscription.criteria"},
            {"Basic?no-such=1", channel, "Subscription.criteria"},
            {"Basic?_count=1", channel, "Subscription.criteria"},
            {"Basic", "\"endpoint\": \"http://example.org/x\"", "Subscription.channel.endpoint"},
            {"Basic", "\"endpoint\": \"ftp://127.0.0.1/x\"", "Subscription.channel.endpoint"},
            {"Basic", "\"endpoint\": \"http://u:p@127.0.0.1/x\"", "Subscription.channel.endpoint"},
            {"Basic", channel + ", \"payload\": \"text/plain\"", "Subscription.channel.payload"},
            {"Basic", channel + ", \"header\": [\"Host: other\"]", "Subscription.channel.header"},
            {"Basic", channel + ", \"header\": [\"nonsense\"]", "Subscription.channel.header"},
        }) {
            Response response = sending(subscription(bad[0], bad[1])).post("/Subscription");
            assertThat(response.statusCode())
                    .as(bad[0] + bad[1] + response.asString())
                    .isEqualTo(422);
            assertThat(response.asString()).contains(bad[2]);
        }
        Response mail = sending(subscription("Basic", channel).replace("rest-hook", "email"))
                .post("/Subscription");
        assertThat(mail.statusCode()).isEqualTo(422);
    }

    default void setStatus(String reference, String status) {
        com.fasterxml.jackson.databind.node.ObjectNode next =
                (com.fasterxml.jackson.databind.node.ObjectNode) get(reference);
        next.put("status", status);
        sending(next.toString()).put("/" + reference).then().statusCode(200);
    }
}
