package org.openspine.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openspine.error.SpineException;
import org.openspine.repository.search.PagePosition;
import org.openspine.repository.search.SearchQuery;

/** Every kind of criterion, sorting and paging over a small fixed population. */
interface SearchContract {
    List<String> POPULATION =
            List.of("""
            {'resourceType':'Organization','id':'org','name':'St. Mary\\u0027s Surgery','active':true}""", """
            {'resourceType':'Practitioner','id':'dr','name':[{'family':'House'}]}""", """
            {'resourceType':'Patient','id':'p1','active':true,'gender':'female','birthDate':'1980-05-17',
            'name':[{'family':'Smith','given':['Anna','Zoë'],'text':'Anna Smith'},{'family':'Müller-Lüdenscheidt'}],
            'identifier':[{'system':'urn:a','value':'111','type':{'coding':[{'system':'urn:type','code':'MR'}],'text':'Medical record'}},
            {'value':'nosystem'}],
            'telecom':[{'system':'phone','value':'0123'},{'system':'email','value':'a@b.example'}],
            'address':[{'city':'York','postalCode':'YO1 7HH','line':['1 The Shambles']}],
            'managingOrganization':{'reference':'Organization/org'},'generalPractitioner':[{'reference':'Practitioner/dr'}]}""", """
            {'resourceType':'Patient','id':'p2','active':false,'gender':'male','birthDate':'1980',
            'name':[{'family':'smithson','given':['Bob']}],'identifier':[{'system':'urn:b','value':'111'}],
            'managingOrganization':{'reference':'Organization/gone'},'deceasedBoolean':false}""", """
            {'resourceType':'Patient','id':'p3','gender':'male','birthDate':'1990-01',
            'name':[{'family':'O\\u0027Brien','given':['100%_!']}],'link':[{'other':{'reference':'Patient/p1'},'type':'seealso'}],
            'deceasedDateTime':'2024-02-29T23:30:00-01:00','meta':{'tag':[{'system':'urn:tags','code':'t'}],
            'profile':['http://example.org/fhir/StructureDefinition/A|1.0']}}""", """
            {'resourceType':'Patient','id':'p4','name':[{'family':'SMITH'}],'generalPractitioner':[{'identifier':{'system':'urn:gp','value':'G1'}}]}""", """
            {'resourceType':'Observation','id':'o1','status':'final','code':{'coding':[{'system':'http://loinc.org','code':'8480-6','display':'Systolic blood pressure'}],'text':'BP'},
            'subject':{'reference':'Patient/p1'},'effectiveDateTime':'2025-01-01T10:00:00Z','performer':[{'reference':'Practitioner/dr'}],
            'valueQuantity':{'value':5.4,'unit':'mg','system':'http://unitsofmeasure.org','code':'mg'}}""", """
            {'resourceType':'Observation','id':'o2','status':'final','code':{'coding':[{'system':'http://loinc.org','code':'85354-9'}]},
            'subject':{'reference':'Patient/p1'},'effectivePeriod':{'start':'2025-01-01','end':'2025-03-31'},
            'component':[{'code':{'coding':[{'system':'http://loinc.org','code':'8480-6'}]},'valueQuantity':{'value':120,'unit':'mmHg','system':'http://unitsofmeasure.org','code':'mm[Hg]'}},
            {'code':{'coding':[{'system':'http://loinc.org','code':'8462-4'}]},'valueQuantity':{'value':80,'unit':'mmHg','system':'http://unitsofmeasure.org','code':'mm[Hg]'}}]}""", """
            {'resourceType':'Observation','id':'o3','status':'amended','code':{'text':'free text only'},'subject':{'reference':'Patient/p2'},
            'effectivePeriod':{'start':'2025-02-01'},'valueQuantity':{'value':5.45,'unit':'grams'}}""", """
            {'resourceType':'Observation','id':'o4','status':'preliminary','code':{'coding':[{'code':'8480-6'}]},
            'subject':{'reference':'https://elsewhere.example/fhir/Patient/p1'},'valueCodeableConcept':{'coding':[{'system':'urn:v','code':'x'}]}}""", """
            {'resourceType':'RiskAssessment','id':'r1','status':'final','subject':{'reference':'Patient/p1'},
            'prediction':[{'probabilityDecimal':0.5},{'probabilityDecimal':0.1}]}""", """
            {'resourceType':'RiskAssessment','id':'r2','status':'final','subject':{'reference':'Patient/p2'},'prediction':[{'probabilityDecimal':0.8}]}""", """
            {'resourceType':'ValueSet','id':'v1','status':'active','url':'http://example.org/fhir/ValueSet/a','version':'1'}""", """
            {'resourceType':'ValueSet','id':'v2','status':'active','url':'http://example.org/fhir/ValueSet/a/b'}""", """
            {'resourceType':'ValueSet','id':'v3','status':'active','url':'http://example.org/fhir/ValueSetX'}""", """
            {'resourceType':'Encounter','id':'e1','status':'finished','class':{'code':'AMB'},'subject':{'reference':'Patient/p1'},
            'diagnosis':[{'condition':{'reference':'Condition/c1'}}]}""", """
            {'resourceType':'Condition','id':'c1','code':{'coding':[{'system':'urn:c','code':'asthma'}]},'subject':{'reference':'Patient/p1'}}""");

    /** A store with {@link #POPULATION} in it, made once. */
    TestStore population();

    static TestStore populate(TestStore store) {
        POPULATION.forEach(store::create);
        ResourceKey gone = new ResourceKey("Patient", "gone");
        store.create("{'resourceType':'Patient','id':'gone','name':[{'family':'Smith'}],'gender':'male'}");
        store.delete(gone, 1);
        return store;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                // string
                "Patient; family=smith; p1 p2 p4",
                "Patient; family=SmithS; p2",
                "Patient; family:exact=Smith; p1",
                "Patient; family:exact=smith; ",
                "Patient; family:contains=mith; p1 p2 p4",
                "Patient; family:contains=denscheid; p1",
                "Patient; family=muller; p1",
                "Patient; family=MÜLLER; p1",
                "Patient; family=o'brien; p3",
                "Patient; family=obrien; p3",
                "Patient; given=zoe; p1",
                "Patient; given:exact=Zoe; ",
                "Patient; given:exact=Zoë; p1",
                "Patient; given:contains=%; ",
                "Patient; given:contains=0%; p3",
                "Patient; given:exact=100%_!; p3",
                "Patient; family=brien; ",
                "Patient; family=smithson,obrien; p2 p3",
                "Patient; name=anna smith; p1",
                "Patient; address=york; p1",
                "Patient; address-postalcode=yo1; p1",
                "Patient; family:missing=false; p1 p2 p3 p4",
                "Patient; given:missing=true; p4",
                "Organization; name=st mary; org",
                // token
                "Patient; gender=male; p2 p3",
                "Patient; gender=Male; ",
                "Patient; gender=http://hl7.org/fhir/administrative-gender|male; p2 p3",
                "Patient; gender:not=male; p1 p4",
                "Patient; gender:not=male,female; p4",
                "Patient; gender=male,female; p1 p2 p3",
                "Patient; gender:missing=true; p4",
                "Patient; active=true; p1",
                "Patient; active=false; p2",
                "Patient; identifier=111; p1 p2",
                "Patient; identifier=urn:a|111; p1",
                "Patient; identifier=urn:a|; p1",
                "Patient; identifier=|nosystem; p1",
                "Patient; identifier=|111; ",
                "Patient; identifier=urn:c|111; ",
                "Patient; identifier:of-type=urn:type|MR|111; p1",
                "Patient; identifier:of-type=urn:type|XX|111; ",
                "Patient; identifier:text=medical; p1",
                "Patient; phone=0123; p1",
                "Patient; email=a@b.example; p1",
                "Patient; _tag=urn:tags|t; p3",
                "Observation; code=8480-6; o1 o4",
                "Observation; code=http://loinc.org|8480-6; o1",
                "Observation; code=|8480-6; o4",
                "Observation; code:text=systolic; o1",
                "Observation; code:text=free; o3",
                "Observation; status:not=final; o3 o4",
                // reference
                "Observation; subject=Patient/p1; o1 o2",
                "Observation; subject=p1; o1 o2",
                "Observation; patient=p1; o1 o2",
                "Observation; subject:Patient=p1; o1 o2",
                "Observation; subject:Group=p1; ",
                "Observation; subject=Group/p1; ",
                "Observation; subject=https://elsewhere.example/fhir/Patient/p1; o4",
                "Observation; subject=Patient/p1,Patient/p2; o1 o2 o3",
                "Observation; performer:missing=false; o1",
                "Patient; general-practitioner:identifier=urn:gp|G1; p4",
                "Patient; general-practitioner:missing=false; p1 p4",
                "Patient; link=Patient/p1; p3",
                // date
                "Patient; birthdate=1980; p1 p2",
                "Patient; birthdate=1980-05; p1",
                "Patient; birthdate=1980-05-17; p1",
                "Patient; birthdate=ne1980; p3",
                "Patient; birthdate=gt1980-05-17; p2 p3",
                "Patient; birthdate=ge1980-05-17; p1 p2 p3",
                "Patient; birthdate=lt1980-05-17; p2",
                "Patient; birthdate=le1980-05-17; p1 p2",
                "Patient; birthdate=sa1980-05-17; p3",
                "Patient; birthdate=eb1980-05-17; ",
                "Patient; birthdate=eb1981; p1 p2",
                "Patient; birthdate=ap1980-05-17; p1 p2",
                "Patient; birthdate=gt1979&birthdate=lt1985; p1 p2",
                "Patient; birthdate:missing=true; p4",
                "Patient; death-date=2024-03-01; p3",
                "Patient; death-date=2024-03-01T00:30Z; p3",
                "Observation; date=2025-01-01; o1",
                "Observation; date=ge2025-04; o3",
                "Observation; date=le2025-01-01; o1",
                "Observation; date=2025; o1 o2",
                "Observation; date=sa2025-01-15; o3",
                "Observation; date=eb2025-04; o1 o2",
                // number
                "RiskAssessment; probability=0.5; r1",
                "RiskAssessment; probability=0.51; ",
                "RiskAssessment; probability=gt0.5; r2",
                "RiskAssessment; probability=ge0.5; r1 r2",
                "RiskAssessment; probability=lt0.5; r1",
                "RiskAssessment; probability=ne0.5; r1 r2",
                "RiskAssessment; probability=ap0.82; r2",
                // quantity
                "Observation; value-quantity=5.4; o1",
                "Observation; value-quantity=5.45; o3",
                "Observation; value-quantity=5.4|http://unitsofmeasure.org|mg; o1",
                "Observation; value-quantity=5.4||mg; o1",
                "Observation; value-quantity=5.4|http://unitsofmeasure.org|g; ",
                "Observation; value-quantity=ge5.4; o1 o3",
                "Observation; value-quantity=gt5||grams; o3",
                "Observation; combo-value-quantity=gt100; o2",
                // uri
                "ValueSet; url=http://example.org/fhir/ValueSet/a; v1",
                "ValueSet; url:below=http://example.org/fhir/ValueSet; v1 v2",
                "ValueSet; url:below=http://example.org/fhir/ValueSet/; v1 v2",
                "ValueSet; url:above=http://example.org/fhir/ValueSet/a/b/c; v1 v2",
                "ValueSet; url:missing=false; v1 v2 v3",
                "Patient; _profile=http://example.org/fhir/StructureDefinition/A; p3",
                "Patient; _profile=http://example.org/fhir/StructureDefinition/A|1.0; p3",
                // composite
                "Observation; code-value-quantity=http://loinc.org|8480-6$5.4; o1",
                "Observation; component-code-value-quantity=8480-6$gt100; o2",
                "Observation; component-code-value-quantity=8462-4$gt100; ",
                "Observation; component-code-value-quantity=8462-4$gt100,8480-6$120; o2",
                "Observation; combo-code-value-quantity=http://loinc.org|8480-6$gt5; o1 o2",
                "Observation; code-value-concept=8480-6$urn:v|x; o4",
                "Observation; code-value-quantity:missing=false; o1",
                // chains
                "Observation; subject:Patient.family=smith; o1 o2 o3",
                "Observation; patient.family:exact=Smith; o1 o2",
                "Observation; subject.gender=female; o1 o2",
                "Observation; patient.gender:not=female; o3",
                "Observation; subject:Patient.organization.name=st mary; o1 o2",
                "Observation; patient._id=p2; o3",
                "Observation; performer:Practitioner.family=house; o1",
                "Patient; organization.name=st; p1",
                "Encounter; diagnosis:Condition.code=asthma; e1",
                "Observation; patient.identifier=urn:a|111&status=final; o1 o2",
                // reverse chains
                "Patient; _has:Observation:patient:code=8480-6; p1",
                "Patient; _has:Observation:subject:status=amended; p2",
                "Patient; _has:Observation:patient:status=final&gender=female; p1",
                "Patient; _has:Observation:patient:status:not=final; p2",
                "Patient; _has:Observation:patient:_id=o3; p2",
                "Practitioner; _has:Observation:performer:patient.family=smith; dr",
                "Practitioner; _has:Patient:general-practitioner:_has:Observation:patient:status=final; dr",
                "Condition; _has:Encounter:diagnosis:status=finished; c1",
                // the row itself
                "Patient; _id=p1; p1",
                "Patient; _id=p1,p3,none,gone; p1 p3",
                "Patient; _id=not an id!; ",
                "Patient; _lastUpdated=gt2025-02&gender=male; p2 p3",
                "Patient; _lastUpdated=gt2026; ",
                "Patient; _lastUpdated=2025-03-01,2020; p1 p2 p3 p4",
                "Patient; _id=p1,p2&family=smithson; p2",
                "Patient; ; p1 p2 p3 p4",
            })
    default void finds(String type, @Nullable String query, @Nullable String expected) {
        String criteria = query == null ? "" : query;
        List<String> ids = expected == null ? List.of() : List.of(expected.split(" "));

        assertThat(population().search(type, criteria))
                .as("in order of creation")
                .isEqualTo(ids);
        assertThat(population().repository().count(population().query(type, criteria, 0)))
                .isEqualTo(ids.size());
        assertThat(population().searchInPages(type, criteria, 1)).isEqualTo(ids);
        assertThat(population().search(type, criteria + "&_sort=_id")).containsExactlyInAnyOrderElementsOf(ids);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Patient; _sort=birthdate; p2 p1 p3 p4",
                "Patient; _sort=-birthdate; p3 p1 p2 p4",
                "Patient; _sort=family; p1 p3 p4 p2",
                "Patient; _sort=-family; p2 p4 p1 p3",
                "Patient; _sort=gender,birthdate; p1 p2 p3 p4",
                "Patient; _sort=gender,-birthdate; p1 p3 p2 p4",
                "Patient; _sort=-gender,-_id; p3 p2 p1 p4",
                "Patient; _sort=active,gender; p2 p1 p3 p4",
                "Patient; _sort=-_id; p4 p3 p2 p1",
                "Patient; _sort=-_lastUpdated; p4 p3 p2 p1",
                "Patient; _sort=_lastUpdated; p1 p2 p3 p4",
                "Patient; gender=male&_sort=-family; p2 p3",
                "Patient; gender=male,female&_sort=-family; p2 p1 p3",
                "Patient; identifier=111&_sort=-birthdate,family; p1 p2",
                "Observation; _sort=value-quantity; o1 o3 o2 o4",
                "Observation; _sort=-value-quantity; o3 o1 o2 o4",
                "Observation; status=final&_sort=-date; o1 o2",
                "Observation; status=final,amended&_sort=-date; o3 o1 o2",
                "Observation; status:not=final&_sort=-date; o3 o4",
                "Observation; code=8480-6,85354-9&_sort=subject,-_id; o4 o2 o1",
                "RiskAssessment; _sort=probability; r1 r2",
                "RiskAssessment; _sort=-probability; r2 r1",
                "ValueSet; _sort=-url; v3 v2 v1",
            })
    default void sorts(String type, String query, String expected) {
        List<String> ids = List.of(expected.split(" "));

        assertThat(population().search(type, query)).isEqualTo(ids);
        for (int count : new int[] {1, 2, 3}) {
            assertThat(population().searchInPages(type, query, count))
                    .as("pages of %d", count)
                    .isEqualTo(ids);
        }
    }

    /** A resource that satisfies several alternatives, or one of them twice, is one match. */
    @Test
    default void resourceFoundTwiceIsListedOnceWhateverThePageSize() {
        for (String query : List.of(
                "family=smith,muller,anna",
                "name=anna,smith,zoe",
                "identifier=111,nosystem",
                "_has:Observation:patient:code:text=bp,free&family=smith",
                "_has:Observation:patient:_lastUpdated=gt2020",
                "name:contains=s")) {
            for (String sort : List.of("", "&_sort=family", "&_sort=-birthdate,_id", "&_sort=-_lastUpdated")) {
                List<String> all = population().search("Patient", query + sort);
                assertThat(all).as(query).isNotEmpty().doesNotHaveDuplicates();
                for (int count = 1; count < 4; count++) {
                    assertThat(population().searchInPages("Patient", query + sort, count))
                            .as("%s%s in pages of %d", query, sort, count)
                            .isEqualTo(all);
                }
            }
        }
    }

    @Test
    default void countOfZeroFindsNothingButTellsHowMany() {
        SearchQuery query = population().query("Patient", "gender=male", 0);

        assertThat(population().repository().search(query)).isEqualTo(new SearchPage(List.of(), Optional.empty()));
        assertThat(population().repository().count(query)).isEqualTo(2);
    }

    @Test
    default void textThatNoDatabaseCanHoldIsFoundNowhere() {
        for (String query : List.of("family=a\0b", "identifier=\0", "_id=\0", "subject-of\0=1", "organization=\0/x")) {
            try {
                assertThat(population().search("Patient", query)).isEmpty();
            } catch (SpineException refused) {
                assertThat(refused.code().status()).isEqualTo(400);
            }
        }
    }

    /** What is there from the first page to the last appears exactly once, in order, whatever happens around it. */
    @ParameterizedTest
    @CsvSource({
        "_sort=family",
        "_sort=-family",
        "_sort=-_lastUpdated",
        "_sort=family,-birthdate",
        "active=true",
        "active=true&_sort=-birthdate"
    })
    default void pagesNeitherSkipNorRepeatWhatStays(String query) {
        try (TestStore store = population().another()) {
            List<String> staying = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                store.create(person("stay-" + i, i));
                store.create(person("gone-" + i, i));
                staying.add("stay-" + i);
            }
            List<String> seen = new ArrayList<>();
            Optional<PagePosition> position = Optional.empty();
            int changes = 0;
            do {
                SearchPage page = store.repository()
                        .search(store.query("Patient", query, 3).page(3, position));
                seen.addAll(TestStore.ids(page));
                position = page.next();
                store.create(person("new-" + changes, changes * 7));
                ResourceKey changed = new ResourceKey("Patient", "gone-" + changes % 20);
                if (changes % 2 == 0) {
                    store.put(changed, person(changed.id(), 19 - changes % 20));
                } else {
                    store.delete(changed, 1);
                }
                changes++;
            } while (position.isPresent() && changes < 40);

            assertThat(seen).filteredOn(staying::contains).containsExactlyInAnyOrderElementsOf(staying);
            assertThat(seen)
                    .filteredOn(staying::contains)
                    .isEqualTo(store.search("Patient", query).stream()
                            .filter(staying::contains)
                            .toList());
        }
    }

    private static String person(String id, int number) {
        String family = number % 4 == 3 ? "" : ",'name':[{'family':'F%02d'},{'family':'G'}]".formatted(number * 3 % 10);
        return "{'resourceType':'Patient','id':'%s','active':true,'birthDate':'19%02d-01-01'%s}"
                .formatted(id, number % 5, family);
    }

    @Test
    default void includesFollowReferencesBothWays() {
        ResourceRepository repository = population().repository();
        long subject = org.openspine.repository.search.IndexId.parameter("Observation", "subject");
        long performer = org.openspine.repository.search.IndexId.parameter("Observation", "performer");
        List<ResourceKey> observations =
                Arrays.asList(new ResourceKey("Observation", "o1"), new ResourceKey("Observation", "o3"));

        assertThat(repository.targets(observations, new HashSet<>(List.of(subject, performer))))
                .containsExactlyInAnyOrder(
                        new ResourceKey("Patient", "p1"),
                        new ResourceKey("Patient", "p2"),
                        new ResourceKey("Practitioner", "dr"));
        assertThat(repository.referrers(
                        "Observation", new HashSet<>(List.of(subject)), List.of(new ResourceKey("Patient", "p1")), 10))
                .containsExactlyInAnyOrder(new ResourceKey("Observation", "o1"), new ResourceKey("Observation", "o2"));
        assertThat(repository.referrers(
                        "Observation", new HashSet<>(List.of(subject)), List.of(new ResourceKey("Patient", "p1")), 1))
                .hasSize(1);
        assertThat(repository.targets(List.of(), new HashSet<>(List.of(subject))))
                .isEmpty();
    }
}
