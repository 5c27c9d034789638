package org.openspine.server.referrals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.referrals.ServedErs.assertRequestError;
import static org.openspine.server.referrals.ServedErs.assertRule;
import static org.openspine.server.referrals.ServedErs.created;
import static org.openspine.server.referrals.ServedErs.id;
import static org.openspine.server.referrals.ServedErs.ok;
import static org.openspine.server.referrals.ServedErs.parameters;
import static org.openspine.server.referrals.ServedErs.proposal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.openspine.server.http.StatementCounts;

/** Worklists (A008, A023): what stands on them, who sees them, their filters and what they cost. */
interface ErsWorklistContract extends ErsReviewContract, ErsAdviceContract {
    default Response list(RequestSpecification who, String type, String... filters) {
        String[] all = new String[filters.length + 1];
        String selector = type.startsWith("ADVICE") ? "eRS-CommunicationListSelector" : "eRS-ReferralListSelector";
        all[0] = """
                {"name": "listType", "valueCodeableConcept": {"coding": [{"system": "https://fhir.nhs.uk/STU3/CodeSystem/%s-1", "code": "%s"}]}}""".formatted(selector, type);
        System.arraycopy(filters, 0, all, 1, filters.length);
        return sending(who, parameters(all)).post("/ServiceRequest/$ers.fetchworklist");
    }

    static String ofService(String service) {
        return "{\"name\": \"service\", \"valueIdentifier\": {\"system\": \"https://fhir.nhs.uk/Id/ers-service\", \"value\": \"%s\"}}"
                .formatted(service);
    }

    /** The entry of a referral; a missing node if it is not on the list. */
    static JsonNode entry(JsonNode list, JsonNode referral) {
        for (JsonNode entry : list.path("entry")) {
            if (entry.at("/item/reference").asText().equals("ServiceRequest/" + id(referral))) {
                return entry;
            }
        }
        return MissingNode.getInstance();
    }

    default boolean isOn(RequestSpecification who, String type, JsonNode referral) {
        return !entry(ok(list(who, type)), referral).isMissingNode();
    }

    @Test
    default void referralMovesFromListToList() {
        String service = bookable();
        JsonNode referral = refer(patient(), service);
        assertThat(isOn(referrer(), "AWAITING_BOOKING", referral)).isTrue();
        assertThat(isOn(provider(), "REFERRALS_FOR_REVIEW", referral)).isFalse();
        created(book(referral, service, slot(service, 48)));
        assertThat(isOn(referrer(), "AWAITING_BOOKING", referral)).isFalse();
        JsonNode list = ok(list(provider(), "REFERRALS_FOR_REVIEW", ofService(service)));
        JsonNode extension = ErsTree.extension(entry(list, referral), "ReferralsforReview-WorkListItem");
        for (String part : new String[] {
            "priority",
            "specialty",
            "patient",
            "eReferralPathwayStart",
            "clinicalInfoPrinted",
            "requestContextStatus",
            "service",
            "referralRequestVersion",
            "referralType",
            "appointmentStart"
        }) {
            assertThat(ErsTree.byUrl(extension, part).isMissingNode()).as(part).isFalse();
        }
        assertThat(ErsTree.coding(extension, "referralType")).isEqualTo("APPOINTMENT");
        assertThat(ErsTree.byUrl(extension, "referralRequestVersion")
                        .path("valueInteger")
                        .asInt())
                .isEqualTo(2);
        assertThat(ErsTree.contained(list, "Patient").path("id").asText()).startsWith("Patient-");
        JsonNode accepted = ok(operation(provider(), reread(referral), "acceptReferral"));
        assertThat(isOn(provider(), "REFERRALS_FOR_REVIEW", accepted)).isFalse();
        JsonNode rejected = booked(service);
        ok(operation(provider(), rejected, "rejectReferral", ErsReviewContract.rejection("OTHER", "")));
        JsonNode answer = ok(list(referrer(), "REJECTED_TRIAGE_RESPONSE"));
        extension = ErsTree.extension(entry(answer, rejected), "RejectedTriageResponse-WorkListItem");
        assertThat(ErsTree.coding(extension, "status")).isEqualTo("REJECTED");
        assertThat(ErsTree.coding(extension, "reason")).isEqualTo("OTHER");
        assertThat(ErsTree.byUrl(extension, "clinicalContext")
                        .path("valueString")
                        .asText())
                .isEqualTo("CARDIOLOGY");
    }

    @Test
    default void deferralsAndAdviceAndOutstandingLettersAreListed() {
        String service = bookable();
        JsonNode referral = refer(patient(), service);
        created(sending(referrer(), proposal(referral, service, "NO_SLOTS_AT_SERVICE", "none"))
                .post("/Appointment"));
        JsonNode issues = ok(list(provider(), "APPOINTMENT_SLOT_ISSUES"));
        JsonNode extension = ErsTree.extension(entry(issues, referral), "AppointmentSlotIssues-WorkListItem");
        assertThat(ErsTree.coding(extension, "reason")).isEqualTo("NO_SLOTS_AT_SERVICE");
        assertThat(ErsTree.byUrl(extension, "patientContactExpected")
                        .path("valueDate")
                        .asText())
                .isNotEmpty();
        JsonNode advice = ok(ask(patient(), service("ADVICE_AND_GUIDANCE"), "AUTHORISED_TO_CONVERT"))
                .at("/parameter/0/resource");
        JsonNode requests = ok(list(provider(), "ADVICE_AND_GUIDANCE_REQUESTS"));
        extension = ErsTree.extension(entry(requests, advice), "AdviceAndGuidanceRequests-WorkListItem");
        assertThat(ErsTree.coding(extension, "category")).isEqualTo("PROVIDER_RESPONSE_REQUIRED");
        JsonNode lettered = ok(operation(
                referrer(),
                refer(patient(), service),
                "changeShortlist",
                ServedErs.shortlist("ROUTINE", service),
                ServedErs.letters("NEED_TO_ADD_LATER", 7)));
        JsonNode letters = ok(list(referrer(), "LETTERS_OUTSTANDING"));
        assertThat(ErsTree.byUrl(
                                ErsTree.extension(entry(letters, lettered), "LettersOutstanding-WorkListItem"),
                                "letterDue")
                        .path("valueDate")
                        .asText())
                .isNotEmpty();
    }

    @Test
    default void listsAreForTheirSide() {
        assertRequestError(list(referrer(), "REFERRALS_FOR_REVIEW"), 403, "forbidden", "REC_FORBIDDEN");
        assertRequestError(list(provider(), "AWAITING_BOOKING"), 403, "forbidden", "REC_FORBIDDEN");
        ok(list(as("REFERRING_ADMIN", GP), "AWAITING_BOOKING"));
        ok(list(as("SERVICE_PROVIDER_ADMIN", TRUST), "REFERRALS_FOR_REVIEW"));
        RequestSpecification application = ers().header("OpenSpine-Access-Mode", "application-restricted")
                .header("OpenSpine-Application-Organisation", TRUST);
        assertRule(list(application, "REFERRALS_FOR_REVIEW"), 422, "MISSING_VALUE");
        ok(list(
                ers().header("OpenSpine-Access-Mode", "application-restricted")
                        .header("OpenSpine-Application-Organisation", TRUST),
                "REFERRALS_FOR_REVIEW",
                ofService(bookable())));
    }

    @Test
    default void filtersAreChecked() {
        assertRule(list(provider(), "NONSENSE"), 422, "INVALID_CODE");
        assertRule(list(referrer(), "AWAITING_BOOKING", ofService(bookable())), 422, "FIELD_NOT_PERMITTED");
        assertRule(list(provider(), "REFERRALS_FOR_REVIEW", ofService("999996")), 422, "REFERENCE_NOT_FOUND");
        assertRule(
                list(as("SERVICE_PROVIDER_CLINICIAN", "RY2"), "REFERRALS_FOR_REVIEW", ofService(bookable())),
                422,
                "NO_RELATIONSHIP");
        assertRule(
                list(
                        provider(),
                        "REFERRALS_FOR_REVIEW",
                        "{\"name\": \"specialty\", \"valueCodeableConcept\": {\"coding\": [{\"code\": \"CARDIOLOGY\"}]}}"),
                422,
                "FIELD_NOT_PERMITTED");
        assertRule(sending(provider(), parameters()).post("/ServiceRequest/$ers.fetchworklist"), 422, "MISSING_VALUE");
        assertRule(
                list(provider(), "REFERRALS_FOR_REVIEW", "{\"name\": \"colour\", \"valueString\": \"red\"}"),
                422,
                "UNEXPECTED_FIELD");
    }

    @Test
    default void listCostsAsManyStatementsWhateverStandsElsewhere() {
        String service = bookable();
        booked(service);
        long few = cost(service);
        for (int i = 0; i < 6; i++) {
            booked(service);
        }
        assertThat(cost(service)).isEqualTo(few).isLessThanOrEqualTo(5);
    }

    default long cost(String service) {
        return StatementCounts.fewest(
                server().repository(), () -> ok(list(provider(), "REFERRALS_FOR_REVIEW", ofService(service))));
    }
}
