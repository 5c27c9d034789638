package org.openspine.demographics.trace;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Names without what people write differently: case, accents, apostrophes, hyphens and spaces. */
final class NameFolding {
    private static final Pattern BETWEEN_PARTS = Pattern.compile("[\\s\\-\u2010\u2011\u2013]+");

    /** Letters that do not decompose into a plain one and a mark. */
    private static final Map<Integer, String> PLAIN = Map.ofEntries(
            Map.entry((int) 'ß', "ss"),
            Map.entry((int) 'æ', "ae"),
            Map.entry((int) 'œ', "oe"),
            Map.entry((int) 'ø', "o"),
            Map.entry((int) 'đ', "d"),
            Map.entry((int) 'ð', "d"),
            Map.entry((int) 'þ', "th"),
            Map.entry((int) 'ł', "l"),
            Map.entry((int) 'ħ', "h"),
            Map.entry((int) 'ŧ', "t"),
            Map.entry((int) 'ı', "i"),
            Map.entry((int) 'ŋ', "n"),
            Map.entry((int) 'ς', "σ"));

    private NameFolding() {}

    /** Lower-case letters and digits only, Latin ones without accents. Empty if the name has none. */
    static String fold(String name) {
        String decomposed = Normalizer.normalize(name, Normalizer.Form.NFKD);
        StringBuilder folded = new StringBuilder(decomposed.length());
        // letter by letter, so that a beginning is folded like the whole
        decomposed
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .map(Character::toLowerCase)
                .forEach(c -> {
                    String plain = PLAIN.get(c);
                    if (plain == null) {
                        folded.appendCodePoint(c);
                    } else {
                        folded.append(plain);
                    }
                });
        return folded.toString();
    }

    /** The folded parts of a double-barrelled or compound name, in order. */
    static List<String> parts(String name) {
        return Arrays.stream(BETWEEN_PARTS.split(name.strip()))
                .map(NameFolding::fold)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /** The form in which two names count as equal: case and outer spaces set aside, and one kind of apostrophe. */
    static String plain(String name) {
        return name.strip().replace('\u2019', '\'').replace('\u2018', '\'').toLowerCase(Locale.ROOT);
    }
}
