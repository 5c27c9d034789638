package org.openspine.server.referrals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.referrals.ServedErs.assertError;
import static org.openspine.server.referrals.ServedErs.assertRequestError;
import static org.openspine.server.referrals.ServedErs.assertRule;
import static org.openspine.server.referrals.ServedErs.id;
import static org.openspine.server.referrals.ServedErs.letters;
import static org.openspine.server.referrals.ServedErs.ok;
import static org.openspine.server.referrals.ServedErs.shortlist;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Files: uploading, scanning, attaching, fetching, and the PDFs made here (A007, A012, A019, A020, A042). */
interface ErsFileContract extends ServedErs {
    String RULES = "https://fhir.nhs.uk/CodeSystem/ers-error-codes";

    static String letter(String binary) {
        return document("referralLetterFile", binary);
    }

    static String document(String parameter, String binary) {
        return """
                {"name": "%s", "resource": {"resourceType": "DocumentReference", "status": "current", "description": "A letter",
                  "content": [{"attachment": {"url": "Binary/%s"}}]}}""".formatted(parameter, binary);
    }

    /** Uploads a file and returns the id of its Binary. */
    default String upload(String type, String name, byte[] content, String ubrn) {
        var request = referrer().header("NHSD-eRS-File-Name", name).contentType(type);
        Response response = (ubrn.isEmpty() ? request : request.header("NHSD-eRS-Referral-ID", ubrn))
                .body(content)
                .post("/Binary");
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(201);
        assertThat(response.header("Location")).matches("Binary/[0-9a-f-]{36}");
        return response.header("Location").substring("Binary/".length());
    }

    static String ubrn(JsonNode referral) {
        return referral.at("/identifier/0/value").asText();
    }

    /** What A042 answers once the scan is over. */
    default Response scanned(String binary) {
        Instant end = Instant.now().plus(Duration.ofSeconds(20));
        while (true) {
            Response response = referrer().get("/Binary/" + binary);
            boolean pending =
                    response.statusCode() == 422 && response.asString().contains("PENDING");
            if (!pending || Instant.now().isAfter(end)) {
                return response;
            }
            Thread.onSpinWait();
        }
    }

    @Test
    default void a042LeadsToTheFileForAShortTime() {
        JsonNode referral = refer(patient(), bookable());
        byte[] content = "Dear colleague".getBytes(StandardCharsets.UTF_8);
        String binary = upload("text/plain", "Überweisung.txt", content, ubrn(referral));
        Response response = scanned(binary);
        assertThat(response.statusCode()).isEqualTo(307);
        assertThat(response.asByteArray()).isEmpty();
        String first = response.header("Location");
        assertThat(scanned(binary).header("Location")).isNotEqualTo(first);
        Response file = fhir().get(first);
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.asByteArray()).isEqualTo(content);
        assertThat(file.contentType()).startsWith("text/plain");
        assertThat(file.header("Content-Length")).isEqualTo("14");
        assertThat(file.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(file.header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"_berweisung.txt\"; filename*=UTF-8''%C3%9Cberweisung.txt");
        assertRequestError(fhir().get(first + "0"), 403, "forbidden", "REC_FORBIDDEN");
    }

    @Test
    default void a042TellsWhyAFileCannotBeHad() {
        assertRequestError(referrer().get("/Binary/invalid-id"), 400, "invalid", "REC_BAD_REQUEST");
        assertRequestError(
                referrer().get("/Binary/c5d2d200-7613-4a69-9c5f-1bb68e04b8d8"), 404, "not-found", "REC_NOT_FOUND");
        assertRequestError(referrer().get("/Binary/att-70000-70001"), 404, "not-found", "REC_NOT_FOUND");
        String binary = stored("PENDING");
        Response pending = referrer().get("/Binary/" + binary);
        assertError(pending, 422, "invalid", RULES, "PENDING");
        assertThat(pending.asString())
                .contains(
                        "The file is being scanned and cannot be retrieved. Wait at least 5 minutes before checking its availability again.");
        assertError(referrer().get("/Binary/" + stored("THREATS_FOUND")), 422, "invalid", RULES, "THREATS_FOUND");
        assertError(
                referrer().get("/Binary/" + stored("VALIDATION_FAILED")), 422, "invalid", RULES, "VALIDATION_FAILED");
        assertThat(referrer().get("/Binary/" + stored("")).statusCode()).isEqualTo(307);
    }

    /** A file put into the store, with a document that tells its state unless that is empty. */
    default String stored(String availability) {
        String created = create("{\"resourceType\": \"Binary\", \"contentType\": \"text/plain\", \"data\": \"%s\"}"
                .formatted(Base64.getEncoder().encodeToString(new byte[] {65})));
        if (!availability.isEmpty()) {
            create("""
                    {"resourceType": "DocumentReference", "status": "current", "content": [{"attachment": {"url": "%s", "extension": [
                      {"url": "https://fhir.nhs.uk/StructureDefinition/Extension-eRS-AvailabilityStatus", "valueCoding":
                        {"system": "https://fhir.nhs.uk/CodeSystem/eRS-AvailabilityStatus", "code": "%s"}}]}}]}""".formatted(created, availability));
        }
        return created.substring("Binary/".length());
    }

    @Test
    default void a042ReadsTheStateOfDocumentsThatARequestContains() {
        String binary = stored("");
        put("""
                {"resourceType": "ServiceRequest", "id": "r.%s", "status": "active", "intent": "order",
                 "identifier": [{"system": "https://fhir.nhs.uk/Id/UBRN", "value": "77%s"}],
                 "subject": {"identifier": {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "%s"}},
                 "requester": {"identifier": {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "%s"}},
                 "supportingInfo": [{"reference": "#file"}],
                 "contained": [{"resourceType": "DocumentReference", "id": "file", "status": "current", "content": [{"attachment": {
                   "url": "Binary/%s", "extension": [{"url": "https://fhir.nhs.uk/StructureDefinition/Extension-eRS-AvailabilityStatus",
                   "valueCoding": {"system": "https://fhir.nhs.uk/CodeSystem/eRS-AvailabilityStatus", "code": "PENDING"}}]}}]}]}""".formatted(binary, patient(), patient(), GP, binary));
        assertError(referrer().get("/Binary/" + binary), 422, "invalid", RULES, "PENDING");
        assertError(
                as("REFERRING_CLINICIAN", "Q99").get("/Binary/" + binary), 403, "forbidden", RULES, "NO_RELATIONSHIP");
    }

    @Test
    default void a042NeedsARelationship() {
        JsonNode referral = refer(patient(), bookable());
        String binary = upload("text/plain", "a.txt", new byte[] {65}, ubrn(referral));
        ok(operation(referrer(), referral, "maintainReferralLetter", letter(binary)));
        assertError(
                as("REFERRING_CLINICIAN", "Q99").get("/Binary/" + binary), 403, "forbidden", RULES, "NO_RELATIONSHIP");
        assertThat(scanned(binary).statusCode()).isEqualTo(307);
    }

    @Test
    default void a020TakesFilesOfKnownTypesOnly() {
        assertRequestError(
                referrer()
                        .header("NHSD-eRS-File-Name", "a.zip")
                        .contentType("application/zip")
                        .body(new byte[] {1})
                        .post("/Binary"),
                415,
                "not-supported",
                "REC_UNSUPPORTED_MEDIA_TYPE");
        assertRule(referrer().contentType("text/plain").body(new byte[] {65}).post("/Binary"), 400, "MISSING_HEADER");
        assertRule(
                referrer()
                        .header("NHSD-eRS-File-Name", "a.txt")
                        .contentType("text/plain")
                        .body(new byte[0])
                        .post("/Binary"),
                422,
                "FILE_SIZE_ERROR");
        assertRule(
                referrer()
                        .header("NHSD-eRS-File-Name", "a.txt")
                        .contentType("text/plain")
                        .body(new byte[5 * 1024 * 1024 + 1])
                        .post("/Binary"),
                422,
                "FILE_SIZE_ERROR");
        assertThat(scanned(upload("application/pdf", "a.pdf", "no pdf".getBytes(StandardCharsets.UTF_8), ""))
                        .asString())
                .contains("VALIDATION_FAILED");
        assertThat(scanned(upload("text/plain", "a.pdf", new byte[] {65}, "")).asString())
                .contains("VALIDATION_FAILED");
        String threat = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!$H+H*";
        assertThat(scanned(upload("text/plain", "a.txt", threat.getBytes(StandardCharsets.UTF_8), ""))
                        .asString())
                .contains("THREATS_FOUND");
    }

    @Test
    default void a012LettersAreThoseThatAreNamed() {
        JsonNode referral = refer(patient(), bookable());
        referral = ok(operation(
                referrer(),
                referral,
                "changeShortlist",
                shortlist(
                        "ROUTINE",
                        referral.at("/performer/0/reference").asText().substring(18)),
                letters("NEED_TO_ADD_LATER", 3)));
        String one = upload("text/plain", "one.txt", new byte[] {65}, ubrn(referral));
        String two = upload("text/plain", "two.txt", new byte[] {66}, ubrn(referral));
        JsonNode both = ok(operation(referrer(), referral, "maintainReferralLetter", letter(one), letter(two)));
        assertThat(both.path("supportingInfo")).hasSize(2);
        JsonNode document = ErsTree.contained(both, "DocumentReference");
        assertThat(document.at("/type/coding/0/code").asText()).isEqualTo("REFERRER");
        assertThat(document.at("/content/0/attachment/url").asText()).isEqualTo("Binary/" + one);
        assertThat(ErsTree.extension(both, "ClinicalInfoFirstSubmitted").isMissingNode())
                .isFalse();
        JsonNode left = ok(operation(referrer(), both, "maintainReferralLetter", letter(two)));
        assertThat(left.path("supportingInfo")).hasSize(1);
        assertRule(operation(referrer(), left, "maintainReferralLetter", letter(two)), 422, "NO_CHANGES_DETECTED");
        assertRule(operation(referrer(), left, "maintainReferralLetter"), 422, "MISSING_VALUE");
        String again = upload("text/plain", "two.txt", new byte[] {67}, ubrn(referral));
        assertRule(
                operation(referrer(), left, "maintainReferralLetter", letter(two), letter(again)),
                422,
                "DUPLICATE_FILENAME");
        String other = upload("text/plain", "three.txt", new byte[] {68}, "");
        assertRule(operation(referrer(), left, "maintainReferralLetter", letter(other)), 422, "INAPPROPRIATE_VALUE");
        assertRule(
                operation(referrer(), left, "maintainReferralLetter", letter("c5d2d200-7613-4a69-9c5f-1bb68e04b8d8")),
                422,
                "REFERENCE_NOT_FOUND");
        assertThat(get("DocumentReference/" + two)
                        .at("/context/related/0/reference")
                        .asText())
                .isEqualTo("ServiceRequest/" + id(referral));
    }

    /** 3.5: a document that is attached is current, has one file and a text to describe it. */
    @Test
    default void documentsOfLettersHaveTheirForm() {
        JsonNode referral = refer(patient(), bookable());
        String binary = upload("text/plain", "form.txt", new byte[] {65}, ubrn(referral));
        String good = letter(binary);
        for (String[] change : new String[][] {
            {"\"DocumentReference\"", "\"Basic\"", "INVALID_FHIR_STRUCTURE"},
            {"\"current\"", "\"superseded\"", "INVALID_VALUE"},
            {"\"A letter\"", "7", "INVALID_VALUE"},
            {"\"A letter\"", "\"" + "x".repeat(1001) + "\"", "INVALID_VALUE"},
            {"\"content\": [", "\"content\": [{\"attachment\": {\"url\": \"Binary/1\"}}, ", "TOO_MANY_ITEMS"},
            {"\"content\"", "\"contents\"", "MISSING_VALUE"},
            {"Binary/" + binary, "", "MISSING_VALUE"},
            {"Binary/" + binary, "Binary/..", "REFERENCE_NOT_FOUND"},
        }) {
            assertThat(good).contains(change[0]);
            assertRule(
                    operation(referrer(), referral, "maintainReferralLetter", good.replace(change[0], change[1])),
                    422,
                    change[2]);
        }
        assertThat(ServedErs.version(reread(referral))).isEqualTo("1");
        ok(operation(referrer(), referral, "maintainReferralLetter", good));
    }

    @Test
    default void pdfsAreMadeOfReferrals() {
        JsonNode referral = refer(patient(), bookable());
        for (String name : new String[] {"generateCRI", "generatePatientLetter"}) {
            Response response = sending(referrer().accept("application/pdf"), "{\"resourceType\": \"Parameters\"}")
                    .post("/ServiceRequest/%s/$ers.%s".formatted(id(referral), name));
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.contentType()).isEqualTo("application/pdf");
            assertThat(response.header("Content-Disposition"))
                    .matches("attachment; filename=\"" + ubrn(referral) + "_[a-z]+_[0-9]{14}\\.pdf\"");
            assertThat(new String(response.asByteArray(), StandardCharsets.ISO_8859_1))
                    .startsWith("%PDF-1.4")
                    .contains(ubrn(referral))
                    .endsWith("%%EOF\n");
            assertThat(response.header("Content-Length")).isEqualTo(Integer.toString(response.asByteArray().length));
        }
        assertRequestError(
                sending(referrer().accept("text/plain"), "{\"resourceType\": \"Parameters\"}")
                        .post("/ServiceRequest/%s/$ers.generateCRI".formatted(id(referral))),
                406,
                "not-supported",
                "REC_NOT_ACCEPTABLE");
    }
}
