package org.openspine.prescriptions.signature;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Writes elements in Exclusive XML Canonicalization: attributes by name, no empty-element tags, no white space between.
 *
 * @see <a href="https://www.w3.org/TR/xml-exc-c14n/">Exclusive XML Canonicalization 1.0</a>
 */
final class CanonicalXml {
    private static final Comparator<Attribute> ORDER = Comparator.comparing(
                    (Attribute attribute) -> !attribute.name().equals("xmlns"))
            .thenComparing(Attribute::name);

    private final StringBuilder text = new StringBuilder(8_192);

    record Attribute(String name, String value) {}

    static Attribute with(String name, String value) {
        return new Attribute(name, value);
    }

    CanonicalXml open(String element, Attribute... attributes) {
        text.append('<').append(element);
        Attribute[] sorted = attributes.clone();
        Arrays.sort(sorted, ORDER);
        for (Attribute attribute : sorted) {
            text.append(' ').append(attribute.name()).append("=\"");
            escapeAttribute(attribute.value());
            text.append('"');
        }
        text.append('>');
        return this;
    }

    CanonicalXml close(String element) {
        text.append("</").append(element).append('>');
        return this;
    }

    CanonicalXml empty(String element, Attribute... attributes) {
        return open(element, attributes).close(element);
    }

    CanonicalXml text(String element, String content) {
        return open(element).content(content).close(element);
    }

    CanonicalXml content(String content) {
        escapeText(content);
        return this;
    }

    private void escapeText(String content) {
        for (int i = 0; i < content.length(); i++) {
            char c = content.charAt(i);
            switch (c) {
                case '&' -> text.append("&amp;");
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '\r' -> text.append("&#xD;");
                default -> text.append(c);
            }
        }
    }

    private void escapeAttribute(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '&' -> text.append("&amp;");
                case '<' -> text.append("&lt;");
                case '"' -> text.append("&quot;");
                case '\t' -> text.append("&#x9;");
                case '\n' -> text.append("&#xA;");
                case '\r' -> text.append("&#xD;");
                default -> text.append(c);
            }
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
