package org.openspine.server.childprotection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.openspine.repository.ResourceRepository;
import org.openspine.server.http.ServedBase;
import org.openspine.terminology.identifier.NhsNumber;

/** A server whose child protection and flag APIs tests can reach; other records are stored through its unified base. */
public interface ServedProtection extends ServedBase {
    String BY_NUMBER = "patient:identifier=https://fhir.nhs.uk/Id/nhs-number%7C";
    String CHILD_PROTECTION = "342191000000101";
    String LOOKED_AFTER = "764841000000100";
    String UNBORN = "818901000000100";
    String CPIS = "child-protection-information-system-flag";
    String ADJUSTMENTS = "national-reasonable-adjustment-flag";
    String FGM = "female-genital-mutilation-flag";
    String KINDS = "https://fhir.nhs.uk/England/CodeSystem/England-FlagCategoryPatient";

    /** NHS numbers that no other test uses. */
    final class Numbers {
        private static final AtomicInteger NEXT = new AtomicInteger(963_000_000);

        private Numbers() {}

        static String next() {
            while (true) {
                var number = NhsNumber.ofStem(NEXT.getAndIncrement());
                if (number.isPresent()) {
                    return number.get().value();
                }
            }
        }
    }

    /** {@code http://127.0.0.1:1234}. */
    String address();

    ResourceRepository repository();

    @Override
    default String base() {
        return address() + "/FHIR/R4";
    }

    default RequestSpecification cpis() {
        return fhir().baseUri(address() + "/cpis/FHIR/R4");
    }

    default RequestSpecification flags() {
        return fhir().baseUri(address() + "/patient-flags-api/FHIR/R4");
    }

    default RequestSpecification silent() {
        return cpis().header("IsUnscheduledAccessEvent", "false");
    }

    /** Stores a Patient and returns the number. */
    default String patient() {
        return patient("\"gender\": \"female\", \"birthDate\": \"2019-03-04\"");
    }

    /** Stores a Patient with these members beside its number. */
    default String patient(String members) {
        String number = Numbers.next();
        storePatient(number, members);
        return number;
    }

    default void storePatient(String number, String members) {
        String patient = """
                {"resourceType": "Patient", "id": "%s",
                 "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "%s"}], %s}""".formatted(number, number, members);
        assertThat(sending(patient).put("/Patient/" + number).statusCode()).isBetween(200, 201);
    }

    /** A Bundle as a council sends it: one plan of this type. */
    default String plan(String number, String type, String start, String more, String council) {
        return """
                {"resourceType": "Bundle", "type": "collection", "entry": [
                 {"fullUrl": "Flag/f1", "resource": {"resourceType": "Flag", "id": "f1", "status": "active",
                   "contained": [{"resourceType": "Provenance", "id": "p1", "target": [{"reference": "#"}],
                     "recorded": "2026-07-22T09:00:00+00:00", "agent": [{"who": {"display": "A social worker"}}]}],
                   "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/flag-detail",
                     "valueReference": {"reference": "CarePlan/c1"}}],
                   "code": {"coding": [{"system": "%s", "code": "%s"}]},
                   "subject": {"reference": "Patient/%s"}, "period": {"start": "2026-07-22T09:00:00+00:00"}}},
                 {"fullUrl": "CarePlan/c1", "resource": {"resourceType": "CarePlan", "id": "c1", "status": "active", "intent": "plan",
                   "category": [{"coding": [{"system": "http://snomed.info/sct", "code": "%s"}]}],
                   "subject": {"reference": "Patient/%s"}, "period": {"start": "%s"%s},
                   "careTeam": [{"reference": "CareTeam/t1"}]}},
                 {"fullUrl": "CareTeam/t1", "resource": {"resourceType": "CareTeam", "id": "t1", "status": "active", "name": "%s",
                   "telecom": [{"system": "phone", "value": "0113 496 0101", "use": "work"},
                               {"system": "phone", "value": "07700 900101", "use": "mobile"}]}}]}""".formatted(KINDS, CPIS, number, type, number, start, more, council);
    }

    default Response upload(String bundle) {
        return cpis().contentType(JSON).body(bundle).post("");
    }

    /** Stores one running child protection plan. */
    default void storePlan(String number) {
        JsonNode answer = ok(upload(plan(number, CHILD_PROTECTION, "2026-07-22", "", "991 - WHARFEDALE COUNCIL")));
        assertThat(answer.path("type").asText()).isEqualTo("transaction-response");
    }

    /** What the plans of a child look like without a trace being left. */
    default List<JsonNode> plans(String number) {
        return resources(ok(silent().get("/CareTeam?" + BY_NUMBER + number)), "CareTeam");
    }

    default List<JsonNode> accesses(String number) {
        return resources(ok(silent().get("/AuditEvent?" + BY_NUMBER + number)), "AuditEvent");
    }

    /** Notifications about a patient, oldest first. */
    default List<JsonNode> notifications(String number) {
        return resources(get("Communication?category=notification&subject=Patient/" + number), "Communication");
    }

    static List<JsonNode> resources(JsonNode bundle, String type) {
        return StreamSupport.stream(bundle.path("entry").spliterator(), false)
                .map(entry -> entry.path("resource"))
                .filter(resource -> resource.path("resourceType").asText().equals(type))
                .toList();
    }

    /** The resource of a 200 answer. */
    static JsonNode ok(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return ServedBase.body(response);
    }

    /** Asserts an error: one issue with the code of the catalogue. */
    static void assertError(Response response, int status, String issueCode, String code, String diagnostics) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        assertThat(response.contentType()).isEqualTo("application/fhir+json");
        JsonNode outcome = ServedBase.body(response);
        assertThat(outcome.path("resourceType").asText()).isEqualTo("OperationOutcome");
        assertThat(outcome.path("issue")).hasSize(1);
        JsonNode issue = outcome.path("issue").path(0);
        assertThat(issue.path("severity").asText()).isEqualTo("error");
        assertThat(issue.path("code").asText()).isEqualTo(issueCode);
        if (code.isEmpty()) {
            assertThat(issue.has("details")).isFalse();
        } else {
            assertThat(issue.at("/details/coding/0/system").asText())
                    .isEqualTo("https://fhir.nhs.uk/CodeSystem/Spine-ErrorOrWarningCode");
            assertThat(issue.at("/details/coding/0/code").asText()).isEqualTo(code);
        }
        assertThat(issue.path("diagnostics").asText()).contains(diagnostics);
    }
}
