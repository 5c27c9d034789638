package org.openspine.server.referrals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.referrals.ServedErs.assertRule;
import static org.openspine.server.referrals.ServedErs.created;
import static org.openspine.server.referrals.ServedErs.id;
import static org.openspine.server.referrals.ServedErs.ok;
import static org.openspine.server.referrals.ServedErs.parameters;
import static org.openspine.server.referrals.ServedErs.shortlist;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files of every operation that takes some: to which request they go, as what, and who attached them (3.5, 5.6 to 5.9). */
interface ErsAttachmentContract extends ErsFileContract, ErsReviewContract, ErsAdviceContract {
    private String file(String ubrn) {
        return upload("text/plain", "file-" + Fresh.serviceId() + ".txt", "A".getBytes(StandardCharsets.UTF_8), ubrn);
    }

    /** The kinds of the files of a request, in order. */
    private static List<String> kinds(JsonNode request) {
        List<String> kinds = new ArrayList<>();
        for (JsonNode contained : request.path("contained")) {
            if (contained.path("resourceType").asText().equals("DocumentReference")) {
                kinds.add(contained.at("/type/coding/0/code").asText());
            }
        }
        return kinds;
    }

    @Test
    default void aReviewAddsFilesOfTheProviderWhichLettersLeaveAlone() {
        JsonNode referral = awaitingTriage();
        String ubrn = ErsFileContract.ubrn(referral);
        String letter = file(ubrn);
        JsonNode lettered =
                ok(operation(referrer(), referral, "maintainReferralLetter", ErsFileContract.letter(letter)));
        String advice = file(ubrn);
        String[] outcome = {
            ErsReviewContract.outcome("ACCEPT_REFER_BOOK_LATER", "x"),
            ErsFileContract.document("reviewAttachmentFile", advice)
        };
        assertRule(
                operation(
                        provider(),
                        lettered,
                        "recordReviewOutcome",
                        outcome[0],
                        ErsFileContract.document("reviewAttachmentFile", file(""))),
                422,
                "INAPPROPRIATE_VALUE");
        JsonNode reviewed = ok(operation(
                as("SERVICE_PROVIDER_CLINICIAN_ADMIN", TRUST).header("NHSD-eRS-On-Behalf-Of-User-ID", "300000000011"),
                lettered,
                "recordReviewOutcome",
                outcome));
        assertThat(kinds(reviewed)).containsExactly("REFERRER", "PROVIDER");
        String second = file(ubrn);
        JsonNode replaced =
                ok(operation(referrer(), reviewed, "maintainReferralLetter", ErsFileContract.letter(second)));
        assertThat(kinds(replaced)).containsExactlyInAnyOrder("REFERRER", "PROVIDER");
        assertThat(replaced.toString())
                .contains("Binary/" + second, "Binary/" + advice)
                .doesNotContain(letter);
        assertRule(
                operation(
                        referrer(),
                        replaced,
                        "maintainReferralLetter",
                        ErsFileContract.letter(second),
                        ErsFileContract.letter(advice)),
                422,
                "INAPPROPRIATE_VALUE");
        assertThat(ErsTree.extension(replaced, "ClinicalInfoFirstSubmitted"))
                .isEqualTo(ErsTree.extension(lettered, "ClinicalInfoFirstSubmitted"));
    }

    @Test
    default void theRecordOfAFileTellsWhoAttachedIt() {
        JsonNode referral = booked(bookable());
        Response response = as("SERVICE_PROVIDER_CLINICIAN_ADMIN", TRUST)
                .header("NHSD-eRS-On-Behalf-Of-User-ID", "300000000011")
                .header("NHSD-eRS-File-Name", "note.txt")
                .header("NHSD-eRS-Referral-ID", ErsFileContract.ubrn(referral))
                .contentType("text/plain")
                .body("A".getBytes(StandardCharsets.UTF_8))
                .post("/Binary");
        String binary = response.header("Location").substring("Binary/".length());
        JsonNode after = ok(operation(
                provider(),
                referral,
                "cancelAppointmentActionLater",
                "{\"name\": \"comments\", \"valueString\": \"x\"}",
                ErsFileContract.document("providerAttachmentFile", binary)));
        JsonNode document = ErsTree.contained(after, "DocumentReference");
        assertThat(document.at("/type/coding/0").toString())
                .isEqualTo(
                        "{\"system\":\"https://fhir.nhs.uk/CodeSystem/eRS-AttachmentType\",\"code\":\"PROVIDER\",\"display\":\"Provider\"}");
        assertThat(document.path("status").asText()).isEqualTo("current");
        JsonNode attachment = document.at("/content/0/attachment");
        assertThat(attachment.path("title").asText()).isEqualTo("note.txt");
        assertThat(attachment.path("size").asInt()).isEqualTo(1);
        assertThat(attachment.path("contentType").asText()).isEqualTo("text/plain");
        assertThat(ErsTree.extension(attachment, "AttachedByOrganisation")
                        .at("/valueReference/identifier/value")
                        .asText())
                .isEqualTo(TRUST);
        assertThat(ErsTree.extension(attachment, "AttachedOnBehalfOf")
                        .at("/valueReference/identifier/value")
                        .asText())
                .isEqualTo("300000000011");
        assertThat(ErsTree.extension(attachment, "AvailabilityStatus")
                        .at("/valueCoding/code")
                        .asText())
                .isIn("PENDING", "AVAILABLE");
    }

    @Test
    default void aConversationHasFilesOfBothSidesAndItsReferralHasThemAll() {
        String service = service("ADVICE_AND_GUIDANCE", "BOOKABLE", "INDIRECTLY_BOOKABLE");
        String asked = file("");
        String body = parameters(
                "{\"name\": \"patient\", \"valueIdentifier\": {\"value\": \"%s\"}}".formatted(patient()),
                "{\"name\": \"providerConversionAuthorisation\", \"valueCoding\": {\"code\": \"AUTHORISED_TO_CONVERT\"}}",
                shortlist("ROUTINE", service),
                "{\"name\": \"request\", \"valueString\": \"Which?\"}",
                ErsFileContract.document("requestAttachmentFile", asked));
        JsonNode answer = ok(sending(referrer(), body).post("/ServiceRequest/$ers.createAdviceAndGuidance"));
        JsonNode advice = answer.at("/parameter/0/resource");
        assertThat(kinds(advice)).containsExactly("ADVICE_REQUEST");
        assertThat(answer.at("/parameter/1/resource/payload/0/contentReference/reference")
                        .asText())
                .startsWith("#DocumentReference");
        assertRule(
                sending(referrer(), body).post("/ServiceRequest/$ers.createAdviceAndGuidance"),
                422,
                "INAPPROPRIATE_VALUE");
        String ubrn = ErsFileContract.ubrn(advice);
        String answered = file(ubrn);
        JsonNode given = ok(operation(
                        provider(),
                        advice,
                        "sendCommunicationToRequester",
                        ErsAdviceContract.guidance(
                                "RETURN_TO_REFERRER_WITH_ADVICE",
                                RECOMMENDED,
                                ErsFileContract.document("guidanceAttachmentFile", answered))))
                .at("/parameter/0/resource");
        assertThat(kinds(given)).containsExactly("ADVICE_REQUEST", "GUIDANCE_RESPONSE");
        JsonNode conversation = ok(referrer()
                .get("/Communication?based-on=ServiceRequest/%s/_history/2&_include=Communication:content"
                        .formatted(id(given))));
        assertThat(conversation.findValuesAsText("mode")).containsExactly("match", "match", "include", "include");
        assertThat(conversation.path("total").asInt()).isEqualTo(2);
        String review = file(ubrn);
        JsonNode referral = created(sending(
                        provider(),
                        parameters(
                                "{\"name\": \"createFrom\", \"valueReference\": {\"reference\": \"ServiceRequest/%s/_history/2\"}}"
                                        .formatted(id(given)),
                                "{\"name\": \"guidance\", \"valueString\": \"We will see the patient\"}",
                                "{\"name\": \"newReferralPriority\", \"valueCoding\": {\"code\": \"URGENT\"}}",
                                "{\"name\": \"reviewComments\", \"valueString\": \"Book\"}",
                                ErsFileContract.document("reviewAttachmentFile", review)))
                .post("/ServiceRequest/$ers.createFromCommunicationRequestActionLater"));
        assertThat(kinds(referral))
                .containsExactlyInAnyOrder("REFERRER", "ADVICE_REQUEST", "GUIDANCE_RESPONSE", "PROVIDER");
        assertThat(referral.path("priority").asText()).isEqualTo("urgent");
        assertThat(referral.at("/supportingInfo").toString()).contains("ServiceRequest/" + id(given));
        assertThat(matches("Task?focus=ServiceRequest/" + id(referral) + "&status=requested"))
                .hasSize(1);
    }

    @Test
    default void everyPublishedTypeOfFileIsTaken() {
        String[][] types = {
            {"text/plain", "txt"},
            {"application/pdf", "pdf"},
            {"text/xml", "xml"},
            {"text/rtf", "rtf"},
            {"text/rtf", "rtx"},
            {"audio/basic", "au"},
            {"audio/mpeg", "mp3"},
            {"image/png", "png"},
            {"image/gif", "gif"},
            {"image/jpeg", "jpg"},
            {"image/jpeg", "jpe"},
            {"image/jpeg", "jpeg"},
            {"image/tiff", "tif"},
            {"image/tiff", "tiff"},
            {"video/mpeg", "mpg"},
            {"video/mpeg", "mpeg"},
            {"video/mpeg", "mpe"},
            {"application/msword", "doc"},
            {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"},
            {"application/dicom", "dcm"}
        };
        for (String[] type : types) {
            upload(type[0], "file." + type[1], new byte[] {65}, "");
        }
        upload("text/plain", "largest.txt", new byte[5 * 1024 * 1024], "");
        for (String name : List.of("../a.txt", "a\\b.txt", "a", "x".repeat(260) + ".txt")) {
            assertRule(
                    referrer()
                            .header("NHSD-eRS-File-Name", name)
                            .contentType("text/plain")
                            .body(new byte[] {65})
                            .post("/Binary"),
                    422,
                    "INVALID_VALUE");
        }
    }

    @Test
    default void documentsAreMadeOfTheKindTheyAreFor() {
        JsonNode advice = ok(ask(patient(), service("ADVICE_AND_GUIDANCE"), "AUTHORISED_TO_CONVERT"))
                .at("/parameter/0/resource");
        assertThat(document(advice, "generateCRI").contentType()).isEqualTo("application/pdf");
        assertRule(document(advice, "generatePatientLetter"), 422, "INVALID_REQUEST_TYPE");
        JsonNode referral = refer(patient(), bookable());
        ok(operation(referrer(), referral, "cancelReferral", ErsReviewContract.cancellation("RAISED_IN_ERROR")));
        assertThat(document(referral, "generateCRI").statusCode()).isEqualTo(200);
        assertRule(document(referral, "generatePatientLetter"), 422, "INVALID_REQUEST_TYPE");
    }

    private Response document(JsonNode request, String name) {
        return sending(referrer(), "{\"resourceType\": \"Parameters\"}")
                .post("/ServiceRequest/%s/$ers.%s".formatted(id(request), name));
    }
}
