package org.openspine.demographics.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.DerivedKeys;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.IndexValue;
import org.openspine.repository.search.ValueMatch;

/**
 * The keys by which a trace finds candidates: birth date, sound and spelling of every family name and every first given name of
 * a patient, former ones included: {@code 19851104s530smith}. Since no key says which of the two it is, swapped names meet; since
 * the sound stands before the spelling, one key answers exact names, beginnings and homophones alike.
 */
public final class TraceKeys implements DerivedKeys {
    private static final long PARAMETER = IndexId.parameter("Patient", "trace-key");
    private static final int MOST = 12;
    private static final int LONGEST_NAME = 60;

    /** Shorter parts of a double-barrelled name (de, van, O) find nobody in particular. */
    private static final int SHORTEST_PART = 4;

    @Override
    public String type() {
        return "Patient";
    }

    @Override
    public Collection<IndexValue> of(ObjectNode patient) {
        return texts(patient).stream()
                .<IndexValue>map(key -> IndexValue.Token.key(PARAMETER, key))
                .toList();
    }

    /** The keys of a patient as text; none without a birth date. */
    static Set<String> texts(JsonNode patient) {
        String date = digits(patient.path("birthDate").asText());
        Set<String> keys = new LinkedHashSet<>();
        if (date.isEmpty()) {
            return keys;
        }
        for (JsonNode name : patient.path("name")) {
            for (String spelling : spellings(name)) {
                if (keys.size() < MOST) {
                    keys.add(date + NameSound.of(spelling) + spelling);
                }
            }
        }
        return keys;
    }

    private static List<String> spellings(JsonNode name) {
        List<String> spellings = new ArrayList<>();
        String family = name.path("family").asText();
        spellings.add(spelling(family));
        List<String> parts = NameFolding.parts(family);
        if (parts.size() > 1) {
            parts.stream().filter(part -> part.length() >= SHORTEST_PART).forEach(part -> spellings.add(cut(part)));
        }
        String given = name.path("given").path(0).asText();
        spellings.add(spelling(given));
        NameFolding.parts(given).stream().limit(1).forEach(first -> spellings.add(cut(first))); // John of John Paul
        spellings.removeIf(String::isEmpty);
        return spellings;
    }

    /** The form of a name in a key. */
    static String spelling(String name) {
        return cut(NameFolding.fold(name));
    }

    private static String cut(String folded) {
        if (folded.length() <= LONGEST_NAME) {
            return folded;
        }
        int end = Character.isHighSurrogate(folded.charAt(LONGEST_NAME - 1)) ? LONGEST_NAME - 1 : LONGEST_NAME;
        return folded.substring(0, end);
    }

    /** A date of any precision without its hyphens. */
    static String digits(String date) {
        return date.replace("-", "");
    }

    /** People born on {@code date} with some name of just this spelling. */
    static ValueMatch spelt(String date, String name) {
        String spelling = spelling(name);
        return ValueMatch.Token.of(digits(date) + NameSound.of(spelling) + spelling);
    }

    /** People born on {@code date} with a name that begins so, or sounds as if it did. */
    static ValueMatch beginning(String date, String beginning) {
        return new ValueMatch.TokenBeginning(digits(date) + NameSound.ofBeginning(spelling(beginning)));
    }

    /** People born on {@code date} with some name of this sound. */
    static ValueMatch sounding(String date, String name) {
        return new ValueMatch.TokenBeginning(digits(date) + NameSound.of(spelling(name)));
    }

    static Criterion anyOf(List<ValueMatch> matches) {
        return new Criterion.Indexed(PARAMETER, matches);
    }
}
