package org.openspine.server.referrals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.referrals.ServedBars.assertError;
import static org.openspine.server.referrals.ServedBars.bookingMessage;
import static org.openspine.server.referrals.ServedBars.focusId;
import static org.openspine.server.referrals.ServedBars.referral;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.openspine.server.http.ServedBase;

/** What is found by which parameter (9.2, 10.1), and what a message leaves behind (11.1, 11.5, 11.6). */
interface BarsSearchContract extends ServedBars {
    private List<String> found(String service, String path) {
        Response response = bars(service)
                .header("Accept", "application/fhir+json; version=1.4.0")
                .get(path);
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        JsonNode bundle = ServedBase.body(response);
        assertThat(bundle.path("type").asText()).isEqualTo("searchset");
        assertThat(bundle.at("/link/0/relation").asText()).isEqualTo("self");
        List<String> ids = new ArrayList<>();
        for (JsonNode entry : bundle.path("entry")) {
            assertThat(entry.path("fullUrl").asText()).startsWith(barsBase());
            if (entry.at("/search/mode").asText().equals("match")) {
                ids.add(entry.at("/resource/id").asText());
            }
        }
        assertThat(bundle.path("total").asInt()).isEqualTo(ids.size());
        return ids;
    }

    @Test
    default void recordsAreFoundByWhoThePatientIs() {
        String service = urgentCare();
        String patient = patient();
        String family = "Quill" + patient.substring(4);
        ObjectNode record = (ObjectNode) get("Patient/" + patient);
        record.putArray("name").addObject().put("family", family);
        record.putArray("address").addObject().put("postalCode", "LS1 4AP");
        put(record.toString());
        String booking = focusId(process(service, bookingMessage("new", "booked", "", slot(service), patient)));
        String request = focusId(process(service, referral("new", "active", "", "referral", patient, "")));
        String who = "patient:name=%s&patient:birthdate=1980-02-03&patient:address-postalcode=%s";
        for (String[] row : new String[][] {{"Appointment", booking}, {"ServiceRequest", request}}) {
            assertThat(found(service, "/" + row[0] + "?" + who.formatted(family, "LS1%204AP")))
                    .containsExactly(row[1]);
            assertThat(found(service, "/" + row[0] + "?" + who.formatted(family, "LS2%204AP")))
                    .isEmpty();
            assertThat(found(service, "/" + row[0] + "?" + who.formatted(family + "s", "LS1%204AP")))
                    .isEmpty();
            assertThat(found(service, "/" + row[0] + "?patient:identifier=" + patient))
                    .containsExactly(row[1]);
        }
    }

    @Test
    default void requestsAreFoundByTheirIdentifier() {
        String service = urgentCare();
        String value = "case-" + service;
        String made = bars(service)
                .contentType(JSON)
                .body("""
                        {"resourceType": "ServiceRequest", "status": "active", "intent": "plan",
                         "identifier": [{"system": "https://fhir.nhs.uk/Id/BaRS-Identifier", "value": "%s"}],
                         "subject": {"identifier": {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "%s"}}}""".formatted(value, patient()))
                .post("/ServiceRequest")
                .path("id");
        assertThat(found(service, "/ServiceRequest?ServiceRequest.identifier=" + value))
                .containsExactly(made);
        assertThat(found(
                        service,
                        "/ServiceRequest?ServiceRequest.identifier=https://fhir.nhs.uk/Id/BaRS-Identifier%7C" + value))
                .containsExactly(made);
        assertThat(found(service, "/ServiceRequest?ServiceRequest.identifier=urn:x%7C" + value))
                .isEmpty();
    }

    @Test
    default void slotsAreFoundOfTheTargetOrOfTheServiceThatIsNamed() {
        String service = urgentCare();
        String other = urgentCare();
        String free = slot(service);
        String busy = slot(service);
        put(get("Slot/" + busy).toString().replace("\"free\"", "\"busy\""));
        String elsewhere = slot(other);
        String time = "&start=ge2030-01-01T00:00:00%2B00:00&start=le2030-01-02T00:00:00Z";
        String include = "&_include=Slot:*&_include=Schedule:actor:HealthcareService";
        assertThat(found(service, "/Slot?status=free" + time + include)).containsExactly(free);
        assertThat(found(service, "/Slot?status=busy" + time + include)).containsExactly(busy);
        assertThat(found(service, "/Slot?status=free,busy" + time + include)).containsExactlyInAnyOrder(free, busy);
        for (String named : List.of(other, "HealthcareService/" + other)) {
            assertThat(found(
                            service,
                            "/Slot?status=free" + time + include + "&Schedule.actor:HealthcareService=" + named))
                    .containsExactly(elsewhere);
        }
        assertThat(found(
                        service,
                        "/Slot?status=free&start=ge2030-01-01T10:00:01Z&start=le2030-01-02T00:00:00Z" + include))
                .isEmpty();
    }

    @Test
    default void slotsComeWithWhatIsAskedFor() {
        String service = urgentCare();
        String slot = slot(service);
        put("{\"resourceType\": \"Organization\", \"id\": \"org-%s\", \"name\": \"Trust\"}".formatted(service));
        put("{\"resourceType\": \"Location\", \"id\": \"site-%s\", \"name\": \"Site\"}".formatted(service));
        put("{\"resourceType\": \"Practitioner\", \"id\": \"person-%s\"}".formatted(service));
        put("{\"resourceType\": \"PractitionerRole\", \"id\": \"role-%s\"}".formatted(service));
        ObjectNode entry = (ObjectNode) get("HealthcareService/" + service);
        entry.putObject("providedBy").put("reference", "Organization/org-" + service);
        entry.putArray("location").addObject().put("reference", "Location/site-" + service);
        put(entry.toString());
        put("""
                {"resourceType": "Schedule", "id": "diary-%1$s", "actor": [{"reference": "HealthcareService/%1$s"},
                 {"reference": "Practitioner/person-%1$s"}, {"reference": "PractitionerRole/role-%1$s"}]}""".formatted(service));
        String least = "/Slot?status=free&start=ge2030-01-01T00:00:00Z&start=le2030-01-02T00:00:00Z"
                + "&_include=Slot:schedule&_include=Schedule:actor:HealthcareService";
        assertThat(types(service, least)).containsExactly("Slot", "Schedule", "HealthcareService");
        assertThat(types(
                        service,
                        least
                                + "&_include=Schedule:actor:Practitioner&_include=Schedule:actor:PractitionerRole"
                                + "&_include=HealthcareService:providedBy&_include=HealthcareService:location"))
                .startsWith("Slot", "Schedule")
                .containsExactlyInAnyOrder(
                        "Slot",
                        "Schedule",
                        "HealthcareService",
                        "Practitioner",
                        "PractitionerRole",
                        "Organization",
                        "Location");
        assertThat(found(service, least)).containsExactly(slot);
    }

    private List<String> types(String service, String path) {
        List<String> types = new ArrayList<>();
        ServedBase.body(bars(service).get(path))
                .path("entry")
                .forEach(entry -> types.add(entry.at("/resource/resourceType").asText()));
        return types;
    }

    @Test
    default void servicesAreFoundByTheirProviderAndPointersByTheirCustodian() {
        String service = urgentCare();
        String provider = "Y" + service;
        ObjectNode entry = (ObjectNode) get("HealthcareService/" + service);
        entry.putObject("providedBy")
                .putObject("identifier")
                .put("system", "https://fhir.nhs.uk/Id/ods-organization-code")
                .put("value", provider);
        put(entry.toString());
        String ods = "https://fhir.nhs.uk/Id/ods-organization-code%7C";
        assertThat(found(service, "/HealthcareService?HealthcareService.providedBy=" + ods + provider))
                .containsExactly(service);
        assertThat(found(service, "/HealthcareService?HealthcareService.providedBy=" + ods + "X" + service))
                .isEmpty();
        String patient = patient();
        for (String custodian : List.of(provider, "Z" + service)) {
            assertThat(bars(service)
                            .header("Accept", "application/fhir+json; version=1.4.0")
                            .contentType(JSON)
                            .body("""
                                    {"resourceType":"DocumentReference","status":"current",
                                     "type":{"coding":[{"system":"http://snomed.info/sct","code":"749001000000101"}]},
                                     "subject":{"identifier":{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"%s"}},
                                     "custodian":{"identifier":{"system":"https://fhir.nhs.uk/Id/ods-organization-code","value":"%s"}},
                                     "content":[{"attachment":{"url":"%s|1"}}]}""".formatted(patient, custodian, DOS))
                            .post("/DocumentReference")
                            .statusCode())
                    .isEqualTo(201);
        }
        String pointers = "/DocumentReference?subject:identifier=https://fhir.nhs.uk/Id/nhs-number%7C" + patient;
        assertThat(found(service, pointers)).hasSize(2);
        assertThat(found(service, pointers + "&custodian:identifier=" + ods + provider))
                .hasSize(1);
        assertThat(found(service, pointers + "&type=http://snomed.info/sct%7C749001000000101"))
                .hasSize(2);
    }

    @Test
    default void theReplyKeepsTheBundleAndAnswersWithIds() {
        String service = urgentCare();
        String patient = patient();
        String plan = """
                ,{"fullUrl":"urn:uuid:55555555-5555-4555-8555-555555555555","resource":{"resourceType":"CarePlan","status":"completed",
                  "intent":"plan","subject":{"reference":"urn:uuid:33333333-3333-4333-8333-333333333333"}}}""";
        String sent = referral("new", "active", "", "referral", patient, plan)
                .replace(
                        "\"intent\":\"plan\",\"category\"",
                        "\"intent\":\"plan\",\"basedOn\":[{\"reference\":\"urn:uuid:55555555-5555-4555-8555-555555555555\"}],\"category\"");
        JsonNode reply = ServedBase.body(process(service, sent));
        assertThat(reply.path("type").asText()).isEqualTo("message");
        List<String> urls = new ArrayList<>();
        ServedBase.tree(sent)
                .path("entry")
                .forEach(entry -> urls.add(entry.path("fullUrl").asText()));
        List<String> back = new ArrayList<>();
        reply.path("entry").forEach(entry -> back.add(entry.path("fullUrl").asText()));
        assertThat(back).containsExactlyInAnyOrderElementsOf(urls);
        assertThat(reply.at("/entry/0/resource/resourceType").asText()).isEqualTo("MessageHeader");
        assertThat(reply.at("/entry/1/resource/resourceType").asText()).isEqualTo("ServiceRequest");
        JsonNode stored = ServedBase.body(bars(service)
                .get("/ServiceRequest/" + reply.at("/entry/1/resource/id").asText()));
        String reference = stored.at("/basedOn/0/reference").asText();
        assertThat(reference).startsWith("CarePlan/");
        assertThat(get(reference).at("/subject/reference").asText()).isEqualTo("Patient/" + patient);
    }

    @Test
    default void aMessageIsStoredWholeOrNotAtAll() {
        String service = urgentCare();
        String patient = patient();
        String plan = """
                ,{"fullUrl":"urn:uuid:55555555-5555-4555-8555-555555555555","resource":{"resourceType":"CarePlan","status":"completed",
                  "intent":"whim","subject":{"reference":"urn:uuid:33333333-3333-4333-8333-333333333333"}}}""";
        assertError(
                process(service, referral("new", "active", "", "referral", patient, plan)),
                400,
                "REC_BAD_REQUEST",
                "invalid");
        assertThat(matches("ServiceRequest?patient=" + patient)).isEmpty();
        assertThat(matches("CarePlan?patient=" + patient)).isEmpty();
    }

    @Test
    default void anUpdateMovesTheBookingToAnotherSlot() {
        String service = urgentCare();
        String patient = patient();
        String first = slot(service);
        String second = slot(service);
        String id = focusId(process(service, bookingMessage("new", "booked", "", first, patient)));
        String named = "\"id\":\"" + id + "\",";
        assertThat(process(service, bookingMessage("update", "booked", named, second, patient))
                        .statusCode())
                .isEqualTo(200);
        assertThat(get("Slot/" + first).path("status").asText()).isEqualTo("free");
        assertThat(get("Slot/" + second).path("status").asText()).isEqualTo("busy");
        assertThat(ServedBase.body(bars(service).get("/Appointment/" + id))
                        .at("/slot/0/reference")
                        .asText())
                .isEqualTo("Slot/" + second);
        String taken = slot(service);
        focusId(process(service, bookingMessage("new", "booked", "", taken, patient())));
        assertError(
                process(service, bookingMessage("update", "booked", named, taken, patient)),
                409,
                "REC_CONFLICT",
                "conflict");
        assertThat(get("Slot/" + second).path("status").asText()).isEqualTo("busy");
    }

    @Test
    default void referralsOfTheOtherServiceAreNotShownHere() {
        String service = urgentCare();
        JsonNode referral = refer(patient(), bookable());
        String patient = referral.at("/subject/identifier/value").asText();
        assertThat(found(service, "/ServiceRequest?patient:identifier=" + patient))
                .isEmpty();
        assertThat(found(
                        service,
                        "/ServiceRequest?ServiceRequest.identifier="
                                + referral.at("/identifier/0/value").asText()))
                .isEmpty();
        assertError(bars(service).get("/ServiceRequest/" + ServedErs.id(referral)), 400, "REC_BAD_REQUEST", "value");
        assertThat(matches("ServiceRequest?patient=" + patient)).hasSize(1);
        String own = focusId(process(service, referral("new", "active", "", "referral", patient, "")));
        assertThat(found(service, "/ServiceRequest?patient:identifier=" + patient))
                .containsExactly(own);
        ServedErs.assertRequestError(referrer().get("/ServiceRequest/" + own), 404, "not-found", "REC_NOT_FOUND");
    }

    @Test
    default void aTargetIsFoundWhateverTheCaseOfItsSystem() {
        String service = urgentCare();
        for (String system : List.of(DOS, DOS.replace("https", "http"), DOS.toUpperCase(java.util.Locale.ROOT))) {
            assertThat(withIds()
                            .header(
                                    "NHSD-Target-Identifier",
                                    ServedBars.encoded(
                                            "{\"system\":\"%s\",\"value\":\"%s\"}".formatted(system, service)))
                            .get("/MessageDefinition?context=1")
                            .statusCode())
                    .as(system)
                    .isEqualTo(200);
        }
        put(get("HealthcareService/" + service).toString().replace("\"active\":true", "\"active\":false"));
        assertError(bars(service).get("/MessageDefinition?context=1"), 404, "PROXY_NOT_FOUND", "not-found");
        String endpoint = UUID.randomUUID().toString();
        put("""
                {"resourceType":"Endpoint","id":"%s","status":"active","identifier":[{"system":"%s","value":"%s"}],
                 "connectionType":{"system":"http://terminology.hl7.org/CodeSystem/endpoint-connection-type","code":"hl7-fhir-msg"},
                 "payloadType":[{"text":"bars"}],"address":"https://example.org"}""".formatted(endpoint, DOS, service));
        assertThat(bars(service).get("/MessageDefinition?context=1").statusCode())
                .isEqualTo(200);
    }
}
