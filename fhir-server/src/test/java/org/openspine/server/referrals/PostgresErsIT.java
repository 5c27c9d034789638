package org.openspine.server.referrals;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openspine.server.OpenSpine;
import org.openspine.server.ServerConfig;
import org.openspine.server.http.Racing;
import org.openspine.server.http.ServerOfTest;
import org.openspine.server.http.TestServers;

class PostgresErsIT implements ErsContract {
    @RegisterExtension
    static final ServerOfTest SERVER = ServerOfTest.onPostgresql();

    @Test
    void twoNodesGiveNoUbrnTwice() {
        String service = bookable();
        String patient = patient();
        try (OpenSpine second = TestServers.start(SERVER.store(), ServerConfig.Samples.NONE)) {
            Set<String> numbers = new HashSet<>();
            Racing.responses(24, racer -> sending(
                                    referrer()
                                            .baseUri((racer % 2 == 0 ? SERVER.get() : second).address()
                                                    + "/referrals/FHIR/R4"),
                                    ServedErs.creation(patient, service))
                            .post("/ServiceRequest/$ers.createReferral"))
                    .forEach(answer -> numbers.add(
                            ServedErs.created(answer).at("/identifier/0/value").asText()));
            assertThat(numbers).hasSize(24);
        }
    }

    @Test
    void twoNodesBookTheLastSlotOnce() {
        String service = bookable();
        String slot = slot(service, 48);
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            bodies.add(booking(refer(patient(), service), service, slot));
        }
        try (OpenSpine second = TestServers.start(SERVER.store(), ServerConfig.Samples.NONE)) {
            var statuses = Racing.responses(16, racer -> sending(
                                    referrer()
                                            .baseUri((racer % 2 == 0 ? SERVER.get() : second).address()
                                                    + "/referrals/FHIR/R4"),
                                    bodies.get(racer))
                            .post("/Appointment"))
                    .stream()
                    .map(answer -> answer.statusCode())
                    .toList();
            assertThat(statuses.stream().filter(status -> status == 201)).hasSize(1);
            assertThat(statuses).allMatch(status -> status == 201 || status == 422);
        }
    }

    @Override
    public OpenSpine server() {
        return SERVER.get();
    }
}
