package org.openspine.server.demographics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openspine.server.http.ServedBase;

/** The Spine Directory Service at its national path. */
interface DirectoryContract extends ServedPds {
    AtomicInteger ORGANISATIONS = new AtomicInteger(1000);
    String ODS = "https://fhir.nhs.uk/Id/ods-organization-code%7C";
    String SERVICE = "https://fhir.nhs.uk/Id/nhsServiceInteractionId%7C";
    String PARTY = "https://fhir.nhs.uk/Id/nhsMhsPartyKey%7C";
    String SDS = "https://fhir.nhs.uk/StructureDefinition/Extension-SDS-";

    static String organisation() {
        return "V" + ORGANISATIONS.incrementAndGet();
    }

    default RequestSpecification directory() {
        return fhir().baseUri(address() + "/spine-directory/FHIR/R4").header("apikey", "any");
    }

    default JsonNode found(String query) {
        return ServedPds.ok(directory().get(query));
    }

    static String reference(String system, String value) {
        return "{\"identifier\": {\"system\": \"%s\", \"value\": \"%s\"}}".formatted(system.replace("%7C", ""), value);
    }

    static String interaction(String id) {
        return "{\"url\": \"%sNhsServiceInteractionId\", \"valueReference\": %s}"
                .formatted(SDS, reference(SERVICE, id));
    }

    default void storeDevice(String organisation, String partyKey, String manufacturer, String... interactions) {
        String ids = String.join(
                ",",
                Arrays.stream(interactions).map(DirectoryContract::interaction).toList());
        create("""
                {"resourceType": "Device", "status": "active", "owner": %s,
                 "deviceName": [{"name": "internal", "type": "user-friendly-name"}],
                 "identifier": [{"system": "https://fhir.nhs.uk/Id/nhsSpineASID", "value": "200000000001"},
                   {"system": "https://fhir.nhs.uk/Id/nhsMhsPartyKey", "value": "%s"}],
                 "extension": [{"url": "%sManufacturingOrganisation", "valueReference": %s}, %s]}""".formatted(reference(ODS, organisation), partyKey, SDS, reference(ODS, manufacturer), ids));
    }

    default void storeEndpoint(String organisation, String partyKey, String address, String interaction) {
        create("""
                {"resourceType": "Endpoint", "status": "active", "address": "%s", "managingOrganization": %s,
                 "connectionType": {"system": "http://terminology.hl7.org/CodeSystem/endpoint-connection-type", "code": "hl7-fhir-msg"},
                 "payloadType": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/endpoint-payload-type", "code": "any"}]}],
                 "identifier": [{"system": "https://fhir.nhs.uk/Id/nhsMhsPartyKey", "value": "%s"}],
                 "extension": [%s]}""".formatted(address, reference(ODS, organisation), partyKey, interaction(interaction)));
    }

    @Test
    default void systemsAreFoundByOrganisationAndInteraction() {
        String organisation = organisation();
        storeDevice(organisation, organisation + "-1", "YZZ01", "urn:a", "urn:b");
        storeDevice(organisation, organisation + "-2", "YZZ02", "urn:b");
        String both = "/Device?organization=%s%s&identifier=%surn:b".formatted(ODS, organisation, SERVICE);
        JsonNode bundle = found(both);
        assertThat(bundle.path("total").asInt()).isEqualTo(2);
        assertThat(UUID.fromString(bundle.path("id").asText())).isNotNull();
        assertThat(bundle.at("/link/0/url").asText())
                .isEqualTo(address() + "/spine-directory/FHIR/R4" + both.replace("%7C", "|"));
        assertThat(bundle.at("/entry/0/search/mode").asText()).isEqualTo("match");
        JsonNode device = bundle.at("/entry/0/resource");
        assertThat(bundle.at("/entry/0/fullUrl").asText())
                .isEqualTo("%s/spine-directory/FHIR/R4/Device/%s"
                        .formatted(address(), device.path("id").asText()));
        assertThat(device.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("resourceType", "id", "identifier", "owner", "extension");
        assertThat(found(both + "&identifier=" + PARTY + organisation + "-2")
                        .path("total")
                        .asInt())
                .isEqualTo(1);
        assertThat(found(both + "&manufacturing-organization=" + ODS + "YZZ01")
                        .path("total")
                        .asInt())
                .isEqualTo(1);
        assertThat(found(both.replace("urn:b", "urn:a")).path("total").asInt()).isEqualTo(1);
        JsonNode none = found(both.replace("urn:b", "urn"));
        assertThat(none.path("total").asInt()).isZero();
        assertThat(none.path("entry")).isEmpty();
    }

    @Test
    default void endpointsAreFoundByTwoOfThree() {
        String organisation = organisation();
        String key = organisation + "-1";
        storeEndpoint(organisation, key, "https://one.example.org/", "urn:a");
        storeEndpoint(organisation, key, "https://two.example.org/", "urn:a");
        storeEndpoint(organisation, key, "https://three.example.org/", "urn:b");
        String org = "organization=" + ODS + organisation;
        String service = "identifier=" + SERVICE + "urn:a";
        String party = "identifier=" + PARTY + key;
        assertThat(found("/Endpoint?%s&%s".formatted(org, service))
                        .path("total")
                        .asInt())
                .isEqualTo(2);
        assertThat(found("/Endpoint?%s&%s".formatted(org, party)).path("total").asInt())
                .isEqualTo(3);
        assertThat(found("/Endpoint?%s&%s".formatted(service, party))
                        .path("total")
                        .asInt())
                .isEqualTo(2);
        JsonNode all = found("/Endpoint?%s&%s&%s".formatted(org, service, party));
        assertThat(all.path("total").asInt()).isEqualTo(2);
        assertThat(all.at("/entry/0/resource").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "resourceType",
                        "id",
                        "status",
                        "connectionType",
                        "payloadType",
                        "address",
                        "managingOrganization",
                        "identifier",
                        "extension");
    }

    @Test
    default void theLastOfRepeatedValuesCounts() {
        String organisation = organisation();
        storeDevice(organisation, organisation + "-1", "YZZ01", "urn:a");
        assertThat(found("/Device?organization=%1$sX99&organization=%1$s%2$s&identifier=%3$surn:x&identifier=%3$surn:a"
                                .formatted(ODS, organisation, SERVICE))
                        .path("total")
                        .asInt())
                .isEqualTo(1);
    }

    /** Contract part 2: every value has its system, and one that is blank counts as missing. */
    @Test
    default void aRepeatedValueWithoutItsSystemOrContentIsMissing() {
        String missing = "Missing or invalid 'organization' query parameter";
        for (String last : new String[] {"A1", "https://example.org%7CA1", ODS, ODS + "%20"}) {
            assertThat(directory()
                            .get("/Device?organization=%1$sA1&organization=%2$s&identifier=%3$sx"
                                    .formatted(ODS, last, SERVICE))
                            .asString())
                    .as(last)
                    .contains("BAD_REQUEST", missing);
        }
        for (String identifier : new String[] {"x", "https://example.org%7Cx", ""}) {
            assertThat(directory()
                            .get("/Device?organization=%sA1&identifier=%sx&identifier=%s"
                                    .formatted(ODS, SERVICE, identifier))
                            .asString())
                    .contains("BAD_REQUEST", "Missing or invalid 'identifier' query parameter");
        }
        assertThat(directory()
                        .get("/Device?organization=%1$sA1&identifier=%2$sx&manufacturing-organization=YZZ01"
                                .formatted(ODS, SERVICE))
                        .asString())
                .contains("Missing or invalid 'manufacturing-organization' query parameter");
        assertThat(directory()
                        .get("/Endpoint?organization=%1$sA1&identifier=%2$sx&manufacturing-organization=%1$sY"
                                .formatted(ODS, SERVICE))
                        .asString())
                .contains("Illegal query parameter 'manufacturing-organization'");
    }

    @Test
    default void valuesAreComparedToTheLetter() {
        String organisation = organisation();
        storeDevice(organisation, organisation + "-1", "YZZ01", "urn:a:B");
        String query = "/Device?organization=%s%s&identifier=%s%s";
        assertThat(found(query.formatted(ODS, organisation, SERVICE, "urn:a:B"))
                        .path("total")
                        .asInt())
                .isEqualTo(1);
        for (String[] other : new String[][] {
            {organisation.toLowerCase(), "urn:a:B"}, {organisation, "urn:a:b"}, {organisation, "urn:a"}
        }) {
            assertThat(found(query.formatted(ODS, other[0], SERVICE, other[1]))
                            .path("total")
                            .asInt())
                    .isZero();
        }
        String party = query.formatted(ODS, organisation, SERVICE, "urn:a:B") + "&identifier=" + PARTY;
        assertThat(found(party + organisation.toLowerCase() + "-1")
                        .path("total")
                        .asInt())
                .isZero();
    }

    @Test
    default void everyExtensionOfAnEndpointIsShown() {
        String organisation = organisation();
        String reliability = """
                {"url": "%sReliabilityConfiguration", "extension": [
                  {"url": "nhsMHSSyncReplyMode", "valueString": "MSHSignalsOnly"}, {"url": "nhsMHSRetries", "valueInteger": 2}]}""".formatted(SDS);
        create("""
                {"resourceType": "Endpoint", "status": "active", "address": "https://own.example.org/", "managingOrganization": %s,
                 "name": "internal",
                 "connectionType": {"system": "http://terminology.hl7.org/CodeSystem/endpoint-connection-type", "code": "hl7-fhir-msg"},
                 "payloadType": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/endpoint-payload-type", "code": "any"}]}],
                 "identifier": [{"system": "https://fhir.nhs.uk/Id/nhsMhsFQDN", "value": "own.example.org"},
                   {"system": "https://fhir.nhs.uk/Id/nhsMhsCPAId", "value": "S1"}, {"system": "https://fhir.nhs.uk/Id/nhsMHSId", "value": "I1"}],
                 "extension": [%s, %s]}""".formatted(reference(ODS, organisation), reliability, interaction("urn:c")));
        JsonNode endpoint = found(
                        "/Endpoint?organization=%s%s&identifier=%surn:c".formatted(ODS, organisation, SERVICE))
                .at("/entry/0/resource");
        assertThat(endpoint.path("extension")).hasSize(2).contains(ServedBase.tree(reliability));
        assertThat(endpoint.path("identifier")).hasSize(3);
        assertThat(endpoint.has("name")).isFalse();
    }

    @Test
    default void messagesThatTheSpineForwardsGoToIt() {
        String organisation = organisation();
        String forwarded = "urn:nhs:names:services:gp2gp:RCMR_IN010000UK05";
        String express = "urn:nhs:names:services:ebs:PRSC_IN080000UK03";
        storeEndpoint(organisation, organisation + "-1", "https://own.example.org/", forwarded);
        storeEndpoint(organisation, organisation + "-1", "https://own.example.org/", express);
        storeEndpoint(organisation, organisation + "-1", "https://own.example.org/", "urn:nhs:names:services:psis:X");
        storeEndpoint(
                "YES", "YES-1", "https://reliable.example.org/", "urn:nhs:names:services:tms:ReliableIntermediary");
        storeEndpoint("YES", "YES-1", "https://express.example.org/", "urn:nhs:names:services:tms:ExpressIntermediary");
        String[][] cases = {
            {forwarded, "https://reliable.example.org/"},
            {express, "https://express.example.org/"},
            {"urn:nhs:names:services:psis:X", "https://own.example.org/"}
        };
        for (String[] example : cases) {
            assertThat(found("/Endpoint?organization=%s%s&identifier=%s%s"
                                    .formatted(ODS, organisation, SERVICE, example[0]))
                            .at("/entry/0/resource/address")
                            .asText())
                    .isEqualTo(example[1]);
        }
    }

    @Test
    default void whatIsMissingOrUnknownIsTold() {
        String organization =
                "Missing or invalid 'organization' query parameter. Should be 'organization=https://fhir.nhs.uk/Id/ods-organization-code|value'";
        String identifier =
                "Missing or invalid 'identifier' query parameter. Should be 'identifier=https://fhir.nhs.uk/Id/nhsServiceInteractionId|value'";
        String[][] cases = {
            {"/Device", organization},
            {"/Device?organization=A1&identifier=" + SERVICE + "x", organization},
            {"/Device?organization=" + ODS + "%20&identifier=" + SERVICE + "x", organization},
            {"/Device?organization=" + ODS + "A1", identifier},
            {"/Device?organization=" + ODS + "A1&identifier=" + PARTY + "x", identifier},
            {"/Device?organization=" + ODS + "A1&colour=red", "Illegal query parameter 'colour'"},
            {"/Endpoint?identifier=" + PARTY + "x", organization},
            {"/Endpoint?organization=A1&identifier=" + PARTY + "x&identifier=" + SERVICE + "y", organization}
        };
        for (String[] example : cases) {
            assertDirectoryError(
                    directory().get(example[0]),
                    400,
                    "required",
                    "BAD_REQUEST",
                    "Bad request",
                    "HTTP 400: Bad Request (%s)".formatted(example[1]));
        }
        assertThat(directory().get("/Endpoint?organization=" + ODS + "A1").asString())
                .contains("BAD_REQUEST", "'identifier' query parameter");
    }

    @Test
    default void otherPathsMethodsAndMediaTypesAreRefused() {
        assertDirectoryError(
                directory().get("/Organization"),
                404,
                "not-found",
                "NO_RECORD_FOUND",
                "No record found",
                "HTTP endpoint not found");
        Response posted = directory().contentType(JSON).body("{}").post("/Device");
        assertThat(posted.header("Allow")).isEqualTo("GET");
        assertDirectoryError(
                posted, 405, "not-supported", "NOT_IMPLEMENTED", "Not implemented", "HTTP operation not supported");
        assertDirectoryError(
                directory().header("Accept", "text/html").get("/Device"),
                406,
                "not-supported",
                "MISSING_OR_INVALID_HEADER",
                "There is a required header missing or invalid",
                "Accept type not supported");
    }

    @Test
    default void headersAreMirroredOrMade() {
        String query = "/Device?organization=%sA1&identifier=%sx".formatted(ODS, SERVICE);
        String id = UUID.randomUUID().toString();
        assertThat(directory().header("X-Correlation-ID", id).get(query).header("X-Correlation-ID"))
                .isEqualTo(id);
        assertThat(UUID.fromString(directory().get(query).header("X-Correlation-ID")))
                .isNotNull();
        assertThat(directory().header("X-Correlation-ID", "x").get(query).statusCode())
                .isEqualTo(400);
        String[][] types = {
            {"application/json", "application/json"},
            {"application/json, application/fhir+json", JSON},
            {"*/*", JSON},
            {"text/html, application/fhir+json;q=0.5", JSON}
        };
        for (String[] type : types) {
            assertThat(directory().header("Accept", type[0]).get(query).contentType())
                    .as(type[0])
                    .isEqualTo(type[1]);
        }
        for (String path : new String[] {"/_ping", "/_status", "/healthcheck", "/healthcheck/deep"}) {
            assertThat(ServedPds.ok(directory().get(path)).path("status").asText())
                    .isEqualTo("pass");
        }
    }

    @Test
    default void aCorrelationIdThatIsNoneIsRefusedUnderANewOne() {
        Response refused = directory()
                .header("X-Correlation-ID", "x")
                .header("X-Request-ID", "any text")
                .get("/Device?organization=%sA1&identifier=%sx".formatted(ODS, SERVICE));
        assertThat(UUID.fromString(refused.header("X-Correlation-ID"))).isNotNull();
        assertThat(refused.header("X-Request-ID")).isEqualTo("any text");
        assertDirectoryError(
                refused,
                400,
                "required",
                "BAD_REQUEST",
                "Bad request",
                "HTTP 400: Bad Request (X-Correlation-ID 'x' is not a UUID)");
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /Endpoint, 405",
        "DELETE, /Device, 405",
        "TRACE, /healthcheck, 405",
        "FROB, /Endpoint, 405",
        "GET, '', 404",
        "GET, /Device/1, 404",
        "GET, /device, 404",
        "GET, /PractitionerRole, 404",
        "POST, /Nowhere, 404"
    })
    default void onlyGetIsServedAndOnlyAtSixPaths(String method, String path, int status) {
        Response refused = directory().request(method, path);
        assertThat(refused.statusCode()).isEqualTo(status);
        assertThat(refused.header("Allow")).isEqualTo(status == 405 ? "GET" : null);
        assertThat(UUID.fromString(refused.header("X-Correlation-ID"))).isNotNull();
        assertDirectoryError(
                refused,
                status,
                status == 405 ? "not-supported" : "not-found",
                status == 405 ? "NOT_IMPLEMENTED" : "NO_RECORD_FOUND",
                status == 405 ? "Not implemented" : "No record found",
                status == 405 ? "HTTP operation not supported" : "HTTP endpoint not found");
    }

    @Test
    default void organisationsAndPeopleAreFoundOnTheUnifiedBase() {
        String code = organisation();
        String organisation = create("""
                {"resourceType": "Organization", "id": "%s", "active": true, "name": "Penrose Practice",
                 "identifier": [{"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "%s"}],
                 "type": [{"coding": [{"system": "https://fhir.nhs.uk/CodeSystem/organisation-role", "code": "RO177"}]}]}""".formatted(code, code));
        String person = create("""
                {"resourceType": "Practitioner", "name": [{"family": "Penrose%s", "given": ["Clara"]}],
                 "identifier": [{"system": "https://fhir.nhs.uk/Id/sds-user-id", "value": "5%s"}]}""".formatted(code, code));
        String role = create("""
                {"resourceType": "PractitionerRole", "practitioner": {"reference": "%s"}, "organization": {"reference": "%s"},
                 "code": [{"coding": [{"system": "https://fhir.hl7.org.uk/CodeSystem/UKCore-SDSJobRoleName", "code": "R0260"}]}]}""".formatted(person, organisation));
        String service = create("""
                {"resourceType": "HealthcareService", "name": "Clinic %s", "providedBy": {"reference": "%s"}}""".formatted(code, organisation));
        String place = create("""
                {"resourceType": "Location", "name": "Site %s", "managingOrganization": {"reference": "%s"},
                 "identifier": [{"system": "https://fhir.nhs.uk/Id/ods-site-code", "value": "%s01"}]}""".formatted(code, organisation, code));
        assertThat(matches("Organization?identifier=%s%s&type=RO177".formatted(ODS, code)))
                .containsExactly(organisation);
        assertThat(matches("Practitioner?name=penrose" + code)).containsExactly(person);
        assertThat(matches("PractitionerRole?role=R0260&organization:Organization.identifier=" + ODS + code))
                .containsExactly(role);
        assertThat(matches("HealthcareService?name=clinic%20" + code)).containsExactly(service);
        assertThat(matches("Location?identifier=https://fhir.nhs.uk/Id/ods-site-code%7C" + code + "01"))
                .containsExactly(place);
    }

    static void assertDirectoryError(
            Response response, int status, String issueCode, String code, String display, String diagnostics) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        String id = response.header("X-Correlation-ID");
        assertThat(ServedBase.body(response))
                .isEqualTo(ServedBase.tree("""
                {"resourceType": "OperationOutcome", "id": "%s", "issue": [{"severity": "error", "code": "%s",
                  "details": {"coding": [{"system": "https://fhir.nhs.uk/STU3/ValueSet/Spine-ErrorOrWarningCode-1",
                    "code": "%s", "display": "%s"}]}, "diagnostics": "%s"}]}""".formatted(id, issueCode, code, display, diagnostics)));
    }
}
