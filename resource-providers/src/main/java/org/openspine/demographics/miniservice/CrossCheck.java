package org.openspine.demographics.miniservice;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import org.openspine.demographics.Confidentiality;
import org.openspine.demographics.CurrentItems;
import org.openspine.demographics.PatientRecord;

/**
 * Whether a number and what is known of its owner belong together: the birth date, and of names that are told the first three
 * letters of the family name and the first of the given name, without case and accents.
 */
record CrossCheck(LocalDate birthDate, Optional<String> family, Optional<String> given) {
    private static final int FAMILY_LETTERS = 3;

    /** What a very restricted record hides confirms nothing. */
    boolean holds(PatientRecord record, LocalDate today) {
        return record.confidentiality() != Confidentiality.VERY_RESTRICTED
                && record.tree().path("birthDate").asText().equals(birthDate.toString())
                && (family.isEmpty() && given.isEmpty()
                        || new CurrentItems(today).names(record.tree()).stream().anyMatch(this::isName));
    }

    private boolean isName(JsonNode name) {
        return agrees(family, name.path("family"), FAMILY_LETTERS)
                && agrees(given, name.path("given").path(0), 1);
    }

    private static boolean agrees(Optional<String> told, JsonNode recorded, int letters) {
        return told.isEmpty() || beginning(told.get(), letters).equals(beginning(recorded.asText(""), letters));
    }

    private static String beginning(String name, int letters) {
        StringBuilder beginning = new StringBuilder();
        Normalizer.normalize(name, Normalizer.Form.NFD)
                .codePoints()
                .filter(Character::isLetter)
                .limit(letters)
                .forEach(beginning::appendCodePoint);
        return beginning.toString().toLowerCase(Locale.ROOT);
    }
}
