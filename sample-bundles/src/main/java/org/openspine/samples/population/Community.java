package org.openspine.samples.population;

import java.util.List;

/** People who share a stock of names. The shares follow the 2021 census of England and Wales, roughly. */
record Community(String name, int weight, Weighted<String> families, List<GivenNames> givenNames) {
    private static final List<GivenNames> GIVEN =
            WordList.rows("given-names.tsv").stream().map(GivenNames::of).toList();
    private static final List<Community> ALL =
            WordList.rows("families.tsv").stream().map(Community::of).toList();
    private static final Weighted<Community> BY_SIZE = Weighted.of(ALL, Community::weight);
    private static final Community LARGEST = ALL.get(0);

    /** The given names of one sex among those born from a year on. */
    record GivenNames(String community, String sex, int from, Weighted<String> names) {
        private static GivenNames of(List<String> row) {
            return new GivenNames(
                    row.get(0), row.get(1), Integer.parseInt(row.get(2)), Weighted.ranked(WordList.words(row.get(3))));
        }
    }

    private static Community of(List<String> row) {
        String name = row.get(0);
        List<GivenNames> given =
                GIVEN.stream().filter(names -> names.community().equals(name)).toList();
        return new Community(name, Integer.parseInt(row.get(1)), Weighted.ranked(WordList.words(row.get(2))), given);
    }

    static Community pick(SeededStream chance) {
        return BY_SIZE.pick(chance);
    }

    /** A family name; one household in forty has a double-barrelled one. */
    String family(SeededStream chance) {
        String family = families.pick(chance);
        return chance.inThousand(25) ? family + "-" + LARGEST.families.pick(chance) : family;
    }

    /** A given name that was usual in the year of birth. Younger people of a small community often have a common one. */
    String given(Sex sex, int birthYear, SeededStream chance) {
        Community from = birthYear >= 1985 && chance.inHundred(25) ? LARGEST : this;
        String letter = sex == Sex.FEMALE ? "F" : "M";
        GivenNames fitting = from.givenNames.get(0);
        for (GivenNames names : from.givenNames) {
            if (names.sex().equals(letter) && (!fitting.sex().equals(letter) || names.from() <= birthYear)) {
                fitting = names;
            }
        }
        return fitting.names().pick(chance);
    }
}
