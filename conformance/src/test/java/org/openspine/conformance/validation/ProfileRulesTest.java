package org.openspine.conformance.validation;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.profile.Definition;
import org.openspine.conformance.profile.Definitions;
import org.openspine.conformance.structure.Structures;

class ProfileRulesTest {
    private static final Structures STRUCTURES = Structures.r4(FhirContext.forR4Cached());
    private static final Definitions R4 = Definitions.r4();
    private static final RuleBook BASE = new RuleBook(STRUCTURES, R4);
    private static final String P4 = "http://hl7.org/fhir/StructureDefinition/";
    private static final String P = "http://example.org/StructureDefinition/";

    private static final String NUMBERED = """
            {'resourceType':'StructureDefinition','url':'http://example.org/StructureDefinition/numbered','name':'Numbered',
            'status':'active','kind':'resource','abstract':false,'type':'Patient','derivation':'constraint',
            'baseDefinition':'http://hl7.org/fhir/StructureDefinition/Patient','differential':{'element':[
            {'id':'Patient.identifier','path':'Patient.identifier','min':1,'slicing':{'rules':'%s','ordered':%s,
             'discriminator':[{'type':'value','path':'system'}]}},
            {'id':'Patient.identifier:number','path':'Patient.identifier','sliceName':'number','min':1,'max':'1'},
            {'id':'Patient.identifier:number.system','path':'Patient.identifier.system','min':1,'fixedUri':'urn:number'},
            {'id':'Patient.identifier:number.value','path':'Patient.identifier.value','min':1},
            {'id':'Patient.identifier:local','path':'Patient.identifier','sliceName':'local','max':'2'},
            {'id':'Patient.identifier:local.system','path':'Patient.identifier.system','min':1,'fixedUri':'urn:local'},
            {'id':'Patient.gender','path':'Patient.gender','min':1},
            {'id':'Patient.photo','path':'Patient.photo','max':'0'},
            {'id':'Patient.deceased[x]','path':'Patient.deceased[x]','type':[{'code':'boolean'}]},
            {'id':'Patient.maritalStatus','path':'Patient.maritalStatus','patternCodeableConcept':{'coding':[{'code':'M'}]}},
            {'id':'Patient.generalPractitioner','path':'Patient.generalPractitioner','type':[{'code':'Reference',
             'targetProfile':['http://hl7.org/fhir/StructureDefinition/Organization']}]},
            {'id':'Patient','path':'Patient','constraint':[{'key':'one-name','severity':'error','human':'One name at most',
             'expression':'name.count() <= 1'}]}]}}
            """;

    private static ObjectNode json(String text) {
        return ResourceJson.parse(
                text.replace('\'', '"').replace('\u0001', '\'').getBytes(StandardCharsets.UTF_8), JsonLimits.RESOURCE);
    }

    private static RuleBook bookOf(String... definitions) {
        return new RuleBook(
                STRUCTURES,
                R4.with(Stream.of(definitions)
                        .map(ProfileRulesTest::json)
                        .map(Definition::of)
                        .toList()));
    }

    private static List<ValidationIssue> errors(RuleBook book, String resource, String... profiles) {
        return new ResourceValidator(STRUCTURES, () -> book)
                .validate(json(resource), List.of(profiles)).issues().stream()
                        .filter(ValidationIssue::isError)
                        .toList();
    }

    private static String patient(String rest) {
        return "{'resourceType':'Patient','gender':'other','identifier':[{'system':'urn:number','value':'1'}]" + rest
                + "}";
    }

    @Test
    void everyRuleOfR4IsChecked() {
        for (String type : STRUCTURES.resourceTypes()) {
            assertThat(BASE.problemsOfType(STRUCTURES.resource(type).orElseThrow()))
                    .as(type)
                    .isEmpty();
        }
        for (String type :
                List.of("Timing.repeat", "Period", "Quantity", "ElementDefinition", "Bundle.entry", "Attachment")) {
            assertThat(BASE.problemsOfType(STRUCTURES.type(type).orElseThrow()))
                    .as(type)
                    .isEmpty();
        }
    }

    /** What is not checked of R4's profiles is what R4 got wrong: an element that does not exist, slices without a discriminator. */
    @Test
    void everyProfileAndExtensionOfR4Compiles() {
        List<String> problems = R4.urls("StructureDefinition").stream()
                .filter(url -> BASE.snapshots()
                        .snapshot(url)
                        .filter(found -> !found.isType())
                        .isPresent())
                .flatMap(url -> BASE.problems(url).stream().map(problem -> url.substring(P4.length()) + ": " + problem))
                .toList();

        assertThat(problems)
                .hasSize(5)
                .allMatch(problem -> problem.startsWith("allergyintolerance-substanceExposureRisk: the invariant inv-1")
                        || problem.startsWith("catalog: the slice Composition.date:IssueDate")
                        || problem.startsWith("familymemberhistory-genetic: the slice"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'resourceType':'Patient','contact':[{'gender':'male'}]} | Patient.contact[0] | pat-1",
                "{'resourceType':'Patient','telecom':[{'value':'1'}]} | Patient.telecom[0] | cpt-2",
                "{'resourceType':'Patient','name':[{'period':{'start':'2024-02-01','end':'2024-01-01'}}]} | Patient.name[0].period | per-1",
                "{'resourceType':'Organization','active':true} | Organization | org-1",
                "{'resourceType':'Bundle','type':'document','entry':[{'fullUrl':'urn:a:b','resource':{'resourceType':'Patient','active':true}}],'timestamp':'2024-01-01T00:00:00Z','identifier':{'system':'urn:x','value':'1'}} | Bundle | bdl-11",
                "{'resourceType':'Bundle','type':'batch','entry':[{'resource':{'resourceType':'Patient','active':true}}]} | Bundle | bdl-3",
                "{'resourceType':'Patient','contained':[{'resourceType':'Organization','id':'o','name':'x'}]} | Patient.contained[0] | dom-3",
                "{'resourceType':'Patient','identifier':[{'system':'local','value':'1'}]} | Patient.identifier[0].system | Identifier.system",
                "{'resourceType':'Patient','extension':[{'url':'local','valueCode':'x'}]} | Patient.extension[0] | Extension.url",
                "{'resourceType':'Patient','communication':[{'language':{'coding':[{'system':'http://snomed.info/sct','code':'1'}]}}]} | Patient.communication[0].language | binding",
                "{'resourceType':'Observation','status':'final','code':{'text':'x'},'valueString':'x','dataAbsentReason':{'text':'x'}} | Observation | obs-6",
                "{'resourceType':'Patient','active':true,'modifierExtension':[{'url':'http://hl7.org/fhir/StructureDefinition/patient-birthPlace','valueAddress':{'city':'x'}}]} | Patient.modifierExtension[0] | Extension#modifier",
                "{'resourceType':'QuestionnaireResponse','status':'completed','questionnaire':'Questionnaire/1'} | QuestionnaireResponse.questionnaire | canonical",
                "{'resourceType':'Patient','photo':[{'contentType':'image/png','data':'AAAA','size':4}]} | Patient.photo[0].size | Attachment.size",
                "{'resourceType':'Patient','photo':[{'contentType':'image/png','data':'AAAA','hash':'AAAA'}]} | Patient.photo[0].hash | Attachment.hash",
                "{'resourceType':'Patient','name':[{'id':'a','text':'x'},{'id':'a','text':'y'}]} | Patient.name[1].id | Element.id",
                "{'resourceType':'Bundle','type':'collection','entry':[{'fullUrl':'http://example.org/Patient/2','resource':{'resourceType':'Patient','id':'1','active':true}}]} | Bundle.entry[0] | fullUrl",
                "{'resourceType':'Questionnaire','status':'draft','item':[{'linkId':'1','type':'string','enableWhen':[{'question':'2','operator':'exists','answerBoolean':true},{'question':'3','operator':'exists','answerBoolean':true}]}]} | Questionnaire.item[0] | que-12",
                "{'resourceType':'Patient','extension':[{'url':'http://hl7.org/fhir/StructureDefinition/patient-birthPlace','valueString':'x'}]} | Patient.extension[0].valueString | Extension.value[x]#type",
                "{'resourceType':'Organization','name':'x','extension':[{'url':'http://hl7.org/fhir/StructureDefinition/patient-birthPlace','valueAddress':{'city':'x'}}]} | Organization.extension[0] | Extension#context"
            })
    void rulesOfR4AreChecked(String resource, String location, String rule) {
        List<ValidationIssue> found = new ResourceValidator(STRUCTURES, () -> BASE)
                .validate(json(resource))
                .issues();

        assertThat(found).filteredOn(ValidationIssue::isError).singleElement().satisfies(issue -> {
            assertThat(issue.rule()).isEqualTo(rule);
            assertThat(issue.location()).isEqualTo(location);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'resourceType':'Patient','gender':'other'} | Patient.identifier | Patient.identifier#min",
                "{'resourceType':'Patient','gender':'other','identifier':[{'system':'urn:x'}]} | Patient.identifier | Patient.identifier:number#min",
                "{'resourceType':'Patient','gender':'other','identifier':[{'system':'urn:number'}]} | Patient.identifier[0].value | Patient.identifier:number.value#min",
                "{'resourceType':'Patient','gender':'other','identifier':[{'system':'urn:number','value':'1'},{'system':'urn:number','value':'2'}]} | Patient.identifier | Patient.identifier:number#max",
                "{'resourceType':'Patient','identifier':[{'system':'urn:number','value':'1'}]} | Patient.gender | Patient.gender#min"
            })
    void slicesAndCardinalitiesAreChecked(String resource, String location, String rule) {
        RuleBook book = bookOf(NUMBERED.formatted("open", "false"));

        assertThat(book.problems(P + "numbered")).isEmpty();
        assertThat(errors(book, resource, P + "numbered")).anySatisfy(issue -> {
            assertThat(issue.rule()).isEqualTo(rule);
            assertThat(issue.location()).isEqualTo(location);
            assertThat(issue.profile()).isEqualTo(P + "numbered");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                ",'photo':[{'title':'x'}] | Patient.photo#max",
                ",'deceasedDateTime':'2024' | Patient.deceased[x]#type",
                ",'maritalStatus':{'coding':[{'code':'S'}]} | Patient.maritalStatus#fixed",
                ",'generalPractitioner':[{'reference':'Practitioner/1'}] | Patient.generalPractitioner#targetProfile",
                ",'name':[{'family':'a'},{'family':'b'}] | one-name"
            })
    void valuesTypesTargetsAndInvariantsAreChecked(String rest, String rule) {
        RuleBook book = bookOf(NUMBERED.formatted("open", "false"));

        assertThat(errors(book, patient(rest), P + "numbered"))
                .singleElement()
                .satisfies(issue -> assertThat(issue.rule()).isEqualTo(rule));
        assertThat(errors(book, patient(rest))).isEmpty();
    }

    @Test
    void soundResourcePasses() {
        RuleBook book = bookOf(NUMBERED.formatted("closed", "true"));

        assertThat(errors(
                        book,
                        patient(
                                ",'deceasedBoolean':false,'maritalStatus':{'coding':[{'code':'x'},{'code':'M','system':'urn:m'}]},"
                                        + "'generalPractitioner':[{'reference':'https://example.org/Organization/1'}]"),
                        P + "numbered"))
                .isEmpty();
    }

    @Test
    void closedSlicingTakesNothingElseAndOrderedSlicesKeepTheirOrder() {
        RuleBook book = bookOf(NUMBERED.formatted("closed", "true"));
        String other = "{'resourceType':'Patient','gender':'other','identifier':[%s]}";

        assertThat(errors(
                        book,
                        other.formatted("{'system':'urn:number','value':'1'},{'system':'urn:x'}"),
                        P + "numbered"))
                .singleElement()
                .satisfies(issue -> assertThat(issue.location()).isEqualTo("Patient.identifier[1]"));
        assertThat(errors(
                        book,
                        other.formatted("{'system':'urn:local'},{'system':'urn:number','value':'1'}"),
                        P + "numbered"))
                .singleElement()
                .satisfies(issue -> assertThat(issue.rule()).endsWith("#order"));
    }

    @Test
    void claimedProfileIsCheckedAndUnknownOneIsAWarning() {
        RuleBook book = bookOf(NUMBERED.formatted("open", "false"));

        assertThat(errors(book, "{'resourceType':'Patient','meta':{'profile':['" + P + "numbered']},'gender':'male'}"))
                .isNotEmpty();
        assertThat(new ResourceValidator(STRUCTURES, () -> book)
                        .validate(
                                json("{'resourceType':'Patient','meta':{'profile':['" + P + "none']},'gender':'male'}"))
                        .issues())
                .singleElement()
                .satisfies(issue -> {
                    assertThat(issue.severity()).isEqualTo(IssueSeverity.WARNING);
                    assertThat(issue.location()).isEqualTo("Patient.meta.profile[0]");
                });
    }

    @Test
    void messagesNeverRepeatValuesOfTheResource() {
        RuleBook book = bookOf(NUMBERED.formatted("closed", "true"));
        String secret = "Xyzzyplugh";

        List<ValidationIssue> found = new ResourceValidator(STRUCTURES, () -> book)
                .validate(
                        json(
                                "{'resourceType':'Patient','gender':'Xyzzyplugh','birthDate':'Xyzzyplugh',"
                                        + "'identifier':[{'system':'Xyzzyplugh','value':'Xyzzyplugh'}],'name':[{'family':'Xyzzyplugh'},{}],"
                                        + "'maritalStatus':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/v3-MaritalStatus','code':'Xyzzyplugh','display':'Xyzzyplugh'}]},"
                                        + "'managingOrganization':{'reference':'Xyzzyplugh'},'extension':[{'url':'Xyzzyplugh','valueString':'Xyzzyplugh'}]}"),
                        List.of(P + "numbered"))
                .issues();

        assertThat(found).hasSizeGreaterThan(6).allSatisfy(issue -> assertThat(issue.toString())
                .doesNotContain(secret));
    }

    private static final String LIMITED = """
            {'resourceType':'StructureDefinition','url':'http://example.org/StructureDefinition/limited','name':'Limited',
            'status':'active','kind':'resource','abstract':false,'type':'Observation','derivation':'constraint',
            'baseDefinition':'http://hl7.org/fhir/StructureDefinition/Observation','differential':{'element':[
            {'id':'Observation.valueString','path':'Observation.valueString','maxLength':5},
            {'id':'Observation.effectiveDateTime','path':'Observation.effectiveDateTime','minValueDateTime':'2020-01-01'},
            {'id':'Observation.valueInteger','path':'Observation.valueInteger','minValueInteger':1,'maxValueInteger':9},
            {'id':'Observation.valueQuantity','path':'Observation.valueQuantity','maxValueQuantity':{'value':2.5,'code':'kg'}},
            {'id':'Observation.subject','path':'Observation.subject','type':[{'code':'Reference',
             'targetProfile':['http://example.org/StructureDefinition/numbered']}]}]}}
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'valueString':'12345' | ",
                "'valueString':'123456' | maxLength",
                "'effectiveDateTime':'2020-01-01' | ",
                "'effectiveDateTime':'2019-12-31T23:00:00Z' | minValue",
                "'valueInteger':1 | ",
                "'valueInteger':0 | minValue",
                "'valueInteger':10 | maxValue",
                "'valueQuantity':{'value':2.51,'code':'kg','system':'http://unitsofmeasure.org'} | maxValue",
                "'valueQuantity':{'value':3,'code':'g','system':'http://unitsofmeasure.org'} | "
            })
    void limitsOfValuesAreChecked(String element, String rule) {
        RuleBook book = bookOf(NUMBERED.formatted("open", "false"), LIMITED);
        String observation = "{'resourceType':'Observation','status':'final','code':{'text':'x'}," + element + "}";

        assertThat(book.problems(P + "limited")).isEmpty();
        assertThat(errors(book, observation, P + "limited"))
                .extracting(ValidationIssue::rule)
                .isEqualTo(rule == null ? List.of() : List.of(rule));
    }

    /** A target at hand, contained or in the Bundle, must follow the profile of the reference; others are not judged. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "#good | Patient | 'gender':'male' | 0",
                "#bad | Patient | | 1",
                "Patient/elsewhere | Patient | 'gender':'male' | 0",
                "Group/elsewhere | Patient | 'gender':'male' | 1",
                "urn:uuid:c757873d-ec9a-4326-a141-556f43239520 | Patient | 'gender':'male' | 0",
                "urn:uuid:c757873d-ec9a-4326-a141-556f43239520 | Patient | | 1",
                "urn:uuid:c757873d-ec9a-4326-a141-556f43239520 | Medication | | 1"
            })
    void targetsOfReferencesFollowTheirProfiles(String reference, String type, String gender, int wrong) {
        RuleBook book = bookOf(NUMBERED.formatted("open", "false"), LIMITED);
        boolean contained = reference.startsWith("#");
        String target = "{'resourceType':'%s'%s%s,'identifier':[{'system':'urn:number','value':'1'}]}"
                .formatted(
                        type,
                        contained ? ",'id':'" + reference.substring(1) + "'" : "",
                        gender == null ? "" : "," + gender);
        String observation =
                "{'resourceType':'Observation','meta':{'profile':['%slimited']},'status':'final','code':{'text':'x'},'subject':{'reference':'%s'}%s}"
                        .formatted(P, reference, contained ? ",'contained':[" + target + "]" : "");
        String bundle =
                "{'resourceType':'Bundle','type':'collection','entry':[{'fullUrl':'urn:uuid:c757873d-ec9a-4326-a141-556f43239521','resource':%s}%s]}"
                        .formatted(
                                observation,
                                reference.startsWith("urn")
                                        ? ",{'fullUrl':'%s','resource':%s}".formatted(reference, target)
                                        : "");

        List<ValidationIssue> found = errors(book, bundle).stream()
                .filter(issue -> issue.location().contains("subject"))
                .filter(issue ->
                        issue.rule().endsWith("#targetProfile") || issue.rule().isEmpty())
                .toList();
        assertThat(found.isEmpty()).as("%s", found).isEqualTo(wrong == 0);
    }

    @Test
    void slicesAreSlicedAgain() {
        String again = NUMBERED.formatted("open", "false")
                .replace(
                        "{'id':'Patient.identifier:local',",
                        "{'id':'Patient.identifier:local/old','path':'Patient.identifier','sliceName':'local/old','max':'1'},"
                                + "{'id':'Patient.identifier:local/old.use','path':'Patient.identifier.use','min':1,'fixedCode':'old'},"
                                + "{'id':'Patient.identifier:local','slicing':{'rules':'open','discriminator':[{'type':'value','path':'use'}]},");
        RuleBook book = bookOf(again);
        String old = ",{'system':'urn:local','use':'old','value':'2'}";
        String patient =
                "{'resourceType':'Patient','gender':'other','identifier':[{'system':'urn:number','value':'1'}%s]}";

        assertThat(book.problems(P + "numbered")).isEmpty();
        assertThat(errors(book, patient.formatted(old + ",{'system':'urn:local'}"), P + "numbered"))
                .isEmpty();
        assertThat(errors(book, patient.formatted(old + old), P + "numbered"))
                .singleElement()
                .satisfies(issue -> assertThat(issue.rule()).isEqualTo("Patient.identifier:local:local/old#max"));
    }

    @Test
    void manyWarningsKeepOutNoError() {
        String unknown = "{'url':'http://example.org/unknown%d','valueString':'x'}";
        String extensions = java.util.stream.IntStream.range(0, 3 * ValidationReport.MAX_ISSUES)
                .mapToObj(unknown::formatted)
                .collect(java.util.stream.Collectors.joining(","));

        assertThat(errors(BASE, "{'resourceType':'Patient','extension':[" + extensions + "],'gender':'no'}"))
                .singleElement()
                .satisfies(issue -> assertThat(issue.location()).isEqualTo("Patient.gender"));
    }

    @Test
    void unsupportedInvariantIsReportedByName() {
        RuleBook book = bookOf(NUMBERED.formatted("open", "false").replace("name.count() <= 1", "name.unheardOf(1)"));

        assertThat(book.problems(P + "numbered")).singleElement().asString().contains("one-name", "unheardOf()");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-29T23:30:00Z, 2026-03-30, true", // half an hour into the next day of British summer
        "2026-03-29T23:30:00Z, 2026-03-31, false",
        "2026-01-31T23:30:00Z, 2026-01-31, true",
        "2026-01-31T23:30:00Z, 2026-02-01, false"
    })
    void rulesMayAskForTheDay(String now, String birthDate, boolean valid) {
        RuleBook book = bookOf(
                rule("birthDate <= today() and now() = now() and now().toString().startsWith(today().toString())"));
        var validator = new ResourceValidator(
                STRUCTURES, () -> book, Clock.fixed(Instant.parse(now), ZoneId.of("Europe/London")));

        ValidationReport report = validator.validate(
                json("{'resourceType':'Patient','birthDate':'%s'}".formatted(birthDate)), List.of(P + "numbered"));

        assertThat(book.problems(P + "numbered")).isEmpty();
        assertThat(report.isValid()).isEqualTo(valid);
    }

    @ParameterizedTest
    @CsvSource({
        "http://hl7.org/fhir/StructureDefinition/Patient, true",
        "http://hl7.org/fhir/StructureDefinition/Group, false",
        "http://example.org/StructureDefinition/gendered, false",
        "http://example.org/StructureDefinition/none, false"
    })
    void rulesMayAskForProfiles(String profile, boolean valid) {
        String gendered = NUMBERED.replaceAll(
                        "(?s)'element':\\[.*", "'element':[{'id':'Patient.gender','path':'Patient.gender','min':1}]}}")
                .replace("/numbered", "/gendered");
        RuleBook book = bookOf(rule("conformsTo('%s')".formatted(profile)), gendered);
        var validator = new ResourceValidator(STRUCTURES, () -> book);

        assertThat(validator
                        .validate(json("{'resourceType':'Patient'}"), List.of(P + "numbered"))
                        .isValid())
                .isEqualTo(valid);
        assertThat(validator
                        .validate(json("{'resourceType':'Patient','gender':'male'}"), List.of(P + "numbered"))
                        .isValid())
                .isEqualTo(valid || profile.endsWith("gendered"));
    }

    /** A profile with nothing but one invariant. */
    private static String rule(String expression) {
        return NUMBERED.replaceAll(
                        "(?s)'element':\\[.*",
                        "'element':[{'id':'Patient','path':'Patient','constraint':[{'key':'x-1',"
                                + "'severity':'error','human':'x','expression':\"%s\"}]}]}}")
                .formatted(expression.replace("'", "\u0001"));
    }

    @Test
    void elementThatTheBaseDoesNotHaveIsReported() {
        RuleBook book = bookOf(NUMBERED.formatted("open", "false").replace("Patient.photo", "Patient.photograph"));

        assertThat(book.problems(P + "numbered")).singleElement().asString().contains("Patient.photograph");
    }
}
