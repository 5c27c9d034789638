package org.openspine.server.referrals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.referrals.ServedErs.assertRequestError;
import static org.openspine.server.referrals.ServedErs.assertRule;
import static org.openspine.server.referrals.ServedErs.created;
import static org.openspine.server.referrals.ServedErs.id;
import static org.openspine.server.referrals.ServedErs.ok;
import static org.openspine.server.referrals.ServedErs.parameters;
import static org.openspine.server.referrals.ServedErs.shortlist;
import static org.openspine.server.referrals.ServedErs.state;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Advice and guidance, and the search for services (A010, A025, A026, A027, A044). */
interface ErsAdviceContract extends ServedErs {
    default Response ask(String patient, String service, String authorisation) {
        return sending(
                        referrer(),
                        parameters(
                                """
                                {"name": "patient", "valueIdentifier": {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "%s"}}""".formatted(patient),
                                """
                                {"name": "providerConversionAuthorisation", "valueCoding":
                                  {"system": "https://fhir.nhs.uk/CodeSystem/eRS-ProviderConversionAuthorisation", "code": "%s"}}""".formatted(authorisation),
                                shortlist("ROUTINE", service),
                                "{\"name\": \"request\", \"valueString\": \"Which agent next?\"}"))
                .post("/ServiceRequest/$ers.createAdviceAndGuidance");
    }

    static String[] guidance(String outcome, String... more) {
        String[] all = new String[3 + more.length];
        all[0] = """
                {"name": "guidanceOutcome", "valueCoding": {"system": "https://fhir.nhs.uk/CodeSystem/eRS-GuidanceResponseOutcome", "code": "%s"}}""".formatted(outcome);
        all[1] = "{\"name\": \"guidance\", \"valueString\": \"Add the second one\"}";
        all[2] =
                "{\"name\": \"updatedPriority\", \"valueCoding\": {\"system\": \"https://fhir.nhs.uk/CodeSystem/eRS-Priority\", \"code\": \"URGENT\"}}";
        System.arraycopy(more, 0, all, 3, more.length);
        return all;
    }

    String RECOMMENDED =
            "{\"name\": \"guidanceIntendedRecommendation\", \"valueCoding\": {\"system\": \"https://fhir.nhs.uk/CodeSystem/eRS-GuidanceIntendedRecommendation\", \"code\": \"OTHER\"}}";

    static String status(JsonNode advice) {
        return advice.at("/category/1/coding/0/code").asText();
    }

    @Test
    default void adviceIsAskedAndGiven() {
        String service = service("ADVICE_AND_GUIDANCE");
        JsonNode answer = ok(ask(patient(), service, "NOT_AUTHORISED_TO_CONVERT"));
        JsonNode advice = answer.at("/parameter/0/resource");
        assertThat(answer.at("/parameter/0/name").asText()).isEqualTo("createdCommunicationRequest");
        assertThat(id(advice)).startsWith("a.");
        assertThat(status(advice)).isEqualTo("PROVIDER_RESPONSE_REQUIRED");
        assertThat(answer.at("/parameter/1/resource/category/0/coding/0/code").asText())
                .isEqualTo("REQUESTER");
        assertRule(
                operation(
                        provider(), advice, "sendCommunicationToRequester", guidance("RETURN_TO_REFERRER_WITH_ADVICE")),
                422,
                "VALUE_IS_REQUIRED");
        assertRequestError(
                sending(provider(), parameters(guidance("REQUIRE_FURTHER_INFORMATION")))
                        .post("/ServiceRequest/%s/$ers.sendCommunicationToRequester".formatted(id(advice))),
                400,
                "required",
                "REC_BAD_REQUEST");
        JsonNode given = ok(operation(
                provider(),
                advice,
                "sendCommunicationToRequester",
                guidance("RETURN_TO_REFERRER_WITH_ADVICE", RECOMMENDED)));
        JsonNode after = given.at("/parameter/0/resource");
        assertThat(status(after)).isEqualTo("REFERRER_TO_REVIEW_RESPONSE");
        assertThat(after.path("priority").asText()).isEqualTo("urgent");
        assertThat(given.at("/parameter/1/resource/category/0/coding/0/code").asText())
                .isEqualTo("RESPONDER");
        assertRule(
                operation(provider(), after, "sendCommunicationToRequester", guidance("REQUIRE_FURTHER_INFORMATION")),
                422,
                "INVALID_REQUEST_STATE");
        JsonNode conversation = ok(referrer()
                .get("/Communication?based-on=ServiceRequest/%s/_history/2&_include=Communication:sender"
                        .formatted(id(advice))));
        assertThat(conversation.path("total").asInt()).isEqualTo(2);
        assertThat(conversation.at("/entry/0/resource/note/0/text").asText()).isEqualTo("Which agent next?");
        assertRule(
                referrer().get("/Communication?based-on=ServiceRequest/%s/_history/1".formatted(id(advice))),
                400,
                "HISTORY_NOT_SUPPORTED");
        assertThat(matches("Communication?based-on=ServiceRequest/" + id(advice)))
                .hasSize(2);
    }

    /** 5.6: one service, and a message of at most 8000 characters, which says something. */
    @Test
    default void adviceIsAskedOfOneServiceInSoManyWords() {
        String service = service("ADVICE_AND_GUIDANCE");
        String good = parameters(
                "{\"name\": \"patient\", \"valueIdentifier\": {\"value\": \"%s\"}}".formatted(patient()),
                "{\"name\": \"providerConversionAuthorisation\", \"valueCoding\": {\"code\": \"AUTHORISED_TO_CONVERT\"}}",
                shortlist("ROUTINE", service),
                "{\"name\": \"request\", \"valueString\": \"Which?\"}");
        String entry = "\"value\": \"" + service + "\"}}}";
        for (String[] change : new String[][] {
            {"Which?", "x".repeat(8001), "INVALID_VALUE"},
            {"Which?", " ", "MISSING_VALUE"},
            {"AUTHORISED_TO_CONVERT", "PERHAPS", "INVALID_CODE"},
            {entry, entry + ", {\"item\": {\"identifier\": {\"value\": \"999991\"}}}", "TOO_MANY_ITEMS"},
            {"{\"name\": \"request\"", "{\"name\": \"question\"", "UNEXPECTED_FIELD"},
        }) {
            assertThat(good).contains(change[0]);
            assertRule(
                    sending(referrer(), good.replace(change[0], change[1]))
                            .post("/ServiceRequest/$ers.createAdviceAndGuidance"),
                    422,
                    change[2]);
        }
        ok(sending(referrer(), good.replace("Which?", "x".repeat(8000)))
                .post("/ServiceRequest/$ers.createAdviceAndGuidance"));
    }

    @Test
    default void adviceIsConvertedUnderItsOwnNumber() {
        String service = service("ADVICE_AND_GUIDANCE", "BOOKABLE", "INDIRECTLY_BOOKABLE");
        JsonNode advice = ok(ask(patient(), service, "AUTHORISED_TO_CONVERT")).at("/parameter/0/resource");
        JsonNode referral = created(convert(advice, 1));
        assertThat(state(referral)).isEqualTo("TRIAGED_PROVIDER_TO_ACTION");
        assertThat(referral.at("/identifier/0/value")).isEqualTo(advice.at("/identifier/0/value"));
        assertThat(ErsTree.contained(referral, "DocumentReference")
                        .at("/content/0/attachment/title")
                        .asText())
                .isEqualTo("Advice and guidance conversation - %s.pdf"
                        .formatted(advice.at("/identifier/0/value").asText()));
        JsonNode after = ok(referrer().get("/ServiceRequest/" + id(advice)));
        assertThat(status(after)).isEqualTo("ADVICE_CONVERTED");
        assertThat(after.path("status").asText()).isEqualTo("completed");
        JsonNode both = ok(referrer()
                .get("/ServiceRequest?identifier="
                        + advice.at("/identifier/0/value").asText()));
        assertThat(both.path("total").asInt()).isEqualTo(2);
        assertThat(both.at("/entry/0/resource/id").asText()).isEqualTo(id(referral));
        assertThat(both.at("/entry/1/resource/code/coding/0/code").asText()).isEqualTo("advice-and-guidance");
        assertRequestError(convert(advice, 1), 409, "conflict", "REC_CONFLICT");
        assertRule(convert(advice, 2), 422, "INVALID_REQUEST_TYPE");
        JsonNode kept = ok(ask(patient(), service, "NOT_AUTHORISED_TO_CONVERT")).at("/parameter/0/resource");
        assertRule(convert(kept, 1), 422, "INVALID_REQUEST_STATE");
    }

    default Response convert(JsonNode advice, int version) {
        return sending(
                        provider(),
                        parameters(
                                "{\"name\": \"createFrom\", \"valueReference\": {\"reference\": \"ServiceRequest/%s/_history/%d\"}}"
                                        .formatted(id(advice), version),
                                "{\"name\": \"guidance\", \"valueString\": \"We will see the patient\"}",
                                "{\"name\": \"newReferralPriority\", \"valueCoding\": {\"code\": \"ROUTINE\"}}",
                                "{\"name\": \"reviewComments\", \"valueString\": \"Book into clinic\"}"))
                .post("/ServiceRequest/$ers.createFromCommunicationRequestActionLater");
    }

    @Test
    default void kindsOfRequestsAreNotMixedUp() {
        JsonNode advice = ok(ask(patient(), service("ADVICE_AND_GUIDANCE"), "AUTHORISED_TO_CONVERT"))
                .at("/parameter/0/resource");
        assertRule(operation(provider(), advice, "acceptReferral"), 422, "INVALID_REQUEST_TYPE");
        JsonNode referral = refer(patient(), bookable());
        assertRule(
                operation(
                        provider(), referral, "sendCommunicationToRequester", guidance("REQUIRE_FURTHER_INFORMATION")),
                422,
                "INVALID_REQUEST_TYPE");
        assertRule(ask(patient(), bookable(), "AUTHORISED_TO_CONVERT"), 422, "INAPPROPRIATE_VALUE");
    }

    @Test
    default void a010FindsServicesByFlowAndSpecialty() {
        String bookable = bookable();
        String advising = service("ADVICE_AND_GUIDANCE");
        String patient = patient();
        JsonNode found = ok(search(patient, "APPOINTMENT_REQUEST", "CARDIOLOGY"));
        assertThat(found.path("status").asText()).isEqualTo("current");
        assertThat(found.toString())
                .contains("\"value\":\"" + bookable + "\"")
                .doesNotContain("\"value\":\"" + advising + "\"");
        JsonNode view = ErsTree.extension(found.at("/entry/0/item"), "ServiceSummaryView");
        for (String part : new String[] {
            "serviceName",
            "specialty",
            "genderTreated",
            "bookableType",
            "location",
            "referralLetterRequired",
            "supportedRequestFlowType"
        }) {
            assertThat(ErsTree.byUrl(view, part).isMissingNode()).as(part).isFalse();
        }
        assertThat(ok(search(patient, "ADVICE_AND_GUIDANCE_REQUEST", "CARDIOLOGY"))
                        .toString())
                .contains("\"value\":\"" + advising + "\"");
        JsonNode none = ok(search(patient, "APPOINTMENT_REQUEST", "UROLOGY"));
        assertThat(none.has("entry")).isFalse();
        assertThat(none.at("/emptyReason/coding/0/code").asText()).isEqualTo("nilknown");
        assertRule(search(patient, "NONSENSE", "CARDIOLOGY"), 400, "INVALID_CODE");
        assertRule(search("9000000009", "APPOINTMENT_REQUEST", "CARDIOLOGY"), 400, "REFERENCE_NOT_FOUND");
    }

    default Response search(String patient, String type, String specialty) {
        return sending(
                        referrer(),
                        parameters(
                                "{\"name\": \"requestType\", \"valueCoding\": {\"system\": \"https://fhir.nhs.uk/STU3/CodeSystem/eRS-RequestType-1\", \"code\": \"%s\"}}"
                                        .formatted(type),
                                "{\"name\": \"sortBy\", \"valueCoding\": {\"code\": \"IWT\"}}",
                                "{\"name\": \"patient\", \"valueIdentifier\": {\"value\": \"%s\"}}".formatted(patient),
                                """
                                {"name": "searchCriteria", "resource": {"resourceType": "Parameters", "id": "ServiceSearchCriteria-1", "parameter": [
                                  {"name": "priority", "valueCoding": {"code": "ROUTINE"}},
                                  {"name": "specialty", "valueCoding": {"code": "%s"}},
                                  {"name": "ageAndGenderAppropriate", "valueBoolean": true}]}}""".formatted(specialty)))
                .post("/HealthcareService/$ers.searchHealthcareServicesForPatient");
    }

    @Test
    default void a010OrdersAndLimitsByDistanceWherePositionsAreKnown() {
        String town = "ZX" + (Fresh.serviceId().charAt(3)) + "1 1AA";
        place("here-" + town.replace(" ", ""), town, 53.80, -1.55);
        String near = at(bookable(), 53.80, -1.70);
        String far = at(bookable(), 51.50, -0.12);
        String unplaced = bookable();
        JsonNode all = search(town, 500);
        List<String> ids = ids(all);
        assertThat(ids.indexOf(near)).isLessThan(ids.indexOf(far));
        assertThat(ids.indexOf(far)).isLessThan(ids.indexOf(unplaced));
        JsonNode first = all.at("/entry/" + ids.indexOf(near) + "/extension/0");
        assertThat(ErsTree.byUrl(first, "distance").path("valueUnsignedInt").asInt())
                .isEqualTo(6);
        assertThat(all.has("note")).isFalse();
        assertThat(ids(search(town, 50))).contains(near, unplaced).doesNotContain(far);
        JsonNode unknown = search("ZZ9 9ZZ", 50);
        assertThat(ids(unknown)).contains(near, far);
        assertThat(unknown.at("/note/0/text").asText()).contains("not known");
    }

    private void place(String id, String postcode, double latitude, double longitude) {
        put("""
                {"resourceType": "Location", "id": "%s", "address": {"postalCode": "%s"},
                 "position": {"latitude": %s, "longitude": %s}}""".formatted(id, postcode, latitude, longitude));
    }

    /** Moves a service to a place of its own. */
    private String at(String service, double latitude, double longitude) {
        place("site-" + service, "ZX99 9ZX", latitude, longitude);
        put(get("HealthcareService/" + service)
                .toString()
                .replaceFirst(
                        "\"location\":\\[.*?\\]", "\"location\":[{\"reference\":\"Location/site-" + service + "\"}]"));
        return service;
    }

    private JsonNode search(String postcode, int limit) {
        String criteria = """
                {"resourceType": "Parameters", "parameter": [
                 {"name": "priority", "valueCoding": {"code": "ROUTINE"}}, {"name": "specialty", "valueCoding": {"code": "CARDIOLOGY"}},
                 {"name": "postcode", "valueString": "%s"}, {"name": "distanceLimit", "valueUnsignedInt": %d},
                 {"name": "ageAndGenderAppropriate", "valueBoolean": false}]}""".formatted(postcode, limit);
        return ok(sending(
                        referrer(),
                        parameters(
                                "{\"name\": \"requestType\", \"valueCoding\": {\"code\": \"APPOINTMENT_REQUEST\"}}",
                                "{\"name\": \"sortBy\", \"valueCoding\": {\"code\": \"DISTANCE\"}}",
                                "{\"name\": \"patient\", \"valueIdentifier\": {\"value\": \"%s\"}}"
                                        .formatted(patient()),
                                "{\"name\": \"searchCriteria\", \"resource\": %s}".formatted(criteria)))
                .post("/HealthcareService/$ers.searchHealthcareServicesForPatient"));
    }

    private static List<String> ids(JsonNode list) {
        List<String> ids = new ArrayList<>();
        list.path("entry")
                .forEach(entry -> ids.add(entry.at("/item/identifier/value").asText()));
        return ids;
    }
}
