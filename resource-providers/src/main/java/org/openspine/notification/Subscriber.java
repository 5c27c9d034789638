package org.openspine.notification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openspine.access.Caller;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.fhir.bulk.CallerJson;
import org.openspine.repository.ResourceKey;

/**
 * A Subscription as delivery sees it.
 *
 * @param payload media type, empty if subscribers are only told that there is something
 * @param since when it became active; what was there before is not told
 * @param caller on whose rights it depends what is told
 */
record Subscriber(
        ResourceKey key,
        String criteria,
        String endpoint,
        String payload,
        List<String> headers,
        Instant since,
        Instant end,
        Caller caller) {
    static final String ACTIVE_SINCE = "https://openspine.org/fhir/StructureDefinition/subscription-active-since";
    static final String SUBSCRIBER = "https://openspine.org/fhir/StructureDefinition/subscription-subscriber";

    static Subscriber of(ResourceKey key, JsonNode subscription) {
        JsonNode channel = subscription.path("channel");
        List<String> headers = new ArrayList<>();
        channel.path("header").forEach(header -> headers.add(header.asText()));
        return new Subscriber(
                key,
                subscription.path("criteria").asText(),
                channel.path("endpoint").asText(),
                channel.path("payload").asText(),
                headers,
                time(extension(subscription, ACTIVE_SINCE).path("valueInstant").asText())
                        .orElse(Instant.EPOCH),
                time(subscription.path("end").asText()).orElse(Instant.MAX),
                extension(subscription, SUBSCRIBER).isMissingNode()
                        ? Caller.OPEN
                        : caller(extension(subscription, SUBSCRIBER)
                                .path("valueString")
                                .asText()));
    }

    /** Whose messages a Subscription's are in the outbox. */
    String recipient() {
        return key.toString();
    }

    static JsonNode extension(JsonNode subscription, String url) {
        for (JsonNode extension : subscription.path("extension")) {
            if (extension.path("url").asText().equals(url)) {
                return extension;
            }
        }
        return subscription.path("extension").path("none");
    }

    /** Replaces the extension {@code url}, or takes it away. */
    static void setExtension(ObjectNode subscription, String url, Optional<ObjectNode> value) {
        List<JsonNode> others = new ArrayList<>();
        subscription.path("extension").forEach(extension -> {
            if (!extension.path("url").asText().equals(url)) {
                others.add(extension);
            }
        });
        subscription.remove("extension");
        value.ifPresent(node -> others.add(node.put("url", url)));
        others.forEach(extension -> subscription.withArray("extension").add(extension));
    }

    static ObjectNode callerExtension(ObjectNode subscription, Caller caller) {
        byte[] json = ResourceJson.write(CallerJson.of(caller));
        return subscription.objectNode().put("valueString", new String(json, StandardCharsets.UTF_8));
    }

    private static Caller caller(String json) {
        return CallerJson.caller(ResourceJson.parseAny(json.getBytes(StandardCharsets.UTF_8), JsonLimits.RESOURCE));
    }

    private static Optional<Instant> time(String text) {
        try {
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(java.time.OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
