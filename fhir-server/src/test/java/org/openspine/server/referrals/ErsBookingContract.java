package org.openspine.server.referrals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.referrals.ServedErs.assertRule;
import static org.openspine.server.referrals.ServedErs.created;
import static org.openspine.server.referrals.ServedErs.ok;
import static org.openspine.server.referrals.ServedErs.state;
import static org.openspine.server.referrals.ServedErs.tag;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openspine.server.carerecords.RefusedSummary;
import org.openspine.server.http.Racing;

/** Creating referrals, looking for slots, booking, deferring (A011, A015, A016, A021). */
interface ErsBookingContract extends ServedErs {
    @Test
    default void newReferralHasAUbrnAndIsNotBooked() {
        String service = bookable();
        String patient = patient();
        Response response =
                sending(referrer(), ServedErs.creation(patient, service)).post("/ServiceRequest/$ers.createReferral");
        JsonNode referral = created(response);
        assertThat(response.header("ETag")).isEqualTo("W/\"1\"");
        assertThat(referral.path("id").asText()).startsWith("r.");
        assertThat(referral.at("/identifier/0/value").asText()).matches("[0-9]{12}");
        assertThat(referral.at("/subject/identifier/value").asText()).isEqualTo(patient);
        assertThat(state(referral)).isEqualTo("NOT_BOOKED");
        assertThat(referral.path("status").asText()).isEqualTo("active");
        assertThat(referral.path("priority").asText()).isEqualTo("routine");
        assertThat(ErsTree.extension(referral, "Commissioning-Rule-Org")
                        .at("/valueIdentifier/value")
                        .asText())
                .isEqualTo(GP);
        assertThat(referral.at("/performer/0/reference").asText()).isEqualTo("HealthcareService/" + service);
        assertThat(ErsTree.extension(referral, "Specialty")
                        .at("/valueCoding/system")
                        .asText())
                .isEqualTo(ersBase() + "/CodeSystem/SPECIALTY");
        String stored = get("ServiceRequest/" + ServedErs.id(referral)).toString();
        assertThat(stored).contains("https://fhir.nhs.uk/StructureDefinition/Extension-eRS-ReferralState");
    }

    /** Care records, section 10.3. */
    @Test
    default void refusingASummaryDoesNotTouchReferrals() {
        String patient = patient();
        RefusedSummary.of(server().address(), patient);
        assertThat(state(refer(patient, bookable()))).isEqualTo("NOT_BOOKED");
    }

    @Test
    default void noUbrnIsGivenTwice() {
        String service = bookable();
        String patient = patient();
        List<Response> answers = Racing.responses(24, racer -> sending(referrer(), ServedErs.creation(patient, service))
                .post("/ServiceRequest/$ers.createReferral"));
        Set<String> numbers = new HashSet<>();
        answers.forEach(
                answer -> numbers.add(created(answer).at("/identifier/0/value").asText()));
        assertThat(numbers).hasSize(24);
    }

    @Test
    default void freeSlotsAreFoundPageByPage() {
        String service = bookable();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(slot(service, 30 + i));
        }
        String query = "/Slot?schedule.actor:HealthcareService=%s&appointmentType=ROUTINE&status=free&_count=2&page=%d";
        JsonNode first = ok(referrer().header("NHSD-eRS-Comm-Rule-Org", GP).get(query.formatted(service, 1)));
        assertThat(first.path("total").asInt()).isEqualTo(5);
        assertThat(first.at("/entry/0/resource/id").asText()).isEqualTo(ids.get(0));
        assertThat(first.at("/entry/2/resource/resourceType").asText()).isEqualTo("Schedule");
        assertThat(first.at("/entry/2/search/mode").asText()).isEqualTo("include");
        JsonNode last = ok(referrer().header("NHSD-eRS-Comm-Rule-Org", GP).get(query.formatted(service, 3)));
        assertThat(last.at("/entry/0/resource/id").asText()).isEqualTo(ids.get(4));
        Response beyond = referrer().header("NHSD-eRS-Comm-Rule-Org", GP).get(query.formatted(service, 4));
        assertRule(beyond, 400, "INVALID_VALUE");
        assertThat(beyond.asString()).contains("'Page Number' (4) is invalid.");
        assertRule(referrer().get(query.formatted(service, 1)), 400, "MISSING_HEADER");
    }

    @Test
    default void bookingTakesTheSlotAndTheReferralIsBooked() {
        String service = bookable();
        JsonNode referral = refer(patient(), service);
        String slot = slot(service, 48);
        Response response = book(referral, service, slot);
        JsonNode appointment = created(response);
        assertThat(response.header("ETag")).isEqualTo("W/\"1\"");
        assertThat(appointment.path("id").asText()).matches("[0-9]+");
        assertThat(appointment.at("/basedOn/0/reference").asText())
                .isEqualTo("ServiceRequest/%s/_history/2".formatted(ServedErs.id(referral)));
        assertThat(get("Slot/" + slot).path("status").asText()).isEqualTo("busy");
        JsonNode after = ok(referrer().get("/ServiceRequest/" + ServedErs.id(referral)));
        assertThat(state(after)).isEqualTo("BOOKED");
        assertThat(tag(after)).isEqualTo("W/\"2\"");
        assertThat(ErsTree.contained(after, "Appointment").path("status").asText())
                .isEqualTo("booked");
        assertRule(book(after, service, slot(service, 50)), 422, "INVALID_REQUEST_STATE");
        assertRule(book(refer(patient(), service), service, slot), 422, "SLOT_NOT_AVAILABLE");
    }

    @Test
    default void bookingNeedsAtMostTenStatements() {
        long fewest =
                Long.MAX_VALUE; // of some: others also take a block of numbers, or meet what goes on beside requests
        for (int i = 0; i < 5; i++) {
            String service = bookable();
            JsonNode referral = refer(patient(), service);
            String body = booking(referral, service, slot(service, 48));
            long before = server().repository().statementCount();
            created(sending(referrer(), body).post("/Appointment"));
            fewest = Math.min(fewest, server().repository().statementCount() - before);
        }
        assertThat(fewest).isLessThanOrEqualTo(10);
    }

    @Test
    default void lastSlotIsBookedOnceWhateverTheCrowd() {
        String service = bookable();
        String slot = slot(service, 48);
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            bodies.add(booking(refer(patient(), service), service, slot));
        }
        List<Response> answers = Racing.responses(
                32, racer -> sending(referrer(), bodies.get(racer)).post("/Appointment"));
        assertThat(answers.stream().filter(answer -> answer.statusCode() == 201))
                .hasSize(1);
        answers.stream()
                .filter(answer -> answer.statusCode() != 201)
                .forEach(answer -> assertRule(answer, 422, "SLOT_NOT_AVAILABLE"));
        assertThat(matches("Appointment?slot=Slot/" + slot)).hasSize(1);
    }
}
