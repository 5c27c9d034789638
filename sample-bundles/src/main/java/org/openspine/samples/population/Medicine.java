package org.openspine.samples.population;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A medicine as it is often prescribed.
 *
 * @param code what the item is coded as; where its dm+d code is not at hand, the general "Medicinal product"
 * @param days how long the quantity lasts
 * @param treats the word that joins it to the conditions of {@code conditions.tsv}
 */
record Medicine(Coding code, String name, Coding unit, int quantity, int days, String dosage, String treats) {
    private static final Map<String, List<Medicine>> BY_USE = WordList.rows("medicines.tsv").stream()
            .map(Medicine::of)
            .collect(Collectors.groupingBy(Medicine::treats, TreeMap::new, Collectors.toUnmodifiableList()));

    private static Medicine of(List<String> row) {
        String name = row.get(1);
        Coding code = row.get(0).equals("-")
                ? Coding.snomed("763158003", "Medicinal product")
                : Coding.snomed(row.get(0), name);
        return new Medicine(
                code,
                name,
                Coding.snomed(row.get(2), row.get(3)),
                Integer.parseInt(row.get(4)),
                Integer.parseInt(row.get(5)),
                row.get(6),
                row.get(7));
    }

    /** The medicines for a use; empty if there are none. */
    static List<Medicine> treating(String use) {
        return BY_USE.getOrDefault(use, List.of());
    }
}
