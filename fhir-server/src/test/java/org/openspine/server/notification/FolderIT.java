package org.openspine.server.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.repository.hibernate.StoreConfig;
import org.openspine.server.OpenSpine;
import org.openspine.server.http.ServedBase;

/** Notifications to local authorities are dropped into folders, and their status follows. */
class FolderIT {
    @Test
    void everyUnscheduledLookBecomesAFileOfTheAuthorityInOrder(@TempDir Path folder) throws IOException {
        Path drop = folder.resolve("drop");
        try (OpenSpine server = ServedDelivery.start(StoreConfig.h2(folder.resolve("data")), Optional.of(drop))) {
            ServedDelivery base = server::address;
            String number = ServedDelivery.Numbers.next();
            storeChild(base, number);
            for (int i = 0; i < 5; i++) {
                base.fhir()
                        .baseUri(server.address() + "/cpis/FHIR/R4")
                        .get("/CareTeam?patient=" + number)
                        .then()
                        .statusCode(200);
            }
            Awaited.until(() -> statuses(base, number)
                    .equals(List.of("completed", "completed", "completed", "completed", "completed")));
            List<String> expected = base.matches("Communication?subject=Patient/" + number);
            try (Stream<Path> files = Files.list(drop.resolve("authority-991"))) {
                List<JsonNode> dropped = files.sorted().map(FolderIT::read).toList();
                assertThat(dropped).extracting(ServedBase::reference).containsExactlyElementsOf(expected);
                assertThat(dropped.get(0).at("/recipient/1/identifier/value").asText())
                        .isEqualTo("991");
            }
        }
    }

    @Test
    void aFolderThatCannotBeWrittenToMakesDeadLettersAndPutsNotificationsOnHold(@TempDir Path folder)
            throws IOException {
        Path drop = folder.resolve("drop");
        Files.writeString(drop, "in the way");
        try (OpenSpine server = ServedDelivery.start(StoreConfig.h2(folder.resolve("data")), Optional.of(drop))) {
            ServedDelivery base = server::address;
            String number = ServedDelivery.Numbers.next();
            storeChild(base, number);
            base.fhir().baseUri(server.address() + "/cpis/FHIR/R4").get("/CareTeam?patient=" + number);
            Awaited.until(() -> statuses(base, number).equals(List.of("on-hold")));
            JsonNode letter = base.deadLetters("authority/991");
            assertThat(letter.isMissingNode()).isFalse();
            Files.delete(drop);
            base.redeliver(letter.at("/part/0/valueString").asText()).then().statusCode(200);
            Awaited.until(() -> statuses(base, number).equals(List.of("completed")));
        }
    }

    private static void storeChild(ServedDelivery base, String number) {
        base.sending("""
                {"resourceType": "Patient", "id": "%s",
                 "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "%s"}]}""".formatted(number, number))
                .put("/Patient/" + number)
                .then()
                .statusCode(201);
        String team = base.create("""
                {"resourceType": "CareTeam", "status": "active", "name": "991 - WHARFEDALE COUNCIL",
                 "telecom": [{"system": "phone", "value": "0113 496 0101", "use": "work"}]}""");
        base.create("""
                {"resourceType": "CarePlan", "status": "active", "intent": "plan",
                 "category": [{"coding": [{"system": "http://snomed.info/sct", "code": "342191000000101"}]}],
                 "subject": {"reference": "Patient/%s"}, "period": {"start": "2026-01-01"},
                 "careTeam": [{"reference": "%s"}]}""".formatted(number, team));
    }

    private static List<String> statuses(ServedDelivery base, String number) {
        List<String> statuses = new java.util.ArrayList<>();
        base.get("Communication?subject=Patient/" + number)
                .path("entry")
                .forEach(entry -> statuses.add(entry.at("/resource/status").asText()));
        return statuses;
    }

    private static JsonNode read(Path file) {
        try {
            return ServedBase.tree(Files.readString(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
