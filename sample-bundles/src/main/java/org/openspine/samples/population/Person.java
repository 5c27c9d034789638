package org.openspine.samples.population;

import java.text.Normalizer;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.openspine.terminology.identifier.NhsNumber;

/**
 * Someone in a household.
 *
 * @param birthFamily the family name before marriage, if it was another
 * @param died the day of death, if dead
 * @param nominatesPharmacy whether prescriptions go to the pharmacy next to the practice without being asked for
 */
record Person(
        NhsNumber number,
        Sex sex,
        LocalDate born,
        Name name,
        Optional<String> birthFamily,
        Optional<LocalDate> died,
        Household.Role role,
        boolean nominatesPharmacy) {

    /** What a person is called. */
    record Name(String prefix, String given, Optional<String> middle, String family) {
        private static final Pattern NOT_ASCII_LETTERS = Pattern.compile("[^a-z]");

        /** The name as the part of an e-mail address before the at sign. */
        String mailbox() {
            return plain(given) + "." + plain(family);
        }

        private static String plain(String word) {
            String parted = Normalizer.normalize(word, Normalizer.Form.NFD).toLowerCase(Locale.ROOT);
            return NOT_ASCII_LETTERS.matcher(parted).replaceAll("");
        }
    }

    /** The day itself, or the day of birth if that is later. */
    LocalDate notBeforeBirth(LocalDate day) {
        return day.isBefore(born) ? born : day;
    }

    /** The day until which there is anything to record: today, or the day of death. */
    LocalDate lastDay(LocalDate today) {
        return died.orElse(today);
    }

    int ageOn(LocalDate day) {
        int years = day.getYear() - born.getYear();
        return day.getDayOfYear() < born.getDayOfYear() ? years - 1 : years;
    }
}
