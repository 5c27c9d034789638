package org.openspine.demographics.trace;

import java.util.List;

/**
 * How alike two names are, the one asked for and the one recorded: 1 the same, 0 different names.
 *
 * <table>
 * <caption>Likeness</caption>
 * <tr><td>1</td><td>equal but for case</td></tr>
 * <tr><td>0.95</td><td>equal but for accents, apostrophes, hyphens and spaces</td></tr>
 * <tr><td>0.85</td><td>forenames: a familiar form, or shortened; families: a part of a double-barrelled name</td></tr>
 * <tr><td>0.8</td><td>a slip: one letter wrong, missing, too many or exchanged with its neighbour; two in long names</td></tr>
 * <tr><td>0.7</td><td>the same sound: {@link NameSound}</td></tr>
 * <tr><td>0.6</td><td>forenames: the initial alone</td></tr>
 * </table>
 */
final class NameLikeness {
    static final double SAME = 1;
    static final double FOLDED = 0.95;
    static final double FAMILIAR = 0.85;
    static final double SLIP = 0.8;
    static final double HOMOPHONE = 0.7;
    static final double INITIAL = 0.6;

    private static final int SHORTEST_FOR_SLIP = 4;
    private static final int SHORTEST_FOR_TWO_SLIPS = 8;
    private static final int SHORTEST_SHORTENED = 3;
    private static final int SHORTEST_PART = 4;

    private NameLikeness() {}

    static double ofFamilies(String asked, String recorded) {
        double whole = ofWholes(asked, recorded);
        return whole >= FOLDED ? whole : Math.max(whole, sharePart(asked, recorded) ? FAMILIAR : 0);
    }

    static double ofForenames(String asked, String recorded) {
        double whole = ofWholes(asked, recorded);
        if (whole >= FOLDED) {
            return whole;
        }
        String one = NameFolding.fold(asked);
        String other = NameFolding.fold(recorded);
        if (one.isEmpty() || other.isEmpty()) {
            return 0;
        }
        if (Forenames.areOfOnePerson(one, other) || isShortened(one, other) || isShortened(other, one)) {
            return FAMILIAR;
        }
        boolean initial = (one.length() == 1 || other.length() == 1) && one.charAt(0) == other.charAt(0);
        return Math.max(whole, initial ? INITIAL : 0);
    }

    private static double ofWholes(String asked, String recorded) {
        String one = NameFolding.fold(asked);
        String other = NameFolding.fold(recorded);
        if (one.isEmpty() || other.isEmpty()) {
            return 0;
        }
        if (one.equals(other)) {
            return NameFolding.plain(asked).equals(NameFolding.plain(recorded)) ? SAME : FOLDED;
        }
        int shorter = Math.min(one.length(), other.length());
        int slips = shorter >= SHORTEST_FOR_TWO_SLIPS ? 2 : shorter >= SHORTEST_FOR_SLIP ? 1 : 0;
        if (slips > 0 && EditDistance.atMost(slips, one, other)) {
            return SLIP;
        }
        return shorter > 1 && soundAlike(one, other) ? HOMOPHONE : 0;
    }

    private static boolean soundAlike(String one, String other) {
        return isLatin(one) && isLatin(other) && NameSound.of(one).equals(NameSound.of(other));
    }

    private static boolean isLatin(String folded) {
        return folded.chars().allMatch(c -> c >= 'a' && c <= 'z');
    }

    private static boolean isShortened(String shortened, String full) {
        return shortened.length() >= SHORTEST_SHORTENED && full.startsWith(shortened);
    }

    private static boolean sharePart(String asked, String recorded) {
        List<String> parts = NameFolding.parts(asked);
        List<String> others = NameFolding.parts(recorded);
        return (parts.size() > 1 || others.size() > 1)
                && parts.stream().anyMatch(part -> part.length() >= SHORTEST_PART && others.contains(part));
    }
}
