package org.openspine.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Which resources a search finds: <a href="https://hl7.org/fhir/R4/search.html">FHIR R4 search</a>. */
interface SearchContract extends ServedBase {
    @Test
    default void stringsMatchByTheirBeginningWithoutCaseAndAccents() {
        String word = Sample.word();
        String patient = create(Sample.patient("Müller-" + word));
        assertThat(matches("Patient?family=m%C3%BCller-" + word)).containsExactly(patient);
        assertThat(matches("Patient?family=MULLER" + word.substring(0, 7).toUpperCase(java.util.Locale.ROOT)
                        + "&name=muller" + word))
                .containsExactly(patient);
        assertThat(matches("Patient?family:contains=" + word)).containsExactly(patient);
        assertThat(matches("Patient?family:exact=M%C3%BCller-" + word)).containsExactly(patient);
        assertThat(matches("Patient?family:exact=muller-" + word)).isEmpty();
        assertThat(matches("Patient?family=" + word)).isEmpty();
    }

    @Test
    default void tokensMatchByCodeAndSystem() {
        String word = Sample.word();
        String organization = create(Sample.organization(word));
        assertThat(matches("Organization?identifier=urn:test%7C" + word)).containsExactly(organization);
        assertThat(matches("Organization?identifier=" + word)).containsExactly(organization);
        assertThat(matches("Organization?identifier=urn:test%7C&name=" + word)).containsExactly(organization);
        assertThat(matches("Organization?identifier=urn:other%7C" + word)).isEmpty();
        assertThat(matches("Organization?identifier=%7C" + word)).isEmpty();
        assertThat(matches("Organization?identifier=" + word.toUpperCase(java.util.Locale.ROOT)))
                .isEmpty();
        assertThat(matches("Organization?name=" + word + "&identifier:not=urn:test%7C" + word))
                .isEmpty();
        assertThat(matches("Organization?name=" + word + "&identifier:not=urn:test%7Cother"))
                .containsExactly(organization);
    }

    @Test
    default void tokensMatchByTextAndByTypeOfIdentifier() {
        String word = Sample.word();
        String rate = create(Sample.heartRate(word, "Patient/x", 70));
        assertThat(matches("Observation?_tag=" + word + "&code:text=heart")).containsExactly(rate);
        assertThat(matches("Observation?_tag=" + word + "&code:text=rate")).isEmpty();
        String patient = create("""
                {"resourceType":"Patient","identifier":[{"type":{"coding":[{"system":"urn:types","code":"MR"}]},
                 "system":"urn:test","value":"%s"}]}""".formatted(word));
        assertThat(matches("Patient?identifier:of-type=urn:types%7CMR%7C" + word))
                .containsExactly(patient);
        assertThat(matches("Patient?identifier:of-type=urn:types%7CSS%7C" + word))
                .isEmpty();
    }

    @Test
    default void datesMatchByThePeriodTheyStandFor() {
        String word = Sample.word();
        String patient = create(Sample.patient(word)); // born on 1970-03-30
        for (String value : List.of(
                "1970",
                "1970-03",
                "1970-03-30",
                "eq1970-03-30",
                "gt1970-03-29",
                "ge1970-03-30",
                "lt1970-03-31",
                "le1970-03-30",
                "sa1970-03-29",
                "eb1970-03-31",
                "ne1970-03-31",
                "ap1970-03-30")) {
            assertThat(matches("Patient?family=" + word + "&birthdate=" + value))
                    .as(value)
                    .containsExactly(patient);
        }
        for (String value : List.of("1971", "gt1970-03-30", "lt1970-03-30", "ne1970-03-30", "sa1970", "eb1970")) {
            assertThat(matches("Patient?family=" + word + "&birthdate=" + value))
                    .as(value)
                    .isEmpty();
        }
        assertThat(matches("Patient?family=" + word + "&birthdate=ge1970&birthdate=lt1971"))
                .containsExactly(patient);
    }

    @Test
    default void instantsMatchAcrossTimeZones() {
        String word = Sample.word();
        String rate = create(Sample.heartRate(word, "Patient/x", 70)); // at 2024-05-01T10:30:00Z
        for (String value :
                List.of("2024-05-01", "2024-05-01T10:30:00Z", "2024-05-01T11:30:00%2B01:00", "2024-05-01T10:30Z")) {
            assertThat(matches("Observation?_tag=" + word + "&date=" + value))
                    .as(value)
                    .containsExactly(rate);
        }
        assertThat(matches("Observation?_tag=" + word + "&date=2024-05-01T11:30:00Z"))
                .isEmpty();
    }

    @Test
    default void numbersMatchWithinTheirPrecision() {
        String word = Sample.word();
        String risk = create("""
                {"resourceType":"RiskAssessment","meta":{"tag":[{"code":"%s"}]},"status":"final",
                 "subject":{"reference":"Patient/x"},"prediction":[{"probabilityDecimal":0.82}]}""".formatted(word));
        for (String value : List.of("0.82", "0.8", "gt0.8", "ge0.82", "lt0.83", "le0.82", "ne0.9", "ap0.85")) {
            assertThat(matches("RiskAssessment?_tag=" + word + "&probability=" + value))
                    .as(value)
                    .containsExactly(risk);
        }
        for (String value : List.of("0.9", "0.820", "gt0.82", "lt0.82")) {
            List<String> expected = value.equals("0.820") ? List.of(risk) : List.of();
            assertThat(matches("RiskAssessment?_tag=" + word + "&probability=" + value))
                    .as(value)
                    .isEqualTo(expected);
        }
    }

    @Test
    default void quantitiesMatchByValueSystemAndUnit() {
        String word = Sample.word();
        String rate = create(Sample.heartRate(word, "Patient/x", 70));
        for (String value : List.of(
                "70",
                "gt69",
                "70%7Chttp://unitsofmeasure.org%7C/min",
                "70%7C%7C/min",
                "70%7C%7Cbeats/minute",
                "ge70%7Chttp://unitsofmeasure.org%7C/min")) {
            assertThat(matches("Observation?_tag=" + word + "&value-quantity=" + value))
                    .as(value)
                    .containsExactly(rate);
        }
        for (String value : List.of("71", "70%7Curn:other%7C/min", "70%7C%7Cmg", "lt70")) {
            assertThat(matches("Observation?_tag=" + word + "&value-quantity=" + value))
                    .as(value)
                    .isEmpty();
        }
    }

    @Test
    default void urisMatchWholeOrByHierarchy() {
        String word = Sample.word();
        String url = "http://example.org/" + word + "/sets/one";
        String set = create("{\"resourceType\":\"ValueSet\",\"status\":\"active\",\"url\":\"" + url + "\"}");
        assertThat(matches("ValueSet?url=" + url)).containsExactly(set);
        assertThat(matches("ValueSet?url=http://example.org/" + word)).isEmpty();
        assertThat(matches("ValueSet?url:below=http://example.org/" + word)).containsExactly(set);
        assertThat(matches("ValueSet?url:above=" + url + "/two")).containsExactly(set);
    }

    @Test
    default void referencesMatchByIdTypeUrlAndIdentifier() {
        String word = Sample.word();
        String patient = create(Sample.patient(word));
        String id = patient.substring("Patient/".length());
        String rate = create(Sample.heartRate(word, patient, 70));
        for (String query : List.of(
                "subject=" + patient,
                "subject=" + id,
                "patient=" + id,
                "patient=" + patient,
                "subject:Patient=" + id)) {
            assertThat(matches("Observation?" + query)).as(query).containsExactly(rate);
        }
        assertThat(matches("Observation?subject:Group=" + id)).isEmpty();
        String elsewhere = create(Sample.heartRate(word, "http://elsewhere.example/fhir/Patient/" + word, 70));
        assertThat(matches("Observation?subject=http://elsewhere.example/fhir/Patient/" + word))
                .containsExactly(elsewhere);
        String logical = create(Sample.heartRate(word, "x", 70)
                .replace(
                        "{\"reference\":\"x\"}",
                        "{\"identifier\":{\"system\":\"urn:test\",\"value\":\"" + word + "\"}}"));
        assertThat(matches("Observation?subject:identifier=urn:test%7C" + word)).containsExactly(logical);
    }

    @Test
    default void compositesMatchBothPartsInOnePlace() {
        String word = Sample.word();
        String rate = create(Sample.heartRate(word, "Patient/x", 70));
        assertThat(matches("Observation?_tag=" + word + "&code-value-quantity=http://loinc.org%7C8867-4$gt60"))
                .containsExactly(rate);
        assertThat(matches("Observation?_tag=" + word + "&code-value-quantity=http://loinc.org%7C8867-4$gt70"))
                .isEmpty();
        assertThat(matches("Observation?_tag=" + word + "&code-value-quantity=http://loinc.org%7C0000-0$gt60"))
                .isEmpty();
    }

    @Test
    default void missingTellsWhetherThereIsAValue() {
        String word = Sample.word();
        String with = create(Sample.patient(word));
        String without = create("{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"" + word + "\"}]}");
        assertThat(matches("Patient?family=" + word + "&birthdate:missing=true"))
                .containsExactly(without);
        assertThat(matches("Patient?family=" + word + "&birthdate:missing=false"))
                .containsExactly(with);
        assertThat(matches("Patient?family=" + word + "&gender:missing=true")).containsExactly(without);
        assertThat(matches("Patient?family=" + word + "&organization:missing=true"))
                .containsExactlyInAnyOrder(with, without);
    }

    @Test
    default void commasMeanOrAndRepetitionMeansAnd() {
        String word = Sample.word();
        String first = create(Sample.organization(word + "a"));
        String second = create(Sample.organization(word + "b"));
        create(Sample.organization(word + "c"));
        assertThat(matches("Organization?name=" + word + "a," + word + "b")).containsExactlyInAnyOrder(first, second);
        assertThat(matches("Organization?name=" + word + "&identifier=" + word + "a," + word + "b&identifier=" + word
                        + "b"))
                .containsExactly(second);
        assertThat(matches("Organization?name=" + word + "a&name=" + word + "b"))
                .isEmpty();
    }

    @Test
    default void escapedSeparatorsBelongToTheValue() {
        String word = Sample.word();
        String odd = create(
                "{\"resourceType\":\"Organization\",\"identifier\":[{\"system\":\"urn:test\",\"value\":\"%s,a|b$c\\\\d\"}]}"
                        .formatted(word));
        assertThat(matches("Organization?identifier=" + word + "%5C,a%5C%7Cb%5C$c%5C%5Cd"))
                .containsExactly(odd);
    }

    @Test
    default void wildcardsOfTheDatabaseAreOrdinaryCharacters() {
        String word = Sample.word();
        create(Sample.organization(word));
        assertThat(matches("Organization?name:contains=wor%25" + word.substring(4)))
                .isEmpty();
        assertThat(matches("Organization?name:contains=wor_" + word.substring(4)))
                .isEmpty();
        assertThat(matches("Organization?name:exact=%25")).isEmpty();
        assertThat(matches("Organization?identifier=%25'%20or%20''='")).isEmpty();
    }

    @Test
    default void chainsFollowReferences() {
        String word = Sample.word();
        String practice = create(Sample.organization(word));
        String patient = create(Sample.patient(word)
                .replace("\"active\"", "\"managingOrganization\":{\"reference\":\"" + practice + "\"},\"active\""));
        String rate = create(Sample.heartRate(word, patient, 70));
        create(Sample.heartRate(word, create(Sample.patient(Sample.word())), 70));
        for (String query : List.of(
                "subject:Patient.family=" + word,
                "patient.family=" + word,
                "subject.family=" + word,
                "patient.organization.name=" + word,
                "subject:Patient.organization:Organization.identifier=urn:test%7C" + word,
                "patient.birthdate=1970-03-30&patient.family=" + word)) {
            assertThat(matches("Observation?_tag=" + word + "&" + query))
                    .as(query)
                    .containsExactly(rate);
        }
        assertThat(matches("Observation?_tag=" + word + "&patient.family=nobody"))
                .isEmpty();
        assertThat(matches("Observation?patient._id=" + patient.substring(8))).containsExactly(rate);
    }

    @Test
    default void reverseChainsFindWhatIsReferredTo() {
        String word = Sample.word();
        String patient = create(Sample.patient(word));
        create(Sample.patient(word));
        create(Sample.heartRate(word, patient, 70));
        assertThat(matches("Patient?family=" + word + "&_has:Observation:patient:code=8867-4"))
                .containsExactly(patient);
        assertThat(matches("Patient?family=" + word + "&_has:Observation:patient:code=0"))
                .isEmpty();
        assertThat(matches("Patient?_has:Observation:subject:_tag=" + word)).containsExactly(patient);
        String practice = create(Sample.organization(word));
        sending(Sample.patient(patient.substring(8), word)
                        .replace(
                                "\"active\"",
                                "\"managingOrganization\":{\"reference\":\"" + practice + "\"},\"active\""))
                .put("/" + patient)
                .then()
                .statusCode(200);
        assertThat(matches("Organization?_has:Patient:organization:_has:Observation:patient:_tag=" + word))
                .containsExactly(practice);
    }

    @Test
    default void idsAndTimesOfTheRecordCanBeSearched() {
        String word = Sample.word();
        String first = create(Sample.patient(word));
        String second = create(Sample.patient(word));
        assertThat(matches("Patient?_id=" + first.substring(8) + "," + second.substring(8)))
                .containsExactlyInAnyOrder(first, second);
        String time = get(first).at("/meta/lastUpdated").asText();
        assertThat(matches("Patient?family=" + word + "&_lastUpdated=" + time)).contains(first);
        assertThat(matches("Patient?family=" + word + "&_lastUpdated=lt2020")).isEmpty();
        assertThat(matches("Patient?family=" + word + "&_lastUpdated=gt2020")).containsExactlyInAnyOrder(first, second);
    }

    @Test
    default void tagsProfilesAndSecurityCanBeSearched() {
        String word = Sample.word();
        String flag = create("""
                {"resourceType":"Flag","meta":{"profile":["http://example.org/%1$s"],"security":[{"code":"%1$s"}],
                 "tag":[{"system":"urn:test","code":"%1$s"}]},"status":"active","code":{"text":"x"},
                 "subject":{"reference":"Patient/x"}}""".formatted(word));
        assertThat(matches("Flag?_tag=urn:test%7C" + word)).containsExactly(flag);
        assertThat(matches("Flag?_security=" + word)).containsExactly(flag);
        assertThat(matches("Flag?_profile=http://example.org/" + word)).containsExactly(flag);
    }

    @Test
    default void aParameterWithoutValueCountsAsAbsent() {
        String word = Sample.word();
        String patient = create(Sample.patient(word));
        assertThat(matches("Patient?family=" + word + "&gender=&birthdate=")).containsExactly(patient);
    }
}
