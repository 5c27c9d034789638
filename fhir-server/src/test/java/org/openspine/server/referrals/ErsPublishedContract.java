package org.openspine.server.referrals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.referrals.ServedErs.assertError;
import static org.openspine.server.referrals.ServedErs.assertRequestError;
import static org.openspine.server.referrals.ServedErs.created;
import static org.openspine.server.referrals.ServedErs.ok;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.restassured.response.Response;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.openspine.server.http.ServedBase;

/** The R4 endpoints as published (A030, A033, A035, A037, A040, A041), their headers, roles and errors. */
interface ErsPublishedContract extends ServedErs {
    String GATEWAY = "https://fhir.nhs.uk/CodeSystem/NHSD-API-ErrorOrWarningCode";

    @Test
    default void a033ReadsAServiceWithTagAndCacheHeader() {
        String id = bookable();
        Response response = referrer().header("X-Correlation-ID", "case 7").get("/HealthcareService/" + id);
        JsonNode service = ok(response);
        assertThat(response.header("ETag")).isEqualTo("W/\"1\"");
        assertThat(response.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(response.header("X-Correlation-ID")).isEqualTo("case 7");
        assertThat(response.header("X-Request-ID")).matches("[0-9a-f-]{36}-1");
        assertThat(response.contentType()).isEqualTo("application/fhir+json");
        assertThat(service.path("language").asText()).isEqualTo("en");
        assertThat(service.at("/location/0/identifier/value").asText()).isEqualTo("RX101");
        assertThat(service.at("/meta").toString()).isEqualTo("{\"versionId\":\"1\"}");
        assertThat(service.at("/characteristic/1/coding/0/code").asText()).isEqualTo("DIRECTLY_BOOKABLE");
        assertThat(service.has("providedBy")).isFalse();
        put(get("HealthcareService/" + id).toString().replace("Clinic", "Better clinic"));
        assertThat(referrer().get("/HealthcareService/" + id).header("ETag")).isEqualTo("W/\"2\"");
        assertRequestError(referrer().get("/HealthcareService/999999"), 404, "not-found", "REC_NOT_FOUND");
        assertRequestError(referrer().get("/HealthcareService/abc"), 404, "not-found", "REC_NOT_FOUND");
    }

    @Test
    default void a033AnswersAllThatIsPublishedOfAService() {
        String id = Fresh.serviceId();
        String published = """
                "extension": [
                  {"url": "https://fhir.nhs.uk/StructureDefinition/Extension-eRS-HoursOfOperation", "valueString": "Mon-Fri"},
                  {"url": "https://fhir.nhs.uk/StructureDefinition/Extension-eRS-ServiceInstructions", "valueString": "Bring a list"},
                  {"url": "https://fhir.nhs.uk/StructureDefinition/Extension-eRS-HealthcareService-Contact", "extension": [
                    {"url": "purpose", "valueCodeableConcept": {"coding": [
                      {"system": "https://fhir.nhs.uk/CodeSystem/eRS-Purpose", "code": "HEALTHCARE_PROFESSIONALS"}]}},
                    {"url": "telecom", "valueContactPoint": {"system": "phone", "value": "0113 496 0000"}},
                    {"url": "telecom", "valueContactPoint": {"system": "email", "value": "a@example.org"}}]}],
                "active": true,
                "location": [{"identifier": {"system": "https://fhir.nhs.uk/Id/ods-site-code", "value": "RX101"}, "display": "Site"}],
                "name": "Cardiology",
                "type": [{"coding": [{"system": "https://fhir.nhs.uk/CodeSystem/eRS-AppointmentType", "code": "GPSI", "display": "GPSI"}]}],
                "characteristic": [
                  {"coding": [{"system": "https://fhir.nhs.uk/CodeSystem/eRS-RequestFlowType", "code": "BOOKABLE",
                    "display": "A service which supports a patient appointment"}]},
                  {"coding": [{"system": "https://fhir.nhs.uk/CodeSystem/eRS-BookableType", "code": "INDIRECTLY_BOOKABLE",
                    "display": "Indirectly Bookable"}]}]""";
        put("""
                {"resourceType": "HealthcareService", "id": "%s", "comment": "not published", "specialty": [{"coding": [{"code": "CARDIOLOGY"}]}],
                 "providedBy": {"display": "not published"}, %s}""".formatted(id, published));
        assertThat(ok(referrer().get("/HealthcareService/" + id)))
                .isEqualTo(ServedBase.tree("""
                        {"resourceType": "HealthcareService", "id": "%s", "meta": {"versionId": "1"}, "language": "en", %s}""".formatted(id, published)));
    }

    @Test
    default void theServerNamesItsTransactionsItself() {
        String chosen = "3f1a4c1e-6a0f-4f0e-9a53-0a5f1d1e2b01";
        Response response = referrer().header("X-Request-ID", chosen).get("/HealthcareService/" + bookable());
        assertThat(response.header("X-Request-ID")).matches("[0-9a-f-]{36}-1").doesNotContain(chosen);
    }

    @Test
    default void a037TellsTheVersionWithoutABody() {
        String id = bookable();
        Response response = referrer().head("/HealthcareService/" + id);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.header("ETag")).isEqualTo("W/\"1\"");
        assertThat(response.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(response.asByteArray()).isEmpty();
        Response refused = provider().head("/HealthcareService/" + id);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.asByteArray()).isEmpty();
    }

    @Test
    default void a035AnswersThoseThatExist() {
        String one = bookable();
        String other = triage();
        JsonNode bundle = ok(referrer().get("/HealthcareService?_id=" + one + ",999998," + other));
        assertThat(bundle.path("total").asInt()).isEqualTo(2);
        assertThat(bundle.path("type").asText()).isEqualTo("searchset");
        assertThat(bundle.has("id") && bundle.has("timestamp")).isTrue();
        assertThat(bundle.at("/meta/lastUpdated").asText()).endsWith("Z");
        assertThat(bundle.at("/link/0/relation").asText()).isEqualTo("self");
        assertThat(bundle.at("/entry/0/fullUrl").asText()).isEqualTo(ersBase() + "/HealthcareService/" + one);
        assertThat(bundle.at("/entry/1/search/mode").asText()).isEqualTo("match");
        JsonNode none = ok(referrer().get("/HealthcareService?_id=999997"));
        assertThat(none.path("total").asInt()).isZero();
        assertThat(none.has("entry")).isFalse();
        String many = IntStream.rangeClosed(1, 21).mapToObj(Integer::toString).collect(Collectors.joining(","));
        String repeated = String.join(",", java.util.Collections.nCopies(21, one));
        for (String query : new String[] {"", "?_id=", "?_id=abc", "?_id=1,,2", "?_id=" + many, "?_id=" + repeated}) {
            assertRequestError(referrer().get("/HealthcareService" + query), 400, "invalid", "REC_BAD_REQUEST");
        }
    }

    @Test
    default void a030AnswersTheFunctionsOfEverybodyInAnOpenServer() {
        member("PX3", "300000000001", "SERVICE_DEFINER", "SERVICE_PROVIDER_CLINICIAN");
        JsonNode bundle = ok(ers().get("/PractitionerRole"));
        JsonNode role = MissingNode.getInstance();
        for (JsonNode entry : bundle.path("entry")) {
            if (entry.at("/resource/id").asText().equals("PractitionerRole-PX3-300000000001")) {
                role = entry.path("resource");
            }
        }
        assertThat(role.isMissingNode()).isFalse();
        assertThat(role.at("/practitioner/identifier").toString())
                .isEqualTo("{\"system\":\"https://fhir.nhs.uk/Id/sds-user-id\",\"value\":\"300000000001\"}");
        assertThat(role.at("/organization/identifier/system").asText())
                .isEqualTo("https://fhir.nhs.uk/Id/ods-organization-code");
        assertThat(role.path("code")).hasSize(2);
        assertThat(role.at("/code/1/coding/0").toString())
                .isEqualTo(
                        "{\"system\":\"https://fhir.nhs.uk/CodeSystem/eRS-BusinessFunction-1\",\"code\":\"SERVICE_PROVIDER_CLINICIAN\"}");
        assertThat(role.at("/meta/lastUpdated").asText()).isNotEmpty();
    }

    @Test
    default void a040AnswersTheCliniciansForWhomAnAdminMayAct() {
        member("PX4", "300000000011", "SERVICE_PROVIDER_CLINICIAN");
        member("PX4", "300000000012", "SERVICE_PROVIDER_CLINICIAN_ADMIN");
        JsonNode bundle = ok(as("SERVICE_PROVIDER_CLINICIAN_ADMIN", "PX4").get("/Practitioner?_query=onBehalfOf"));
        assertThat(bundle.path("total").asInt()).isEqualTo(1);
        assertThat(bundle.at("/entry/0/resource/id").asText()).isEqualTo("300000000011");
        assertThat(bundle.at("/entry/0/resource/identifier/0/system").asText())
                .isEqualTo("https://fhir.nhs.uk/Id/sds-user-id");
        JsonNode none = ok(as("SERVICE_PROVIDER_CLINICIAN_ADMIN", "PX5").get("/Practitioner?_query=onBehalfOf"));
        assertThat(none.path("total").asInt()).isZero();
        assertThat(none.has("entry")).isFalse();
        for (String query : new String[] {"", "?_query=other"}) {
            assertRequestError(
                    as("SERVICE_PROVIDER_CLINICIAN_ADMIN", "PX4").get("/Practitioner" + query),
                    400,
                    "invalid",
                    "REC_BAD_REQUEST");
        }
        assertRequestError(provider().get("/Practitioner?_query=onBehalfOf"), 403, "forbidden", "REC_FORBIDDEN");
    }

    /** Somebody with functions at an organisation. */
    default void member(String organisation, String user, String... functions) {
        StringBuilder codes = new StringBuilder();
        for (String function : functions) {
            codes.append(codes.isEmpty() ? "" : ", ").append("""
                    {"coding": [{"system": "https://fhir.nhs.uk/CodeSystem/eRS-BusinessFunction-1", "code": "%s"}]}""".formatted(function));
        }
        put("""
                {"resourceType": "PractitionerRole", "id": "PractitionerRole-%s-%s", "active": true, "code": [%s],
                 "practitioner": {"identifier": {"system": "https://fhir.nhs.uk/Id/sds-user-id", "value": "%s"}},
                 "organization": {"identifier": {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "%s"}}}""".formatted(organisation, user, codes, user, organisation));
    }

    @Test
    default void a041FindsByUbrnWithAndWithoutItsSystem() {
        JsonNode referral = refer(patient(), bookable());
        String ubrn = referral.at("/identifier/0/value").asText();
        for (String value : new String[] {ubrn, "https://fhir.nhs.uk/Id/UBRN%7C" + ubrn}) {
            JsonNode bundle = ok(provider().get("/ServiceRequest?identifier=" + value));
            assertThat(bundle.path("total").asInt()).isEqualTo(1);
            assertThat(bundle.at("/entry/0/resource")).isEqualTo(ServedBase.tree("""
                            {"resourceType": "ServiceRequest", "id": "%s", "meta": {"versionId": "1"},
                             "identifier": [{"system": "https://fhir.nhs.uk/Id/UBRN", "value": "%s"}],
                             "status": "active", "intent": "order",
                             "category": [{"coding": [{"system":
                               "https://fhir.nhs.uk/CodeSystem/message-category-servicerequest", "code": "referral"}]}],
                             "subject": {"identifier": {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "%s"}}}""".formatted(
                            ServedErs.id(referral),
                            ubrn,
                            referral.at("/subject/identifier/value").asText())));
        }
        JsonNode none = ok(referrer().get("/ServiceRequest?identifier=999999999999"));
        assertThat(none.path("total").asInt()).isZero();
        assertThat(none.has("entry")).isFalse();
        assertRequestError(referrer().get("/ServiceRequest"), 400, "required", "REC_BAD_REQUEST");
        assertRequestError(referrer().get("/ServiceRequest?identifier="), 400, "required", "REC_BAD_REQUEST");
        assertRequestError(referrer().get("/ServiceRequest?identifier=12345"), 400, "invalid", "REC_BAD_REQUEST");
        assertRequestError(
                as("REFERRING_ADMIN", GP).get("/ServiceRequest?identifier=" + ubrn), 403, "forbidden", "REC_FORBIDDEN");
    }

    @Test
    default void rolesAreCheckedBeforeAnythingElse() {
        String path = "/HealthcareService?_id=abc";
        assertRequestError(provider().get(path), 403, "forbidden", "REC_FORBIDDEN");
        assertRequestError(as("CHIEF", GP).get(path), 403, "forbidden", "REC_FORBIDDEN");
        assertRequestError(
                ers().header("NHSD-End-User-Organisation-ODS", GP).get(path), 403, "forbidden", "REC_FORBIDDEN");
        assertRequestError(
                ers().header("NHSD-eRS-Business-Function", "REFERRING_CLINICIAN")
                        .get(path),
                403,
                "forbidden",
                "REC_FORBIDDEN");
        for (String function : new String[] {
            "COMMISSIONER",
            "INFORMATION_ANALYST",
            "BOOKING_MANAGER",
            "ADDITIONAL_REQUIREMENTS_MANAGER",
            "SERVICE_DEFINER"
        }) {
            assertRequestError(as(function, GP).get(path), 403, "forbidden", "REC_FORBIDDEN");
        }
        for (String function : new String[] {
            "AUTHORISED_APPLICATION", "PROVIDER_AUTHORISED_APPLICATION", "REFERRER_AUTHORISED_APPLICATION"
        }) {
            Response response = as(function, GP).get(path);
            assertError(response, 403, "forbidden", GATEWAY, "ACCESS_DENIED");
            assertThat(ServedBase.diagnostics(response))
                    .isEqualTo("User does not have the required Business Function at the specified Organisation.");
        }
    }

    @Test
    default void adminActsOnBehalfOfAClinicianAndNobodyElseDoes() {
        JsonNode referral = booked(bookable());
        String path = "/ServiceRequest/" + ServedErs.id(referral);
        assertRequestError(as("SERVICE_PROVIDER_CLINICIAN_ADMIN", TRUST).get(path), 403, "forbidden", "REC_FORBIDDEN");
        ok(as("SERVICE_PROVIDER_CLINICIAN_ADMIN", TRUST)
                .header("NHSD-eRS-On-Behalf-Of-User-ID", "300000000011")
                .get(path));
        assertRequestError(
                referrer()
                        .header("NHSD-eRS-On-Behalf-Of-User-ID", "300000000011")
                        .get(path),
                403,
                "forbidden",
                "REC_FORBIDDEN");
    }

    @Test
    default void applicationsSendNoRoleAndMayDoLess() {
        String id = bookable();
        ok(ers().header("OpenSpine-Access-Mode", "application-restricted").get("/HealthcareService/" + id));
        assertRequestError(
                referrer()
                        .header("OpenSpine-Access-Mode", "application-restricted")
                        .get("/HealthcareService/" + id),
                403,
                "forbidden",
                "REC_FORBIDDEN");
        assertRequestError(
                ers().header("OpenSpine-Access-Mode", "application-restricted")
                        .get("/ServiceRequest?identifier=000000070000"),
                403,
                "forbidden",
                "REC_FORBIDDEN");
        JsonNode referral = booked(id);
        JsonNode accepted = ok(operation(
                ers().header("OpenSpine-Access-Mode", "application-restricted")
                        .header("OpenSpine-Application-Organisation", TRUST),
                referral,
                "acceptReferral"));
        assertThat(ServedErs.version(accepted)).isEqualTo("3");
    }

    @Test
    default void weakIdentityIsRefused() {
        Response response =
                referrer().header("NHSD-Identity-Assurance-Level", "2").get("/HealthcareService/1");
        assertError(response, 401, "forbidden", GATEWAY, "ACCESS_DENIED");
        assertThat(ServedBase.diagnostics(response))
                .isEqualTo(
                        "We couldn't verify your identity. Contact your local Registration Authority or IT department for help.");
        assertError(
                referrer().header("Authorization", "Basic abc").get("/HealthcareService/1"),
                401,
                "login",
                GATEWAY,
                "ACCESS_DENIED");
    }

    @Test
    default void mediaTypesAreCheckedAfterRoles() {
        String id = bookable();
        assertRequestError(
                referrer().accept("application/fhir+xml").get("/HealthcareService/" + id),
                406,
                "not-supported",
                "REC_NOT_ACCEPTABLE");
        ok(referrer().accept("text/html, */*").get("/HealthcareService/" + id));
        assertRequestError(
                referrer().contentType("application/xml").body("<x/>").post("/ServiceRequest/$ers.createReferral"),
                415,
                "not-supported",
                "REC_UNSUPPORTED_MEDIA_TYPE");
        assertRequestError(
                provider().contentType("application/xml").body("<x/>").post("/ServiceRequest/$ers.createReferral"),
                403,
                "forbidden",
                "REC_FORBIDDEN");
        assertRequestError(
                sending(referrer(), "{").post("/ServiceRequest/$ers.createReferral"),
                400,
                "invalid",
                "REC_BAD_REQUEST");
    }

    @Test
    default void otherAddressesAndMethodsAreTold() {
        assertRequestError(referrer().get("/Nonsense"), 404, "not-found", "REC_NOT_FOUND");
        Response response = referrer().delete("/HealthcareService/1");
        assertRequestError(response, 405, "not-supported", "REC_METHOD_NOT_ALLOWED");
        assertThat(response.header("Allow")).isEqualTo("GET, HEAD");
    }

    @Test
    default void a005AndA038ServeTheCurrentVersionOnly() {
        JsonNode referral = booked(bookable());
        String path = "/ServiceRequest/" + ServedErs.id(referral);
        Response response = referrer().get(path + "/_history/2");
        ok(response);
        assertThat(response.header("ETag")).isEqualTo("W/\"2\"");
        assertRequestError(referrer().get(path + "/_history/1"), 404, "not-found", "REC_NOT_FOUND");
        ok(referrer()
                .get("/ServiceRequest/" + referral.at("/identifier/0/value").asText()));
        String appointment = "/"
                + ErsTree.extension(referral, "Appointment-Reference")
                        .at("/valueReference/reference")
                        .asText();
        JsonNode read = ok(provider().get(appointment));
        assertThat(read.path("description").asText()).isEqualTo("e-Referral Appointment");
        assertThat(read.at("/participant/0/actor/identifier/system").asText())
                .isEqualTo("https://fhir.nhs.uk/Id/ers-service");
        assertRequestError(provider().get(appointment + "/_history/9"), 404, "not-found", "REC_NOT_FOUND");
        assertRequestError(provider().get("/Appointment/1"), 404, "not-found", "REC_NOT_FOUND");
    }

    @Test
    default void a004AnswersReferenceData() {
        for (String set : new String[] {
            "SPECIALTY",
            "CLINIC-TYPE",
            "APPOINTMENT-CANCELLATION-REASON",
            "REFERRAL-CANCELLATION-REASON",
            "APPOINTMENT-NON-ATTENDANCE-REASON",
            "PRIORITY"
        }) {
            JsonNode system = ok(referrer().get("/CodeSystem/" + set));
            assertThat(system.path("url").asText()).isEqualTo(ersBase() + "/CodeSystem/" + set);
            assertThat(system.path("concept")).isNotEmpty();
        }
        JsonNode reasons = ok(referrer().get("/CodeSystem/REFERRAL-CANCELLATION-REASON"));
        assertThat(reasons.path("concept")).hasSize(18);
        assertRequestError(referrer().get("/CodeSystem/COLOURS"), 404, "not-found", "REC_NOT_FOUND");
    }

    @Test
    default void a029TellsWhatMayBeDone() {
        String service = bookable();
        JsonNode referral = refer(patient(), service);
        assertThat(actions(referrer(), referral))
                .containsExactlyInAnyOrder(
                        "CREATE_APPOINTMENT",
                        "CHANGE_SHORTLIST",
                        "CHANGE_SHORTLIST_AND_SEND_FOR_TRIAGE",
                        "CANCEL_REFERRAL");
        created(book(referral, service, slot(service, 48)));
        JsonNode booked = reread(referral);
        assertThat(actions(referrer(), booked))
                .containsExactlyInAnyOrder("CANCEL_DIRECTLY_BOOKED_APPOINTMENT", "CANCEL_REFERRAL");
        assertThat(actions(provider(), booked)).containsExactly("CANCEL_REFERRAL");
        String focus = "ServiceRequest/" + ServedErs.id(referral);
        ServedErs.assertRule(
                referrer().get("/Task?focus=" + focus + "/_history/1&intent=proposal&status=ready"),
                400,
                "HISTORY_NOT_SUPPORTED");
        ServedErs.assertRule(
                referrer().get("/Task?focus=" + focus + "/_history/2&intent=proposal"), 400, "MISSING_PARAMETER");
        ServedErs.assertRule(
                referrer().get("/Task?focus=" + focus + "/_history/2&intent=order&status=ready"), 400, "INVALID_VALUE");
        ServedErs.assertRule(
                referrer().get("/Task?focus=ServiceRequest/r.x/_history/2&intent=proposal&status=ready"),
                400,
                "REFERENCE_NOT_FOUND");
    }

    /** The codes of A029. */
    default java.util.List<String> actions(io.restassured.specification.RequestSpecification who, JsonNode referral) {
        JsonNode bundle = ok(who.get("/Task?focus=ServiceRequest/%s/_history/%s&intent=proposal&status=ready"
                .formatted(ServedErs.id(referral), ServedErs.version(referral))));
        java.util.List<String> codes = new java.util.ArrayList<>();
        bundle.path("entry")
                .forEach(entry ->
                        codes.add(entry.at("/resource/code/coding/0/code").asText()));
        return codes;
    }
}
