package org.openspine.server.demographics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.demographics.ServedPds.assertError;

import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

/** Which searches for patients are refused, how, and in what order. */
interface PdsSearchRequestContract extends TraceContract {
    String MINIMUM = "No searches were performed as the search criteria did not meet the minimum requirements";
    String FUZZY_MINIMUM = "A fuzzy search was requested however the data given did not meet the fuzzy search criteria";

    private static void assertInvalid(Response response, String value, String field) {
        assertError(
                response,
                400,
                "value",
                "INVALID_VALUE",
                "Provided value is invalid",
                "Invalid value - '%s' in field '%s'".formatted(value, field));
    }

    private static void assertTooLittle(Response response, String reason) {
        assertError(
                response,
                400,
                "value",
                "INVALID_SEARCH_DATA",
                "Search data is invalid",
                "Invalid search data provided - '%s'".formatted(reason));
    }

    private static void assertNoBirthDate(Response response) {
        assertError(
                response,
                400,
                "required",
                "MISSING_VALUE",
                "Required value is missing",
                "Missing value - 'birth_date/birth_date_range_start/birth_date_range_end'");
    }

    @Test
    default void searchWithoutParametersIsUnsupported() {
        assertError(search(), 400, "processing", "UNSUPPORTED_SERVICE", "Unsupported Service", "");
    }

    @Test
    default void requestIdIsCheckedBeforeTheParameters() {
        assertError(
                search(pdsWithoutHeaders(), "year", "1980"),
                400,
                "required",
                "MISSING_VALUE",
                "Required value is missing",
                "Invalid request with error - X-Request-ID header must be supplied to access this resource");
    }

    @Test
    default void unknownParametersAreNamedBeforeAnythingElseIsChecked() {
        assertError(
                search("year", "1980", "gender", "mal"),
                400,
                "invariant",
                "ADDITIONAL_PROPERTIES",
                "Additional properties should not be included",
                "Invalid request with error - Additional properties are not allowed ('year' was unexpected)");
        assertError(
                search("a", "1", "family", "Smith", "b", "2"),
                400,
                "invariant",
                "ADDITIONAL_PROPERTIES",
                "Additional properties should not be included",
                "Invalid request with error - Additional properties are not allowed ('a', 'b' were unexpected)");
    }

    @Test
    default void birthDateIsNeeded() {
        assertNoBirthDate(search("gender", "female"));
        assertNoBirthDate(search("email", "jane.smith@example.com", "phone", "01632960587"));
        assertNoBirthDate(search("family", "Smith", "_fuzzy-match", "true"));
    }

    @Test
    default void malformedValuesAreToldBeforeTheMissingBirthDate() {
        assertInvalid(search("family", "Smith", "death-date", "20101022"), "20101022", "death-date");
        assertInvalid(search("gender", "mal"), "mal", "gender");
    }

    @Test
    default void datesHaveThePublishedForm() {
        for (String wrong :
                new String[] {"20101022", "2010-10", "gt2010-10-22", "2010-02-30", "eq2010-10-22T00:00:00", ""}) {
            assertInvalid(search("family", "Smith", "birthdate", wrong), wrong, "birthdate");
        }
        assertInvalid(
                search("family", "Smith", "birthdate", "2010-10-22", "death-date", "ne2010-10-22"),
                "ne2010-10-22",
                "death-date");
    }

    @Test
    default void rangeHasOneBeginningAndOneEnd() {
        assertInvalid(
                search("family", "Smith", "birthdate", "ge2010-10-22", "birthdate", "ge2010-10-23"),
                "ge2010-10-23",
                "birthdate");
    }

    @Test
    default void flagsAreTrueOrFalse() {
        for (String flag : new String[] {"_fuzzy-match", "_exact-match", "_history"}) {
            assertInvalid(search("family", "Smith", "birthdate", "2010-10-22", flag, "yes"), "yes", flag);
        }
    }

    @Test
    default void numberOfResultsIsFromOneToFifty() {
        for (String wrong : new String[] {"0", "51", "-1", "many", "99999999999"}) {
            assertInvalid(
                    search("family", "Smith", "birthdate", "2010-10-22", "_max-results", wrong), wrong, "_max-results");
        }
    }

    @Test
    default void namesHaveAtMostThirtyFiveCharacters() {
        String longest = "A".repeat(35);
        assertThat(search("family", longest, "birthdate", "2010-10-22").statusCode())
                .isEqualTo(200);
        assertInvalid(search("family", longest + "A", "birthdate", "2010-10-22"), longest + "A", "family");
        assertInvalid(
                search("family", "Smith", "given", longest + "A", "birthdate", "2010-10-22"), longest + "A", "given");
    }

    @Test
    default void wildcardStandsNeverAmongTheFirstTwoCharacters() {
        assertInvalid(search("family", "S*", "birthdate", "2010-10-22"), "S*", "family");
        assertInvalid(search("family", "Smith", "given", "*ane", "birthdate", "2010-10-22"), "*ane", "given");
        assertInvalid(
                search("family", "Smith", "birthdate", "2010-10-22", "address-postalcode", "L*"),
                "L*",
                "address-postalcode");
    }

    @Test
    default void onlyNamesAndDatesMayBeRepeated() {
        assertError(
                search("family", "Smith", "family", "Jones", "birthdate", "2010-10-22"),
                400,
                "value",
                "TOO_MANY_VALUES_SUBMITTED",
                "Too many values submitted",
                "Too many values submitted - Smith, Jones in field 'family'");
    }

    @Test
    default void basicSearchNeedsAFamilyName() {
        assertTooLittle(search("birthdate", "2010-10-22", "given", "Jane", "gender", "female"), MINIMUM);
        assertTooLittle(search("birthdate", "2010-10-22", "address-postalcode", "LS1 1AA"), MINIMUM);
    }

    @Test
    default void bothSpellingsOfThePostcodeTogetherAreRefused() {
        Response response = search(
                "family",
                "Smith",
                "birthdate",
                "2010-10-22",
                "address-postalcode",
                "LS1 1AA",
                "address-postcode",
                "LS1 1AA");
        assertTooLittle(response, "address-postalcode and address-postcode cannot be used together");
    }

    @Test
    default void fuzzySearchNeedsOneOfThreeCombinations() {
        String[][] tooLittle = {
            {"family", "Smith"},
            {"given", "Jane"},
            {"family", "Smith", "gender", "female"},
            {"family", "Smith", "address-postalcode", "LS1 1AA"},
            {"given", "Jane", "gender", "female"},
            {"gender", "female", "address-postalcode", "LS1 1AA"},
            {"family", "Smith", "phone", "01632960587", "email", "jane.smith@example.com"},
        };
        for (String[] known : tooLittle) {
            assertTooLittle(fuzzy(known), FUZZY_MINIMUM);
        }
        String[][] enough = {
            {"family", "Smith", "given", "Jane"},
            {"family", "Smith", "gender", "female", "address-postalcode", "LS1 1AA"},
            {"given", "Jane", "gender", "female", "address-postcode", "LS1 1AA"},
        };
        for (String[] known : enough) {
            assertThat(fuzzy(known).statusCode()).isEqualTo(200);
        }
    }

    private Response fuzzy(String... known) {
        var request = pds().queryParam("_fuzzy-match", "true").queryParam("birthdate", "eq2010-10-22");
        return search(request, known);
    }

    @Test
    default void fuzzySearchTakesNoWildcards() {
        assertTooLittle(fuzzy("family", "Smi*", "given", "Jane"), FUZZY_MINIMUM);
        assertTooLittle(fuzzy("family", "*", "given", "Jane"), FUZZY_MINIMUM);
        assertTooLittle(fuzzy("family", "Smith", "given", "Jane", "address-postalcode", "LS*"), FUZZY_MINIMUM);
    }

    @Test
    default void patientsMayNotSearch() {
        assertError(
                search(pds().header("NHSD-NHSLogin-User", "P9:9912003071"), "year", "1980"),
                403,
                "forbidden",
                "ACCESS_DENIED",
                "Patient cannot perform this action",
                "Your access token has insufficient permissions. See documentation regarding Patient access"
                        + " restrictions https://digital.nhs.uk/developer/api-catalogue/personal-demographics-service-fhir");
    }

    @Test
    default void applicationsMayAskForOneResultOnly() {
        for (String mode : new String[] {"application-restricted", "privileged-application-restricted"}) {
            assertError(
                    search(pds().header("OpenSpine-Access-Mode", mode), "family", "Smith", "_max-results", "2"),
                    403,
                    "forbidden",
                    "INVALID_VALUE",
                    "Cannot retrieve more than one result with %s access token".formatted(mode),
                    "Your app has insufficient permissions to perform this search. Please contact support.");
        }
    }
}
