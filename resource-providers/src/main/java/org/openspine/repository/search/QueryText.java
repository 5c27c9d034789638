package org.openspine.repository.search;

import java.util.ArrayList;
import java.util.List;
import org.openspine.conformance.search.SearchParameterDefinition;
import org.openspine.error.FhirError;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;

/**
 * The escapes of search values: {@code \,} {@code \|} {@code \$} {@code \\}.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#escaping">FHIR R4 escaping search parameters</a>
 */
final class QueryText {
    private QueryText() {}

    /** The parts between unescaped separators, still escaped. */
    static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int end = indexOf(text, separator, 0); end >= 0; end = indexOf(text, separator, start)) {
            parts.add(text.substring(start, end));
            start = end + 1;
        }
        parts.add(text.substring(start));
        return parts;
    }

    /** The first unescaped {@code wanted} at or after {@code from}, or -1. */
    static int indexOf(String text, char wanted, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == wanted) {
                return i;
            }
        }
        return -1;
    }

    static String unescape(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean escape = c == '\\' && i + 1 < text.length() && ",|$\\".indexOf(text.charAt(i + 1)) >= 0;
            plain.append(escape ? text.charAt(++i) : c);
        }
        return plain.toString();
    }

    static SpineException malformed(SearchParameterDefinition definition, String rule) {
        return new SpineException(
                FhirError.INVALID_PARAMETER,
                List.of(Problem.of("Search parameter '%s' of %s (%s): %s"
                        .formatted(
                                definition.code(),
                                definition.type(),
                                definition.kind().name().toLowerCase(java.util.Locale.ROOT),
                                rule))));
    }
}
