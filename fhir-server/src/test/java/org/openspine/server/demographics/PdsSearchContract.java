package org.openspine.server.demographics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.demographics.ServedPds.assertError;
import static org.openspine.server.demographics.ServedPds.ok;
import static org.openspine.server.demographics.TraceContract.home;
import static org.openspine.server.demographics.TraceContract.practice;
import static org.openspine.server.demographics.TraceContract.telecom;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The basic trace: what matches, what is never found, and what the answer looks like. */
interface PdsSearchContract extends TraceContract {
    @Test
    default void familyAndBirthDateFindWhateverTheirCase() {
        String number = person("Quilliam", "Ada", "female", "1961-02-03");
        assertThat(numbers("family", "qUILLIAM", "birthdate", "eq1961-02-03")).containsExactly(number);
        assertThat(numbers("family", "Quilliam", "birthdate", "1961-02-03")).containsExactly(number);
        assertThat(numbers("family", "Quilliams", "birthdate", "1961-02-03")).isEmpty();
        assertThat(numbers("family", "Quilliam", "birthdate", "1961-02-04")).isEmpty();
        assertThat(numbers("family", "Quilliam", "birthdate", "1961-03-02")).isEmpty();
        assertThat(score("family", "Quilliam", "birthdate", "1961-02-03")).isEqualTo(1);
    }

    @Test
    default void answerHasThePublishedShape() {
        String number = storePatient("""
                "name": [{"id": "N1", "use": "usual", "family": "Rasmussen", "given": ["Bo"]},
                  {"id": "N2", "use": "nickname", "family": "Rasmussen", "given": ["Bobo"]},
                  {"id": "N3", "use": "maiden", "family": "Oldname", "given": ["Bo"]}],
                "gender": "male", "birthDate": "1962-02-03", "multipleBirthInteger": 1,
                "address": [{"id": "A1", "use": "temp", "line": ["2 Low Street"], "postalCode": "LS2 2BB"},
                  {"id": "A2", "use": "home", "line": ["1 High Street"], "postalCode": "LS1 1AA"}],
                "telecom": [{"id": "T1", "system": "phone", "value": "01632960587", "use": "home"}],
                "managingOrganization": {"identifier": {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "Y12345"}},
                "extension": [{"url": "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NominatedPharmacy",
                  "valueReference": {"identifier": {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "FX123"}}}], """ + practice("Y12345"));
        JsonNode bundle = ok(search("family", "Rasmussen", "birthdate", "1962-02-03"));
        assertThat(bundle.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("resourceType", "type", "timestamp", "total", "entry");
        assertThat(bundle.path("type").asText()).isEqualTo("searchset");
        assertThat(Instant.parse(bundle.path("timestamp").asText())).isNotNull();
        JsonNode entry = bundle.at("/entry/0");
        assertThat(entry.path("fullUrl").asText()).isEqualTo(pdsBase() + "/Patient/" + number);
        assertThat(entry.path("search").toString()).isEqualTo("{\"score\":1}");
        JsonNode patient = entry.path("resource");
        assertThat(patient.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "resourceType",
                        "id",
                        "identifier",
                        "meta",
                        "name",
                        "gender",
                        "birthDate",
                        "multipleBirthInteger",
                        "address",
                        "telecom",
                        "generalPractitioner");
        assertThat(patient.path("name").findValuesAsText("id")).containsExactly("N1", "N2");
        assertThat(patient.path("address").findValuesAsText("id")).containsExactly("A2");
    }

    @Test
    default void nothingFoundIsATotalOfZeroWithoutEntries() {
        JsonNode bundle = ok(search("family", "Nobodyhasthisname", "birthdate", "1962-02-03"));
        assertThat(bundle.path("total").asInt()).isZero();
        assertThat(bundle.has("entry")).isFalse();
    }

    @Test
    default void thePhoneOfAnEmergencyContactFindsToo() {
        String number = storePatient("""
                "name": [{"use": "usual", "family": "Ringmere", "given": ["Ola"]}], "birthDate": "1971-03-04",
                "contact": [
                  {"period": {"start": "2020-01-01"}, "telecom": [{"system": "phone", "value": "01632 960111"}]},
                  {"period": {"start": "2010-01-01", "end": "2019-12-31"},
                   "telecom": [{"system": "phone", "value": "01632 960222"}]}]""");
        assertThat(numbers("family", "Ringmere", "birthdate", "1971-03-04", "phone", "01632960111"))
                .containsExactly(number);
        assertThat(numbers("family", "Ringmere", "birthdate", "1971-03-04", "phone", "01632960222"))
                .isEmpty();
        assertThat(numbers("family", "Ringmere", "birthdate", "1971-03-04", "phone", "01632960222", "_history", "true"))
                .containsExactly(number);
        assertThat(numbers("family", "Ringmere", "birthdate", "1971-03-04", "phone", "01632960333"))
                .isEmpty();
    }

    @Test
    default void allNamesOfTodayAreSearched() {
        String number = storePatient("""
                "name": [{"use": "usual", "family": "Strangways", "given": ["Elizabeth"]},
                  {"use": "nickname", "family": "Strangways", "given": ["Bess"]},
                  {"use": "temp", "family": "Tempest", "given": ["Elizabeth"]}], "birthDate": "1963-02-03\"""");
        assertThat(numbers("family", "Strangways", "given", "Bess", "birthdate", "1963-02-03"))
                .containsExactly(number);
        assertThat(numbers("family", "Tempest", "birthdate", "1963-02-03")).containsExactly(number);
        assertThat(numbers("family", "Tempest", "given", "Bess", "birthdate", "1963-02-03"))
                .as("names of different kinds are not mixed")
                .isEmpty();
    }

    @Test
    default void givenNamesAreComparedInTheirOrder() {
        String number = person("Ottaway", "John Paul,James", "male", "1964-02-03");
        String[][] found = {{"John Paul"}, {"john paul", "james"}, {"John Paul", "J*mes"}};
        for (String[] given : found) {
            boolean allowed = given.length < 2 || !given[1].startsWith("J*");
            if (allowed) {
                assertThat(numbers(withGiven("Ottaway", "1964-02-03", given))).containsExactly(number);
            }
        }
        for (String[] given :
                new String[][] {{"James"}, {"John"}, {"James", "John Paul"}, {"John Paul", "James", "X"}}) {
            assertThat(numbers(withGiven("Ottaway", "1964-02-03", given))).isEmpty();
        }
    }

    private static String[] withGiven(String family, String birthDate, String... given) {
        List<String> query = new ArrayList<>(List.of("family", family, "birthdate", birthDate));
        for (String name : given) {
            query.addAll(List.of("given", name));
        }
        return query.toArray(String[]::new);
    }

    @Test
    default void wildcardsStandForAnyText() {
        String number = person("Smithwick", "Alan Michael", "male", "1965-02-03");
        for (String family : new String[] {"Sm*", "smi*", "Sm*t*", "Sm*wick", "Smithwick*"}) {
            assertThat(numbers("family", family, "birthdate", "1965-02-03"))
                    .as(family)
                    .containsExactly(number);
        }
        for (String family : new String[] {"Sn*", "Sm*th", "Smithwicks*", "Smi*x*"}) {
            assertThat(numbers("family", family, "birthdate", "1965-02-03"))
                    .as(family)
                    .isEmpty();
        }
        assertThat(numbers("family", "Smithwick", "given", "Ala*", "birthdate", "1965-02-03"))
                .containsExactly(number);
        assertThat(numbers("family", "Smithwick", "given", "Mic*", "birthdate", "1965-02-03"))
                .isEmpty();
    }

    @Test
    default void wildcardOnGivenMatchesTheFirstNameOnly() {
        person("Barraclough", "Alan,Michael", "male", "1965-03-03");
        assertThat(numbers("family", "Barraclough", "given", "Al*", "birthdate", "1965-03-03"))
                .hasSize(1);
        assertThat(numbers("family", "Barraclough", "given", "Mic*", "birthdate", "1965-03-03"))
                .isEmpty();
    }

    @Test
    default void basicSearchFoldsNoAccentsAndHearsNoHomophones() {
        String number = person("Brontë", "Zoë", "female", "1966-02-03");
        assertThat(numbers("family", "BRONTË", "birthdate", "1966-02-03")).containsExactly(number);
        assertThat(numbers("family", "Bronte", "birthdate", "1966-02-03")).isEmpty();
        assertThat(numbers("family", "Brontee", "birthdate", "1966-02-03")).isEmpty();
    }

    @Test
    default void birthDatesMayBeARange() {
        String first = person("Featherstonehaugh", "A", "male", "1967-01-01");
        String second = person("Featherstonehaugh", "B", "male", "1967-01-31");
        String third = person("Featherstonehaugh", "C", "male", "1987-06-15");
        String family = "Featherstonehaugh";
        assertThat(numbers("family", family, "birthdate", "ge1967-01-01", "birthdate", "le1967-01-31"))
                .containsExactly(first, second);
        assertThat(numbers("family", family, "birthdate", "le1967-01-30", "birthdate", "ge1966-12-31"))
                .containsExactly(first);
        assertThat(numbers("family", family, "birthdate", "ge1967-01-31")).containsExactly(second, third);
        assertThat(numbers("family", family, "birthdate", "le1987-06-14")).containsExactly(first, second);
        assertThat(numbers("family", "Feath*", "birthdate", "ge1900-01-01")).containsExactly(first, second, third);
        assertThat(numbers("family", family, "given", "B", "gender", "male", "birthdate", "ge1900-01-01"))
                .containsExactly(second);
        assertThat(numbers("family", family, "birthdate", "ge1990-01-01", "birthdate", "le1980-01-01"))
                .isEmpty();
    }

    @Test
    default void genderMustBeThatOfToday() {
        String family = "Youdsworth";
        String male = person(family, "A", "male", "1968-02-03");
        String female = person(family, "B", "female", "1968-02-03");
        String unknown = person(family, "C", "unknown", "1968-02-03");
        String other = person(family, "D", "other", "1968-02-03");
        assertThat(numbers("family", family, "birthdate", "1968-02-03")).containsExactly(male, female, unknown, other);
        assertThat(numbers("family", family, "birthdate", "1968-02-03", "gender", "female"))
                .containsExactly(female);
        assertThat(numbers("family", family, "birthdate", "1968-02-03", "gender", "unknown"))
                .containsExactly(unknown);
    }

    @Test
    default void deathDateMustMatch() {
        String family = "Tunnicliffe";
        String dead = person(family, "A", "male", "1969-02-03", "\"deceasedDateTime\": \"2019-02-28T10:00:00+00:00\"");
        person(family, "B", "male", "1969-02-03");
        assertThat(numbers("family", family, "birthdate", "1969-02-03", "death-date", "eq2019-02-28"))
                .containsExactly(dead);
        assertThat(numbers("family", family, "birthdate", "1969-02-03", "death-date", "le2019-02-28"))
                .containsExactly(dead);
        assertThat(numbers("family", family, "birthdate", "1969-02-03", "death-date", "ge2019-03-01"))
                .isEmpty();
    }

    @Test
    default void postcodeMatchesAnyCurrentAddressButOnlyTheHomeIsShown() {
        String number = storePatient("""
                "name": [{"use": "usual", "family": "Wolstenholme", "given": ["Ivy"]}], "birthDate": "1970-02-03",
                "address": [{"use": "home", "line": ["1 High Street"], "postalCode": "LS1 1AA"},
                  {"use": "temp", "line": ["2 Low Street"], "postalCode": "DN17 4AA"},
                  {"use": "billing", "line": ["3 Mid Street"], "postalCode": "HX6 2BB"}]""");
        for (String postcode : new String[] {"LS1 1AA", "ls11aa", "DN174AA", "hx6 2bb", "DN17*", "DN*", "LS1 1A*"}) {
            for (String parameter : new String[] {"address-postalcode", "address-postcode"}) {
                JsonNode bundle = ok(search("family", "Wolstenholme", "birthdate", "1970-02-03", parameter, postcode));
                assertThat(TraceContract.numbers(bundle)).as(postcode).containsExactly(number);
                assertThat(bundle.at("/entry/0/resource/address").findValuesAsText("postalCode"))
                        .containsExactly("LS1 1AA");
            }
            assertThat(numbers("family", "Wol*", "birthdate", "ge1960-01-01", "address-postalcode", postcode))
                    .as("in a long range: " + postcode)
                    .containsExactly(number);
        }
        assertThat(numbers("family", "Wolstenholme", "birthdate", "1970-02-03", "address-postalcode", "LS1 1AB"))
                .isEmpty();
    }

    @Test
    default void practiceIsComparedWhole() {
        String number = person("Meeking", "Bart", "male", "1971-02-03", practice("A20047"));
        assertThat(numbers("family", "Me*", "birthdate", "1971-02-03", "general-practitioner", "a20047"))
                .containsExactly(number);
        assertThat(numbers("family", "Me*", "birthdate", "1971-02-03", "general-practitioner", "A2004"))
                .isEmpty();
    }

    @Test
    default void managingOrganizationIsComparedWhole() {
        String number = person("Leaverson", "Al", "male", "1971-03-03", """
                "managingOrganization": {"identifier":
                  {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "RBA00"}}""");
        assertThat(numbers("family", "Leaverson", "birthdate", "1971-03-03", "managing-organization", "RBA00"))
                .containsExactly(number);
        assertThat(numbers("family", "Leaverson", "birthdate", "1971-03-03", "managing-organization", "RBA01"))
                .isEmpty();
    }

    @Test
    default void emailAndPhoneAreComparedWhole() {
        String mail = person("Contactable", "A", "male", "1972-02-03", telecom("email", "Ann.Other+nhs@Example.com"));
        String phone = person("Contactable", "B", "male", "1972-02-03", telecom("phone", "0091 9948052441"));
        assertThat(numbers("family", "Contactable", "birthdate", "1972-02-03", "email", "ann.other+nhs@example.com"))
                .containsExactly(mail);
        assertThat(numbers("family", "Contactable", "birthdate", "1972-02-03", "email", "ann.other*"))
                .isEmpty();
        assertThat(numbers("family", "Contactable", "birthdate", "1972-02-03", "phone", "00919948052441"))
                .containsExactly(phone);
        assertThat(numbers("family", "Contactable", "birthdate", "1972-02-03", "phone", "+91 9948 052441"))
                .containsExactly(phone);
        assertThat(numbers("family", "Contactable", "birthdate", "1972-02-03", "phone", "0091994805244"))
                .isEmpty();
        assertThat(numbers(
                        "family",
                        "Contactable",
                        "birthdate",
                        "1972-02-03",
                        "phone",
                        "00919948052441",
                        "email",
                        "x@y.org"))
                .isEmpty();
    }

    @Test
    default void emailAndPhoneTakeNoWildcards() {
        person("Starless", "A", "male", "1972-03-03", telecom("email", "ann@example.com"));
        person("Starless", "B", "male", "1972-03-03", telecom("phone", "01632960587"));
        for (String[] contact :
                new String[][] {{"email", "ann*"}, {"email", "***"}, {"phone", "01632*"}, {"phone", "01632960587*"}}) {
            assertThat(numbers("family", "Starless", "birthdate", "1972-03-03", contact[0], contact[1]))
                    .as(contact[1])
                    .isEmpty();
        }
    }

    /** Contract 1.7, the answer: four decimals at most. */
    @Test
    default void aScoreHasFourDecimalsAtMost() {
        String family = PdsCreateContract.uniqueFamily();
        person(family, "Ann", "female", "1976-04-03", home("DN17 4AA"), practice("A20047"));
        String[][] more = {
            {"address-postalcode", "DN17*"},
            {"given", "An*"},
            {"given", "An*", "address-postalcode", "DN*", "general-practitioner", "A20047"},
            {"gender", "female", "given", "An*n"}
        };
        for (String[] also : more) {
            JsonNode bundle =
                    ok(search(pds().queryParam("family", family).queryParam("birthdate", "1976-04-03"), also));
            String score = bundle.at("/entry/0/search/score").asText();
            assertThat(score).as(bundle.toString()).matches("0\\.[0-9]{1,4}");
        }
    }

    @Test
    default void formerDataMatchWithHistoryOnlyAndAreNeverShown() {
        String number = storePatient("""
                "name": [{"use": "usual", "family": "Newcombe", "given": ["Casey"]},
                  {"use": "old", "family": "Oldacre", "given": ["Casey"]}], "gender": "male", "birthDate": "1973-02-03",
                "address": [{"use": "home", "line": ["1 New Street"], "postalCode": "LS1 1AA"},
                  {"use": "home", "line": ["1 Old Street"], "postalCode": "HX6 2BB", "period": {"start": "1990-01-01", "end": "2001-01-01"}}],
                "telecom": [{"system": "email", "value": "new@new.example", "use": "home"},
                  {"system": "email", "value": "old@old.example", "use": "home", "period": {"start": "1990-01-01", "end": "2001-01-01"}}]""");
        String[][] queries = {
            {"family", "Oldacre", "birthdate", "1973-02-03"},
            {"family", "Newcombe", "birthdate", "1973-02-03", "address-postalcode", "HX6 2BB"},
            {"family", "Newcombe", "birthdate", "1973-02-03", "email", "OLD@old.example"}
        };
        for (String[] query : queries) {
            assertThat(numbers(query)).isEmpty();
            for (String history : new String[] {"_history", "history"}) {
                JsonNode bundle = ok(search(pds().queryParam(history, "true"), query));
                assertThat(TraceContract.numbers(bundle)).containsExactly(number);
                assertThat(bundle.at("/entry/0/search/score").asDouble()).isBetween(0.01, 0.9999);
                JsonNode patient = bundle.at("/entry/0/resource");
                assertThat(patient.toString()).doesNotContain("Oldacre", "HX6 2BB", "old@old.example");
                assertThat(patient.toString()).contains("Newcombe", "LS1 1AA", "new@new.example");
                assertThat(TraceContract.numbers(ok(
                                search(pds().queryParam(history, "true").queryParam("_exact-match", "true"), query))))
                        .isEmpty();
            }
        }
        assertThat(numbers("family", "Newcombe", "birthdate", "1973-02-03", "_history", "true"))
                .containsExactly(number);
    }

    @Test
    default void historyDoesNotReachFormerBirthDates() {
        String number = person("Redated", "Al", "male", "1974-02-03");
        storePatient(number, """
                "name": [{"use": "usual", "family": "Redated", "given": ["Al"]}], "gender": "male", "birthDate": "1974-05-06\"""");
        assertThat(numbers("family", "Redated", "birthdate", "1974-02-03", "_history", "true"))
                .isEmpty();
        assertThat(numbers("family", "Redated", "given", "Al", "birthdate", "1974-02-03", "_fuzzy-match", "true"))
                .isEmpty();
        assertThat(numbers("family", "Redated", "birthdate", "1974-05-06")).containsExactly(number);
    }

    @Test
    default void listWhoseItemsHaveAllEndedIsCurrent() {
        String number = storePatient("""
                "name": [{"use": "usual", "family": "Endedson", "given": ["Al"], "period": {"start": "1990-01-01", "end": "2001-01-01"}}],
                "birthDate": "1975-02-03\"""");
        assertThat(numbers("family", "Endedson", "birthdate", "1975-02-03")).containsExactly(number);
    }

    @Test
    default void exactMatchKeepsFullAgreementOnly() {
        String number = person("Knapping", "Ann", "female", "1976-02-03");
        assertThat(numbers("family", "Knapping", "birthdate", "1976-02-03", "_exact-match", "true"))
                .containsExactly(number);
        assertThat(numbers("family", "Knap*", "birthdate", "1976-02-03", "_exact-match", "true"))
                .isEmpty();
    }

    @Test
    default void partialAgreementScoresBelowFullAgreement() {
        person("Scoresby", "Ann", "female", "1976-03-03", home("DN17 4AA"), practice("A20047"));
        double full = score("family", "Scoresby", "birthdate", "1976-03-03", "address-postalcode", "DN17 4AA");
        double wildPostcode = score("family", "Scoresby", "birthdate", "1976-03-03", "address-postalcode", "DN17*");
        double wildFamily = score("family", "Sc*", "birthdate", "1976-03-03");
        double wildFamilyWithPractice =
                score("family", "Sc*", "birthdate", "1976-03-03", "general-practitioner", "A20047");
        assertThat(full).isEqualTo(1);
        assertThat(wildPostcode).isLessThan(1).isGreaterThan(0.9);
        assertThat(wildFamily).isLessThan(1);
        assertThat(wildFamilyWithPractice).as("agreement on more").isGreaterThan(wildFamily);
    }

    @Test
    default void moreMatchesThanWantedAreTooManyAndNoneIsShown() {
        person("Plenty", "A", "male", "1977-02-03");
        person("Plenty", "B", "male", "1977-02-03");
        assertThat(numbers("family", "Plenty", "birthdate", "1977-02-03", "_max-results", "2"))
                .hasSize(2);
        assertError(
                search("family", "Plenty", "birthdate", "1977-02-03", "_max-results", "1"),
                200,
                "multiple-matches",
                "TOO_MANY_MATCHES",
                "Too Many Matches",
                "");
        assertThat(numbers("family", "Plenty", "given", "A", "birthdate", "1977-02-03", "_max-results", "1"))
                .hasSize(1);
    }

    @Test
    default void moreThanFiftyMatchesAreTooMany() {
        for (int i = 0; i < 50; i++) {
            person("Multitude", "A", "male", "1978-02-03");
        }
        assertThat(numbers("family", "Multitude", "birthdate", "1978-02-03"))
                .hasSize(50)
                .isSorted();
        person("Multitude", "A", "male", "1978-02-03");
        assertError(
                search("family", "Multitude", "birthdate", "1978-02-03"),
                200,
                "multiple-matches",
                "TOO_MANY_MATCHES",
                "Too Many Matches",
                "");
    }

    @Test
    default void applicationGetsAMatchOnlyIfItIsTheOnlyOne() {
        String one = person("Lonely", "A", "male", "1979-02-03");
        for (String mode : new String[] {"application-restricted", "privileged-application-restricted"}) {
            assertThat(TraceContract.numbers(ok(search(
                            pds().header("OpenSpine-Access-Mode", mode),
                            "family",
                            "Lonely",
                            "birthdate",
                            "1979-02-03"))))
                    .containsExactly(one);
        }
        person("Lonely", "B", "male", "1979-02-03");
        assertError(
                search(
                        pds().header("OpenSpine-Access-Mode", "application-restricted"),
                        "family",
                        "Lonely",
                        "birthdate",
                        "1979-02-03"),
                200,
                "multiple-matches",
                "TOO_MANY_MATCHES",
                "Too Many Matches",
                "");
    }

    @Test
    default void invalidatedAndDeletedRecordsAreNeverFound() {
        person("Voided", "A", "male", "1980-02-03", security("REDACTED"));
        String deleted = person("Voided", "B", "male", "1980-02-03");
        assertThat(fhir().delete("/Patient/" + deleted).statusCode()).isBetween(200, 204);
        assertThat(numbers("family", "Voided", "birthdate", "1980-02-03")).isEmpty();
    }

    @Test
    default void survivorIsFoundOnceByWhatTheSupersededRecordSays() {
        String survivor = person("Cufflin", "Ann", "female", "1981-02-03");
        String link = "\"link\": [{\"type\": \"replaced-by\", \"other\": {\"reference\": \"Patient/%s\"}}]"
                .formatted(survivor);
        person("Cufflin", "Anne", "female", "1981-02-03", "\"active\": false", link);
        person("Kufflin", "Ann", "female", "1981-02-04", "\"active\": false", link);
        assertThat(numbers("family", "Cufflin", "birthdate", "1981-02-03")).containsExactly(survivor);
        assertThat(numbers("family", "Kufflin", "birthdate", "1981-02-04")).containsExactly(survivor);
    }

    @Test
    default void restrictedPatientIsFoundWithoutLocationUnlessTheEnquirerNamesOne() {
        String number = person(
                "Hideaway",
                "Jan",
                "female",
                "1982-02-03",
                security("R"),
                home("LS1 1AA"),
                telecom("phone", "01632960587"),
                practice("A20047"));
        for (String[] query : new String[][] {
            {"family", "Hideaway", "birthdate", "1982-02-03"},
            {"family", "Hideaway", "birthdate", "1982-02-03", "phone", "01632960587"},
            {"family", "Hideaway", "given", "Jan", "birthdate", "1982-02-03", "_fuzzy-match", "true"}
        }) {
            for (String privileged : new String[] {"false", "true"}) {
                JsonNode bundle = ok(search(pds().header("NHSE-PDS-Privileged-Access", privileged), query));
                assertThat(TraceContract.numbers(bundle)).containsExactly(number);
                assertThat(bundle.at("/entry/0/resource").fieldNames())
                        .toIterable()
                        .containsExactlyInAnyOrder(
                                "resourceType", "id", "identifier", "meta", "name", "gender", "birthDate");
            }
        }
        for (String[] place : new String[][] {
            {"address-postalcode", "LS1 1AA"},
            {"address-postcode", "LS1 1AA"},
            {"address-postcode", "ZZ9 9ZZ"},
            {"general-practitioner", "A20047"}
        }) {
            assertThat(TraceContract.numbers(ok(search(
                            pds().queryParam("family", "Hideaway").queryParam("birthdate", "1982-02-03"), place))))
                    .isEmpty();
            assertThat(TraceContract.numbers(ok(search(
                            pds().queryParam("family", "Hideaway")
                                    .queryParam("given", "Jan")
                                    .queryParam("birthdate", "1982-02-03")
                                    .queryParam("_fuzzy-match", "true"),
                            place))))
                    .isEmpty();
        }
    }

    @Test
    default void whatAVeryRestrictedRecordHidesMatchesNothing() {
        person("Invisible", "Jan", "female", "1983-02-03", security("V"));
        assertThat(numbers("family", "Invisible", "birthdate", "1983-02-03", "_history", "true"))
                .isEmpty();
        assertThat(numbers("family", "Invisible", "given", "Jan", "birthdate", "1983-02-03", "_fuzzy-match", "true"))
                .isEmpty();
    }

    @Test
    default void recordIsFoundByItsNewestVersionOnly() {
        String number = person("Beforehand", "Al", "male", "1984-02-03");
        storePatient(number, """
                "name": [{"use": "usual", "family": "Afterwards", "given": ["Al"]}], "gender": "male", "birthDate": "1984-02-03\"""");
        assertThat(numbers("family", "Beforehand", "birthdate", "1984-02-03")).isEmpty();
        assertThat(numbers("family", "Afterwards", "birthdate", "1984-02-03")).containsExactly(number);
    }

    private static String security(String code) {
        return PdsReadContract.security(code).replaceFirst(", $", "");
    }
}
