package org.openspine.server.prescriptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.prescriptions.ServedEps.ok;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What patients see of their own prescriptions. */
interface PatientViewContract extends StatusUpdateContract {
    String VIEW = "/prescriptions-for-patients/Bundle";

    @Test
    default void patientsSeeTheirPrescriptionsWithWhoPrescribedAndWhoSupplies() {
        String patient = TestPatients.next();
        Course older = new Course(patient);
        ok(send("$process-message", older.order()));
        Course course = new Course(patient);
        ok(send("$process-message", course.order()));
        JsonNode view = view(patient);
        assertThat(view.path("total").asInt()).isEqualTo(2);
        JsonNode collection = view.at("/entry/0/resource");
        assertThat(collection.path("type").asText()).isEqualTo("collection");
        assertThat(collection.path("entry").findValuesAsText("resourceType"))
                .containsExactly(
                        "MedicationRequest",
                        "MedicationRequest",
                        "PractitionerRole",
                        "Practitioner",
                        "Organization",
                        "Organization");
        JsonNode item = collection.at("/entry/0/resource");
        assertThat(item.at("/groupIdentifier/value").asText()).isEqualTo(course.number);
        assertThat(item.at("/subject/identifier/value").asText()).isEqualTo(patient);
        assertThat(words(item)).isEqualTo("Prescriber Approved");
        assertThat(item.at("/dispenseRequest/performer/reference").asText())
                .isEqualTo(collection.at("/entry/5/fullUrl").asText());
        assertThat(collection.at("/entry/3/resource/name/0/family").asText()).isEqualTo("Seward");
    }

    @Test
    default void latestWordOfThePharmacyCounts() {
        String patient = TestPatients.next();
        Course course = new Course(patient);
        ok(send("$process-message", course.order()));
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        update(
                update(course, "Collected", "completed", now.minusSeconds(60)),
                update(course, "Ready to Collect", "in-progress", now.minusSeconds(120)),
                update(course, "With Pharmacy", "in-progress", now.plusSeconds(3600)));
        JsonNode item = view(patient).at("/entry/0/resource/entry/0/resource");
        assertThat(words(item)).isEqualTo("Collected");
        assertThat(item.path("status").asText()).isEqualTo("completed");
        assertThat(item.at("/extension/0/extension/1/valueDateTime").asText())
                .isEqualTo(now.minusSeconds(60).toString().replace("Z", "+00:00"));
        assertThat(words(view(patient).at("/entry/0/resource/entry/1/resource")))
                .isEqualTo("Prescriber Approved");
    }

    @Test
    default void recordSpeaksWhereNoPharmacyDid() {
        String patient = TestPatients.next();
        Course course = new Course(patient);
        ok(send("$process-message", course.order()));
        ok(send("$process-message", course.cancellation("0001")));
        JsonNode items = view(patient).at("/entry/0/resource");
        assertThat(words(items.at("/entry/0/resource"))).isEqualTo("Prescriber Cancelled");
        assertThat(items.at("/entry/0/resource/status").asText()).isEqualTo("cancelled");
    }

    @Test
    default void repeatDispensingIsLeftOut() {
        String patient = TestPatients.next();
        Course course = new Course(patient);
        Message order = course.order();
        for (String item : new String[] {EpsRulesContract.ITEM, EpsRulesContract.OTHER}) {
            EpsRulesContract.repeatDispensing(order, item);
        }
        ok(send("$process-message", order));
        JsonNode view = view(patient);
        assertThat(view.path("total").asInt()).isZero();
        assertThat(view.path("entry").isArray()).isTrue();
    }

    /** Section 8.4: the newest twenty-five, newest first. */
    @Test
    default void patientsSeeTheNewestTwentyFive() {
        String patient = TestPatients.next();
        List<String> numbers = new ArrayList<>();
        for (int days = 30; days > 0; days--) {
            Course course = new Course(patient);
            String signed = LocalDate.now(ZoneOffset.UTC).minusDays(days) + "T09:00:00+00:00";
            ok(send(
                    "$process-message",
                    course.order().with("/entry/7/resource/signature/0/when", "\"" + signed + "\"")));
            numbers.add(0, course.number);
        }
        JsonNode view = view(patient);
        assertThat(view.path("total").asInt()).isEqualTo(25);
        List<String> shown = new ArrayList<>();
        view.path("entry")
                .forEach(entry -> shown.add(entry.at("/resource/entry/0/resource/groupIdentifier/value")
                        .asText()));
        assertThat(shown).isEqualTo(numbers.subList(0, 25));
    }

    /** Section 8.4: what the record has of an item that no pharmacy spoke of. */
    @Test
    default void releasedPrescriptionIsWithThePharmacy() {
        String patient = TestPatients.next();
        Course course = new Course(patient);
        ok(send("$process-message", signed(course.order())));
        ok(send("Task/$release", course.release()));
        assertThat(words(view(patient).at("/entry/0/resource/entry/0/resource")))
                .isEqualTo("With Pharmacy");
    }

    @Test
    default void patientsSeeOnlyTheirOwn() {
        String patient = TestPatients.next();
        String other = TestPatients.next();
        assertThat(ask("P9:" + patient).statusCode()).isEqualTo(200);
        assertThat(ask("P5:" + patient).statusCode()).isEqualTo(403);
        assertThat(fhir().header("NHSD-NHSLogin-User", "P9:" + patient)
                        .header("x-nhs-number", other)
                        .get(address() + VIEW)
                        .statusCode())
                .isEqualTo(403);
        assertThat(fhir().get(address() + VIEW).statusCode()).isEqualTo(401);
        assertThat(fhir().header("x-nhs-number", patient).get(address() + VIEW).statusCode())
                .isEqualTo(200);
        assertThat(fhir().header("x-nhs-number", "9000000000")
                        .get(address() + VIEW)
                        .statusCode())
                .isEqualTo(400);
    }

    private Response ask(String login) {
        return fhir().header("NHSD-NHSLogin-User", login).get(address() + VIEW);
    }

    private JsonNode view(String patient) {
        return ok(ask("P9:" + patient));
    }

    private static Update update(Course course, String words, String status, Instant modified) {
        return Update.of(course.number)
                .with("/businessStatus/coding/0/code", "\"" + words + "\"")
                .with("/status", "\"" + status + "\"")
                .with("/focus/identifier/value", "\"" + course.first + "\"")
                .with("/lastModified", "\"" + modified + "\"");
    }

    private static String words(JsonNode item) {
        return item.at("/extension/0/extension/0/valueCoding/code").asText();
    }
}
