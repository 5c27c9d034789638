package org.openspine.server.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openspine.error.SpineException;

/** SECURITY section 13, path tricks. The container refuses most of these before; this is the second lock. */
class PathRulesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/FHIR/R4/Patient;x=1/1",
                "/FHIR/R4//Patient",
                "/FHIR/R4/Patient/../Basic",
                "/FHIR/R4/./Patient",
                "/FHIR/R4/Patient/..",
                "/FHIR/R4/Patient\\1",
                "/FHIR/R4/Patient%2f1",
                "/FHIR/R4/Patient%2F1",
                "/FHIR/R4/Patient/%2e%2E/Basic",
                "/FHIR/R4/Patient%5C1",
                "/FHIR/R4/Patient%3Bx",
                "/FHIR/R4/Patient/1%00"
            })
    void whatTwoReadersMightTakeForDifferentPathsIsRefused(String path) {
        assertThatThrownBy(() -> PathRules.require(path)).isInstanceOf(SpineException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/FHIR/R4/Patient/a.b-c",
                "/FHIR/R4/Patient/...",
                "/FHIR/R4/Patient/$match",
                "/FHIR/R4/Patient/%24everything",
                "/.well-known/smart-configuration",
                "/"
            })
    void whatCanBeReadInOneWayPasses(String path) {
        assertThatCode(() -> PathRules.require(path)).doesNotThrowAnyException();
    }
}
