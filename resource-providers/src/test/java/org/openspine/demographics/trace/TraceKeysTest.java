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
    void keyIsBirthDateSoundAndSpelling() {
        assertThat(TraceKeys.texts(
                        patient("'birthDate': '1985-11-04', 'name': [{'family': 'Smith', 'given': ['Jane', 'Ann']}]")))
                .containsExactly("19851104s530smith", "19851104j500jane");
    }

    @Test
    void formerNamesHaveKeysAndRepeatedOnesOnlyOne() {
        assertThat(TraceKeys.texts(patient("""
                        'birthDate': '1985-11-04', 'name': [{'use': 'usual', 'family': 'Smith', 'given': ['Jane']},
                         {'use': 'maiden', 'family': 'Brown', 'given': ['Jane']}]""")))
                .containsExactly("19851104s530smith", "19851104j500jane", "19851104b650brown");
    }

    @Test
    void partsOfDoubleBarrelledNamesHaveKeys() {
        assertThat(TraceKeys.texts(
                        patient("'birthDate': '1985-11', 'name': [{'family': 'Smith-Jones', 'given': ['Mary Ann']}]")))
                .containsExactly(
                        "198511s532smithjones",
                        "198511s530smith",
                        "198511j520jones",
                        "198511m650maryann",
                        "198511m600mary");
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
            names.append(i == 0 ? "" : ", ")
                    .append("{'family': '%s', 'given': ['G%d']}".formatted("Ä".repeat(3_000) + i, i));
        }
        assertThat(TraceKeys.texts(patient("'birthDate': '1985-11-04', 'name': [" + names + "]")))
                .hasSize(12)
                .allMatch(key -> key.length() <= 100);
    }
}
