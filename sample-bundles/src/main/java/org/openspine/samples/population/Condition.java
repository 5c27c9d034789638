package org.openspine.samples.population;

import java.util.List;

/**
 * A long-term condition and how frequent it is by age.
 *
 * @param treats the word that joins it to the medicines of {@code medicines.tsv}
 */
record Condition(Coding code, int fromAge, int perThousandAtFirst, int perThousandAt80, String treats) {
    private static final List<Condition> ALL =
            WordList.rows("conditions.tsv").stream().map(Condition::of).toList();

    private static Condition of(List<String> row) {
        return new Condition(
                Coding.snomed(row),
                Integer.parseInt(row.get(2)),
                Integer.parseInt(row.get(3)),
                Integer.parseInt(row.get(4)),
                row.get(5));
    }

    /** The conditions of someone of this age. */
    static List<Condition> at(int age, SeededStream chance) {
        return ALL.stream()
                .filter(condition -> chance.inThousand(condition.perThousand(age)))
                .toList();
    }

    private int perThousand(int age) {
        if (age < fromAge) {
            return 0;
        }
        return perThousandAtFirst
                + (perThousandAt80 - perThousandAtFirst) * (Math.min(age, 80) - fromAge) / (80 - fromAge);
    }
}
