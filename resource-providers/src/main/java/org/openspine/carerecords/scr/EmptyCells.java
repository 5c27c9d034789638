package org.openspine.carerecords.scr;

import java.io.ByteArrayOutputStream;
import org.openspine.conformance.json.JsonSlices.Slice;

/** Table cells without content, which viewers want as {@code <td></td>} and never as {@code <td/>}. */
final class EmptyCells {
    private static final byte[] END = {'>', '<', '/', 't', 'd', '>'};

    private EmptyCells() {}

    /** Copies the JSON, each empty cell in narratives opened and closed. */
    static void copy(Slice slice, ByteArrayOutputStream out) {
        byte[] json = slice.json();
        int copied = slice.from();
        int last = slice.to() - 4;
        for (int i = slice.from(); i < last; i++) {
            if (json[i] != '<' || json[i + 1] != 't' || json[i + 2] != 'd' || json[i + 3] == '>') {
                continue;
            }
            int slash = slash(json, i + 3, slice.to());
            if (slash > 0) {
                int end = slash;
                while (json[end - 1] == ' ') {
                    end--;
                }
                out.write(json, copied, end - copied);
                out.write(END, 0, END.length);
                copied = slash + 2;
                i = slash + 1;
            }
        }
        out.write(json, copied, slice.to() - copied);
    }

    /** Where the tag that began closes itself; 0 if it does not. A quote within JSON is a backslash and the quote. */
    private static int slash(byte[] json, int from, int to) {
        if (json[from] != '/' && json[from] != ' ' && json[from] != '\\') {
            return 0;
        }
        int quote = 0;
        for (int i = from; i + 1 < to; i++) {
            byte c = json[i];
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '>') {
                return 0;
            } else if (c == '/' && json[i + 1] == '>') {
                return i;
            }
        }
        return 0;
    }
}
