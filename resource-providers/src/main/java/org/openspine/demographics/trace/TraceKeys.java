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
 * The keys by which a trace finds candidates: birth date and sound of every family name and every first given name of a patient,
 * former ones included ({@code 19851104s530}), and year of birth and postcode of every address ({@code 1985@LS116AD}). Since no key
 * says which name it is of, swapped names meet; since a key is looked up as a whole, many keys are one list to the database.
 */
public final class TraceKeys implements DerivedKeys {
    private static final long PARAMETER = IndexId.parameter("Patient", "trace-key");
    /** Raise it with every change of the keys, those of {@link NameSound} and {@link NameFolding} among them. */
    private static final int RULE = 1;

    private static final int MOST_NAMES = 12;
    private static final int MOST_PLACES = 6;
    private static final int LONGEST_NAME = 60;
    private static final int LONGEST_POSTCODE = 10;
    private static final int YEAR = 4;

    /** Shorter parts of a double-barrelled name (de, van, O) find nobody in particular. */
    private static final int SHORTEST_PART = 4;

    @Override
    public String type() {
        return "Patient";
    }

    @Override
    public int rule() {
        return RULE;
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
        if (date.length() < YEAR) {
            return keys;
        }
        for (JsonNode name : patient.path("name")) {
            for (String spelling : spellings(name)) {
                if (keys.size() < MOST_NAMES) {
                    keys.add(date + NameSound.of(spelling));
                }
            }
        }
        int places = 0;
        for (JsonNode address : patient.path("address")) {
            String postcode = Postcode.plain(address.path("postalCode").asText());
            if (isPlace(postcode) && places++ < MOST_PLACES) {
                keys.add(place(date.substring(0, YEAR), postcode));
            }
        }
        return keys;
    }

    /** Whether a postcode tells where somebody lives. */
    static boolean isPlace(String plain) {
        return Postcode.isWhole(plain) && plain.length() <= LONGEST_POSTCODE && !Postcode.isPseudo(plain);
    }

    private static String place(String year, String postcode) {
        return year + '@' + postcode;
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

    /** People born on {@code date} with a name that begins so, or sounds as if it did. */
    static ValueMatch beginning(String date, String beginning) {
        return new ValueMatch.TokenBeginning(digits(date) + NameSound.ofBeginning(spelling(beginning)));
    }

    /** People born on {@code date} with some name of this sound. */
    static ValueMatch sounding(String date, String name) {
        return ValueMatch.Token.of(digits(date) + NameSound.of(spelling(name)));
    }

    /** People born in {@code year} with an address of this postcode. */
    static ValueMatch living(int year, String postcode) {
        return ValueMatch.Token.of(place(Integer.toString(year), postcode));
    }

    static Criterion anyOf(List<ValueMatch> matches) {
        return new Criterion.Indexed(PARAMETER, matches);
    }
}
