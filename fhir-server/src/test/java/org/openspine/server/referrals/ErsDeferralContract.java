package org.openspine.server.referrals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.referrals.ServedErs.assertRule;
import static org.openspine.server.referrals.ServedErs.created;
import static org.openspine.server.referrals.ServedErs.ok;
import static org.openspine.server.referrals.ServedErs.proposal;
import static org.openspine.server.referrals.ServedErs.shortlist;
import static org.openspine.server.referrals.ServedErs.state;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** Deferrals for each of their reasons (6.3), and until when the patient is to be contacted (5.5, 7). */
interface ErsDeferralContract extends ErsWorklistContract {
    private JsonNode deferred(String service, String reason, String slot) {
        JsonNode referral = refer(patient(), service);
        String body = proposal(referral, service, reason, "why");
        String sent = slot.isEmpty()
                ? body
                : body.replace(
                        "\"status\": \"proposed\",",
                        "\"status\": \"proposed\", \"slot\": [{\"reference\": \"Slot/%s\"}],".formatted(slot));
        JsonNode appointment = created(sending(referrer(), sent).post("/Appointment"));
        assertThat(appointment.has("start") || appointment.has("end")).isFalse();
        assertThat(appointment.path("comment").asText()).isEqualTo("why");
        assertThat(appointment.at("/slot/0/reference").asText()).isEqualTo(slot.isEmpty() ? "" : "Slot/" + slot);
        return reread(referral);
    }

    @Test
    default void eachReasonToDeferIsTheReasonOfTheState() {
        String full = bookable();
        String service = bookable();
        String taken = slot(service, 48);
        created(book(refer(patient(), service), service, taken));
        slot(service, 60); // of no use to those whose own slot has gone, or whose booking failed
        for (String[] row : new String[][] {
            {full, "NO_SLOTS_AT_SERVICE", ""},
            {service, "SLOT_NOT_AVAILABLE", taken},
            {service, "SLOT_NOT_AVAILABLE", "slot-that-is-not-there"},
            {service, "BOOKING_ATTEMPT_PROBLEM", ""},
        }) {
            JsonNode referral = deferred(row[0], row[1], row[2]);
            assertThat(state(referral)).isEqualTo("DEFERRED_TO_PROVIDER");
            assertThat(ErsTree.coding(ErsTree.extension(referral, "ReferralState"), "reason"))
                    .isEqualTo(row[1]);
            assertThat(isOn(provider(), "APPOINTMENT_SLOT_ISSUES", referral)).isTrue();
            assertThat(isOn(referrer(), "AWAITING_BOOKING", referral)).isTrue();
        }
        assertRule(
                sending(referrer(), proposal(refer(patient(), triage()), service, "BOOKING_ATTEMPT_PROBLEM", "x"))
                        .post("/Appointment"),
                422,
                "INAPPROPRIATE_VALUE");
    }

    /** A slot in the past, or one for another priority, is no free slot of the service. */
    @Test
    default void onlySlotsThatCouldBeBookedStandAgainstADeferral() {
        String service = bookable();
        slot(service, -48);
        String urgent = slot(service, 48);
        put(get("Slot/" + urgent).toString().replace("ROUTINE", "URGENT"));
        assertThat(state(deferred(service, "NO_SLOTS_AT_SERVICE", ""))).isEqualTo("DEFERRED_TO_PROVIDER");
    }

    @Test
    default void thePatientIsExpectedToBeContactedInWorkingDays() {
        for (String[] row : new String[][] {{"ROUTINE", "40"}, {"URGENT", "10"}, {"TWO_WEEK_WAIT", "5"}}) {
            String service = bookable();
            JsonNode referral = created(sending(
                            referrer(),
                            ServedErs.creation(patient(), service).replace("\"ROUTINE\"", "\"" + row[0] + "\""))
                    .post("/ServiceRequest/$ers.createReferral"));
            JsonNode appointment = created(sending(referrer(), proposal(referral, service, "NO_SLOTS_AT_SERVICE", "x"))
                    .post("/Appointment"));
            JsonNode list = ok(list(provider(), "APPOINTMENT_SLOT_ISSUES", ErsWorklistContract.ofService(service)));
            JsonNode line =
                    ErsTree.extension(ErsWorklistContract.entry(list, referral), "AppointmentSlotIssues-WorkListItem");
            LocalDate day = LocalDate.ofInstant(
                    Instant.parse(appointment.path("created").asText()), ZoneOffset.UTC);
            for (int left = Integer.parseInt(row[1]); left > 0; ) {
                day = day.plusDays(1);
                left -= day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY ? 0 : 1;
            }
            assertThat(ErsTree.byUrl(line, "patientContactExpected")
                            .path("valueDate")
                            .asText())
                    .as(row[0])
                    .isEqualTo(day.toString());
            assertThat(ErsTree.byUrl(line, "ubrnReceived").path("valueDateTime").asText())
                    .isEqualTo(appointment.path("created").asText());
        }
    }

    /** The letter that is due so many days after it was promised stands on its list until there is one (5.2, 7). */
    @Test
    default void aPromisedLetterIsDueAfterTheDaysThatWereNamed() {
        String service = bookable();
        String body = ServedErs.creation(patient(), service)
                .replace("NOT_INTENDING_TO_ADD", "NEED_TO_ADD_LATER")
                .replace("\"valueUnsignedInt\": 0", "\"valueUnsignedInt\": 9");
        JsonNode referral = created(sending(referrer(), body).post("/ServiceRequest/$ers.createReferral"));
        JsonNode line = ErsTree.extension(
                ErsWorklistContract.entry(ok(list(referrer(), "LETTERS_OUTSTANDING")), referral),
                "LettersOutstanding-WorkListItem");
        LocalDate today =
                LocalDate.ofInstant(Instant.parse(referral.path("authoredOn").asText()), ZoneOffset.UTC);
        assertThat(ErsTree.byUrl(line, "letterDue").path("valueDate").asText())
                .isEqualTo(today.plusDays(9).toString());
        JsonNode changed = ok(operation(
                referrer(),
                referral,
                "changeShortlist",
                shortlist("ROUTINE", service),
                ServedErs.letters("NOT_INTENDING_TO_ADD", 0)));
        assertThat(isOn(referrer(), "LETTERS_OUTSTANDING", changed)).isFalse();
        assertThat(changed.toString()).doesNotContain("openspine.org/fhir/StructureDefinition");
    }
}
