package org.openspine.samples.population;

import java.util.List;
import java.util.stream.IntStream;

/** A town with its postcode districts and the telephone numbers that Ofcom keeps for fiction. */
record Town(int index, String name, String county, List<String> districts, String dramaNumbers, int weight) {
    static final List<Town> ALL = all();
    private static final Weighted<Town> BY_SIZE = Weighted.of(ALL, Town::weight);

    private static List<Town> all() {
        List<List<String>> rows = WordList.rows("towns.tsv");
        return IntStream.range(0, rows.size())
                .mapToObj(index -> of(index, rows.get(index)))
                .toList();
    }

    private static Town of(int index, List<String> row) {
        return new Town(
                index, row.get(0), row.get(1), WordList.words(row.get(2)), row.get(3), Integer.parseInt(row.get(4)));
    }

    static Town pick(SeededStream chance) {
        return BY_SIZE.pick(chance);
    }

    /** The ODS code of its council. */
    String council() {
        return Integer.toString(500 + index);
    }

    String councilName() {
        return name + " City Council";
    }

    /** A landline number that rings nowhere. */
    String landline(SeededStream chance) {
        return dramaNumbers + threeDigits(chance.below(1000));
    }

    /** A mobile number that rings nowhere. */
    static String mobile(SeededStream chance) {
        return "07700 900" + threeDigits(chance.below(1000));
    }

    private static String threeDigits(int number) {
        return Integer.toString(1000 + number).substring(1);
    }
}
