package org.openspine.fhir.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.structure.Structures;
import org.openspine.error.SpineException;

/** The rules of https://hl7.org/fhir/R4/fhirpatch.html, one by one. */
class FhirPathPatchTest {
    private static final Structures STRUCTURES = Structures.r4(FhirContext.forR4Cached());
    private static final String PATIENT = """
            {"resourceType":"Patient","id":"p",
             "active":true,
             "name":[{"use":"official","family":"Smith","given":["Ada","Bea"]},{"use":"usual","given":["Bee"]}],
             "telecom":[{"value":"1"},{"value":"2"},{"value":"3"},{"value":"4"}],
             "gender":"female",
             "birthDate":"1970-01-01",
             "_birthDate":{"extension":[{"url":"http://example.org/time","valueDateTime":"1970-01-01T10:00:00Z"}]},
             "deceasedBoolean":false,
             "multipleBirthInteger":2,
             "contact":[{"gender":"male","name":{"text":"Kin"}}]}""";

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '^', textBlock = """
            # operation ~ what the resource holds afterwards
            replace Patient.birthDate valueDate:"2000-02-02" ~ "birthDate":"2000-02-02"
            replace Patient.gender valueString:"other" ~ "gender":"other"
            replace Patient.active valueBoolean:false ~ "active":false
            replace Patient.contact[0].gender valueCode:"other" ~ "contact":[{"gender":"other","name":{"text":"Kin"}}]
            replace Patient.name[0].given[1] valueString:"Cat" ~ "given":["Ada","Cat"]
            replace Patient.name.where(use='usual').given.first() valueString:"Bo" ~ "given":["Bo"]
            replace Patient.name.where(family.exists()) valueHumanName:{"text":"Ada"} ~ "name":[{"text":"Ada"},
            replace Patient.deceased valueDateTime:"2020" ~ "deceasedDateTime":"2020"
            replace Patient.multipleBirth valueBoolean:true ~ "multipleBirthBoolean":true
            add Patient+maritalStatus valueCodeableConcept:{"text":"M"} ~ "maritalStatus":{"text":"M"}
            add Patient+name valueHumanName:{"family":"New"} ~ {"use":"usual","given":["Bee"]},{"family":"New"}]
            add Patient.name[1]+family valueString:"Bee" ~ "family":"Bee"
            add Patient.name.last()+given valueString:"Dee" ~ "given":["Bee","Dee"]
            add Patient.birthDate+id valueString:"b" ~ "id":"b"}
            add Patient.name[1].given[0]+id valueString:"g" ~ "_given":[{"id":"g"}]
            insert Patient.telecom@0 valueContactPoint:{"value":"0"} ~ "telecom":[{"value":"0"},{"value":"1"}
            insert Patient.telecom@4 valueContactPoint:{"value":"5"} ~ {"value":"4"},{"value":"5"}]
            insert Patient.name[0].given@1 valueString:"Mid" ~ "given":["Ada","Mid","Bea"]
            move Patient.telecom@3>1 ~ "telecom":[{"value":"1"},{"value":"4"},{"value":"2"},{"value":"3"}]
            move Patient.telecom@0>3 ~ "telecom":[{"value":"2"},{"value":"3"},{"value":"4"},{"value":"1"}]
            delete Patient.birthDate.extension('http://example.org/time') ~ "birthDate":"1970-01-01","deceasedBoolean"
            delete Patient.contact[0].name.text ~ "contact":[{"gender":"male"}]
            delete Patient.name[0].given[0] ~ "given":["Bea"]
            delete (Patient.deceased as boolean) ~ "birthDate"
            delete Patient.deceased.ofType(boolean) ~ "birthDate"
            delete Patient.photo ~ "gender":"female"
            """)
    void operationDoesWhatTheSpecificationSays(String operation, String expected) {
        String patched = apply(PATIENT, parse(operation));

        assertThat(patched).contains(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '^', textBlock = """
            delete Patient.birthDate ~ birthDate
            delete Patient.deceased ~ deceased
            delete Patient.name[0].family ~ family
            replace Patient.deceased valueDateTime:"2020" ~ deceasedBoolean
            replace Patient.birthDate valueDate:"2000-02-02" ~ _birthDate
            """)
    void whatWasTakenAwayIsGone(String operation, String gone) {
        assertThat(apply(PATIENT, parse(operation))).doesNotContain(gone);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '^', textBlock = """
            replace Patient.photo valueString:"x" ~ (replace Patient.photo) has a path that selects nothing
            replace Patient.name valueHumanName:{"text":"x"} ~ selects 2 elements; it must select one
            replace Patient valueString:"x" ~ selects no element within the resource
            replace Patient.name.where(family='Secret').use valueCode:"old" ~ (replace Patient.name.where(family='…').use)
            delete Patient.name ~ (delete Patient.name) has a path that selects 2 elements
            add Patient.photo+url valueUrl:"x" ~ selects nothing
            add Patient.name+family valueString:"x" ~ selects 2 elements
            add Patient+birthDate valueDate:"2000-01-01" ~ adds 'birthDate', which is there already
            add Patient+deceased valueDateTime:"2020" ~ adds 'deceased', which is there already
            add Patient+surname valueString:"x" ~ names an element 'surname', which Patient has not
            add Patient+maritalStatus valueString:"M" ~ it takes: CodeableConcept
            add Patient+multipleBirth valueString:"2" ~ it takes: boolean, integer
            add Patient+maritalStatus ~ needs one value
            insert Patient.photo@0 valueAttachment:{} ~ selects nothing; it must select a list
            insert Patient.name.given@0 valueString:"x" ~ something else than one whole list
            insert Patient.gender@0 valueCode:"x" ~ something else than one whole list
            insert Patient.telecom@5 valueContactPoint:{} ~ needs index as a valueInteger from 0 to 4
            insert Patient.telecom valueContactPoint:{} ~ needs index
            move Patient.telecom@4>0 ~ needs source as a valueInteger from 0 to 3
            move Patient.telecom@0>4 ~ needs destination as a valueInteger from 0 to 3
            move Patient.telecom.where(value='1')@0>0 ~ something else than one whole list
            delete Patient.surname ~ there is no element 'surname'
            delete Patient.name.where(%resource.active) ~ environment variable
            delete Patient.name[0 ~ cannot be read
            erase Patient.name ~ has no valid type
            delete Patient.name.count() ~ selects no element within the resource
            """)
    void whatCannotBeDoneIsRefusedByNumberAndPath(String operation, String message) {
        ObjectNode before = tree(PATIENT);
        Throwable failure = org.assertj.core.api.Assertions.catchThrowable(
                () -> FhirPathPatch.parse(parameters("replace Patient.gender valueCode:\"other\"", operation))
                        .apply(before, STRUCTURES));

        assertThat(failure)
                .isInstanceOf(SpineException.class)
                .hasMessageContaining("Patch operation 1")
                .hasMessageContaining(message);
        assertThat(failure.getMessage()).doesNotContain("Secret");
        assertThat(before).isEqualTo(tree(PATIENT));
    }

    @Test
    void elementsWithoutATypeNameAreGivenAsParts() {
        ObjectNode patch = tree("""
                {"resourceType":"Parameters","parameter":[{"name":"operation","part":[
                  {"name":"type","valueCode":"add"},{"name":"path","valueString":"Patient"},{"name":"name","valueString":"contact"},
                  {"name":"value","part":[
                    {"name":"name","valueHumanName":{"text":"Next"}},
                    {"name":"gender","valueCode":"female"},
                    {"name":"extension","part":[{"name":"url","valueUri":"http://e"},{"name":"value","valueString":"v"}]},
                    {"name":"relationship","valueCodeableConcept":{"text":"a"}},
                    {"name":"relationship","valueCodeableConcept":{"text":"b"}}]}]}]}""");

        assertThat(apply(PATIENT, patch)).contains("""
                {"name":{"text":"Next"},"gender":"female","extension":[{"url":"http://e","valueString":"v"}],\
                "relationship":[{"text":"a"},{"text":"b"}]}]""");
    }

    @Test
    void extensionOfAPrimitiveMakesItsSibling() {
        ObjectNode patch = tree("""
                {"resourceType":"Parameters","parameter":[{"name":"operation","part":[
                  {"name":"type","valueCode":"add"},{"name":"path","valueString":"Patient.gender"},
                  {"name":"name","valueString":"extension"},
                  {"name":"value","part":[{"name":"url","valueUri":"http://e"},{"name":"value","valueCoding":{"code":"c"}}]}]}]}""");

        assertThat(apply(PATIENT, patch))
                .contains("\"_gender\":{\"extension\":[{\"url\":\"http://e\",\"valueCoding\":{\"code\":\"c\"}}]}");
    }

    @Test
    void partThatNoElementIsNamedByIsRefused() {
        ObjectNode patch = tree("""
                {"resourceType":"Parameters","parameter":[{"name":"operation","part":[
                  {"name":"type","valueCode":"add"},{"name":"path","valueString":"Patient"},{"name":"name","valueString":"contact"},
                  {"name":"value","part":[{"name":"surname","valueString":"x"}]}]}]}""");

        assertThatThrownBy(() -> apply(PATIENT, patch)).hasMessageContaining("does not take");
    }

    @Test
    void operationsSeeWhatThoseBeforeThemDid() {
        String patched = apply(
                "{\"resourceType\":\"Patient\",\"id\":\"p\"}",
                parameters(
                        "add Patient+active valueBoolean:true",
                        "add Patient+deceased valueBoolean:true",
                        "replace Patient.deceased valueBoolean:false",
                        "add Patient+name valueHumanName:{\"given\":[\"A\"]}",
                        "add Patient.name+given valueString:\"B\"",
                        "delete Patient.name.given[0]",
                        "delete Patient.name.given"));

        assertThat(patched)
                .isEqualTo("{\"resourceType\":\"Patient\",\"id\":\"p\",\"active\":true,\"deceasedBoolean\":false}");
    }

    @Test
    void listsOfPrimitivesKeepTheirSiblingsInStep() {
        String patient = """
                {"resourceType":"Patient","name":[{"given":["A","B",null],"_given":[null,{"id":"b"},{"id":"c"}]}]}""";

        assertThat(apply(patient, parse("move Patient.name.given@2>0")))
                .contains("\"given\":[null,\"A\",\"B\"],\"_given\":[{\"id\":\"c\"},null,{\"id\":\"b\"}]");
        assertThat(apply(patient, parse("delete Patient.name.given[1].id")))
                .contains("\"given\":[\"A\",\"B\",null],\"_given\":[null,null,{\"id\":\"c\"}]");
        assertThat(apply(patient, parse("delete Patient.name.given[2]")))
                .contains("\"given\":[\"A\",\"B\"],\"_given\":[null,{\"id\":\"b\"}]");
    }

    @Test
    void equalValuesInDifferentPlacesAreToldApart() {
        String patient = """
                {"resourceType":"Patient","active":true,"deceasedBoolean":true,"multipleBirthInteger":1,
                 "telecom":[{"rank":1},{"rank":1}]}""";

        assertThat(apply(patient, parse("replace Patient.deceased valueBoolean:false")))
                .contains("\"active\":true,\"deceasedBoolean\":false");
        assertThat(apply(patient, parse("replace Patient.telecom[1].rank valuePositiveInt:2")))
                .contains("\"multipleBirthInteger\":1,\"telecom\":[{\"rank\":1},{\"rank\":2}]");
    }

    @Test
    void containedResourcesAreAddedAndChanged() {
        String patient = "{\"resourceType\":\"Patient\"}";
        ObjectNode add = tree("""
                {"resourceType":"Parameters","parameter":[{"name":"operation","part":[
                  {"name":"type","valueCode":"add"},{"name":"path","valueString":"Patient"},{"name":"name","valueString":"contained"},
                  {"name":"value","resource":{"resourceType":"Organization","id":"o"}}]}]}""");
        String added = apply(patient, add);

        assertThat(added).contains("\"contained\":[{\"resourceType\":\"Organization\",\"id\":\"o\"}]");
        assertThat(apply(added, parse("add Patient.contained[0]+name valueString:\"Org\"")))
                .contains("{\"resourceType\":\"Organization\",\"id\":\"o\",\"name\":\"Org\"}");
    }

    @Test
    void parametersThatAreNoOperationsAreRefused() {
        assertThatThrownBy(() -> FhirPathPatch.parse(tree("{\"resourceType\":\"Parameters\"}")))
                .hasMessageContaining("1 to 100");
        assertThatThrownBy(
                        () -> FhirPathPatch.parse(
                                tree(
                                        "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"other\",\"valueString\":\"x\"}]}")))
                .hasMessageContaining("Patch operation 0 is a parameter with another name");
    }

    private static String apply(String resource, ObjectNode parameters) {
        return new String(
                ResourceJson.write(FhirPathPatch.parse(parameters).apply(tree(resource), STRUCTURES)),
                StandardCharsets.UTF_8);
    }

    private static ObjectNode tree(String json) {
        return ResourceJson.parse(json.getBytes(StandardCharsets.UTF_8), JsonLimits.RESOURCE);
    }

    private static ObjectNode parse(String operation) {
        return parameters(operation);
    }

    /** {@code type path[+name][@index|@source>destination] [value[x]:json]}. */
    private static ObjectNode parameters(String... operations) {
        StringBuilder json = new StringBuilder("{\"resourceType\":\"Parameters\",\"parameter\":[");
        String separator = "";
        for (String operation : operations) {
            json.append(separator).append(operation(operation.strip()));
            separator = ",";
        }
        return tree(json.append("]}").toString());
    }

    private static String operation(String text) {
        int firstSpace = text.indexOf(' ');
        int valueStart = text.indexOf(" value", firstSpace + 1);
        String place = valueStart < 0 ? text.substring(firstSpace + 1) : text.substring(firstSpace + 1, valueStart);
        String value = valueStart < 0 ? "" : text.substring(valueStart + 1);
        int plus = place.indexOf('+');
        int at = place.indexOf('@');
        String path = plus >= 0 ? place.substring(0, plus) : at >= 0 ? place.substring(0, at) : place;
        StringBuilder parts = new StringBuilder("{\"name\":\"operation\",\"part\":[{\"name\":\"type\",\"valueCode\":\"")
                .append(text, 0, firstSpace)
                .append("\"},{\"name\":\"path\",\"valueString\":\"")
                .append(path)
                .append("\"}");
        if (plus >= 0) {
            parts.append(",{\"name\":\"name\",\"valueString\":\"" + place.substring(plus + 1) + "\"}");
        }
        if (at >= 0) {
            String[] positions = place.substring(at + 1).split(">");
            parts.append(",{\"name\":\"" + (positions.length == 1 ? "index" : "source") + "\",\"valueInteger\":"
                    + positions[0] + "}");
            if (positions.length > 1) {
                parts.append(",{\"name\":\"destination\",\"valueInteger\":" + positions[1] + "}");
            }
        }
        if (!value.isEmpty()) {
            int colon = value.indexOf(':');
            parts.append(
                    ",{\"name\":\"value\",\"" + value.substring(0, colon) + "\":" + value.substring(colon + 1) + "}");
        }
        return parts.append("]}").toString();
    }
}
