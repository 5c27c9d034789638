package org.openspine.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.openspine.fhir.UnifiedBaseOnH2.link;
import static org.openspine.fhir.UnifiedBaseOnH2.tree;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.api.FhirResponse;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;

class OperationsTest {
    private static final String PATIENT = "Patient/9000000009";

    private static UnifiedBaseOnH2 spine;

    @BeforeAll
    static void open(@TempDir Path folder) {
        spine = new UnifiedBaseOnH2(folder, Clock.systemUTC());
        spine.put("Organization/trust", "{\"resourceType\":\"Organization\",\"id\":\"trust\",\"name\":\"Trust\"}");
        spine.put("Organization/gp", """
                {"resourceType":"Organization","id":"gp","name":"Practice","partOf":{"reference":"Organization/trust"}}""");
        spine.put("Practitioner/doc", "{\"resourceType\":\"Practitioner\",\"id\":\"doc\"}");
        spine.put("Patient/9000000017", "{\"resourceType\":\"Patient\",\"id\":\"9000000017\"}");
        spine.put(PATIENT, """
                {"resourceType":"Patient","id":"9000000009",
                 "meta":{"profile":["http://example.org/p"],"tag":[{"system":"http://t","code":"a"}]},
                 "identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9000000009"}],
                 "generalPractitioner":[{"reference":"Organization/gp"}],
                 "link":[{"other":{"reference":"Patient/9000000017"},"type":"seealso"}]}""");
        for (int i = 0; i < 5; i++) {
            spine.put("Observation/o" + i, observation("o" + i, "9000000009"));
        }
        spine.put("Observation/other", observation("other", "9000000017"));
    }

    @AfterAll
    static void close() {
        spine.close();
    }

    private static String observation(String id, String patient) {
        return """
                {"resourceType":"Observation","id":"%s","meta":{"tag":[{"system":"http://t","code":"%s"}]},"status":"final",
                 "code":{"text":"x"},"subject":{"reference":"Patient/%s"},"performer":[{"reference":"Practitioner/doc"}]}""".formatted(id, id, patient);
    }

    @Test
    void everythingIsThePatientItsRecordAndWhatTheyReferTo() {
        JsonNode bundle = tree(spine.get(PATIENT + "/$everything"));

        assertThat(ids(bundle, "match"))
                .containsExactly(
                        PATIENT,
                        "Observation/o0",
                        "Observation/o1",
                        "Observation/o2",
                        "Observation/o3",
                        "Observation/o4");
        assertThat(ids(bundle, "include"))
                .containsExactlyInAnyOrder("Organization/gp", "Organization/trust", "Practitioner/doc");
    }

    @Test
    void everythingIsPagedWithoutLossAndWithoutRepetition() {
        List<String> seen = new ArrayList<>();
        String page = PATIENT + "/$everything?_count=2&_type=Patient,Observation";
        for (int pages = 0; !page.isEmpty(); pages++) {
            JsonNode bundle = tree(spine.get(page));
            seen.addAll(ids(bundle, "match"));
            assertThat(ids(bundle, "include")).isEmpty();
            assertThat(pages).isLessThan(5);
            page = link(bundle, "next");
        }

        assertThat(seen).hasSize(6).doesNotHaveDuplicates();
    }

    @Test
    void everythingTakesItsParametersFromABodyToo() {
        JsonNode bundle = tree(spine.post(PATIENT + "/$everything", """
                {"resourceType":"Parameters","parameter":[
                  {"name":"_type","valueCode":"Observation"},{"name":"_since","valueInstant":"2999-01-01T00:00:00Z"}]}"""));

        assertThat(bundle.path("entry")).isEmpty();
    }

    @Test
    void everythingRefusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> spine.get(PATIENT + "/$everything?start=2020"))
                .hasMessageContaining("'start' is not a parameter of $everything. Known: _since, _type, _count");
        assertThatThrownBy(() -> spine.get(PATIENT + "/$everything?_page=forged"))
                .hasMessageContaining("not from a next link");
        assertThatThrownBy(() -> spine.get("Patient/9000000025/$everything"))
                .extracting(failure -> ((SpineException) failure).code())
                .isEqualTo(FhirError.NOT_FOUND);
        assertThatThrownBy(() -> spine.get("Observation/o1/$everything")).hasMessageContaining("does not exist here");
    }

    @Test
    void metaOfAResourceATypeAndTheStore() {
        assertThat(meta(spine.get(PATIENT + "/$meta")).path("tag")).hasSize(1);
        assertThat(meta(spine.get("Patient/$meta")).path("profile").path(0).asText())
                .isEqualTo("http://example.org/p");
        assertThat(meta(spine.get("Observation/$meta")).path("tag")).hasSizeGreaterThanOrEqualTo(6);
        assertThat(meta(spine.get("$meta")).path("tag")).hasSizeGreaterThanOrEqualTo(7);
        assertThat(meta(spine.get("Basic/$meta"))).isEmpty();
    }

    @Test
    void metaIsAddedAndDeletedInNewVersions() {
        spine.put("Basic/m", "{\"resourceType\":\"Basic\",\"id\":\"m\",\"code\":{\"text\":\"x\"}}");
        String parameters = """
                {"resourceType":"Parameters","parameter":[{"name":"meta","valueMeta":{
                  "profile":["http://p"],"tag":[{"system":"http://t","code":"new"}]}}]}""";

        JsonNode added = meta(spine.post("Basic/m/$meta-add", parameters));
        assertThat(added.path("versionId").asText()).isEqualTo("2");
        assertThat(added.path("tag")).hasSize(1);
        assertThat(meta(spine.post("Basic/m/$meta-add", parameters))
                        .path("versionId")
                        .asText())
                .isEqualTo("2");

        JsonNode deleted = meta(spine.post("Basic/m/$meta-delete", parameters));
        assertThat(deleted.path("versionId").asText()).isEqualTo("3");
        assertThat(deleted.has("tag")).isFalse();
        assertThat(deleted.has("profile")).isFalse();
        assertThatThrownBy(() -> spine.get("Basic/m/$meta-add")).hasMessageContaining("'$meta-add' takes POST");
    }

    @Test
    void validateTellsWhatStoringWouldObjectTo() {
        String wrong = "{\"resourceType\":\"Patient\",\"gender\":\"unheard\",\"surname\":\"x\"}";

        assertThat(severity(spine.post("Patient/$validate", wrong))).isEqualTo("error");
        assertThat(severity(spine.post("Patient/$validate", "{\"resourceType\":\"Group\"}")))
                .isEqualTo("error");
        assertThat(severity(spine.post("Patient/$validate", "{\"resourceType\":\"Patient\",\"gender\":\"other\"}")))
                .isEqualTo("information");
        assertThat(severity(spine.get(PATIENT + "/$validate"))).isEqualTo("information");
        assertThat(severity(spine.get(PATIENT + "/$validate?mode=delete"))).isEqualTo("information");
    }

    @Test
    void validateKnowsWhatTheResourceIsFor() {
        String patient = """
                {"resourceType":"Parameters","parameter":[{"name":"mode","valueCode":"%s"},{"name":"resource","resource":
                 {"resourceType":"Patient","id":"9000000009","identifier":
                  [{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9000000009"}]}}]}""";

        assertThat(tree(spine.post("Patient/$validate", patient.formatted("create")))
                        .path("issue")
                        .path(0)
                        .path("code")
                        .asText())
                .isEqualTo("duplicate");
        assertThat(severity(spine.post(PATIENT + "/$validate", patient.formatted("update"))))
                .isEqualTo("information");
        assertThat(severity(spine.post("Patient/9000000017/$validate", patient.formatted("update"))))
                .isEqualTo("error");
        assertThatThrownBy(() -> spine.post("Patient/$validate", patient.formatted("update")))
                .hasMessageContaining("[id]/$validate");
        assertThatThrownBy(() -> spine.post("Patient/$validate", patient.formatted("guess")))
                .hasMessageContaining("'mode' of $validate is");
    }

    @Test
    void validateRefusesProfilesItDoesNotHave() {
        String fine = "{\"resourceType\":\"Patient\"}";

        assertThatThrownBy(() -> spine.post("Patient/$validate?profile=http://example.org/mine", fine))
                .hasMessageContaining("names a profile this server does not have");
        assertThat(severity(spine.post(
                        "Patient/$validate?mode=profile&profile=http://hl7.org/fhir/StructureDefinition/Patient",
                        fine)))
                .isEqualTo("information");
    }

    @Test
    void theCapabilityStatementListsThem() {
        JsonNode statement = tree(spine.get("metadata"));

        assertThat(statement.path("rest").path(0).path("operation").findValuesAsText("name"))
                .contains("meta");
        for (JsonNode type : statement.path("rest").path(0).path("resource")) {
            List<String> names = type.path("operation").findValuesAsText("name");
            assertThat(names).contains("meta", "meta-add", "meta-delete", "validate");
            assertThat(names.contains("everything"))
                    .isEqualTo(type.path("type").asText().equals("Patient"));
        }
    }

    private static List<String> ids(JsonNode bundle, String mode) {
        List<String> ids = new ArrayList<>();
        for (JsonNode entry : bundle.path("entry")) {
            if (entry.path("search").path("mode").asText().equals(mode)) {
                JsonNode resource = entry.path("resource");
                ids.add(resource.path("resourceType").asText() + "/"
                        + resource.path("id").asText());
            }
        }
        return ids;
    }

    private static JsonNode meta(FhirResponse response) {
        return tree(response).path("parameter").path(0).path("valueMeta");
    }

    private static String severity(FhirResponse response) {
        assertThat(response.status()).isEqualTo(200);
        return tree(response).path("issue").path(0).path("severity").asText();
    }
}
