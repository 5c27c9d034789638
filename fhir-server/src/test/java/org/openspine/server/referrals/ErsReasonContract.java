package org.openspine.server.referrals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.referrals.ServedErs.assertRule;
import static org.openspine.server.referrals.ServedErs.ok;
import static org.openspine.server.referrals.ServedErs.state;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which reason may be given for what, by whom, and with which comment: the tables of 5.5, written down again and tried whole. */
interface ErsReasonContract extends ErsReviewContract {
    /** @param type UNKNOWN, PATIENT, PROVIDER or PROVIDER_TRIAGE */
    record Reason(
            String code, String type, boolean comment, boolean cancels, boolean ofReferrers, boolean ofProviders) {}

    private static List<Reason> reasons() {
        List<Reason> all = new ArrayList<>();
        for (String code : List.of("RAISED_IN_ERROR", "REFERRER_CANCELLATION")) {
            all.add(new Reason(code, "UNKNOWN", false, true, true, false));
        }
        for (String code : List.of("INTEND_PRIVATE", "PATIENT_DIED", "TREATMENT_NO_LONGER_REQUIRED")) {
            all.add(new Reason(code, "PATIENT", false, true, true, true));
        }
        all.add(new Reason("PATIENT_REQUEST_CANCELLATION_OTHER", "PATIENT", true, true, true, true));
        all.add(new Reason("BOOKED_OUTSIDE_CAB", "PROVIDER", false, true, false, true));
        for (String code : List.of(
                "BOOKED_CLINICAL_NEED",
                "COMMUNITY_SERVICE_NA",
                "COMPLEX_PATHWAY",
                "NO_LONGER_REQUIRED",
                "OTHER_OTHER",
                "OUTPATIENT_CLINICIAN_NA",
                "OUTPATIENT_SERVICE_NA",
                "STRAIGHT_TO_TEST")) {
            all.add(new Reason(code, "PROVIDER_TRIAGE", true, false, false, true));
        }
        all.add(new Reason("TRIAGE_ENDED", "PROVIDER_TRIAGE", false, false, false, true));
        for (String code : List.of("PATIENT_APPOINTMENT_CANCELLATION_OTHER", "PROVIDER_CANCELLATION")) {
            all.add(new Reason(code, "", false, true, false, false));
        }
        return all;
    }

    private static boolean fits(Reason reason, boolean provider, String situation) {
        boolean who = provider ? reason.ofProviders() : reason.ofReferrers();
        boolean triage = !reason.type().equals("PROVIDER_TRIAGE") || situation.equals("AWAITING_TRIAGE");
        return who && (!provider || triage) && (!situation.equals("BOOKED") || reason.cancels());
    }

    private JsonNode inState(String situation, String service) {
        return switch (situation) {
            case "BOOKED" -> booked(service);
            case "AWAITING_TRIAGE" -> awaitingTriage();
            default -> refer(patient(), service);
        };
    }

    @Test
    default void a036EveryReasonHasItsPeopleAndSituations() {
        String service = bookable();
        for (String situation : List.of("NOT_BOOKED", "BOOKED", "AWAITING_TRIAGE")) {
            JsonNode referral = inState(situation, service);
            for (Reason reason : reasons()) {
                for (boolean provider : new boolean[] {false, true}) {
                    String what =
                            "%s in %s by %s".formatted(reason.code(), situation, provider ? "provider" : "referrer");
                    if (!fits(reason, provider, situation)) {
                        assertThat(code(cancel(provider, referral, reason.code(), true)))
                                .as(what)
                                .isEqualTo("INAPPROPRIATE_VALUE");
                        continue;
                    }
                    if (reason.comment()) {
                        assertThat(code(cancel(provider, referral, reason.code(), false)))
                                .as(what)
                                .isEqualTo("VALUE_IS_REQUIRED");
                    }
                    JsonNode answer = ok(cancel(provider, referral, reason.code(), reason.comment()));
                    assertThat(state(answer.at("/parameter/0/resource")))
                            .as(what)
                            .isEqualTo("CANCELLED_REFERRAL");
                    assertThat(answer.path("parameter")).as(what).hasSize(situation.equals("BOOKED") ? 2 : 1);
                    assertThat(get("ServiceRequest/" + ServedErs.id(referral))
                                    .toString()
                                    .contains("ASSESSMENT_RETURNED_CANCELLED_DNA." + GP))
                            .as(what)
                            .isEqualTo(provider);
                    referral = inState(situation, service);
                }
            }
        }
    }

    private Response cancel(boolean provider, JsonNode referral, String code, boolean comment) {
        RequestSpecification who = provider ? provider() : referrer();
        String more = comment ? ", {\"name\": \"cancellationComments\", \"valueString\": \"because\"}" : "";
        return operation(who, referral, "cancelReferral", ErsReviewContract.cancellation(code) + more);
    }

    private static String code(Response refused) {
        assertThat(refused.statusCode()).as(refused.asString()).isEqualTo(422);
        return refused.path("issue[0].details.coding[0].code");
    }

    /** Codes of the published set, so that none is left out. */
    private List<String> published(String set) {
        List<String> codes = new ArrayList<>();
        ok(referrer().get("/CodeSystem/" + set))
                .path("concept")
                .forEach(concept -> codes.add(concept.path("code").asText()));
        assertThat(codes).hasSizeGreaterThan(15).doesNotHaveDuplicates();
        return codes;
    }

    @Test
    default void a036KnowsThePublishedReasonsOnly() {
        assertThat(published("REFERRAL-CANCELLATION-REASON"))
                .containsExactlyInAnyOrderElementsOf(
                        reasons().stream().map(Reason::code).toList());
    }

    @Test
    default void a034TakesTheFourReasonsOfReferrers() {
        Map<String, Boolean> allowed = Map.of(
                "PATIENT_ILL", false,
                "PATIENT_HOLIDAY", false,
                "PATIENT_APPOINTMENT_CANCELLATION_OTHER", true,
                "PATIENT_OTHER_ENGAGEMENT", true);
        String service = bookable();
        JsonNode referral = booked(service);
        for (String code : published("APPOINTMENT-CANCELLATION-REASON")) {
            Optional<Boolean> comment = Optional.ofNullable(allowed.get(code));
            if (comment.isEmpty()) {
                assertRule(cancelBooking(referral, code, "because"), 422, "INAPPROPRIATE_VALUE");
                continue;
            }
            if (comment.get()) {
                assertRule(cancelBooking(referral, code, ""), 422, "MISSING_VALUE");
            }
            ok(cancelBooking(referral, code, comment.get() ? "because" : ""));
            referral = booked(service);
        }
        assertRule(cancelBooking(referral, "RAISED_IN_ERROR", ""), 422, "INAPPROPRIATE_VALUE");
        assertThat(state(reread(referral))).isEqualTo("BOOKED");
    }

    @Test
    default void a014TakesTheFiveReasonsOfProviders() {
        List<String> allowed = List.of(
                "FURTHER_INFORMATION_REQUIRED",
                "OTHER",
                "OUTPATIENT_APPT_NOT_REQUIRED",
                "SERVICE_INAPPROPRIATE",
                "SERVICE_PREREQUISITES_NOT_COMPLETE");
        String service = bookable();
        JsonNode referral = booked(service);
        String comment = ", {\"name\": \"rejectionComments\", \"valueString\": \"because\"}";
        for (String code : published("APPOINTMENT-CANCELLATION-REASON")) {
            Response response =
                    operation(provider(), referral, "rejectReferral", ErsReviewContract.rejection(code, comment));
            if (!allowed.contains(code)) {
                assertRule(response, 422, "INAPPROPRIATE_VALUE");
                continue;
            }
            assertThat(state(ok(response))).as(code).isEqualTo("REJECTED");
            referral = booked(service);
        }
    }
}
