package org.openspine.server.referrals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.referrals.ServedErs.assertRequestError;
import static org.openspine.server.referrals.ServedErs.assertRule;
import static org.openspine.server.referrals.ServedErs.created;
import static org.openspine.server.referrals.ServedErs.creation;
import static org.openspine.server.referrals.ServedErs.id;
import static org.openspine.server.referrals.ServedErs.letters;
import static org.openspine.server.referrals.ServedErs.ok;
import static org.openspine.server.referrals.ServedErs.parameters;
import static org.openspine.server.referrals.ServedErs.proposal;
import static org.openspine.server.referrals.ServedErs.shortlist;
import static org.openspine.server.referrals.ServedErs.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Business rules by the codes that are answered for breaking them (8), and elements of the resources (3). */
interface ErsBusinessRuleContract extends ErsReviewContract, ErsAdviceContract {
    private Response referring(String body) {
        return sending(referrer(), body).post("/ServiceRequest/$ers.createReferral");
    }

    @Test
    default void theFormOfABodyIsCheckedFirst() {
        String good = creation(patient(), bookable());
        for (String[] change : new String[][] {
            {
                "\"resourceType\": \"Parameters\", \"parameter\"",
                "\"resourceType\": \"Bundle\", \"parameter\"",
                "INVALID_FHIR_STRUCTURE"
            },
            {"\"resourceType\": \"List\"", "\"resourceType\": \"Basic\"", "INVALID_FHIR_STRUCTURE"},
            {"\"valueUnsignedInt\": 0", "\"valueString\": \"0\"", "INVALID_FHIR_STRUCTURE"},
            {"\"valueUnsignedInt\": 0", "\"valueUnsignedInt\": -1", "INVALID_VALUE"},
            {"\"valueUnsignedInt\": 0", "\"valueUnsignedInt\": 1.5", "INVALID_VALUE"},
            {"\"valueUnsignedInt\": 0", "\"valueUnsignedInt\": \"0\"", "INVALID_VALUE"},
            {"\"status\": \"current\"", "\"status\": \"retired\"", "INVALID_VALUE"},
            {"\"mode\": \"snapshot\"", "\"mode\": \"working\"", "INVALID_VALUE"},
            {"\"#ServiceSearchCriteria-1\"", "\"#none\"", "MISSING_VALUE"},
            {"\"code\": \"ROUTINE\"", "\"code\": \"SOON\"", "INVALID_CODE"},
            {"\"code\": \"NOT_INTENDING_TO_ADD\"", "\"code\": \"PERHAPS\"", "INVALID_CODE"},
            {"\"code\": \"NOT_INTENDING_TO_ADD\"", "\"display\": \"x\"", "MISSING_VALUE"},
            {"\"name\": \"priority\"", "\"name\": \"colour\"", "UNEXPECTED_FIELD"},
            {
                "{\"name\": \"patient\"",
                "{\"name\": \"patient\", \"valueIdentifier\": {\"value\": \"1\"}}, {\"name\": \"patient\"",
                "TOO_MANY_ITEMS"
            },
            {"/Id/nhs-number\"", "/Id/hospital-number\"", "INVALID_VALUE"},
            {"{\"name\": \"patient\"", "{\"name\": \"patient\", \"valueString\": \"x\"", "INVALID_FHIR_STRUCTURE"},
            {"{\"name\": \"patient\"", "{\"name\": \"patient\", \"part\": []", "INVALID_FHIR_STRUCTURE"},
            {"{\"name\": \"patient\"", "null, {\"name\": \"patient\"", "UNEXPECTED_FIELD"},
            {
                "\"parameter\": [{\"name\": \"patient\"",
                "\"colour\": 1, \"parameter\": [{\"name\": \"patient\"",
                "UNEXPECTED_FIELD"
            },
            {
                "\"name\": \"specialty\", \"valueCoding\": {",
                "\"name\": \"clinicalTerm\", \"valueCoding\": {\"code\": \"heart\", \"a\": {}, \"b\": {}}, \"c\": {",
                "SNOMED_NOT_FOUND"
            },
        }) {
            assertThat(good).contains(change[0]);
            assertRule(referring(good.replace(change[0], change[1])), 422, change[2]);
        }
        String[] many = IntStream.range(0, 21).mapToObj(Integer::toString).toArray(String[]::new);
        assertRule(referring(creation(patient(), many)), 422, "TOO_MANY_ITEMS");
    }

    @Test
    default void checksOfANewReferralHaveTheirOrder() {
        String nobody = "9000000009";
        String unknown = "999991";
        String late = ", {\"name\": \"eReferralPathwayStart\", \"valueInstant\": \"2031-01-01T10:00:00.000Z\"}";
        assertRule(referring(start(creation(nobody, unknown, unknown), late)), 422, "DUPLICATE_SERVICE");
        assertRule(referring(start(creation(nobody, unknown), late)), 422, "REFERENCE_NOT_FOUND");
        assertRule(
                sending(as("REFERRING_CLINICIAN_ADMIN", GP), start(creation(patient(), unknown), late))
                        .post("/ServiceRequest/$ers.createReferral"),
                422,
                "VALUE_IS_REQUIRED");
        Response service = referring(start(creation(patient(), unknown), late));
        assertRule(service, 422, "REFERENCE_NOT_FOUND");
        assertThat(service.asString()).contains(unknown);
        assertRule(referring(start(creation(patient(), bookable()), late)), 422, "INAPPROPRIATE_VALUE");
    }

    private static String start(String creation, String parameter) {
        return creation.replaceFirst("\\]\\}$", parameter + "]}");
    }

    @Test
    default void thePathwayStartsInThePastYear() {
        String service = bookable();
        for (Duration back : List.of(Duration.ofDays(366), Duration.ofMinutes(-5))) {
            assertRule(
                    referring(start(
                            creation(patient(), service), pathway(Instant.now().minus(back)))),
                    422,
                    "INAPPROPRIATE_VALUE");
        }
        Instant given = Instant.now().minus(Duration.ofDays(364));
        JsonNode referral = created(referring(start(creation(patient(), service), pathway(given))));
        assertThat(Instant.parse(ErsTree.extension(referral, "eReferralPathwayStart")
                        .path("valueInstant")
                        .asText()))
                .isEqualTo(given.truncatedTo(java.time.temporal.ChronoUnit.MILLIS));
        assertRule(
                referring(start(
                        creation(patient(), service),
                        ", {\"name\": \"eReferralPathwayStart\", \"valueInstant\": \"soon\"}")),
                422,
                "INVALID_VALUE");
    }

    private static String pathway(Instant start) {
        return ", {\"name\": \"eReferralPathwayStart\", \"valueInstant\": \"%s\"}".formatted(start);
    }

    @Test
    default void thePatientHasAUsableRecordAndAPractice() {
        String service = bookable();
        String patient = patient();
        assertRule(referring(creation("9000000008", service)), 422, "INVALID_VALUE");
        ObjectNode record = (ObjectNode) get("Patient/" + patient);
        record.remove("generalPractitioner");
        put(record.toString());
        assertRule(referring(creation(patient, service)), 422, "NO_REG_GP_PRACTICE");
        String invalid = patient();
        ObjectNode redacted = (ObjectNode) get("Patient/" + invalid);
        redacted.withObject("/meta")
                .withArray("security")
                .addObject()
                .put("system", "http://terminology.hl7.org/CodeSystem/v3-Confidentiality")
                .put("code", "REDACTED");
        put(redacted.toString());
        assertRule(referring(creation(invalid, service)), 422, "PATIENT_ERROR");
    }

    @Test
    default void triageAndAdviceTakeExactlyOneService() {
        String patient = patient();
        String body = creation(patient, triage(), triage());
        assertRule(
                sending(referrer(), body).post("/ServiceRequest/$ers.createReferralAndSendForTriage"),
                422,
                "TOO_MANY_ITEMS");
        assertRule(
                sending(referrer(), creation(patient, bookable()))
                        .post("/ServiceRequest/$ers.createReferralAndSendForTriage"),
                422,
                "INAPPROPRIATE_VALUE");
        assertRule(
                sending(
                                referrer(),
                                creation(patient, triage())
                                        .replace("\"valueUnsignedInt\": 0", "\"valueUnsignedInt\": 1"))
                        .post("/ServiceRequest/$ers.createReferralAndSendForTriage"),
                422,
                "INAPPROPRIATE_VALUE");
        JsonNode referral = created(sending(referrer(), creation(patient, triage()))
                .post("/ServiceRequest/$ers.createReferralAndSendForTriage"));
        assertThat(state(referral)).isEqualTo("AWAITING_TRIAGE");
        assertThat(ErsTree.coding(ErsTree.extension(referral, "ReferralState"), "reason"))
                .isEqualTo("TRIAGE");
        assertRule(ask(patient, "999992", "AUTHORISED_TO_CONVERT"), 422, "REFERENCE_NOT_FOUND");
    }

    @Test
    default void aBookingIsOfItsSlotAndItsReferral() {
        String service = bookable();
        String other = bookable();
        JsonNode referral = refer(patient(), service, other);
        String slot = slot(service, 48);
        String body = booking(referral, service, slot);
        String start = get("Slot/" + slot).path("start").asText();
        String urgent = slot(service, 60);
        put(get("Slot/" + urgent).toString().replace("ROUTINE", "URGENT"));
        for (String[] change : new String[][] {
            {"\"start\": \"" + start, "\"start\": \"2030-01-01T10:00:00Z", "CONFLICTING_VALUES"},
            {"\"Slot/" + slot, "\"Slot/" + slot(other, 48), "INAPPROPRIATE_SLOT"},
            {"\"Slot/" + slot, "\"Slot/" + urgent, "INAPPROPRIATE_SLOT"},
            {"\"Slot/" + slot, "\"Slot/none", "REFERENCE_NOT_FOUND"},
            {"[{\"reference\": \"Slot/", "[{\"reference\": \"Slot/x\"}, {\"reference\": \"Slot/", "TOO_MANY_ITEMS"},
            {"\"slot\": [", "\"comment\": \"x\", \"extra\": [", "UNEXPECTED_FIELD"},
            {"\"value\": \"" + service + "\"", "\"value\": \"" + bookable() + "\"", "INAPPROPRIATE_VALUE"},
            {
                "\"value\": \"" + referral.at("/subject/identifier/value").asText(),
                "\"value\": \"" + patient(),
                "INAPPROPRIATE_VALUE"
            },
            {"\"status\": \"booked\"", "\"status\": \"arrived\"", "INVALID_VALUE"},
            {"\"status\": \"accepted\"", "\"status\": \"declined\"", "INVALID_VALUE"},
            {"\"slot\": [", "\"comment\": 7, \"slot\": [", "INVALID_VALUE"},
            {"\"slot\": [", "\"comment\": [\"x\"], \"slot\": [", "INVALID_VALUE"},
            {"\"participant\": [", "\"participant\": [null, ", "INVALID_FHIR_STRUCTURE"},
            {"\"participant\": [", "\"participant\": {\"actor\": {}}, \"text\": [", "INVALID_FHIR_STRUCTURE"},
            {"\"participant\": [", "\"participant\": [{\"status\": \"accepted\"}, ", "INVALID_FHIR_STRUCTURE"},
            {
                "\"participant\": [",
                "\"participant\": [{\"actor\": {\"identifier\": {\"system\": \"urn:x\", \"value\": \"1\"}}}, ",
                "INVALID_VALUE"
            },
            {
                "\"participant\": [",
                "\"participant\": [{\"actor\": {\"identifier\": {\"system\": \"https://fhir.nhs.uk/Id/sds-user-id\"}}}, ",
                "MISSING_VALUE"
            },
            {"\"basedOn\": [", "\"basedOn\": [{\"reference\": \"ServiceRequest/r.x/_history/1\"}, ", "TOO_MANY_ITEMS"},
            {"\"status\": \"booked\", ", "", "MISSING_VALUE"},
            {"\"resourceType\": \"Appointment\"", "\"resourceType\": \"Basic\"", "INVALID_FHIR_STRUCTURE"},
            {
                "\"description\": \"e-Referral Appointment\"",
                "\"reasonCode\": [{\"coding\": [{\"code\": \"TRIAGE\"}]}]",
                "FIELD_NOT_PERMITTED"
            },
        }) {
            assertThat(body).contains(change[0]);
            assertRule(sending(referrer(), body.replace(change[0], change[1])).post("/Appointment"), 422, change[2]);
        }
        String telephone = service("BOOKABLE", "INDIRECTLY_BOOKABLE");
        JsonNode indirect = refer(patient(), telephone);
        assertRule(book(indirect, telephone, slot(telephone, 48)), 422, "INVALID_REQUEST_STATE");
        assertThat(get("Slot/" + slot).path("status").asText()).isEqualTo("free");
        assertThat(ServedErs.version(reread(referral))).isEqualTo("1");
        created(sending(referrer(), body).post("/Appointment"));
    }

    @Test
    default void aDeferralSaysWhyAndHasNoTime() {
        String service = bookable();
        String triage = triage();
        JsonNode referral = refer(patient(), service, triage);
        String body = proposal(referral, service, "NO_SLOTS_AT_SERVICE", "none");
        for (String[] change : new String[][] {
            {"NO_SLOTS_AT_SERVICE", "WEATHER", "INVALID_CODE"},
            {
                "\"status\": \"proposed\"",
                "\"status\": \"proposed\", \"start\": \"2030-01-01T10:00:00Z\"",
                "FIELD_NOT_PERMITTED"
            },
            {"\"reasonCode\"", "\"language\": \"en\", \"text\"", "MISSING_VALUE"},
            {"NO_SLOTS_AT_SERVICE", "SLOT_NOT_AVAILABLE", "VALUE_IS_REQUIRED"},
            {"\"comment\": \"none\",", "\"comment\": \"\",", ""},
            {"NO_SLOTS_AT_SERVICE", "TRIAGE", "INVALID_REQUEST_STATE"},
        }) {
            String sent = body.replace(change[0], change[1]);
            if (change[2].isEmpty()) {
                sent = sent.replace("NO_SLOTS_AT_SERVICE", "BOOKING_ATTEMPT_PROBLEM");
                assertRule(sending(referrer(), sent).post("/Appointment"), 422, "VALUE_IS_REQUIRED");
            } else {
                assertRule(sending(referrer(), sent).post("/Appointment"), 422, change[2]);
            }
        }
        assertRule(
                sending(
                                referrer(),
                                proposal(referral, triage, "TRIAGE", "x")
                                        .replace(
                                                "\"status\": \"proposed\"",
                                                "\"status\": \"proposed\", \"slot\": [{\"reference\": \"Slot/1\"}]"))
                        .post("/Appointment"),
                422,
                "FIELD_NOT_PERMITTED");
        JsonNode appointment = created(sending(referrer(), body).post("/Appointment"));
        assertThat(appointment.path("status").asText()).isEqualTo("proposed");
        assertThat(appointment.has("start") || appointment.has("slot")).isFalse();
        assertThat(appointment.at("/reasonCode/0/coding/0").toString())
                .isEqualTo(
                        "{\"system\":\"https://fhir.nhs.uk/CodeSystem/eRS-ReviewReason\",\"code\":\"NO_SLOTS_AT_SERVICE\"}");
    }

    @Test
    default void onlyTheCurrentAppointmentIsCancelledAndNothingElseOfItChanged() {
        String service = bookable();
        JsonNode referral = booked(service);
        String old = appointmentId(referral);
        ok(cancelBooking(referral, "PATIENT_ILL", ""));
        referral = reread(referral);
        created(book(referral, service, slot(service, 90)));
        String body = """
                {"resourceType": "Appointment", "id": "%s", "status": "cancelled",
                 "reasonCode": [{"coding": [{"code": "PATIENT_ILL"}]}]}""";
        assertRule(
                sending(referrer().header("If-Match", "W/\"2\""), body.formatted(old))
                        .put("/Appointment/" + old),
                422,
                "INVALID_STATE");
        referral = reread(referral);
        String number = appointmentId(referral);
        String good = body.formatted(number);
        for (String[] change : new String[][] {
            {"\"status\": \"cancelled\"", "\"status\": \"noshow\"", "INAPPROPRIATE_VALUE"},
            {"\"status\": \"cancelled\", ", "", "MISSING_VALUE"},
            {"\"status\": \"cancelled\"", "\"status\": \"cancelled\", \"priority\": 1", "UNEXPECTED_FIELD"},
            {
                "\"status\": \"cancelled\"",
                "\"status\": \"cancelled\", \"start\": \"2030-01-01T10:00:00Z\"",
                "UNEXPECTED_FIELD"
            },
            {"\"id\": \"" + number, "\"id\": \"1", "CONFLICTING_VALUES"},
            {"reasonCode", "language\": \"en\", \"text", "MISSING_VALUE"},
            {"\"resourceType\": \"Appointment\"", "\"resourceType\": \"Slot\"", "INVALID_FHIR_STRUCTURE"},
        }) {
            String sent = good.replace(",\n ", ", ").replace(change[0], change[1]);
            assertRule(
                    sending(referrer().header("If-Match", "W/\"1\""), sent).put("/Appointment/" + number),
                    422,
                    change[2]);
        }
        String spelled =
                good.replace("\"reasonCode\": [{", "\"cancellationReason\": {").replace("}]}]}", "}]}}");
        JsonNode cancelled =
                ok(sending(referrer().header("If-Match", "W/\"1\""), spelled).put("/Appointment/" + number));
        assertThat(cancelled.at("/cancelationReason/coding/0/code").asText()).isEqualTo("PATIENT_ILL");
        assertThat(cancelled.at("/reasonCode/0/coding/0/system").asText())
                .isEqualTo(ersBase() + "/CodeSystem/APPOINTMENT-CANCELLATION-REASON");
    }

    @Test
    default void aSlotSearchSaysWhatIsWrong() {
        String service = bookable();
        String good = "schedule.actor:HealthcareService=%s&appointmentType=ROUTINE&status=free&_count=5&page=1"
                .formatted(service);
        for (String[] change : new String[][] {
            {"schedule.actor:HealthcareService=" + service + "&", "", "MISSING_PARAMETER"},
            {"appointmentType=ROUTINE&", "", "MISSING_PARAMETER"},
            {"status=free&", "", "MISSING_PARAMETER"},
            {"_count=5&", "", "MISSING_PARAMETER"},
            {"&page=1", "", "MISSING_PARAMETER"},
            {"_count=5", "_count=0", "INVALID_VALUE"},
            {"_count=5", "_count=101", "INVALID_VALUE"},
            {"page=1", "page=0", "INVALID_VALUE"},
            {"page=1", "page=-1", "INVALID_VALUE"},
            {"page=1", "page=99999999999999", "INVALID_VALUE"},
            {"ROUTINE", "SOON", "INVALID_CODE"},
            {"free", "busy", "INVALID_VALUE"},
            {"=" + service, "=999993", "REFERENCE_NOT_FOUND"},
            {"=" + service, "=" + triage(), "INVALID_STATE"},
            {"page=1", "page=1&_include=Slot:patient", "INVALID_VALUE"},
            {"page=1", "page=1&colour=red", "INVALID_VALUE"},
        }) {
            assertRule(
                    referrer().header("NHSD-eRS-Comm-Rule-Org", GP).get("/Slot?" + good.replace(change[0], change[1])),
                    400,
                    change[2]);
        }
        put(get("HealthcareService/" + service).toString().replace("\"active\":true", "\"active\":false"));
        assertRule(referrer().header("NHSD-eRS-Comm-Rule-Org", GP).get("/Slot?" + good), 400, "SERVICE_UNAVAILABLE");
    }

    @Test
    default void aConversionKeepsToThePrioritiesOfTheService() {
        String service = service("ADVICE_AND_GUIDANCE");
        ObjectNode entry = (ObjectNode) get("HealthcareService/" + service);
        entry.withArray("characteristic")
                .addObject()
                .putArray("coding")
                .addObject()
                .put("system", "https://fhir.nhs.uk/CodeSystem/eRS-Priority")
                .put("code", "ROUTINE");
        put(entry.toString());
        JsonNode advice = ok(ask(patient(), service, "AUTHORISED_TO_CONVERT")).at("/parameter/0/resource");
        String body = parameters(
                "{\"name\": \"createFrom\", \"valueReference\": {\"reference\": \"ServiceRequest/%s/_history/1\"}}"
                        .formatted(id(advice)),
                "{\"name\": \"guidance\", \"valueString\": \"x\"}",
                "{\"name\": \"newReferralPriority\", \"valueCoding\": {\"code\": \"URGENT\"}}",
                "{\"name\": \"reviewComments\", \"valueString\": \"x\"}");
        String path = "/ServiceRequest/$ers.createFromCommunicationRequestActionLater";
        assertRule(sending(provider(), body).post(path), 422, "UNSUPPORTED_PRIORITY");
        assertRule(
                sending(provider(), body.replace("\"x\"", "\"" + "x".repeat(8001) + "\""))
                        .post(path),
                422,
                "INVALID_VALUE");
        created(sending(provider(), body.replace("URGENT", "ROUTINE")).post(path));
    }

    @Test
    default void commentsAreNeitherEmptyNorTooLong() {
        JsonNode referral = booked(bookable());
        String comment = "{\"name\": \"comments\", \"valueString\": \"%s\"}";
        for (String[] row : new String[][] {
            {"", "MISSING_VALUE"},
            {"   ", "MISSING_VALUE"},
            {"x".repeat(2001), "INVALID_VALUE"},
            {"a\\u0001b", "INVALID_VALUE"}
        }) {
            assertRule(
                    operation(provider(), referral, "cancelAppointmentActionLater", comment.formatted(row[0])),
                    422,
                    row[1]);
        }
        assertRule(operation(provider(), referral, "cancelAppointmentActionLater"), 422, "MISSING_VALUE");
        ok(operation(provider(), referral, "cancelAppointmentActionLater", comment.formatted("x".repeat(2000))));
    }

    @Test
    default void prioritiesHaveTheirPlaceInTheStandardElement() {
        String service = bookable();
        for (String[] row : new String[][] {{"ROUTINE", "routine"}, {"URGENT", "urgent"}, {"TWO_WEEK_WAIT", "asap"}}) {
            JsonNode referral =
                    created(referring(creation(patient(), service).replace("\"ROUTINE\"", "\"" + row[0] + "\"")));
            assertThat(referral.path("priority").asText()).isEqualTo(row[1]);
            assertThat(ErsTree.extension(referral, "ReferralPriority")
                            .at("/valueCodeableConcept/coding/0/code")
                            .asText())
                    .isEqualTo(row[0]);
        }
    }

    @Test
    default void aShortlistChangeDropsAdditionalRequirementsAndKeepsTheRest() {
        String service = bookable();
        JsonNode referral = refer(patient(), service);
        ObjectNode stored = (ObjectNode) get("ServiceRequest/" + id(referral));
        String url = "https://fhir.nhs.uk/StructureDefinition/Extension-eRS-PatientAdditionalRequirement";
        stored.withArray("extension")
                .addObject()
                .put("url", url)
                .putObject("valueCodeableConcept")
                .putArray("coding")
                .addObject()
                .put("system", "https://fhir.nhs.uk/CodeSystem/eRS-AdditionalRequirementType")
                .put("code", "TRANSPORT");
        put(stored.toString());
        JsonNode read = reread(referral);
        assertThat(ErsTree.byUrl(read, url).isMissingNode()).isFalse();
        JsonNode changed = ok(operation(
                referrer(), read, "changeShortlist", shortlist("URGENT", service), letters("NOT_INTENDING_TO_ADD", 0)));
        assertThat(ErsTree.byUrl(changed, url).isMissingNode()).isTrue();
        for (String name : List.of("Commissioning-Rule-Org", "eReferralPathwayStart")) {
            assertThat(ErsTree.extension(changed, name)).isEqualTo(ErsTree.extension(read, name));
        }
        assertThat(changed.path("identifier")).isEqualTo(read.path("identifier"));
        assertThat(changed.path("authoredOn")).isEqualTo(read.path("authoredOn"));
    }

    @Test
    default void providersOfFormerAppointmentsKeepTheirRelationshipAndOthersHaveNone() {
        String ours = bookable();
        String theirs = bookable();
        put(get("HealthcareService/" + theirs)
                .toString()
                .replace("\"" + TRUST + "\"", "\"RQ7\"")
                .replace("RX101", "RQ701"));
        JsonNode referral = booked(ours);
        ok(operation(provider(), referral, "rejectReferral", ErsReviewContract.rejection("OTHER", "")));
        referral = reread(referral);
        var stranger = as("SERVICE_PROVIDER_CLINICIAN", "RQ7");
        assertRule(stranger.get("/ServiceRequest/" + id(referral)), 422, "NO_RELATIONSHIP");
        referral = ok(operation(
                referrer(),
                referral,
                "changeShortlist",
                shortlist("ROUTINE", theirs),
                letters("NOT_INTENDING_TO_ADD", 0)));
        ok(as("SERVICE_PROVIDER_CLINICIAN", "RQ7").get("/ServiceRequest/" + id(referral)));
        ok(provider().get("/ServiceRequest/" + id(referral)));
        assertRule(as("REFERRING_CLINICIAN", "B82002").get("/ServiceRequest/" + id(referral)), 422, "NO_RELATIONSHIP");
    }

    @Test
    default void identitiesHaveLevels() {
        String path = "/HealthcareService/" + bookable();
        for (String[] row : new String[][] {{"3", "1"}, {"3", "x"}, {"2", "3"}, {"1", "2"}}) {
            assertThat(referrer()
                            .header("NHSD-Identity-Assurance-Level", row[0])
                            .header("NHSD-Authenticator-Assurance-Level", row[1])
                            .get(path)
                            .statusCode())
                    .isEqualTo(401);
        }
        for (String level : List.of("2", "3")) {
            ok(referrer()
                    .header("NHSD-Identity-Assurance-Level", "3")
                    .header("NHSD-Authenticator-Assurance-Level", level)
                    .get(path));
        }
    }

    @Test
    default void headersHaveNoCaseAndVersionsNoEnd() {
        JsonNode referral = refer(patient(), bookable());
        ok(ers().header("nhsd-ers-business-function", "REFERRING_CLINICIAN")
                .header("NHSD-END-USER-ORGANISATION-ODS", GP)
                .get("/ServiceRequest/" + id(referral)));
        for (String[] row : new String[][] {
            {"W/\"99999999999999999999\"", "409", "conflict", "REC_CONFLICT"},
            {"W/\"0\"", "409", "conflict", "REC_CONFLICT"},
            {"w/\"1\"", "400", "invalid", "REC_BAD_REQUEST"},
            {"W/\"-1\"", "400", "invalid", "REC_BAD_REQUEST"},
            {"", "400", "invalid", "REC_BAD_REQUEST"},
        }) {
            assertRequestError(
                    sending(
                                    referrer().header("If-Match", row[0]),
                                    parameters(ErsReviewContract.cancellation("RAISED_IN_ERROR")))
                            .post("/ServiceRequest/%s/$ers.cancelReferral".formatted(id(referral))),
                    Integer.parseInt(row[1]),
                    row[2],
                    row[3]);
        }
    }
}
