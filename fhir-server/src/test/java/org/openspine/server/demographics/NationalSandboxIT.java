package org.openspine.server.demographics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.demographics.ServedPds.assertError;
import static org.openspine.server.demographics.ServedPds.ok;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openspine.repository.hibernate.StoreConfig;
import org.openspine.server.OpenSpine;
import org.openspine.server.ServerConfig;
import org.openspine.server.http.TestServers;

/** The published examples of the national sandbox, asked of the sample data. */
class NationalSandboxIT implements TraceContract {
    private static OpenSpine server;

    @BeforeAll
    static void start(@TempDir Path folder) {
        server = TestServers.start(StoreConfig.h2(folder), ServerConfig.Samples.LOAD);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    public String address() {
        return server.address();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            family=Smith&gender=female&birthdate=eq2010-10-22&email=jane.smith@example.com&phone=01632960587            | 9000000009
            family=Smith&gender=female&birthdate=eq2010-10-22&email=deb.trotter@example.com&phone=0121111111            |
            family=Sm*&gender=female&birthdate=eq2010-10-22                                                             | 9000000009 9000000017
            family=Sm*&gender=female&birthdate=eq2010-10-22&email=jane.smith@example.com&phone=01632960587              | 9000000009
            family=Sm*&gender=female&birthdate=eq2010-10-22&email=jane.smith@example.com&phone=01632960587&_max-results=1 | 9000000009
            family=Smith&gender=female&birthdate=ge2010-10-21&birthdate=le2010-10-23&email=jane.smith@example.com&phone=01632960587 | 9000000009
            family=Smith&given=Jane&gender=female&birthdate=eq2010-10-22&email=jane.smith@example.com&phone=01632960587&_fuzzy-match=true | 9000000009
            family=Smith&given=Jane&gender=female&birthdate=eq2010-10-22&_fuzzy-match=true                              | 9000000009
            family=Smythe&given=Janet&gender=female&birthdate=eq2005-06-16&email=janet.smythe@example.com&phone=01632960587 | 9000000025
            family=Smith&given=John%20Paul&given=James&gender=male&birthdate=eq2010-10-22&email=johnp.smith@example.com&phone=01632960587 | 9000000015
            family=CUFF&gender=female&birthdate=eq1926-01-07                                                            | 9732019395
            family=Blogs&given=Joe&birthdate=eq1955-11-05&_fuzzy-match=true                                             | 9693632109
            family=Godsoe&gender=male&birthdate=eq1936-02-24                                                            | 9693632125
            family=Godsoe&gender=male&birthdate=eq1936-02-24&address-postalcode=DN16%203RT                              |
            family=Massam&gender=female&birthdate=eq1920-08-11                                                          | 9693632966
            family=Massam&gender=female&birthdate=le1920-08-11                                                          | 9693632966
            family=Youds&birthdate=eq1970-01-24                                                                         | 9693633679 9693633687 9693633695 9693633709
            family=ATTS%C3%96N&given=P%C3%80ULIN%C3%89&birthdate=eq1960-07-14&_fuzzy-match=true                         | 9693633148 9693633121
            family=jones&gender=male&birthdate=ge1992-01-01                                                             | 5900035697
            family=Smith&gender=male&birthdate=eq2000-05-05&email=Historic@historic.com                                 |
            family=Smith&gender=male&birthdate=eq2000-05-05&email=Historic@historic.com&_history=true                   | 5900020584
            family=Smith&gender=male&birthdate=eq2000-05-05&email=New@new.com                                           | 5900020584
            family=Smith&gender=male&birthdate=eq2000-05-05&address-postalcode=DN17*                                    | 5069635395 5502481484 5667541432 5689174815 5900020584 5900021459 5900022366 5900022978 5900025225 5900026086 5900026191 5900027376 5900028917 5900030741 5900031160 5900032809 5900033694 5900034143 5900034372 5900036863
            family=Smith&gender=male&birthdate=eq2000-05-05&phone=01234123123&email=test@test.com                       | 5069635395 5502481484 5667541432 5689174815 5900021459 5900026086 5900026191 5900030741 5900031160 5900034372 5900036863
            family=Smith&given=Sam&gender=male&birthdate=eq2000-05-05&phone=01222111111&_fuzzy-match=true               | 5900022366
            family=Muir&gender=male&birthdate=eq2017-09-06&phone=00917855986859                                         | 9732019506
            family=Hume&birthdate=eq1999-09-09                                                                          |
            family=Hume&birthdate=eq1999-09-09&_history=true                                                            | 9733162450
            family=Med&given=Casey&birthdate=eq1999-09-09&gender=female&_fuzzy-match=true                               | 9733162450
            family=Med&birthdate=eq1999-09-09&address-postalcode=DN19*                                                  |
            family=Med&birthdate=eq1999-09-09&address-postalcode=DN19*&_history=true                                    | 9733162450
            family=Me*&birthdate=eq2015-10-22&general-practitioner=A20047                                               | 9733162337
            family=Tunney&birthdate=ge1980-01-01&death-date=le2019-02-28                                                | 9733163201
            family=Knapp&gender=female&birthdate=eq1943-07-03&_exact-match=true                                         | 9736363120
            """)
    void traceOfTheNationalExamplesFindsTheSamePeople(String query, String numbers) {
        JsonNode bundle = ok(pds().get("/Patient?" + query.strip()));
        assertThat(TraceContract.numbers(bundle)).containsExactly(numbers == null ? new String[0] : numbers.split(" "));
    }

    /**
     * The second column is the digest of the answer that is published. Only when it was answered, where, and how the
     * score was reckoned may differ.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /Patient/5900046192 | 70baf26370bd6447
            /Patient/5900057208 | 93e1c547b74e940b
            /Patient/5900059073 | 2b4a87c7fe7a6872
            /Patient/9000000009 | 259a681ad74096dd
            /Patient/9000000033 | 214b61faf6384430
            /Patient/9732110317 | ec286f2e2e8563a2
            /Patient/9736363015 | e95c4de6f9f60b83
            /Patient/9736363066 | eeab83ddc7c7fab5
            /Patient/9000000009/RelatedPerson | 9ad0de28c097da4e
            /Coverage?subscriber:identifier=9000000009 | 50419ec8adcceed4
            /Patient?family=Smythe&given=Janet&gender=female&birthdate=eq2005-06-16 | c1b7cd9d73319671
            /Patient?family=Smythe&given=Janet&gender=female&birthdate=eq2005-06-16&email=janet.smythe@example.com&phone=01632960587 | c1b7cd9d73319671
            /Patient?family=McMatch-Single&birthdate=1954-10-26 | 4c44089faffc8a70
            /Patient?family=jones&gender=male&birthdate=ge1992-01-01 | c6c8b31f65006655
            /Patient?family=Smith&given=John%20Paul&given=James&gender=male&birthdate=eq2010-10-22&email=johnp.smith@example.com&phone=01632960587 | 907929a5fe6478eb
            /Patient?family=Massam&gender=female&birthdate=eq1920-08-11 | 4bedc580a625b977
            /Patient?family=Muir&gender=male&birthdate=eq2017-09-06&phone=00917855986859 | 28d568f89a3c3ed7
            /Patient?family=Tunney&birthdate=ge1980-01-01&death-date=le2019-02-28 | 6ebe4f13ea8f1201
            /Patient?family=Smith&given=Sam&gender=male&birthdate=eq2000-05-05&phone=01222111111&_fuzzy-match=true | 30fca99c2c58dfb7
            /Patient?family=Me*&birthdate=eq2015-10-22&general-practitioner=A20047 | 046efe9fc80f141b
            /Patient?family=Smith&gender=male&birthdate=eq2000-05-05&email=Historic@historic.com&_history=true | 123446f47552a784
            /Patient?family=Smith&gender=male&birthdate=eq2000-05-05&phone=01234123123&email=test@test.com | eb080f738e2c90cb
            /Patient?family=Smith&gender=male&birthdate=eq2000-05-05&address-postalcode=DN17* | cdaa219766a1bd99
            """)
    void publishedAnswersAreAnsweredWhole(String request, String digest) throws Exception {
        JsonNode answer = ok(pds().get(request));
        assertThat(digest(answer)).as(answer.toPrettyString()).isEqualTo(digest);
    }

    /** Of the JSON with its names in order and without white space: the first 64 bits of SHA-256 in hexadecimal digits. */
    private static String digest(JsonNode answer) throws Exception {
        ObjectMapper ordered = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
        byte[] text = ordered.writeValueAsBytes(ordered.treeToValue(comparable(answer), Object.class));
        byte[] sum = MessageDigest.getInstance("SHA-256").digest(text);
        return HexFormat.of().formatHex(sum, 0, 8);
    }

    private static JsonNode comparable(JsonNode answer) {
        ObjectNode copy = answer.deepCopy();
        copy.remove("timestamp");
        for (JsonNode entry : copy.path("entry")) {
            ((ObjectNode) entry).put("fullUrl", entry.path("fullUrl").asText().replaceFirst(".*/FHIR/R4/", ""));
            if (entry.path("search") instanceof ObjectNode search) {
                search.remove("score");
            }
        }
        return copy;
    }

    @Test
    void twoYoudsAreMoreThanOne() {
        assertError(
                search("family", "Youds", "birthdate", "eq1970-01-24", "_max-results", "1"),
                200,
                "multiple-matches",
                "TOO_MANY_MATCHES",
                "Too Many Matches",
                "");
    }

    @Test
    void recordsOfTheNationalExamplesAreInTheStatesTheyShow() {
        assertThat(ok(pds().get("/Patient/9000000009")).at("/meta/versionId").asText())
                .isEqualTo("2");
        assertThat(ok(pds().get("/Patient/9000000025")).has("address")).isFalse();
        assertThat(ok(pds().get("/Patient/9000000033")).has("name")).isFalse();
        assertThat(ok(pds().get("/Patient/5900053636")).path("id").asText()).isEqualTo("9732019395");
        assertThat(pds().get("/Patient/9990003343").statusCode()).isEqualTo(404);
        assertThat(pds().get("/Patient/9111231130").statusCode()).isEqualTo(404);
        assertThat(ok(pds().get("/Patient/9000000009/RelatedPerson"))
                        .path("total")
                        .asInt())
                .isEqualTo(2);
        assertThat(ok(pds().get("/Patient/9000000017/RelatedPerson"))
                        .path("total")
                        .asInt())
                .isEqualTo(1);
        assertThat(ok(pds().get("/Patient/9727024610")).has("name")).isFalse();
        assertThat(pds().get("/Patient/9000000015").statusCode()).isEqualTo(400); // search only
    }

    @ParameterizedTest
    @CsvSource({
        "5900046192, 3, SM5 9PX",
        "5900057208, 1, T38DG",
        "5900059073, 2,",
        "9732110317, 7, ZY5T2PX",
        "9736363015, 6, DN17 4BL",
        "9736363066, 3, DN15 9NL"
    })
    void recordsThatWereChangedBeforeHaveTheirPublishedVersion(String number, String version, String postcode) {
        JsonNode patient = ok(pds().get("/Patient/" + number));
        assertThat(patient.at("/meta/versionId").asText()).isEqualTo(version);
        assertThat(patient.at("/address/0/postalCode").asText("")).isEqualTo(postcode == null ? "" : postcode);
    }
}
