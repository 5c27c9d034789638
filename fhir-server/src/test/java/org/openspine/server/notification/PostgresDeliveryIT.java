package org.openspine.server.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openspine.repository.hibernate.StoreConfig;
import org.openspine.server.OpenSpine;

class PostgresDeliveryIT implements DeliveryContract {
    private static EmbeddedPostgres database;
    private static OpenSpine server;

    @BeforeAll
    static void start() throws IOException {
        database = EmbeddedPostgres.start();
        server = ServedDelivery.start(store(), Optional.empty());
    }

    private static StoreConfig store() {
        return StoreConfig.postgresql(
                "jdbc:postgresql://127.0.0.1:" + database.getPort() + "/postgres", "postgres", "");
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        database.close();
    }

    @Override
    public String address() {
        return server.address();
    }

    @Test
    void twoNodesShareTheWorkWithoutDoublingIt() {
        String topic = UUID.randomUUID().toString();
        try (HookReceiver receiver = new HookReceiver();
                OpenSpine second = ServedDelivery.start(store(), Optional.empty())) {
            ServedDelivery other = second::address;
            subscribe("Basic?code=" + topic, send(receiver));
            List<String> created = IntStream.range(0, 100)
                    .mapToObj(i -> (i % 2 == 0 ? this : other).create(basic(topic, "")))
                    .toList();
            String end = create(basic(topic, ""));
            List<String> told =
                    receiver.next(101).stream().map(HookReceiver.Call::path).toList();
            assertThat(told)
                    .startsWith(created.stream()
                            .map(reference -> "/fhir/" + reference)
                            .toArray(String[]::new))
                    .endsWith("/fhir/" + end);
            assertThat(receiver.unread()).isZero();
        }
    }
}
