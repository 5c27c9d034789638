package org.openspine.conformance.validation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The XHTML that a narrative may hold: one well-formed {@code div} of formatting elements, links and images; no scripts, handlers, forms,
 * styles that fetch, declarations or document types. One pass, nothing expanded.
 *
 * @see <a href="https://hl7.org/fhir/R4/narrative.html#xhtml">FHIR R4 narrative</a>
 */
final class NarrativeRules {
    private static final Set<String> ELEMENTS =
            Set.of(("a abbr acronym b big blockquote br caption cite code col colgroup dd dfn div dl dt "
                            + "em h1 h2 h3 h4 h5 h6 hr i img li ol p pre q samp small span strong sub sup table tbody td tfoot th thead tr tt ul var")
                    .split(" "));
    private static final Set<String> ATTRIBUTES =
            Set.of(("abbr accesskey align alt axis bgcolor border cellhalign cellpadding cellspacing "
                            + "cellvalign char charoff charset cite class colspan compact coords dir frame headers height href hreflang hspace "
                            + "id lang longdesc name nowrap rel rev rowspan rules scope shape span src start style summary tabindex title "
                            + "type valign value vspace width xml:lang xmlns")
                    .split(" "));
    private static final Set<String> LINK_SCHEMES = Set.of("http", "https", "mailto", "tel", "urn");
    private static final String NAMESPACE = "http://www.w3.org/1999/xhtml";
    private static final int MAX_DEPTH = 100;

    private final String text;
    private final Deque<String> open = new ArrayDeque<>();
    private int at;
    private boolean hasContent;

    private NarrativeRules(String text) {
        this.text = text;
    }

    /** The rule that is broken, or empty. */
    static Optional<String> check(String div) {
        try {
            new NarrativeRules(div).document();
            return Optional.empty();
        } catch (BrokenRule e) {
            return Optional.of(e.getMessage() == null ? "" : e.getMessage());
        }
    }

    private void document() throws BrokenRule {
        skipSpace();
        if (!text.startsWith("<div", at)) {
            throw new BrokenRule("must be XHTML whose root is a div");
        }
        do {
            content();
        } while (!open.isEmpty());
        skipSpace();
        if (at < text.length()) {
            throw new BrokenRule("must be one div: nothing may follow it");
        }
        if (!hasContent) {
            throw new BrokenRule("must have some text or an image");
        }
    }

    private void content() throws BrokenRule {
        if (at >= text.length()) {
            throw new BrokenRule("is not well-formed XHTML: an element is not closed");
        }
        char c = text.charAt(at);
        if (c == '&') {
            entity();
            hasContent = true;
        } else if (c != '<') {
            hasContent |= c > ' ';
            at++;
        } else if (text.startsWith("<!--", at)) {
            comment();
        } else if (text.startsWith("<!", at) || text.startsWith("<?", at)) {
            throw new BrokenRule("must not hold declarations, CDATA or processing instructions");
        } else if (text.startsWith("</", at)) {
            endTag();
        } else {
            startTag();
        }
    }

    private void comment() throws BrokenRule {
        int end = text.indexOf("-->", at + 4);
        if (end < 0 || text.startsWith("[", at + 4)) {
            throw new BrokenRule("must not hold conditional or unclosed comments");
        }
        at = end + 3;
    }

    private void entity() throws BrokenRule {
        int end = text.indexOf(';', at);
        boolean named = end > at + 1 && end <= at + 12;
        for (int i = at + 1; named && i < end; i++) {
            char c = text.charAt(i);
            named = isNameCharacter(c) || c == '#' && i == at + 1;
        }
        if (!named) {
            throw new BrokenRule("is not well-formed XHTML: write '&' as '&amp;'");
        }
        at = end + 1;
    }

    private void endTag() throws BrokenRule {
        at += 2;
        String name = name();
        skipSpace();
        if (!name.equals(open.peek()) || !accept('>')) {
            throw new BrokenRule("is not well-formed XHTML: an end tag does not match");
        }
        open.pop();
    }

    private void startTag() throws BrokenRule {
        at++;
        String name = name();
        if (!ELEMENTS.contains(name)) {
            throw new BrokenRule(
                    "must hold only the formatting elements, links and images that FHIR allows in a narrative");
        }
        hasContent |= name.equals("img");
        attributes(name);
        boolean closed = accept('/');
        if (!accept('>')) {
            throw new BrokenRule("is not well-formed XHTML: a tag is not closed");
        }
        if (!closed) {
            open.push(name);
        }
        if (open.size() > MAX_DEPTH) {
            throw new BrokenRule("must not be nested deeper than " + MAX_DEPTH + " elements");
        }
    }

    private void attributes(String element) throws BrokenRule {
        var seen = new HashSet<String>(4);
        boolean spaced = skipSpace();
        while (at < text.length() && isNameCharacter(text.charAt(at))) {
            String name = name();
            if (!ATTRIBUTES.contains(name)) {
                throw new BrokenRule(
                        "must hold only the attributes that FHIR allows in a narrative: no event handlers");
            }
            skipSpace();
            if (!spaced || !seen.add(name) || !accept('=')) {
                throw new BrokenRule("is not well-formed XHTML: an attribute is not name=\"value\"");
            }
            skipSpace();
            attribute(name, quoted());
            spaced = skipSpace();
        }
        if (element.equals("div") && open.isEmpty() && !seen.contains("xmlns")) {
            throw new BrokenRule("must declare xmlns=\"" + NAMESPACE + "\" on its root");
        }
    }

    private static void attribute(String name, String value) throws BrokenRule {
        switch (name) {
            case "xmlns" -> {
                if (!value.equals(NAMESPACE)) {
                    throw new BrokenRule("must be in the namespace " + NAMESPACE);
                }
            }
            case "href", "cite", "longdesc", "src" -> {
                if (!isHarmlessLink(value, name.equals("src"))) {
                    throw new BrokenRule("must link only to http, https, mailto, tel, urn or relative addresses");
                }
            }
            case "style" -> {
                String style = value.toLowerCase(Locale.ROOT);
                if (style.contains("url")
                        || style.contains("expression")
                        || style.contains("import")
                        || style.indexOf('\\') >= 0
                        || style.indexOf('&') >= 0) {
                    throw new BrokenRule("must not have styles that fetch or run anything");
                }
            }
            default -> {}
        }
    }

    private static boolean isHarmlessLink(String value, boolean image) {
        int colon = value.indexOf(':');
        int slash = value.indexOf('/');
        int entity = value.indexOf('&');
        int query = value.indexOf('?');
        if (colon < 0 || slash >= 0 && slash < colon || value.startsWith("#")) {
            return entity < 0
                    || slash >= 0 && slash < entity
                    || query >= 0 && query < entity; // an entity could hide a colon
        }
        String scheme = value.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        return LINK_SCHEMES.contains(scheme)
                || image
                        && value.toLowerCase(Locale.ROOT).startsWith("data:image/")
                        && !value.toLowerCase(Locale.ROOT).startsWith("data:image/svg");
    }

    private String quoted() throws BrokenRule {
        char quote = at < text.length() ? text.charAt(at) : ' ';
        int end = quote == '"' || quote == '\'' ? text.indexOf(quote, at + 1) : -1;
        if (end < 0 || text.substring(at, end).indexOf('<') >= 0) {
            throw new BrokenRule("is not well-formed XHTML: an attribute is not name=\"value\"");
        }
        String value = text.substring(at + 1, end);
        at = end + 1;
        return value;
    }

    private String name() throws BrokenRule {
        int start = at;
        while (at < text.length() && isNameCharacter(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw new BrokenRule("is not well-formed XHTML: write '<' as '&lt;'");
        }
        return text.substring(start, at);
    }

    private boolean accept(char c) {
        boolean found = at < text.length() && text.charAt(at) == c;
        at += found ? 1 : 0;
        return found;
    }

    private boolean skipSpace() {
        int start = at;
        while (at < text.length() && text.charAt(at) <= ' ') {
            at++;
        }
        return at > start;
    }

    private static boolean isNameCharacter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == ':' || c == '-' || c == '_';
    }

    /** Leaves the scan at the first broken rule; never leaves this class. */
    private static final class BrokenRule extends Exception {
        private static final long serialVersionUID = 1L;

        BrokenRule(String rule) {
            super(rule, null, false, false);
        }
    }
}
