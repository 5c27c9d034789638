package org.openspine.samples.load;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads rows of comma-separated values, of any length one at a time.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
 */
final class CsvRows {
    private static final int LONGEST_ROW = 1 << 16;

    private final Reader in;
    private long line = 1;
    private long row;

    CsvRows(Reader in) {
        this.in = in;
    }

    /** The line on which the last row began. */
    long row() {
        return row;
    }

    /** The next row, or empty at the end. Empty lines are passed over. */
    Optional<List<String>> next() throws IOException {
        List<String> fields;
        do {
            row = line;
            int first = in.read();
            if (first < 0) {
                return Optional.empty();
            }
            fields = fields(first);
        } while (fields.size() == 1 && fields.get(0).isBlank());
        return Optional.of(fields);
    }

    private List<String> fields(int first) throws IOException {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        boolean closed = false; // a quote inside quotes ends them, unless another one follows
        int length = 0;
        for (int c = first; c >= 0; c = in.read()) {
            if (++length > LONGEST_ROW) {
                throw new IOException(
                        "a row is longer than " + LONGEST_ROW + " characters: not comma-separated values");
            }
            line += c == '\n' ? 1 : 0;
            if (c == '"') {
                if (closed) {
                    field.append('"');
                }
                closed = quoted && !closed;
                quoted = true;
            } else if (quoted && !closed) {
                field.append((char) c);
            } else if (c == ',') {
                fields.add(field.toString().strip());
                field.setLength(0);
                quoted = false;
                closed = false;
            } else if (c == '\n') {
                break;
            } else if (c != '\r' && c != '\uFEFF') {
                field.append((char) c);
            }
        }
        fields.add(field.toString().strip());
        return fields;
    }
}
