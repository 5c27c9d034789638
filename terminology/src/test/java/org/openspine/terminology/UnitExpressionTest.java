package org.openspine.terminology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnitExpressionTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "mg",
                "mg/dL",
                "/min",
                "10*3/uL",
                "10*-3",
                "10^6",
                "m2",
                "kg.m/s2",
                "mm[Hg]",
                "[in_i'H2O]",
                "m[H2O]",
                "%",
                "{score}",
                "{#}/uL",
                "mL/min/{1.73_m2}",
                "kg{body}",
                "[degF]",
                "B[10.nV]",
                "[m/s2/Hz^0.5]",
                "(kg.m)/(s2.A)",
                "s-1",
                "a_j",
                "'",
                "''",
                "[iU]/mL",
                "10.uN.s/(cm5.m2)",
                "Cel",
                "m+2",
                "1/(8.h)",
                "24.h",
                "10{cells}"
            })
    void unitsOfThatFormAreCodes(String code) {
        assertThat(UnitExpression.isWellFormed(code)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "/", "mg/", "mg//L", ".mg", "mg..L", "(mg", "mg)", "()", "mg(L)", "mm[Hg", "mm]", "[a[b]]", "{a",
                "a}", "{a{b}}", "m g", "[a b]", "m\u00b2", "\u00b5g", "mg,L", "m2-", "mg=L", "5mg5mg"
            })
    void othersAreNone(String code) {
        assertThat(UnitExpression.isWellFormed(code)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {21, 100_000})
    void nestingIsBounded(int depth) {
        assertThat(UnitExpression.isWellFormed("(".repeat(depth) + "m" + ")".repeat(depth)))
                .isFalse();
    }
}
