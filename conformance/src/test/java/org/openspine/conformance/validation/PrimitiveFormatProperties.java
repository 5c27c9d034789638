package org.openspine.conformance.validation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.openspine.conformance.structure.Primitive;

/** The scanners accept what the regular expressions of the specification accept. */
class PrimitiveFormatProperties {
    private static final String DATE =
            "([0-9]([0-9]([0-9][1-9]|[1-9]0)|[1-9]00)|[1-9]000)(-(0[1-9]|1[0-2])(-(0[1-9]|[1-2][0-9]|3[0-1]))?)?";
    private static final String FULL_DATE =
            "([0-9]([0-9]([0-9][1-9]|[1-9]0)|[1-9]00)|[1-9]000)-(0[1-9]|1[0-2])-(0[1-9]|[1-2][0-9]|3[0-1])";
    private static final String TIME = "([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\\.[0-9]+)?";
    private static final String ZONE = "(Z|(\\+|-)((0[0-9]|1[0-3]):[0-5][0-9]|14:00))";

    private static void same(Primitive type, String text, String regex) {
        assertThat(PrimitiveFormat.of(type).accepts(TextNode.valueOf(text)))
                .as("%s '%s'", type, text)
                .isEqualTo(Pattern.matches(regex, text));
    }

    @Property
    void words(@ForAll("words") String text) {
        same(Primitive.ID, text, "[A-Za-z0-9\\-.]{1,64}");
        same(Primitive.CODE, text, "[^\\s]+(\\s[^\\s]+)*");
        same(Primitive.URI, text, "\\S+");
        same(Primitive.STRING, text, "[ \\r\\n\\t\\S]+");
    }

    @Provide
    Arbitrary<String> words() {
        return Arbitraries.strings()
                .withChars("aZ09-._ \t\n/:é")
                .ofMaxLength(8)
                .edgeCases(cases -> cases.add("a".repeat(64), "a".repeat(65)));
    }

    @Property
    void oids(@ForAll("oids") String text) {
        same(Primitive.OID, text, "urn:oid:[0-2](\\.(0|[1-9][0-9]*))+");
    }

    @Provide
    Arbitrary<String> oids() {
        return Arbitraries.strings().withChars("0123.").ofMaxLength(8).map(text -> "urn:oid:" + text);
    }

    @Property
    void base64(@ForAll("base64Letters") String text) {
        assertThat(PrimitiveFormat.of(Primitive.BASE64_BINARY).accepts(TextNode.valueOf(text)))
                .as(text)
                .isEqualTo(isBase64(text.replaceAll("\\s", "")));
    }

    private static boolean isBase64(String plain) {
        return Pattern.matches("([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{4})", plain);
    }

    @Provide
    Arbitrary<String> base64Letters() {
        return Arbitraries.strings().withChars("aZ9+/= \n").ofMaxLength(10);
    }

    @Property(tries = 5_000)
    void times(@ForAll("times") String text) {
        same(Primitive.TIME, text, TIME);
        same(Primitive.INSTANT, "2024-05-17T" + text, FULL_DATE + "T" + TIME + ZONE);
        same(Primitive.DATE_TIME, "2024-05-17T" + text, FULL_DATE + "T" + TIME + ZONE);
    }

    @Provide
    Arbitrary<String> times() {
        Arbitrary<String> two = Arbitraries.of("00", "09", "13", "14", "15", "23", "24", "59", "60", "61", "x1", "1");
        Arbitrary<String> end = Arbitraries.of("", ".", ".0", ".123456789", ".1x");
        Arbitrary<String> zone =
                Arbitraries.of("", "Z", "z", "+", "+01:00", "-14:00", "+14:01", "+15:00", "+0100", "+01:60", "ZZ");
        return Combinators.combine(two, two, two, end, zone).as((h, m, s, e, z) -> h + ":" + m + ":" + s + e + z);
    }

    @Property
    void dates(
            @ForAll @IntRange(max = 10_000) int year,
            @ForAll @IntRange(max = 14) int month,
            @ForAll @IntRange(max = 33) int day) {
        String text = "%04d-%02d-%02d".formatted(year, month, day);
        boolean exists = Pattern.matches(DATE, text) && exists(year, month, day);

        assertThat(Calendar.isDate(text)).as(text).isEqualTo(exists);
        assertThat(Calendar.isDateTime(text)).as(text).isEqualTo(exists);
        assertThat(Calendar.isInstant(text + "T00:00:00Z")).as(text).isEqualTo(exists);
        same(Primitive.DATE, text.substring(0, 7), DATE);
        same(Primitive.DATE, text.substring(0, 4), DATE);
    }

    private static boolean exists(int year, int month, int day) {
        try {
            return LocalDate.of(year, month, day).getYear() == year;
        } catch (DateTimeException e) {
            return false;
        }
    }

    @Property
    void fragmentsOfDates(@ForAll("fragments") String text) {
        same(Primitive.DATE, text, DATE);
    }

    @Provide
    Arbitrary<String> fragments() {
        return Arbitraries.strings()
                .withChars("0129-T:")
                .ofMaxLength(11)
                .filter(text -> !text.matches("....-02-(29|3.)|....-(04|06|09|11)-31"));
    }
}
