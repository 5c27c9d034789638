package org.openspine.demographics.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;

class TraceKeysTest {
    private static ObjectNode patient(String members) {
        String json = ("{'resourceType': 'Patient', " + members + "}").replace('\'', '"');
        return ResourceJson.parse(json.getBytes(StandardCharsets.UTF_8), JsonLimits.RESOURCE);
    }

    @Test
    void keyIsBirthDateAndSound() {
        assertThat(TraceKeys.texts(
                        patient("'birthDate': '1985-11-04', 'name': [{'family': 'Smith', 'given': ['Jane', 'Ann']}]")))
                .containsExactly("19851104s530", "19851104j500");
    }

    @Test
    void formerNamesHaveKeysAndRepeatedOnesOnlyOne() {
        assertThat(TraceKeys.texts(patient("""
                        'birthDate': '1985-11-04', 'name': [{'use': 'usual', 'family': 'Smith', 'given': ['Jane']},
                         {'use': 'maiden', 'family': 'Brown', 'given': ['Jane']}]"""))).containsExactly("19851104s530", "19851104j500", "19851104b650");
    }

    @Test
    void partsOfDoubleBarrelledNamesHaveKeys() {
        assertThat(TraceKeys.texts(
                        patient("'birthDate': '1985-11', 'name': [{'family': 'Smith-Jones', 'given': ['Mary Ann']}]")))
                .containsExactly("198511s532", "198511s530", "198511j520", "198511m650", "198511m600");
    }

    @Test
    void placesHaveKeysWithTheYearOfBirth() {
        assertThat(TraceKeys.texts(patient("""
                        'birthDate': '1985-11-04', 'address': [{'postalCode': 'ls11 6ad'}, {'postalCode': 'ZZ99 3VZ'},
                         {'postalCode': 'LS11'}, {'line': ['1 High Street']}]"""))).containsExactly("1985@LS116AD");
    }

    @Test
    void recordWithoutBirthDateOrNameHasNone() {
        assertThat(TraceKeys.texts(patient("'name': [{'family': 'Smith'}]"))).isEmpty();
        assertThat(TraceKeys.texts(patient("'birthDate': '1985-11-04'"))).isEmpty();
        assertThat(TraceKeys.texts(patient("'birthDate': '1985-11-04', 'name': [{'family': '-', 'given': ['?']}]")))
                .isEmpty();
    }

    @Test
    void keysAreFewAndShortWhateverTheRecordHolds() {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            String sounds = "bdlmr";
            String family =
                    "A%ca%ca%c".formatted(sounds.charAt(i % 5), sounds.charAt(i / 5 % 5), sounds.charAt(i / 25));
            names.append(i == 0 ? "" : ", ")
                    .append("{'family': '%s', 'given': ['G%d']}".formatted(family + "Ä".repeat(3_000), i));
        }
        assertThat(TraceKeys.texts(patient("'birthDate': '1985-11-04', 'name': [" + names + "]")))
                .hasSize(12)
                .allMatch(key -> key.length() <= 100);
    }
}
