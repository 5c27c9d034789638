package org.openspine.server.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openspine.server.OpenSpine;
import org.openspine.server.http.ServerOfTest;

class PostgresDeliveryIT implements DeliveryContract {
    @RegisterExtension
    static final ServerOfTest SERVER =
            ServerOfTest.onPostgresql(store -> ServedDelivery.start(store, Optional.empty()));

    @Override
    public String address() {
        return SERVER.address();
    }

    @Test
    void twoNodesShareTheWorkWithoutDoublingIt() {
        String topic = UUID.randomUUID().toString();
        try (HookReceiver receiver = new HookReceiver();
                OpenSpine second = ServedDelivery.start(SERVER.store(), Optional.empty())) {
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
