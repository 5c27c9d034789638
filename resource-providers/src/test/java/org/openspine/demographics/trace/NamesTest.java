package org.openspine.demographics.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.commons.codec.language.Soundex;
import org.junit.jupiter.api.Test;

/** Folding, sound, wildcards, slips and forms of names. */
class NamesTest {
    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withChars("ÀÖéßłİŞç'’ -")
                .ofMinLength(1)
                .ofMaxLength(12);
    }

    @Provide
    Arbitrary<String> anything() {
        return Arbitraries.strings().ofMaxLength(20);
    }

    @Test
    void namesAreFoldedToWhatPeopleAgreeOn() {
        assertThat(NameFolding.fold("O’Reilly-Søndergaard")).isEqualTo("oreillysondergaard");
        assertThat(NameFolding.fold("Łukasz Groß")).isEqualTo("lukaszgross");
        assertThat(NameFolding.fold("İbrahim IŞIK")).isEqualTo("ibrahimisik");
        assertThat(NameFolding.fold("Адам")).isEqualTo("адам");
        assertThat(NameFolding.fold("-")).isEmpty();
        assertThat(NameFolding.parts("Smith-Jones  de la Cruz")).containsExactly("smith", "jones", "de", "la", "cruz");
    }

    @Property(tries = 300)
    void foldingAgainChangesNothing(@ForAll("anything") String name) {
        assertThat(NameFolding.fold(NameFolding.fold(name))).isEqualTo(NameFolding.fold(name));
    }

    @Property(tries = 300)
    void namesEqualButForCaseAreFoldedAlike(@ForAll("names") String name) {
        assertThat(NameFolding.fold(NameFolding.plain(name))).isEqualTo(NameFolding.fold(name));
    }

    @Property(tries = 500)
    void namesOfOneSoundexHaveOneSound(@ForAll("names") String one, @ForAll("names") String other) {
        String first = latin(one);
        String second = latin(other);
        Assume.that(!first.isEmpty() && !second.isEmpty());
        String firstCode = Soundex.US_ENGLISH.encode(first);
        if (firstCode.equals(Soundex.US_ENGLISH.encode(second))) {
            assertThat(NameSound.of(first)).isEqualTo(NameSound.of(second));
        }
        assertThat(NameSound.of(first)).hasSize(NameSound.LENGTH).endsWith(firstCode.substring(1));
    }

    @Property(tries = 500)
    void soundOfABeginningIsTheBeginningOfTheSound(@ForAll("names") String name, @ForAll("names") String more) {
        String beginning = NameFolding.fold(name);
        assertThat(NameSound.of(beginning + NameFolding.fold(more))).startsWith(NameSound.ofBeginning(beginning));
    }

    private static String latin(String name) {
        return NameFolding.fold(name)
                .chars()
                .filter(c -> c >= 'a' && c <= 'z')
                .mapToObj(c -> String.valueOf((char) c))
                .collect(Collectors.joining());
    }

    @Property(tries = 500)
    void wildcardsStandForAnyText(@ForAll("pattern") String pattern, @ForAll("short") String name) {
        String expression =
                Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        assertThat(NamePattern.of(pattern).matches(name))
                .as(pattern + " " + name)
                .isEqualTo(name.matches(expression));
    }

    @Provide
    Arbitrary<String> pattern() {
        return Arbitraries.strings().withChars("ab*").ofMinLength(1).ofMaxLength(7);
    }

    @Provide("short")
    Arbitrary<String> shortNames() {
        return Arbitraries.strings().withChars("ab").ofMinLength(1).ofMaxLength(7);
    }

    @Test
    void manyWildcardsCostLittle() {
        String hostile = "ab" + "*a".repeat(16);
        assertThat(NamePattern.of(hostile).matches("ab" + "a".repeat(10_000) + "b"))
                .isFalse();
    }

    @Property(tries = 300)
    void slipsAreCountedAlikeFromBothSides(@ForAll("names") String one, @ForAll("names") String other) {
        int slips = EditDistance.between(one, other);
        assertThat(EditDistance.between(other, one)).isEqualTo(slips);
        assertThat(slips).isBetween(Math.abs(one.length() - other.length()), Math.max(one.length(), other.length()));
        assertThat(slips == 0).isEqualTo(one.equals(other));
    }

    @Test
    void neighboursExchangedAreOneSlip() {
        assertThat(EditDistance.between("thompson", "thmopson")).isEqualTo(1);
        assertThat(EditDistance.between("thompson", "tompsen")).isEqualTo(2);
    }

    @Property(tries = 300)
    void likenessLiesBetweenNothingAndTheSame(@ForAll("names") String one, @ForAll("names") String other) {
        for (double likeness :
                new double[] {NameLikeness.ofForenames(one, other), NameLikeness.ofFamilies(one, other)}) {
            assertThat(likeness).isBetween(0.0, 1.0);
            assertThat(likeness == 1)
                    .isEqualTo(NameFolding.plain(one).equals(NameFolding.plain(other))
                            && !NameFolding.fold(one).isEmpty());
        }
    }

    @Test
    void likenessFallsWithWhatMustBeForgiven() {
        assertThat(NameLikeness.ofFamilies("Smith", "SMITH")).isEqualTo(1);
        assertThat(NameLikeness.ofFamilies("Smithe", "Smithé")).isEqualTo(NameLikeness.FOLDED);
        assertThat(NameLikeness.ofFamilies("Jones", "Smith-Jones")).isEqualTo(NameLikeness.FAMILIAR);
        assertThat(NameLikeness.ofFamilies("Smiht", "Smith")).isEqualTo(NameLikeness.SLIP);
        assertThat(NameLikeness.ofFamilies("Smythe", "Smith")).isEqualTo(NameLikeness.HOMOPHONE);
        assertThat(NameLikeness.ofFamilies("Smith", "Jones")).isZero();
        assertThat(NameLikeness.ofForenames("Bob", "Robert")).isEqualTo(NameLikeness.FAMILIAR);
        assertThat(NameLikeness.ofForenames("Theo", "Theophilus")).isEqualTo(NameLikeness.FAMILIAR);
        assertThat(NameLikeness.ofForenames("J", "Joseph")).isEqualTo(NameLikeness.INITIAL);
        assertThat(NameLikeness.ofForenames("Bob", "Barbara")).isZero();
    }

    @Test
    void formsOfForenamesAreFoldedAndKnowEachOther() {
        assertThat(Forenames.formsOf("bob")).contains("robert", "rob");
        assertThat(Forenames.areOfOnePerson("bob", "robert")).isTrue();
        assertThat(Forenames.areOfOnePerson("robert", "bob")).isTrue();
        assertThat(Forenames.areOfOnePerson("bob", "william")).isFalse();
        assertThat(Forenames.formsOf("no such name")).isEmpty();
        assertThat(Forenames.formsOf("sam"))
                .allMatch(form -> NameFolding.fold(form).equals(form));
    }
}
