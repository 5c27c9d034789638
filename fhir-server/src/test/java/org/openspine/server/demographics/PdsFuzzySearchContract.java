package org.openspine.server.demographics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.demographics.ServedPds.ok;
import static org.openspine.server.demographics.TraceContract.home;
import static org.openspine.server.demographics.TraceContract.practice;
import static org.openspine.server.demographics.TraceContract.telecom;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The fuzzy trace: what it forgives, what it does not, and how it scores. */
interface PdsFuzzySearchContract extends TraceContract {
    private JsonNode fuzzy(String... namesAndValues) {
        return ok(search(pds().queryParam("_fuzzy-match", "true"), namesAndValues));
    }

    private List<String> found(String... namesAndValues) {
        return TraceContract.numbers(fuzzy(namesAndValues));
    }

    private double fuzzyScore(String... namesAndValues) {
        JsonNode bundle = fuzzy(namesAndValues);
        assertThat(bundle.path("total").asInt()).as(bundle.toString()).isEqualTo(1);
        return bundle.at("/entry/0/search/score").asDouble();
    }

    @Test
    default void fullAgreementScoresOne() {
        person("Abernethy", "Jane,Anne", "female", "1951-02-03", home("LS1 1AA"));
        assertThat(fuzzyScore("family", "abernethy", "given", "jane", "birthdate", "1951-02-03"))
                .isEqualTo(1);
        assertThat(fuzzyScore(
                        "family",
                        "Abernethy",
                        "given",
                        "Jane",
                        "given",
                        "Anne",
                        "gender",
                        "female",
                        "birthdate",
                        "1951-02-03",
                        "address-postalcode",
                        "ls11aa"))
                .isEqualTo(1);
    }

    @Test
    default void homophonesAreFound() {
        String number = person("Smythson", "Jane", "female", "1952-02-03");
        assertThat(found("family", "Smithson", "given", "Jane", "birthdate", "1952-02-03"))
                .containsExactly(number);
        String catherine = person("Pemberley", "Catherine", "female", "1952-02-03");
        assertThat(found("family", "Pemberley", "given", "Katherine", "birthdate", "1952-02-03"))
                .containsExactly(catherine);
    }

    @Test
    default void twoNamesThatOnlySoundAlikeAreAnotherPersonUnlessThePostcodeAgrees() {
        String number = person("Smyth", "Jayne", "female", "1952-03-03", home("LS1 1AA"));
        assertThat(found("family", "Smith", "given", "Jane", "gender", "female", "birthdate", "1952-03-03"))
                .isEmpty();
        assertThat(found(
                        "family",
                        "Smith",
                        "given",
                        "Jane",
                        "gender",
                        "female",
                        "birthdate",
                        "1952-03-03",
                        "address-postalcode",
                        "LS1 1AA"))
                .containsExactly(number);
    }

    @Test
    default void slipsOfThePenAreForgiven() {
        String number = person("Thompson", "Geraldine", "female", "1953-02-03");
        for (String family : new String[] {"Tompson", "Thmopson", "Thompsen", "Thomposn", "Rhompson"}) {
            assertThat(found("family", family, "given", "Geraldine", "birthdate", "1953-02-03"))
                    .as(family)
                    .containsExactly(number);
        }
        assertThat(found("family", "Thompson", "given", "Gerladine", "birthdate", "1953-02-03"))
                .containsExactly(number);
        assertThat(found("family", "Abercrombie", "given", "Geraldine", "birthdate", "1953-02-03"))
                .isEmpty();
        assertThat(found("family", "Thompson", "given", "Philippa", "birthdate", "1953-02-03"))
                .isEmpty();
    }

    @Test
    default void givenAndFamilyNameMayBeExchanged() {
        String number = person("Adams", "Thomas", "male", "1954-02-03");
        assertThat(found("family", "Thomas", "given", "Adams", "birthdate", "1954-02-03"))
                .containsExactly(number);
        assertThat(found("family", "Tomas", "given", "Adams", "birthdate", "1954-02-03"))
                .containsExactly(number);
    }

    @Test
    default void shortAndFamiliarForenamesAreTheSamePerson() {
        String joseph = person("Wetherby", "Joseph", "male", "1955-02-03");
        String robert = person("Wetherby", "Robert", "male", "1955-02-04");
        String elizabeth = person("Wetherby", "Elizabeth", "female", "1955-02-05");
        assertThat(found("family", "Wetherby", "given", "Joe", "birthdate", "1955-02-03"))
                .containsExactly(joseph);
        assertThat(found("family", "Wetherby", "given", "Bob", "birthdate", "1955-02-04"))
                .containsExactly(robert);
        assertThat(found("family", "Wetherby", "given", "Liz", "birthdate", "1955-02-05"))
                .containsExactly(elizabeth);
        assertThat(found("family", "Wetherbee", "given", "Elizabeth", "birthdate", "1955-02-05"))
                .containsExactly(elizabeth);
        assertThat(found("family", "Weatherbury", "given", "Bob", "birthdate", "1955-02-04"))
                .isEmpty();
    }

    @Test
    default void middleNamesMayBeInitialsOrMissing() {
        String number = person("Lindqvist", "Toby,James", "male", "1956-02-03");
        for (String given : new String[] {"Toby J", "Toby James", "Toby"}) {
            assertThat(found("family", "Lindqvist", "given", given, "birthdate", "1956-02-03"))
                    .as(given)
                    .containsExactly(number);
        }
        assertThat(found("family", "Lindqvist", "given", "Toby", "given", "J", "birthdate", "1956-02-03"))
                .containsExactly(number);
        assertThat(found("family", "Lindqvist", "given", "James", "birthdate", "1956-02-03"))
                .as("known by the middle name")
                .containsExactly(number);
    }

    @Test
    default void accentsAreFoldedAndLessAgreementScoresLower() {
        String plain = person("attisón", "Pauline", "female", "1960-07-14");
        String withMiddle = person("attison", "Pauline,Mary", "female", "1960-07-14");
        JsonNode bundle = fuzzy("family", "ATTSÖN", "given", "PÀULINÉ", "birthdate", "1960-07-14");
        assertThat(TraceContract.numbers(bundle)).containsExactly(plain, withMiddle);
        double first = bundle.at("/entry/0/search/score").asDouble();
        double second = bundle.at("/entry/1/search/score").asDouble();
        assertThat(first).isGreaterThan(second).isLessThan(1);
        assertThat(second).isGreaterThan(0.5);
    }

    @Test
    default void exactMatchesComeBeforeHomophones() {
        String homophone = person("Clark", "Ian", "male", "1957-02-03");
        String exact = person("Clarke", "Ian", "male", "1957-02-03");
        assertThat(found("family", "Clarke", "given", "Ian", "birthdate", "1957-02-03"))
                .containsExactly(exact, homophone);
    }

    @Test
    default void formerNamesAndAddressesAreAlwaysSearchedAndNeverShown() {
        String number = storePatient("""
                "name": [{"use": "usual", "family": "Gartside", "given": ["Joe"]},
                  {"use": "maiden", "family": "Bloggs", "given": ["Joe"]}], "gender": "female", "birthDate": "1958-11-05",
                "address": [{"use": "home", "line": ["1 New Street"], "postalCode": "LS1 1AA"},
                  {"use": "home", "line": ["1 Old Street"], "postalCode": "HX6 2BB", "period": {"end": "2001-01-01"}}]""");
        for (String family : new String[] {"Bloggs", "Blogs", "Blocks"}) {
            JsonNode bundle = fuzzy("family", family, "given", "Joe", "birthdate", "1958-11-05");
            assertThat(TraceContract.numbers(bundle)).as(family).containsExactly(number);
            assertThat(bundle.toString()).contains("Gartside").doesNotContain("Bloggs");
            assertThat(bundle.at("/entry/0/search/score").asDouble()).isLessThan(1);
        }
        double today = fuzzyScore(
                "family", "Gartside", "birthdate", "1958-11-05", "gender", "female", "address-postalcode", "LS1 1AA");
        double before = fuzzyScore(
                "family", "Gartside", "birthdate", "1958-11-05", "gender", "female", "address-postalcode", "HX6 2BB");
        assertThat(today).isEqualTo(1);
        assertThat(before).isLessThan(1);
    }

    @Test
    default void wrongBirthDateFindsNothingButDayAndMonthMayBeExchanged() {
        String number = person("Datemore", "Alice", "female", "1959-04-11", home("LS1 1AA"));
        for (String wrong : new String[] {"1959-04-12", "1958-04-11", "1959-05-11", "1995-04-11"}) {
            assertThat(found(
                            "family",
                            "Datemore",
                            "given",
                            "Alice",
                            "gender",
                            "female",
                            "birthdate",
                            wrong,
                            "address-postalcode",
                            "LS1 1AA"))
                    .as(wrong)
                    .isEmpty();
        }
        assertThat(found("family", "Datemore", "given", "Alice", "birthdate", "eq1959-11-04"))
                .containsExactly(number);
        assertThat(found("family", "Datemore", "given", "Alice", "birthdate", "ge1959-11-04"))
                .isEmpty();
    }

    @Test
    default void birthDatesMayBeARangeInAFuzzySearch() {
        String number = person("Rangeley", "Alice", "female", "1960-04-11");
        assertThat(found(
                        "family",
                        "Rangely",
                        "given",
                        "Alice",
                        "birthdate",
                        "ge1960-04-01",
                        "birthdate",
                        "le1960-04-30"))
                .containsExactly(number);
        assertThat(found(
                        "family",
                        "Rangely",
                        "given",
                        "Alice",
                        "birthdate",
                        "ge1950-01-01",
                        "birthdate",
                        "le1970-01-01"))
                .containsExactly(number);
        assertThat(found("family", "Rangely", "given", "Alice", "birthdate", "ge1970-01-01"))
                .isEmpty();
    }

    @Test
    default void formerGenderMatchesAndNeverHeldOneDoesNot() {
        String number = person("Medwin", "Casey", "female", "1961-09-09");
        assertThat(found("family", "Medwin", "given", "Casey", "birthdate", "1961-09-09", "gender", "male"))
                .isEmpty();
        storePatient(number, """
                "name": [{"use": "usual", "family": "Medwin", "given": ["Casey"]}], "gender": "male", "birthDate": "1961-09-09\"""");
        JsonNode bundle = fuzzy("family", "Medwin", "given", "Casey", "birthdate", "1961-09-09", "gender", "female");
        assertThat(TraceContract.numbers(bundle)).containsExactly(number);
        assertThat(bundle.at("/entry/0/resource/gender").asText()).isEqualTo("male");
        assertThat(bundle.at("/entry/0/search/score").asDouble()).isLessThan(1);
        assertThat(numbers("family", "Medwin", "birthdate", "1961-09-09", "gender", "female", "_history", "true"))
                .as("the basic search knows today's gender only")
                .isEmpty();
    }

    @Test
    default void postcodeThatMissesLowersTheScoreOnly() {
        String number = person("Postlethwaite", "Ida", "female", "1962-04-11", home("LS11 6AD"));
        double exact = withPostcode("LS11 6AD");
        double slip = withPostcode("LS11 6AF");
        double elsewhere = withPostcode("TR1 1XX");
        assertThat(exact).isEqualTo(1);
        assertThat(slip).isLessThan(exact);
        assertThat(elsewhere).isLessThan(slip);
        for (String malformed : new String[] {"LS116", "L5116AD", "nowhere"}) {
            assertThat(withPostcode(malformed)).as(malformed).isLessThan(1);
        }
        assertThat(found(
                        "given",
                        "Ida",
                        "gender",
                        "female",
                        "birthdate",
                        "1962-04-11",
                        "address-postalcode",
                        "LS11 6AD"))
                .containsExactly(number);
        assertThat(found(
                        "given", "Ida", "gender", "female", "birthdate", "1962-04-11", "address-postalcode", "TR1 1XX"))
                .as("a forename alone is not enough")
                .isEmpty();
    }

    private double withPostcode(String postcode) {
        return fuzzyScore(
                "family",
                "Postlethwaite",
                "given",
                "Ida",
                "gender",
                "female",
                "birthdate",
                "1962-04-11",
                "address-postalcode",
                postcode);
    }

    @Test
    default void pseudoPostcodeIsNoAgreement() {
        person("Nofixedabode", "Ida", "female", "1963-04-11", home("ZZ99 3VZ"));
        assertThat(fuzzyScore(
                        "family",
                        "Nofixedabode",
                        "given",
                        "Ida",
                        "birthdate",
                        "1963-04-11",
                        "address-postalcode",
                        "ZZ99 3VZ"))
                .isLessThan(1);
    }

    @Test
    default void practiceAndDeathDateOnlyChangeTheScore() {
        String number = person(
                "Practiceman", "Al", "male", "1964-04-11", practice("A20047"), "\"deceasedDateTime\": \"2019-02-28\"");
        double right = withMore("general-practitioner", "a20047", "death-date", "2019-02-28");
        double wrong = withMore("general-practitioner", "B12345", "death-date", "2018-02-28");
        assertThat(right).isEqualTo(1);
        assertThat(wrong).isLessThan(1);
        assertThat(found("family", "Practiceman", "given", "Al", "birthdate", "1964-04-11"))
                .containsExactly(number);
    }

    private double withMore(String... more) {
        JsonNode bundle = ok(search(
                pds().queryParam("_fuzzy-match", "true")
                        .queryParam("family", "Practiceman")
                        .queryParam("given", "Al")
                        .queryParam("birthdate", "1964-04-11"),
                more));
        assertThat(bundle.path("total").asInt()).isEqualTo(1);
        return bundle.at("/entry/0/search/score").asDouble();
    }

    @Test
    default void anotherPersonsContactEndsTheMatchUnlessThePlaceAgrees() {
        String number =
                person("Phonebox", "Ida", "female", "1965-04-11", home("LS11 6AD"), telecom("phone", "01632 960587"));
        String[] known = {"family", "Phonebox", "given", "Ida", "birthdate", "1965-04-11"};
        assertThat(TraceContract.numbers(ok(search(fuzzyFor(known), "phone", "01632960587"))))
                .containsExactly(number);
        assertThat(TraceContract.numbers(ok(search(fuzzyFor(known), "phone", "01632960588"))))
                .isEmpty();
        assertThat(TraceContract.numbers(ok(search(fuzzyFor(known), "email", "ida@example.com"))))
                .isEmpty();
        assertThat(TraceContract.numbers(
                        ok(search(fuzzyFor(known), "phone", "01632960588", "address-postalcode", "LS11 6AD"))))
                .containsExactly(number);
    }

    private io.restassured.specification.RequestSpecification fuzzyFor(String... known) {
        var request = pds().queryParam("_fuzzy-match", "true");
        for (int i = 0; i < known.length; i += 2) {
            request.queryParam(known[i], known[i + 1]);
        }
        return request;
    }

    /** Contract 1.7, cascading trace: a former given name finds, and a phone with its country. */
    @Test
    default void formerGivenNamesAndPhonesWithACountryCodeFind() {
        String number = storePatient("""
                "name": [{"use": "usual", "family": "Rosevear", "given": ["Petroc"]},
                  {"use": "old", "family": "Rosevear", "given": ["Hubert"]}], "gender": "male", "birthDate": "1965-05-12",
                "telecom": [{"system": "phone", "value": "0091 9948 052441", "use": "mobile"}]""");
        assertThat(found("family", "Rosevear", "given", "Hubert", "birthdate", "1965-05-12"))
                .containsExactly(number);
        for (String phone : new String[] {"00919948052441", "+919948052441", "0091 9948052441"}) {
            assertThat(found("family", "Rosevear", "given", "Petroc", "birthdate", "1965-05-12", "phone", phone))
                    .as(phone)
                    .containsExactly(number);
        }
    }

    @Test
    default void agreementOnMoreScoresHigher() {
        person("Evidenceham", "Ida", "female", "1966-04-11", """
                "telecom": [{"system": "phone", "value": "01632960587", "use": "home"},
                  {"system": "email", "value": "ida@example.com", "use": "home"}]""");
        String[] known = {"family", "Evidencham", "given", "Ida", "birthdate", "1966-04-11"};
        double names = ok(search(fuzzyFor(known))).at("/entry/0/search/score").asDouble();
        double phone = ok(search(fuzzyFor(known), "phone", "01632960587"))
                .at("/entry/0/search/score")
                .asDouble();
        double both = ok(search(fuzzyFor(known), "phone", "01632960587", "email", "IDA@example.com"))
                .at("/entry/0/search/score")
                .asDouble();
        assertThat(names).isLessThan(phone);
        assertThat(phone).isLessThan(both);
        assertThat(both).isLessThan(1);
    }

    @Test
    default void exactMatchOfAFuzzySearchKeepsFullAgreementOnly() {
        String exact = person("Exactly", "Ida", "female", "1967-04-11");
        person("Exactley", "Ida", "female", "1967-04-11");
        assertThat(found("family", "Exactly", "given", "Ida", "birthdate", "1967-04-11"))
                .hasSize(2);
        assertThat(found("family", "Exactly", "given", "Ida", "birthdate", "1967-04-11", "_exact-match", "true"))
                .containsExactly(exact);
    }

    @Test
    default void namesWithoutLettersAndOfOtherAlphabetsAreAnsweredLikeAnyOther() {
        String number = person("Достоевский", "Фёдор", "male", "1969-04-11");
        assertThat(found("family", "Достоевский", "given", "Федор", "birthdate", "1969-04-11"))
                .containsExactly(number);
        assertThat(found("family", "Достоевский", "given", "Федор", "birthdate", "ge1960-04-11"))
                .containsExactly(number);
        assertThat(found("family", "-", "given", "?", "birthdate", "1969-04-11"))
                .isEmpty();
        assertThat(found("family", "-", "given", "?", "birthdate", "ge1969-04-11"))
                .isEmpty();
    }

    @Test
    default void twinsAreTwoPeople() {
        String ann = person("Gemini", "Annabel", "female", "1968-04-11", home("LS11 6AD"));
        person("Gemini", "Felicity", "female", "1968-04-11", home("LS11 6AD"));
        person("Gemini", "Thomas", "male", "1968-04-11", home("LS11 6AD"));
        assertThat(found(
                        "family",
                        "Gemini",
                        "given",
                        "Annabell",
                        "birthdate",
                        "1968-04-11",
                        "gender",
                        "female",
                        "address-postalcode",
                        "LS11 6AD"))
                .containsExactly(ann);
    }
}
