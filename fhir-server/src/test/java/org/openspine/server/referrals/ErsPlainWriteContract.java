package org.openspine.server.referrals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.referrals.ServedErs.created;
import static org.openspine.server.referrals.ServedErs.id;
import static org.openspine.server.referrals.ServedErs.state;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openspine.server.http.Racing;
import org.openspine.server.http.ServedBase;

/** Plain writes at the unified base cannot break what the e-Referral Service keeps. */
interface ErsPlainWriteContract extends ErsReviewContract {
    default Response putBack(JsonNode resource, String from, String to) {
        String body = resource.toString();
        assertThat(body).contains(from);
        return sending(body.replace(from, to))
                .put("/" + resource.path("resourceType").asText() + "/" + id(resource));
    }

    @Test
    default void referralKeepsNumberStateAndShortlist() {
        String service = bookable();
        JsonNode referral = get("ServiceRequest/" + id(refer(patient(), service)));
        String ubrn = referral.at("/identifier/0/value").asText();
        assertThat(putBack(referral, ubrn, "123456789012").statusCode()).isEqualTo(422);
        assertThat(putBack(referral, "\"NOT_BOOKED\"", "\"BOOKED\"").statusCode())
                .isEqualTo(422);
        assertThat(putBack(referral, "\"NOT_BOOKED\"", "\"NONSENSE\"").statusCode())
                .isEqualTo(422);
        assertThat(putBack(referral, "\"value\":\"" + service + "\"", "\"value\":\"1\"")
                        .statusCode())
                .isEqualTo(422);
        assertThat(putBack(referral, "\"status\":\"active\"", "\"status\":\"revoked\"")
                        .statusCode())
                .isEqualTo(422);
        assertThat(fhir().delete("/ServiceRequest/" + id(referral)).statusCode())
                .isEqualTo(422);
        assertThat(putBack(referral, "\"routine\"", "\"urgent\"").statusCode()).isEqualTo(200);
        String copy = referral.toString().replace(id(referral), "r." + UUID.randomUUID());
        assertThat(sending(copy)
                        .put("/ServiceRequest/" + copy.substring(copy.indexOf("r."), copy.indexOf("r.") + 38))
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    default void operatorTellsThatTheProviderCancelledOrNobodyCame() {
        String service = bookable();
        JsonNode first = refer(patient(), service);
        String slot = slot(service, 48);
        created(book(first, service, slot));
        JsonNode stored = get("ServiceRequest/" + id(first));
        assertThat(putBack(stored, "\"BOOKED\",\"display\":\"Booked\"", "\"APPT_CANCELLED_BY_PROVIDER\"")
                        .statusCode())
                .isEqualTo(200);
        assertThat(get("Slot/" + slot).path("status").asText()).isEqualTo("free");
        assertThat(state(reread(first))).isEqualTo("APPT_CANCELLED_BY_PROVIDER");
        JsonNode second = booked(service);
        JsonNode appointment = get("Appointment/" + appointmentId(second));
        assertThat(putBack(appointment, "\"booked\"", "\"noshow\"").statusCode())
                .isEqualTo(200);
        assertThat(state(reread(second))).isEqualTo("DID_NOT_ATTEND");
        assertThat(putBack(get("Appointment/" + id(appointment)), "\"noshow\"", "\"booked\"")
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    default void heldSlotIsNeitherFreedNorDeletedNorHeldTwice() {
        String service = bookable();
        String slot = slot(service, 48);
        created(book(refer(patient(), service), service, slot));
        assertThat(putBack(get("Slot/" + slot), "\"busy\"", "\"free\"").statusCode())
                .isEqualTo(422);
        assertThat(fhir().delete("/Slot/" + slot).statusCode()).isEqualTo(422);
        assertThat(sending(plainAppointment(slot)).post("/Appointment").statusCode())
                .isEqualTo(409);
        String other = slot(service, 50);
        String appointment = create(plainAppointment(other));
        assertThat(get("Slot/" + other).path("status").asText()).isEqualTo("busy");
        ServedErs.assertRule(book(refer(patient(), service), service, other), 422, "SLOT_NOT_AVAILABLE");
        putBack(get(appointment), "\"booked\"", "\"cancelled\"").then().statusCode(200);
        assertThat(get("Slot/" + other).path("status").asText()).isEqualTo("free");
    }

    default String plainAppointment(String slot) {
        return """
                {"resourceType": "Appointment", "status": "booked", "start": "%s", "end": "%s", "slot": [{"reference": "Slot/%s"}],
                 "participant": [{"actor": {"display": "Somebody"}, "status": "accepted"}]}""".formatted(at(48), at(49), slot);
    }

    @Test
    default void plainAndNationalBookingOfOneSlotHaveOneWinner() {
        String service = bookable();
        String slot = slot(service, 48);
        String national = booking(refer(patient(), service), service, slot);
        var statuses = Racing.responses(
                        8,
                        racer -> racer % 2 == 0
                                ? sending(plainAppointment(slot)).post("/Appointment")
                                : sending(referrer(), national).post("/Appointment"))
                .stream()
                .map(Response::statusCode)
                .toList();
        assertThat(statuses.stream().filter(status -> status == 201)).hasSize(1);
        assertThat(matches("Appointment?slot=Slot/" + slot + "&status=booked")).hasSize(1);
    }

    @Test
    default void racingPlainReferralsDoNotShareANumber() {
        String original =
                get("ServiceRequest/" + id(refer(patient(), bookable()))).toString();
        String taken = ServedBase.tree(original).at("/identifier/0/value").asText();
        String number = "66" + taken.substring(2);
        var statuses = Racing.statuses(8, racer -> {
            String id = "r." + UUID.randomUUID();
            String body = original.replace(id(ServedBase.tree(original)), id).replace(taken, number);
            return sending(body).put("/ServiceRequest/" + id);
        });
        assertThat(statuses).containsOnly(201, 409).containsOnlyOnce(201);
        assertThat(matches("ServiceRequest?identifier=" + number)).hasSize(1);
    }

    @Test
    default void acceptAndCancelHaveOneWinnerOrFollowEachOther() {
        for (int round = 0; round < 4; round++) {
            JsonNode referral = booked(bookable());
            var answers = Racing.responses(
                    2,
                    racer -> racer == 0
                            ? operation(provider(), referral, "acceptReferral")
                            : operation(
                                    referrer(),
                                    referral,
                                    "cancelReferral",
                                    ErsReviewContract.cancellation("RAISED_IN_ERROR")));
            assertThat(answers.stream().filter(answer -> answer.statusCode() == 200))
                    .hasSize(1);
            answers.stream()
                    .filter(answer -> answer.statusCode() != 200)
                    .forEach(answer -> assertThat(answer.statusCode()).isIn(409, 423));
            assertThat(ServedErs.version(reread(referral))).isEqualTo("3");
        }
    }

    @Test
    default void shortlistAndBookHaveOneWinner() {
        for (int round = 0; round < 4; round++) {
            String service = bookable();
            JsonNode referral = refer(patient(), service);
            String body = booking(referral, service, slot(service, 48));
            var answers = Racing.responses(
                    2,
                    racer -> racer == 0
                            ? sending(referrer(), body).post("/Appointment")
                            : operation(
                                    referrer(),
                                    referral,
                                    "changeShortlist",
                                    ServedErs.shortlist("ROUTINE", service),
                                    ServedErs.letters("NOT_INTENDING_TO_ADD", 0)));
            assertThat(answers.stream().filter(answer -> answer.statusCode() < 300))
                    .hasSize(1);
            answers.stream()
                    .filter(answer -> answer.statusCode() >= 300)
                    .forEach(answer -> assertThat(answer.statusCode()).isIn(409, 423));
        }
    }
}
