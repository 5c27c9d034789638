package org.openspine.samples.population;

import java.util.List;

/** A postal address: a street that sounds right in a town that exists. The houses are made up. */
record Address(String street, Town town, String postcode) {
    private static final List<String> STREETS = WordList.lines("streets.txt");
    private static final List<String> KINDS = WordList.lines("street-kinds.txt");
    private static final String INWARD =
            "ABDEFGHJLNPQRSTUWXYZ"; // the second half of a postcode never has C, I, K, M, O, V

    static Address in(Town town, SeededStream chance) {
        int name = chance.below(STREETS.size());
        int kind = chance.below(KINDS.size());
        String district = chance.pick(town.districts());
        int number = chance.between(1, chance.inHundred(80) ? 80 : 250);
        String flat = chance.inHundred(12) ? "Flat " + chance.between(1, 24) + ", " : "";
        String line = flat + number + " " + STREETS.get(name) + " " + KINDS.get(kind);
        return new Address(line, town, district + " " + inward(district, name * KINDS.size() + kind));
    }

    /** One street has one postcode. */
    private static String inward(String district, int street) {
        var chance = new SeededStream(street, district, 0);
        return "" + chance.below(10) + letter(chance) + letter(chance);
    }

    private static char letter(SeededStream chance) {
        return INWARD.charAt(chance.below(INWARD.length()));
    }

    List<String> lines() {
        return List.of(street, town.name(), town.county());
    }
}
