package org.openspine.server.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.repository.hibernate.StoreConfig;
import org.openspine.server.OpenSpine;
import org.openspine.server.http.ServerOfTest;

class H2DeliveryIT implements DeliveryContract {
    @RegisterExtension
    static final ServerOfTest SERVER = ServerOfTest.onH2(store -> ServedDelivery.start(store, Optional.empty()));

    @Override
    public String address() {
        return SERVER.address();
    }

    /** A server that stops in the middle of its deliveries goes on with them when it is back. */
    @Test
    void deliveryGoesOnAfterARestart(@TempDir Path folder) {
        String topic = UUID.randomUUID().toString();
        try (HookReceiver receiver = new HookReceiver()) {
            List<String> created;
            receiver.refuse(1);
            try (OpenSpine first = ServedDelivery.start(StoreConfig.h2(folder), Optional.empty())) {
                ServedDelivery one = first::address;
                one.subscribe("Basic?code=" + topic, one.send(receiver));
                created = IntStream.range(0, 120)
                        .mapToObj(i -> one.create(one.basic(topic, "")))
                        .toList();
            }
            try (OpenSpine second = ServedDelivery.start(StoreConfig.h2(folder), Optional.empty())) {
                assertThat(second.address()).isNotEmpty();
                String last = "/fhir/" + created.get(created.size() - 1);
                List<String> rest = new java.util.ArrayList<>();
                while (!rest.contains(last)) {
                    rest.add(receiver.next().path());
                }
                assertThat(rest.stream().distinct())
                        .containsExactlyElementsOf(created.stream()
                                .map(reference -> "/fhir/" + reference)
                                .toList());
            }
        }
    }
}
