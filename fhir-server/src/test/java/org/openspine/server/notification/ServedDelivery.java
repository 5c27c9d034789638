package org.openspine.server.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.openspine.repository.hibernate.StoreConfig;
import org.openspine.server.OpenSpine;
import org.openspine.server.ServerConfig;
import org.openspine.server.Setting;
import org.openspine.server.http.ServedBase;
import org.openspine.terminology.identifier.NhsNumber;

/** A server that delivers to local receivers, quickly and with little patience. */
public interface ServedDelivery extends ServedBase {
    int ATTEMPTS = 3;

    /** NHS numbers that no other test uses. */
    final class Numbers {
        private static final AtomicInteger NEXT = new AtomicInteger(964_000_000);

        private Numbers() {}

        static String next() {
            while (true) {
                var number = NhsNumber.ofStem(NEXT.getAndIncrement());
                if (number.isPresent()) {
                    return number.get().value();
                }
            }
        }
    }

    String address();

    @Override
    default String base() {
        return address() + "/FHIR/R4";
    }

    static OpenSpine start(StoreConfig store, Optional<Path> folder) {
        ServerConfig settings = ServerConfig.read(
                Map.of(
                        Setting.HTTP_PORT, "0",
                        Setting.SAMPLES, "none",
                        Setting.NOTIFICATION_FOLDER, folder.map(Path::toString).orElse(""),
                        Setting.NOTIFICATION_HOSTS, "127.0.0.1",
                        Setting.NOTIFICATION_LOCAL, "true",
                        Setting.NOTIFICATION_ATTEMPTS, String.valueOf(ATTEMPTS),
                        Setting.NOTIFICATION_PAUSE, "20"),
                Map.of(),
                Optional.empty());
        return OpenSpine.start(settings.over(store), Clock.systemUTC());
    }

    default String subscription(String criteria, String channel) {
        return """
                {"resourceType": "Subscription", "status": "requested", "reason": "A test", "criteria": "%s",
                 "channel": {"type": "rest-hook", %s}}""".formatted(criteria, channel);
    }

    /** Subscribes and returns {@code Subscription/id}. */
    default String subscribe(String criteria, String channel) {
        String reference = create(subscription(criteria, channel));
        assertThat(get(reference).path("status").asText()).isEqualTo("active");
        return reference;
    }

    default String tell(HookReceiver receiver) {
        return "\"endpoint\": \"" + receiver.address() + "/told\"";
    }

    default String send(HookReceiver receiver) {
        return "\"endpoint\": \"" + receiver.address() + "/fhir\", \"payload\": \"application/fhir+json\"";
    }

    /** A Basic that only the Subscription of this test is about. */
    default String basic(String topic, String more) {
        return """
                {"resourceType": "Basic"%s, "code": {"coding": [{"system": "https://example.org/topic", "code": "%s"}]}}""".formatted(more, topic);
    }

    default JsonNode deadLetters(String recipient) {
        for (JsonNode letter : get("$dead-letters").path("parameter")) {
            if (letter.toString().contains(recipient)) {
                return letter;
            }
        }
        return get("$dead-letters").path("none");
    }

    default Response redeliver(String id) {
        return sending(
                        "{\"resourceType\": \"Parameters\", \"parameter\": [{\"name\": \"id\", \"valueString\": \"%s\"}]}"
                                .formatted(id))
                .post("/$redeliver");
    }
}
