package org.openspine.conformance.validation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.structure.SampleResources;
import org.openspine.conformance.structure.Structures;

class ResourceValidatorTest {
    private static final FhirContext CONTEXT = FhirContext.forR4Cached();
    private static final Structures STRUCTURES = Structures.r4(CONTEXT);
    private static final ResourceValidator VALIDATOR = new ResourceValidator(STRUCTURES);

    private static ObjectNode json(String singleQuoted) {
        return ResourceJson.parse(singleQuoted.replace('\'', '"').getBytes(UTF_8), JsonLimits.RESOURCE);
    }

    private static List<ValidationIssue> issues(String singleQuoted) {
        return VALIDATOR.validate(json(singleQuoted)).issues();
    }

    private static List<ValidationIssue> patient(String properties) {
        return issues("{'resourceType':'Patient'," + properties + "}");
    }

    @Test
    void resourcesWithEveryElementAreValidHereAndForHapi() {
        var samples = new SampleResources(STRUCTURES);
        IParser strict = CONTEXT.newJsonParser().setParserErrorHandler(new StrictErrorHandler());
        for (String type : STRUCTURES.resourceTypes()) {
            for (int variant = 0; variant < 4; variant++) {
                ObjectNode sample = samples.resource(type, variant);
                assertThat(VALIDATOR.validate(sample).issues()).as(type).isEmpty();
                assertThat(strict.parseResource(new String(ResourceJson.write(sample), UTF_8)))
                        .isNotNull();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'id':'a'",
                "'birthDate':'2024-02','_birthDate':{'extension':[{'url':'http://e','valueString':'x'}]}",
                "'_birthDate':{'extension':[{'url':'http://e','valueString':'x'}]}",
                "'birthDate':'2024','_birthDate':{'id':'b'}",
                "'name':[{'given':['A',null],'_given':[null,{'extension':[{'url':'http://e','valueCode':'x'}]}]}]",
                "'name':[{'_given':[{'extension':[{'url':'http://e','valueCode':'x'}]}]}]",
                "'deceasedBoolean':true,'_deceasedBoolean':{'id':'x'}",
                "'extension':[{'url':'http://e','extension':[{'url':'part','valueDecimal':1.0}]}]",
                "'extension':[{'url':'http://e','_valueDate':{'extension':[{'url':'http://f','valueCode':'x'}]}}]",
                "'contained':[{'resourceType':'Organization','id':'o'}],'managingOrganization':{'reference':'#o'}",
                "'managingOrganization':{'reference':'Organization/1/_history/2'}",
                "'managingOrganization':{'reference':'Organization?identifier=x|y'}",
                "'managingOrganization':{'reference':'urn:uuid:c757873d-ec9a-4326-a141-556f43239d11'}",
                "'managingOrganization':{'reference':'https://example.org/any/thing/at/all'}",
                "'managingOrganization':{'identifier':{'value':'x'}}",
                "'multipleBirthInteger':0",
                "'text':{'status':'generated','div':'<div xmlns=\\'http://www.w3.org/1999/xhtml\\'>x</div>'}"
            })
    void validPatientsHaveNoIssues(String properties) {
        assertThat(patient(properties.replace("\\'", "\\\""))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'nmae':[{}]                     | Patient.nmae | STRUCTURE | did you mean 'name'",
                "'deceased':true                 | Patient.deceased | STRUCTURE | deceasedBoolean, deceasedDateTime",
                "'deceasedString':'x'            | Patient.deceasedString | STRUCTURE | no element",
                "'name':{'family':'x'}           | Patient.name | STRUCTURE | write an array",
                "'gender':['male']               | Patient.gender | STRUCTURE | not an array",
                "'name':['x']                    | Patient.name[0] | STRUCTURE | JSON object: a HumanName",
                "'name':[]                       | Patient.name | STRUCTURE | must not be empty",
                "'name':[{}]                     | Patient.name[0] | INVARIANT | remove it",
                "'name':[{'id':'x'}]             | Patient.name[0] | INVARIANT | remove it",
                "'name':[null]                   | Patient.name[0] | STRUCTURE | null",
                "'name':[{'given':['a',null]}]   | Patient.name[0].given[1] | STRUCTURE | _given",
                "'name':[{'given':['a','']}]     | Patient.name[0].given[1] | VALUE | not empty",
                "'name':[{'given':['a'],'_given':[null,null]}] | Patient.name[0].given | STRUCTURE | same length",
                "'name':[{'_given':{'id':'x'}}]  | Patient.name[0].given | STRUCTURE | must be an array",
                "'_name':[{'id':'x'}]            | Patient.name | STRUCTURE | no primitive",
                "'_birthDate':{'id':'x'}         | Patient.birthDate | INVARIANT | remove it",
                "'_birthDate':'x'                | Patient.birthDate | STRUCTURE | JSON object",
                "'_birthDate':{'valueString':'x'}| Patient.birthDate.valueString | STRUCTURE | no element",
                "'gender':null                   | Patient.gender | STRUCTURE | leave gender out",
                "'gender':'Male'                 | Patient.gender | CODEINVALID | female, male, other, unknown",
                "'active':'true'                 | Patient.active | VALUE | without quotes",
                "'active':{}                     | Patient.active | STRUCTURE | true or false",
                "'birthDate':'2024-02-30'        | Patient.birthDate | VALUE | exists",
                "'birthDate':20240101            | Patient.birthDate | VALUE | YYYY",
                "'deceasedDateTime':'2024-01-01T10:00:00' | Patient.deceasedDateTime | VALUE | time zone",
                "'deceasedDateTime':'2024','deceasedBoolean':true | Patient.deceasedBoolean | STRUCTURE | keep one",
                "'deceasedBoolean':true,'_deceasedDateTime':{'extension':[{'url':'http://e','valueCode':'x'}]} | Patient.deceasedDateTime | STRUCTURE | keep one",
                "'multipleBirthInteger':1.0      | Patient.multipleBirthInteger | VALUE | whole number",
                "'id':'a b'                      | Patient.id | VALUE | letters, digits",
                "'implicitRules':'http://a b'    | Patient.implicitRules | VALUE | no spaces",
                "'photo':[{'data':'###'}]        | Patient.photo[0].data | VALUE | base64",
                "'photo':[{'size':-1}]           | Patient.photo[0].size | VALUE | from 0",
                "'telecom':[{'rank':0}]          | Patient.telecom[0].rank | VALUE | from 1",
                "'meta':{'lastUpdated':'2024'}   | Patient.meta.lastUpdated | VALUE | time zone",
                "'language':' en'                | Patient.language | VALUE | code",
                "'communication':[{'preferred':true}] | Patient.communication[0].language | REQUIRED | must have language",
                "'extension':[{'valueCode':'x'}] | Patient.extension[0].url | REQUIRED | must have url",
                "'extension':[{'url':'http://e'}]| Patient.extension[0] | INVARIANT | either a value or nested",
                "'extension':[{'url':'http://e','valueCode':'x','extension':[{'url':'a','valueCode':'y'}]}] | Patient.extension[0] | INVARIANT | not both",
                "'extension':[{'url':'http://e','valueCode':'x','valueString':'x'}] | Patient.extension[0].valueString | STRUCTURE | keep one",
                "'contained':[{'id':'x'}]        | Patient.contained[0] | REQUIRED | resourceType",
                "'contained':[{'resourceType':'Foo','id':'x'}] | Patient.contained[0] | STRUCTURE | R4",
                "'contained':[{'resourceType':'Patient','id':'x','contained':[{'resourceType':'Patient'}]}] | Patient.contained[0].contained[0] | INVARIANT | move them up",
                "'managingOrganization':{'reference':'#o'} | Patient.managingOrganization.reference | VALUE | contained",
                "'managingOrganization':{'reference':'Organization'} | Patient.managingOrganization.reference | VALUE | id is missing",
                "'managingOrganization':{'reference':'Organization/a b'} | Patient.managingOrganization.reference | VALUE | id of letters",
                "'managingOrganization':{'reference':'Foo/1'} | Patient.managingOrganization.reference | VALUE | resource type",
                "'managingOrganization':{'reference':'Patient/1'} | Patient.managingOrganization.reference | VALUE | one of Organization",
                "'managingOrganization':'Organization/1' | Patient.managingOrganization | STRUCTURE | a Reference",
                "'text':{'status':'generated'}   | Patient.text.div | REQUIRED | must have div",
                "'text':{'status':'generated','div':'x'} | Patient.text.div | INVALID | root is a div",
                "'resourceTypes':'x'             | Patient.resourceTypes | STRUCTURE | remove it",
                "'9000000009':'x'                | Patient.? | STRUCTURE | has no element '?'"
            })
    void brokenPatientsAreReportedAtTheirPlace(String properties, String location, IssueType type, String part) {
        assertThat(patient(properties)).singleElement().satisfies(issue -> {
            assertThat(issue.location()).isEqualTo(location);
            assertThat(issue.type()).isEqualTo(type);
            assertThat(issue.message()).contains(part);
        });
    }

    /** The definition of Reference.type: if reference is a FHIR URL, both shall be consistent. */
    @ParameterizedTest
    @CsvSource({
        "Organization/1, Organization, 0",
        "Practitioner/1, Organization, 1",
        "https://example.org/fhir/Organization/1, Organization, 0",
        "https://example.org/fhir/Organization/1/_history/2, Practitioner, 1",
        "https://example.org/fhir/Practitioner/1, Organization, 1",
        "https://example.org/Services/1, Organization, 0",
        "https://example.org/fhir/Practitioner?identifier=1, Organization, 0",
        "urn:uuid:9b6d1d4e-7a5c-4f0e-9d0c-5a5f5d8f1a11, Organization, 0"
    })
    void aReferenceMustBeOfTheTypeItSays(String reference, String type, int errors) {
        assertThat(patient("'generalPractitioner':[{'reference':'%s','type':'%s'}]".formatted(reference, type)))
                .filteredOn(ValidationIssue::isError)
                .hasSize(errors)
                .allSatisfy(issue -> assertThat(issue.location()).isEqualTo("Patient.generalPractitioner[0].type"));
    }

    @ParameterizedTest
    @CsvSource({"#o, true", "Foo/1, true", "Organization, true", "Foo, true", "Patient/1, false", "http://a b, false"})
    void referencesThatLeadNowhereAreToldFromThoseThatAreWrong(String reference, boolean nowhere) {
        assertThat(patient("'managingOrganization':{'reference':'" + reference + "'}"))
                .singleElement()
                .extracting(ValidationIssue::leadsNowhere)
                .isEqualTo(nowhere);
    }

    @Test
    void entriesOfBundlesAreValidatedWithContainedResourcesOfTheirOwn() {
        String entry = "{'resource':{'resourceType':'Patient','contained':[{'resourceType':'Organization','id':'o'}],"
                + "'managingOrganization':{'reference':'#%s'}}}";
        String bundle = "{'resourceType':'Bundle','type':'collection','entry':[%s,%s]}";

        assertThat(issues(bundle.formatted(entry.formatted("o"), entry.formatted("x"))))
                .extracting(ValidationIssue::location)
                .containsExactly("Bundle.entry[1].resource.managingOrganization.reference");
    }

    @Test
    void containedResourceMayReferToItsSiblings() {
        assertThat(patient(
                        "'contained':[{'resourceType':'Organization','id':'o'},{'resourceType':'PractitionerRole','id':'p',"
                                + "'organization':{'reference':'#o'}}],'generalPractitioner':[{'reference':'#p'}]"))
                .isEmpty();
    }

    @Test
    void parametersHoldAnyTypeAndAnyResource() {
        assertThat(issues("{'resourceType':'Parameters','parameter':[{'name':'a','valueHumanName':{'family':'x'}},"
                        + "{'name':'b','resource':{'resourceType':'Patient','birthDate':'x'}},{'part':[]}]}"))
                .extracting(ValidationIssue::location)
                .containsExactly(
                        "Parameters.parameter[1].resource.birthDate",
                        "Parameters.parameter[2].part",
                        "Parameters.parameter[2].name");
    }

    @ParameterizedTest
    @CsvSource({
        "DomainResource, abstract",
        "Resource, abstract",
        "Patiemt, Patient",
        "HumanName, resource type",
        "x y, R4"
    })
    void typesThatAreNoResourceAreRefused(String type, String part) {
        assertThat(issues("{'resourceType':'" + type + "'}"))
                .singleElement()
                .satisfies(issue -> assertThat(issue.message()).contains(part));
    }

    @Test
    void requiredChoiceNamesItsAlternatives() {
        assertThat(
                        issues(
                                "{'resourceType':'MedicationRequest','status':'active','intent':'order','subject':{'display':'x'}}"))
                .singleElement()
                .satisfies(issue -> assertThat(issue.message())
                        .isEqualTo("MedicationRequest must have medicationCodeableConcept or medicationReference"));
    }

    @Test
    void allIssuesAreCollectedUpToFifty() {
        assertThat(patient("'active':'x','gender':'x','birthDate':'x'")).hasSize(3);
        assertThat(patient("'name':[" + "{},".repeat(80) + "{}]")).hasSize(ValidationReport.MAX_ISSUES);
    }

    @Test
    void depthBeyondReasonIsReportedInsteadOfExhaustingTheStack() {
        ObjectNode item =
                json("{'resourceType':'x','linkId':'x','type':'group'}").without("resourceType");
        for (int i = 0; i < 5_000; i++) {
            ObjectNode outer =
                    json("{'resourceType':'x','linkId':'x','type':'group'}").without("resourceType");
            outer.putArray("item").add(item);
            item = outer;
        }
        ObjectNode questionnaire = json("{'resourceType':'Questionnaire','status':'draft'}");
        questionnaire.putArray("item").add(item);

        assertThat(VALIDATOR.validate(questionnaire).issues())
                .singleElement()
                .satisfies(issue -> assertThat(issue.message()).contains("deeper"));
    }

    @Test
    void messagesNeverRepeatValues() {
        assertThat(
                        patient(
                                "'gender':'9000000009','birthDate':'9000000009','id':'9000000009 ','active':'9000000009',"
                                        + "'9000000009':1,'_9000000009':{},'managingOrganization':{'reference':'9000000009'},"
                                        + "'text':{'status':'9000000009','div':'<9000000009/>'},'contained':[{'resourceType':'9000000009'}]"))
                .hasSizeGreaterThan(8)
                .allSatisfy(issue -> assertThat(issue.toString()).doesNotContain("9000000009"));
    }
}
