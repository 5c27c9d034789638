package org.openspine.conformance.xml;

import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The text of a narrative as JSON holds it: the {@code div} with all that is in it. */
final class Xhtml {
    private static final String NAMESPACE = "http://www.w3.org/1999/xhtml";

    private Xhtml() {}

    /** Reads from the start element of the div to its end. */
    static String read(XMLStreamReader reader) throws XMLStreamException {
        var text = new StringBuilder();
        start(reader, text, true);
        int depth = 1;
        while (depth > 0) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    start(reader, text, false);
                    depth++;
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    text.append("</").append(reader.getLocalName()).append('>');
                    depth--;
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    escaped(reader.getText(), text);
                default -> {
                    // comments and processing instructions are not content
                }
            }
        }
        return text.toString();
    }

    private static void start(XMLStreamReader reader, StringBuilder text, boolean outermost) {
        text.append('<').append(reader.getLocalName());
        if (outermost) {
            text.append(" xmlns=\"").append(NAMESPACE).append('"');
        }
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            String prefix = reader.getAttributePrefix(i);
            text.append(' ');
            if (prefix != null && !prefix.isEmpty()) {
                text.append(prefix).append(':');
            }
            text.append(reader.getAttributeLocalName(i)).append("=\"");
            escaped(reader.getAttributeValue(i), text);
            text.append('"');
        }
        text.append('>');
    }

    private static void escaped(String raw, StringBuilder text) {
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            switch (c) {
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '&' -> text.append("&amp;");
                case '"' -> text.append("&quot;");
                default -> text.append(c);
            }
        }
    }
}
