package org.openspine.server.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.openspine.server.http.ServedBase;

/** The terminology operations, parameter by parameter as R4 defines them. */
public interface TerminologyContract extends ServedBase {
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
                "designation":[{"language":"de","value":"Katze"},{"language":"en-GB","use":{"system":"http://example.org/use","code":"pet"},
                "value":"Moggy"}]},{"code":"dog","display":"Dog"}]},{"code":"rock","display":"Rock"}]}""".formatted(system));
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

    /** The same with properties, a group that is no code to use, and a concept that is out of use. */
    private String plants() {
        String system = url("CodeSystem");
        create("""
                {"resourceType":"CodeSystem","url":"%s","version":"7","name":"Plants","status":"active","content":"complete","caseSensitive":false,
                "property":[{"code":"height","type":"integer"}],"concept":[{"code":"plant","display":"Plant",
                "property":[{"code":"notSelectable","valueBoolean":true}],"concept":[{"code":"oak","display":"Oak tree",
                "property":[{"code":"height","valueInteger":30}]},{"code":"fern","display":"Fern",
                "property":[{"code":"inactive","valueBoolean":true}]}]}]}""".formatted(system));
        return system;
    }

    private static String parameters(String content) {
        return "{\"resourceType\":\"Parameters\",\"parameter\":[%s]}".formatted(content);
    }

    private JsonNode post(String path, String content) {
        Response response = sending(parameters(content)).post("/" + path);
        response.then().statusCode(200);
        return ServedBase.body(response);
    }

    private String refusal(int status, String path) {
        Response response = fhir().get("/" + path);
        response.then().statusCode(status);
        return ServedBase.body(response)
                .path("issue")
                .path(0)
                .path("diagnostics")
                .asText(ServedBase.body(response)
                        .path("issue")
                        .path(0)
                        .path("details")
                        .path("text")
                        .asText());
    }

    @Test
    default void lookupTellsWhatIsAskedFor() {
        String system = animals();
        String path = "CodeSystem/$lookup?system=" + system + "&code=";

        JsonNode child = get(path + "animal&property=child");
        assertThat(child.toString()).contains("\"valueCode\":\"cat\"").doesNotContain("Something alive");
        assertThat(get(path + "animal&property=definition").toString())
                .contains("Something alive")
                .doesNotContain("\"cat\"");
        assertThat(get(path + "cat&property=lang.de").toString())
                .contains("Katze")
                .doesNotContain("Moggy");
        assertThat(parameter(get(path + "cat&displayLanguage=de"), "display")).isEqualTo("Katze");
        assertThat(parameter(
                        post(
                                "CodeSystem/$lookup",
                                "{\"name\":\"coding\",\"valueCoding\":{\"system\":\"%s\",\"code\":\"dog\"}}"
                                        .formatted(system)),
                        "display"))
                .isEqualTo("Dog");
    }

    @Test
    default void questionsThatBreakARuleAreRefusedByName() {
        String system = animals();
        String lookup = "CodeSystem/$lookup?system=" + system;

        assertThat(refusal(400, lookup)).contains("'code'");
        assertThat(refusal(400, lookup + "&code=cat&code=dog")).contains("'code'", "once");
        assertThat(refusal(400, lookup + "&code=cat&date=tomorrow")).contains("'date'");
        assertThat(refusal(400, lookup + "&code=cat&displayLanguage=d*")).contains("'displayLanguage'");
        assertThat(refusal(400, lookup + "&code=cat&colour=red")).contains("colour");
        assertThat(refusal(400, lookup + "&coding=cat")).contains("'coding'", "POST");
        assertThat(refusal(404, "CodeSystem/$lookup?system=" + system + "%7C9&code=cat"))
                .contains("|9");
        assertThat(refusal(400, "ValueSet/$expand")).contains("'url'");
        String gender = "http://hl7.org/fhir/ValueSet/administrative-gender";
        assertThat(refusal(400, "ValueSet/$expand?url=" + gender + "&offset=-1"))
                .contains("'offset'");
        assertThat(refusal(400, "ValueSet/$expand?url=" + gender + "&activeOnly=yes"))
                .contains("'activeOnly'");
        assertThat(refusal(400, "ValueSet/$expand?url=" + gender + "&system-version=x"))
                .contains("'system-version'");
        assertThat(refusal(404, "ValueSet/$expand?url=" + gender + "%7C9")).contains("|9");
        assertThat(codes(get("ValueSet/$expand?url=" + gender + "%7C4.0.1"))).hasSize(4);
        assertThat(refusal(
                        404, "CodeSystem/$lookup?system=http://hl7.org/fhir/administrative-gender&version=9&code=male"))
                .contains("|9");
        assertThat(refusal(400, "ValueSet/$validate-code?url=" + gender + "&code=male"))
                .contains("'system'");
        assertThat(refusal(400, "ValueSet/$validate-code?code=male&system=x")).contains("'url'");
        assertThat(refusal(400, "ConceptMap/$translate?code=x")).contains("'system'");
        assertThat(refusal(400, "CodeSystem/$subsumes?system=" + system + "&codeA=cat"))
                .contains("'codeB'");
        assertThat(refusal(404, "CodeSystem/$subsumes?system=" + system + "&codeA=cat&codeB=cow"))
                .contains("'code'");
        sending(parameters("{\"name\":\"valueSet\",\"resource\":{\"resourceType\":\"Basic\"}}"))
                .post("/ValueSet/$expand")
                .then()
                .statusCode(400);
    }

    @Test
    default void codesAreCheckedWithTheirSystemVersionAndUse() {
        String system = plants();
        String path = "CodeSystem/$validate-code?url=" + system + "&code=";
        String all = valueSet("{\"include\":[{\"system\":\"%s\"}]}".formatted(system));
        String set = "ValueSet/$validate-code?url=" + all + "&system=" + system + "&code=";

        assertThat(parameter(get(path + "OAK"), "display")).isEqualTo("Oak tree");
        assertThat(parameter(get(path + "oak&version=7"), "result")).isEqualTo("true");
        fhir().get("/" + path + "oak&version=8").then().statusCode(404);
        assertThat(parameter(get(path + "plant"), "result")).isEqualTo("false");
        assertThat(parameter(get(path + "plant&abstract=true"), "result")).isEqualTo("true");
        assertThat(parameter(get(path + "fern"), "message")).contains("inactive");
        assertThat(parameter(get(set + "oak&systemVersion=7"), "result")).isEqualTo("true");
        assertThat(parameter(get(set + "oak&systemVersion=8"), "result")).isEqualTo("false");
        assertThat(parameter(get(set + "oak&display=Birch"), "result")).isEqualTo("false");
        assertThat(parameter(get(set + "plant"), "result")).isEqualTo("false");
        JsonNode any = post("ValueSet/$validate-code", """
                {"name":"url","valueUri":"%s"},{"name":"codeableConcept","valueCodeableConcept":{"coding":[
                {"system":"http://example.org/other","code":"x"},{"system":"%s","code":"oak"}]}}""".formatted(all, system));
        assertThat(parameter(any, "result")).isEqualTo("true");
    }

    @Test
    default void codesOfSystemsThatAreNotLoadedAreAWarning() {
        String set = valueSet("{\"include\":[{\"system\":\"http://example.org/not-loaded\"}]}");

        JsonNode answer = get("ValueSet/$validate-code?url=" + set + "&system=http://example.org/not-loaded&code=123");

        assertThat(parameter(answer, "result")).isEqualTo("false");
        assertThat(parameter(answer, "message")).contains("not known", "not loaded");
        assertThat(answer.toString()).contains("\"severity\":\"warning\"").doesNotContain("\"severity\":\"error\"");
    }

    @Test
    default void valueSetsAreFoundByTheElementTheyAreBoundTo() {
        String context = "http://hl7.org/fhir/StructureDefinition/Patient%23Patient.gender";

        assertThat(codes(get("ValueSet/$expand?context=" + context))).contains("male", "female", "other", "unknown");
        assertThat(parameter(get("ValueSet/$validate-code?code=male&context=" + context), "result"))
                .isEqualTo("true");
        assertThat(refusal(
                        404, "ValueSet/$expand?context=http://hl7.org/fhir/StructureDefinition/Patient%23Patient.id"))
                .contains("'context'");
    }

    @Test
    default void expansionsTakeWhatIsAskedOfThem() {
        String system = plants();
        String all = valueSet("{\"include\":[{\"system\":\"%s\"}]}".formatted(system));
        String path = "ValueSet/$expand?url=" + all;

        assertThat(codes(get(path))).containsExactly("plant", "oak", "fern");
        assertThat(codes(get(path + "&activeOnly=true"))).containsExactly("plant", "oak");
        assertThat(codes(get(path + "&excludeNotForUI=true"))).containsExactly("oak", "fern");
        assertThat(codes(get(path + "&exclude-system=" + system))).isEmpty();
        JsonNode empty = get(path + "&count=0");
        assertThat(codes(empty)).isEmpty();
        assertThat(empty.path("expansion").path("total").asInt()).isEqualTo(3);
        JsonNode nested = get(path + "&excludeNested=false");
        assertThat(codes(nested)).containsExactly("plant");
        assertThat(nested.path("expansion").path("contains").path(0).path("contains"))
                .hasSize(2);
        assertThat(get(path).path("expansion").toString())
                .contains("\"abstract\":true", "\"inactive\":true", "\"version\":\"7\"", system + "|7");
        assertThat(get(path).has("compose")).isFalse();
        assertThat(get(path + "&includeDefinition=true").has("compose")).isTrue();
        fhir().get("/" + path + "&system-version=" + system + "%7C6").then().statusCode(422);
        assertThat(codes(get(path + "&system-version=" + system + "%7C7"))).hasSize(3);
        String old = valueSet("{\"include\":[{\"system\":\"%s\",\"version\":\"6\"}]}".formatted(system));
        fhir().get("/ValueSet/$expand?url=" + old).then().statusCode(422);
        assertThat(codes(get("ValueSet/$expand?url=" + old + "&force-system-version=" + system + "%7C7")))
                .hasSize(3);
        fhir().get("/ValueSet/$expand?url=" + old + "&check-system-version=" + system + "%7C7")
                .then()
                .statusCode(422);
    }

    @Test
    default void expansionsSpeakTheLanguageThatIsAskedFor() {
        String system = animals();
        String all = valueSet("{\"include\":[{\"system\":\"%s\",\"concept\":[{\"code\":\"cat\"}]}]}".formatted(system));
        String path = "ValueSet/$expand?url=" + all;

        assertThat(get(path).toString()).contains("\"Cat\"").doesNotContain("Katze");
        assertThat(get(path + "&displayLanguage=de-AT").toString()).contains("\"display\":\"Katze\"");
        assertThat(get(path + "&includeDesignations=true").toString()).contains("Katze", "Moggy");
        assertThat(get(path + "&designation=urn:ietf:bcp:47%7Cde").toString())
                .contains("Katze")
                .doesNotContain("Moggy");
        assertThat(get(path + "&designation=http://example.org/use%7Cpet").toString())
                .contains("Moggy")
                .doesNotContain("Katze");
    }

    @Test
    default void supplementsAddNamesAndNeverCodes() {
        String system = animals();
        String supplement = url("CodeSystem");
        create("""
                {"resourceType":"CodeSystem","url":"%s","status":"active","content":"supplement","supplements":"%s",
                "concept":[{"code":"dog","designation":[{"language":"fr","value":"Chien"}]}]}""".formatted(supplement, system));

        assertThat(get("CodeSystem/$lookup?system=" + system + "&code=dog").toString())
                .contains("Chien", "Dog");
        assertThat(refusal(422, "CodeSystem/$lookup?system=" + supplement + "&code=dog"))
                .contains(system);
    }

    @Test
    default void filtersAskForPropertiesAndTheHierarchy() {
        String system = plants();
        String part = "{\"include\":[{\"system\":\"" + system
                + "\",\"filter\":[{\"property\":\"%s\",\"op\":\"%s\",\"value\":\"%s\"}]}]}";

        assertThat(codes(inline(part.formatted("height", "=", "30")))).containsExactly("oak");
        assertThat(codes(inline(part.formatted("height", "exists", "false")))).containsExactly("plant", "fern");
        assertThat(codes(inline(part.formatted("parent", "=", "plant")))).containsExactly("oak", "fern");
        assertThat(codes(inline(part.formatted("child", "=", "oak")))).containsExactly("plant");
        assertThat(codes(inline(part.formatted("concept", "descendent-of", "plant"))))
                .containsExactly("oak", "fern");
        assertThat(codes(inline(part.formatted("concept", "generalizes", "oak"))))
                .containsExactly("plant", "oak");
        assertThat(codes(inline(part.formatted("display", "regex", "[A-F].*")))).containsExactly("fern");
        assertThat(codes(inline(part.formatted("inactive", "=", "false")))).containsExactly("plant", "oak");
        assertThat(codes(inline("{\"inactive\":false,\"include\":[{\"system\":\"%s\"}]}".formatted(system))))
                .containsExactly("plant", "oak");
        sending(inlineBody(part.formatted("colour", "=", "red")))
                .post("/ValueSet/$expand")
                .then()
                .statusCode(422);
        sending(inlineBody(part.formatted("display", "regex", "((a+)+)+b")))
                .post("/ValueSet/$expand")
                .then()
                .statusCode(200);
        sending(inlineBody("{\"include\":[{}]}"))
                .post("/ValueSet/$expand")
                .then()
                .statusCode(422);
    }

    private static String inlineBody(String compose) {
        return parameters(
                "{\"name\":\"valueSet\",\"resource\":{\"resourceType\":\"ValueSet\",\"status\":\"active\",\"compose\":%s}}"
                        .formatted(compose));
    }

    private JsonNode inline(String compose) {
        Response response = sending(inlineBody(compose)).post("/ValueSet/$expand");
        response.then().statusCode(200);
        return ServedBase.body(response);
    }

    @Test
    default void importedValueSetsAreIntersectedAndCirclesRefused() {
        String system = animals();
        String pets = valueSet(
                "{\"include\":[{\"system\":\"%s\",\"concept\":[{\"code\":\"cat\"},{\"code\":\"dog\"},{\"code\":\"unicorn\"}]}]}"
                        .formatted(system));
        String cats =
                valueSet("{\"include\":[{\"system\":\"%s\",\"concept\":[{\"code\":\"cat\"}]}]}".formatted(system));
        String both = valueSet("{\"include\":[{\"valueSet\":[\"%s\",\"%s\"]}]}".formatted(pets, cats));
        String circle = url("ValueSet");
        create(
                "{\"resourceType\":\"ValueSet\",\"url\":\"%s\",\"status\":\"active\",\"compose\":{\"include\":[{\"valueSet\":[\"%s\"]}]}}"
                        .formatted(circle, circle));

        assertThat(codes(get("ValueSet/$expand?url=" + pets))).containsExactly("cat", "dog");
        assertThat(codes(get("ValueSet/$expand?url=" + both))).containsExactly("cat");
        assertThat(refusal(422, "ValueSet/$expand?url=" + circle)).contains("circle");
    }

    @Test
    default void unmappedCodesAreTranslatedAsTheMapSays() {
        String other = url("ConceptMap");
        String map = """
                {"resourceType":"ConceptMap","url":"%s","status":"active","group":[{"source":"http://example.org/a","target":"http://example.org/b",
                "element":[{"code":"1","target":[{"code":"one","equivalence":"equal","dependsOn":[{"property":"http://example.org/sex","value":"f"}],
                "product":[{"property":"http://example.org/side","system":"http://example.org/s","value":"left"}]}]},
                {"code":"2","target":[{"equivalence":"unmatched"}]}],"unmapped":%s}]}""";
        create(map.formatted(other, "{\"mode\":\"fixed\",\"code\":\"none\"}"));
        String first = url("ConceptMap");
        create(map.formatted(first, "{\"mode\":\"other-map\",\"url\":\"%s\"}".formatted(other)));
        String same = url("ConceptMap");
        create(map.formatted(same, "{\"mode\":\"provided\"}"));
        String path = "ConceptMap/$translate?system=http://example.org/a&code=%s&url=";

        assertThat(get(path.formatted("9") + first).toString()).contains("\"none\"", "inexact", other);
        assertThat(get(path.formatted("9") + same).toString()).contains("\"code\":\"9\"", "\"equal\"");
        JsonNode unmatched = get(path.formatted("2") + same);
        assertThat(parameter(unmatched, "result")).isEqualTo("false");
        assertThat(unmatched.toString()).contains("unmatched");
        assertThat(parameter(get(path.formatted("1") + same), "result")).isEqualTo("false");
        JsonNode dependent = post("ConceptMap/$translate", """
                {"name":"url","valueUri":"%s"},{"name":"coding","valueCoding":{"system":"http://example.org/a","code":"1"}},
                {"name":"dependency","part":[{"name":"element","valueUri":"http://example.org/sex"},
                {"name":"concept","valueCodeableConcept":{"coding":[{"code":"f"}]}}]}""".formatted(same));
        assertThat(dependent.toString()).contains("\"one\"", "product", "\"left\"");
        assertThat(parameter(get(path.formatted("1") + same + "&targetsystem=http://example.org/none"), "result"))
                .isEqualTo("false");
        fhir().get("/ConceptMap/$translate?url=http://example.org/none&system=a&code=1")
                .then()
                .statusCode(404);
    }
}
