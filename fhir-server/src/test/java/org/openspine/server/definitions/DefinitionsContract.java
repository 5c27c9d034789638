package org.openspine.server.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.openspine.server.http.ServedBase;

/** Profiles and terminology on the unified base, whatever the database. */
public interface DefinitionsContract extends ServedBase {
    AtomicInteger NEXT = new AtomicInteger();

    private static String url(String type) {
        return "http://example.org/" + type + "/test-" + NEXT.incrementAndGet();
    }

    /** Stores a code system of a small hierarchy: animal above cat and dog. */
    private String animals() {
        String system = url("CodeSystem");
        create("""
                {"resourceType":"CodeSystem","url":"%s","name":"Animals","status":"active","content":"complete","concept":[
                {"code":"animal","display":"Animal","definition":"Something alive","concept":[{"code":"cat","display":"Cat",
                "designation":[{"language":"de","value":"Katze"}]},{"code":"dog","display":"Dog"}]},{"code":"rock","display":"Rock"}]}""".formatted(system));
        return system;
    }

    private String valueSet(String compose) {
        String valueSet = url("ValueSet");
        create("{\"resourceType\":\"ValueSet\",\"url\":\"%s\",\"name\":\"A\",\"status\":\"active\",\"compose\":%s}"
                .formatted(valueSet, compose));
        return valueSet;
    }

    private static String parameter(JsonNode parameters, String name) {
        for (JsonNode parameter : parameters.path("parameter")) {
            if (parameter.path("name").asText().equals(name)) {
                for (var property : parameter.properties()) {
                    if (property.getKey().startsWith("value")) {
                        return property.getValue().asText();
                    }
                }
            }
        }
        return "";
    }

    private static List<String> codes(JsonNode valueSet) {
        var codes = new ArrayList<String>();
        valueSet.path("expansion")
                .path("contains")
                .forEach(entry -> codes.add(entry.path("code").asText()));
        return codes;
    }

    @Test
    default void ownProfilesAreServed() {
        JsonNode found =
                get("StructureDefinition?url=https://openspine.org/fhir/StructureDefinition/openspine-patient");

        assertThat(found.path("entry")).hasSize(1);
        assertThat(get("CapabilityStatement/demographics").path("kind").asText())
                .isEqualTo("requirements");
        assertThat(get("ImplementationGuide/openspine")
                        .path("definition")
                        .path("resource")
                        .size())
                .isGreaterThan(20);
    }

    @Test
    default void rulesOfR4RefuseWritesOfCentralTypesAndAreToldForOthers() {
        sending("{\"resourceType\":\"Patient\",\"contact\":[{\"gender\":\"male\"}]}")
                .post("/Patient")
                .then()
                .statusCode(400);

        Response stored = sending("{\"resourceType\":\"Organization\",\"active\":true}")
                .header("Prefer", "return=OperationOutcome")
                .post("/Organization");
        stored.then().statusCode(201);
        assertThat(ServedBase.body(stored)
                        .path("issue")
                        .path(0)
                        .path("details")
                        .path("text")
                        .asText())
                .startsWith("org-1");
    }

    @Test
    default void validateAnswersForLoadedProfilesAtTypeAndInstance() {
        String profile = "https://openspine.org/fhir/StructureDefinition/openspine-organization";
        String organization = create("{\"resourceType\":\"Organization\",\"name\":\"x\"}");

        JsonNode outcome = get(organization + "/$validate?profile=" + profile);
        assertThat(outcome.path("issue").path(0).path("severity").asText()).isEqualTo("error");
        assertThat(outcome.path("issue").path(0).path("details").path("text").asText())
                .contains(profile);

        Response sent = sending("{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"profile\",\"valueUri\":\""
                        + profile
                        + "\"},{\"name\":\"resource\",\"resource\":{\"resourceType\":\"Organization\",\"name\":\"x\",\"identifier\":"
                        + "[{\"system\":\"https://fhir.nhs.uk/Id/ods-organization-code\",\"value\":\"A99\"}]}}]}")
                .post("/Organization/$validate");
        sent.then().statusCode(200);
        assertThat(ServedBase.body(sent).path("issue").path(0).path("severity").asText())
                .isEqualTo("information");
    }

    @Test
    default void validateTakesXml() {
        Response sent = fhir().contentType(XML)
                .body("<Patient xmlns=\"http://hl7.org/fhir\"><contact><gender value=\"male\"/></contact></Patient>")
                .post("/Patient/$validate");

        sent.then().statusCode(200);
        assertThat(sent.asString()).contains("pat-1");
    }

    @Test
    default void lookupTellsAllOfAConcept() {
        String system = animals();

        JsonNode found = get("CodeSystem/$lookup?system=" + system + "&code=cat");

        assertThat(parameter(found, "display")).isEqualTo("Cat");
        assertThat(found.toString()).contains("Katze", "\"valueCode\":\"animal\"");
        fhir().get("/CodeSystem/$lookup?system=" + system + "&code=horse")
                .then()
                .statusCode(404);
        fhir().get("/CodeSystem/$lookup?code=horse").then().statusCode(400);
        fhir().get("/CodeSystem/$lookup?system=http://example.org/none&code=horse")
                .then()
                .statusCode(404);
    }

    @Test
    default void validateCodeAndSubsumesKnowTheHierarchy() {
        String system = animals();
        get("CodeSystem/$lookup?system=" + system + "&code=cat");

        assertThat(parameter(get("CodeSystem/$validate-code?url=" + system + "&code=cat&display=Cat"), "result"))
                .isEqualTo("true");
        assertThat(parameter(get("CodeSystem/$validate-code?url=" + system + "&code=cat&display=Dog"), "result"))
                .isEqualTo("false");
        assertThat(parameter(get("CodeSystem/$validate-code?url=" + system + "&code=horse"), "result"))
                .isEqualTo("false");
        String pair = "CodeSystem/$subsumes?system=" + system + "&codeA=%s&codeB=%s";
        assertThat(parameter(get(pair.formatted("animal", "dog")), "outcome")).isEqualTo("subsumes");
        assertThat(parameter(get(pair.formatted("dog", "animal")), "outcome")).isEqualTo("subsumed-by");
        assertThat(parameter(get(pair.formatted("dog", "cat")), "outcome")).isEqualTo("not-subsumed");
        assertThat(parameter(get(pair.formatted("dog", "dog")), "outcome")).isEqualTo("equivalent");
    }

    @Test
    default void expandFiltersPagesAndExcludes() {
        String system = animals();
        String valueSet = valueSet("""
                {"include":[{"system":"%s","filter":[{"property":"concept","op":"is-a","value":"animal"}]}],
                "exclude":[{"system":"%s","concept":[{"code":"dog"}]}]}""".formatted(system, system));
        String all = valueSet("{\"include\":[{\"system\":\"%s\"}]}".formatted(system));

        assertThat(codes(get("ValueSet/$expand?url=" + valueSet))).containsExactly("animal", "cat");
        JsonNode page = get("ValueSet/$expand?url=" + all + "&offset=1&count=2");
        assertThat(codes(page)).containsExactly("cat", "dog");
        assertThat(page.path("expansion").path("total").asInt()).isEqualTo(4);
        assertThat(codes(get("ValueSet/$expand?url=" + all + "&filter=ro"))).containsExactly("rock");
        fhir().get("/ValueSet/$expand?url=http://example.org/none").then().statusCode(404);
        fhir().get("/ValueSet/$expand?url=http://hl7.org/fhir/ValueSet/observation-codes")
                .then()
                .statusCode(422);
        fhir().get("/ValueSet/$expand?url=" + all + "&count=x").then().statusCode(400);
    }

    @Test
    default void valueSetsAnswerForCodes() {
        String path =
                "ValueSet/$validate-code?url=http://hl7.org/fhir/ValueSet/administrative-gender&system=http://hl7.org/fhir/administrative-gender&code=";

        assertThat(parameter(get(path + "male"), "result")).isEqualTo("true");
        assertThat(parameter(get(path + "x"), "result")).isEqualTo("false");
    }

    @Test
    default void translateGoesBothWays() {
        String source = animals();
        String map = url("ConceptMap");
        create("""
                {"resourceType":"ConceptMap","url":"%s","status":"active","group":[{"source":"%s","target":"http://example.org/t",
                "element":[{"code":"cat","target":[{"code":"C","display":"Feline","equivalence":"wider"}]}]}]}""".formatted(map, source));

        JsonNode found = get("ConceptMap/$translate?url=" + map + "&system=" + source + "&code=cat");
        assertThat(parameter(found, "result")).isEqualTo("true");
        assertThat(found.toString()).contains("\"code\":\"C\"", "Feline", "wider");
        JsonNode back = get("ConceptMap/$translate?url=" + map + "&system=http://example.org/t&code=C&reverse=true");
        assertThat(back.toString()).contains("\"code\":\"cat\"", "narrower");
        assertThat(parameter(get("ConceptMap/$translate?url=" + map + "&system=" + source + "&code=dog"), "result"))
                .isEqualTo("false");
    }

    @Test
    default void tokensAreSearchedByValueSetAndHierarchy() {
        String system = animals();
        String valueSet =
                valueSet("{\"include\":[{\"system\":\"%s\",\"concept\":[{\"code\":\"cat\"}]}]}".formatted(system));
        String basic =
                "{\"resourceType\":\"Basic\",\"code\":{\"coding\":[{\"system\":\"" + system + "\",\"code\":\"%s\"}]}}";
        String cat = create(basic.formatted("cat"));
        String dog = create(basic.formatted("dog"));
        String rock = create(basic.formatted("rock"));
        get("ValueSet/$expand?url=" + valueSet);

        assertThat(matches("Basic?code:in=" + valueSet)).containsExactly(cat);
        assertThat(matches("Basic?code:not-in=" + valueSet + "&code=" + system + "%7C"))
                .containsExactlyInAnyOrder(dog, rock);
        assertThat(matches("Basic?code:below=" + system + "%7Canimal")).containsExactlyInAnyOrder(cat, dog);
        assertThat(matches("Basic?code:above=" + system + "%7Crock")).containsExactly(rock);
        fhir().get("/Basic?code:in=http://example.org/none").then().statusCode(400);
        fhir().get("/Basic?code:below=x").then().statusCode(400);
    }
}
