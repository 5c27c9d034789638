package org.openspine.demographics.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How well the names asked for agree with those of a record, whichever of its names does best.
 *
 * @param family 0 where a family name was asked for and none agrees; meaningless if none was asked for
 * @param given the same of given names
 * @param isSure whether one of them is the recorded one but for accents and the like, in its own place or the other's
 */
record NameAgreement(double family, double given, boolean isSure) {
    static final NameAgreement NONE = new NameAgreement(0, 0, false);

    /** Family and given name stand in each other's place. */
    static final double SWAPPED = 0.8;

    /** A name that was given up, as against one that holds. */
    static final double FORMER = 0.6;

    /** A further forename that was asked for and is not recorded, or the other way round. */
    private static final double MISSING = 0.9;

    /** Forenames that agree, one of them not in its place: people go by their middle name. */
    private static final double OUT_OF_PLACE = 0.75;

    static NameAgreement best(Optional<String> family, List<String> given, List<TracedRecord.Name> names) {
        NameAgreement best = NONE;
        List<String> forenames = words(given);
        for (TracedRecord.Name name : names) {
            double age = name.current() ? 1 : FORMER;
            best = best.orBetter(straight(family, given, forenames, name).times(age, 1), family, given);
            best = best.orBetter(swapped(family, forenames, name).times(age * SWAPPED, SWAPPED), family, given);
        }
        return best;
    }

    private static NameAgreement straight(
            Optional<String> family, List<String> given, List<String> forenames, TracedRecord.Name name) {
        double ofFamily = family.map(asked -> NameLikeness.ofFamilies(asked, name.family()))
                .orElse(0.0);
        List<String> known = words(name.given());
        double ofFirst =
                forenames.isEmpty() || known.isEmpty() ? 0 : NameLikeness.ofForenames(forenames.get(0), known.get(0));
        double ofGiven = isSameBeginning(given, name.given())
                ? NameLikeness.SAME
                : ofFirst == 0 ? middleAsFirst(forenames, known) : withOthers(ofFirst, forenames, known);
        boolean sure = ofFamily >= NameLikeness.FOLDED || ofFirst >= NameLikeness.FOLDED;
        return new NameAgreement(ofFamily, ofGiven, sure);
    }

    private static NameAgreement swapped(Optional<String> family, List<String> forenames, TracedRecord.Name name) {
        if (family.isEmpty() || forenames.isEmpty() || name.given().isEmpty()) {
            return NONE;
        }
        double asForename = NameLikeness.ofForenames(family.get(), name.given().get(0));
        double asFamily = NameLikeness.ofFamilies(String.join(" ", forenames), name.family());
        return new NameAgreement(asForename, asFamily, Math.max(asForename, asFamily) >= NameLikeness.FOLDED);
    }

    /** The first forename with the further ones, as far as both sides have them. */
    private static double withOthers(double ofFirst, List<String> asked, List<String> known) {
        double others = 1;
        for (int i = 1; i < Math.max(asked.size(), known.size()); i++) {
            boolean missing = i >= asked.size() || i >= known.size();
            double likeness = missing ? 0 : NameLikeness.ofForenames(asked.get(i), known.get(i));
            others *= missing ? MISSING : likeness == 0 ? MISSING * MISSING : (1 + likeness) / 2;
        }
        return Math.min(ofFirst, NameLikeness.FOLDED) * others;
    }

    private static double middleAsFirst(List<String> asked, List<String> known) {
        if (asked.isEmpty() || known.isEmpty()) {
            return 0;
        }
        double best = 0;
        for (String middle : known.subList(1, known.size())) {
            double likeness = NameLikeness.ofForenames(asked.get(0), middle);
            best = likeness >= NameLikeness.FAMILIAR ? Math.max(best, likeness) : best;
        }
        return best * OUT_OF_PLACE;
    }

    private static boolean isSameBeginning(List<String> given, List<String> recorded) {
        if (given.isEmpty() || given.size() > recorded.size()) {
            return false;
        }
        for (int i = 0; i < given.size(); i++) {
            if (!NameFolding.plain(given.get(i)).equals(NameFolding.plain(recorded.get(i)))) {
                return false;
            }
        }
        return true;
    }

    /** A compound forename may be recorded as one name or as two. */
    private static List<String> words(List<String> names) {
        List<String> words = new ArrayList<>();
        names.forEach(name -> Arrays.stream(name.strip().split("[\\s-]+"))
                .filter(word -> !NameFolding.fold(word).isEmpty())
                .forEach(words::add));
        return words;
    }

    private NameAgreement times(double ofFamily, double ofGiven) {
        return new NameAgreement(family * ofFamily, given * ofGiven, isSure);
    }

    private NameAgreement orBetter(NameAgreement other, Optional<String> familyAsked, List<String> givenAsked) {
        if (other.agrees(familyAsked, givenAsked) != agrees(familyAsked, givenAsked)) {
            return other.agrees(familyAsked, givenAsked) ? other : this;
        }
        return other.family + other.given > family + given ? other : this;
    }

    /** Whether all names that were asked for agree at least a little. */
    boolean agrees(Optional<String> familyAsked, List<String> givenAsked) {
        return (familyAsked.isEmpty() || family > 0) && (givenAsked.isEmpty() || given > 0);
    }
}
