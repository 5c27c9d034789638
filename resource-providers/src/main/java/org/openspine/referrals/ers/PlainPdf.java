package org.openspine.referrals.ers;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A PDF of plain text: a title, lines that break at the margin, as many pages as they need. */
final class PlainPdf {
    private static final int LINE_LENGTH = 90;
    private static final int LINES_ON_A_PAGE = 50;

    private final List<String> lines = new ArrayList<>();

    PlainPdf(String title) {
        lines.add(title);
        lines.add("");
    }

    PlainPdf line(String text) {
        for (String paragraph : text.split("\\R", -1)) {
            String rest = paragraph;
            while (rest.length() > LINE_LENGTH) {
                int space = rest.lastIndexOf(' ', LINE_LENGTH);
                int end = space > 0 ? space : LINE_LENGTH;
                lines.add(rest.substring(0, end));
                rest = rest.substring(end).strip();
            }
            lines.add(rest);
        }
        return this;
    }

    byte[] bytes() {
        int pages = (lines.size() + LINES_ON_A_PAGE - 1) / LINES_ON_A_PAGE;
        List<byte[]> objects = new ArrayList<>();
        objects.add(latin("<< /Type /Catalog /Pages 2 0 R >>"));
        StringBuilder kids = new StringBuilder();
        for (int page = 0; page < pages; page++) {
            kids.append(4 + 2 * page).append(" 0 R ");
        }
        objects.add(latin("<< /Type /Pages /Kids [" + kids + "] /Count " + pages + " >>"));
        objects.add(latin("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"));
        for (int page = 0; page < pages; page++) {
            objects.add(latin(
                    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R".formatted(5 + 2 * page)
                            + " /Resources << /Font << /F1 3 0 R >> >> >>"));
            byte[] content = content(page);
            objects.add(join(latin("<< /Length " + content.length + " >>\nstream\n"), content, latin("\nendstream")));
        }
        return file(objects);
    }

    private byte[] content(int page) {
        StringBuilder text = new StringBuilder("BT /F1 11 Tf 14 TL 50 790 Td\n");
        int first = page * LINES_ON_A_PAGE;
        for (String line : lines.subList(first, Math.min(lines.size(), first + LINES_ON_A_PAGE))) {
            text.append('(').append(escaped(line)).append(") '\n");
        }
        return text.append("ET").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String escaped(String line) {
        StringBuilder text = new StringBuilder();
        line.chars().forEach(c -> {
            if (c == '(' || c == ')' || c == '\\') {
                text.append('\\').append((char) c);
            } else {
                text.append(c < ' ' || c > 255 ? '?' : (char) c); // the built-in fonts know Latin letters only
            }
        });
        return text.toString();
    }

    private static byte[] file(List<byte[]> objects) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(latin("%PDF-1.4\n"));
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < objects.size(); i++) {
            places.add(out.size());
            out.writeBytes(join(latin((i + 1) + " 0 obj\n"), objects.get(i), latin("\nendobj\n")));
        }
        int table = out.size();
        StringBuilder end = new StringBuilder("xref\n0 " + (objects.size() + 1) + "\n0000000000 65535 f \n");
        places.forEach(place -> end.append("%010d 00000 n \n".formatted(place)));
        end.append("trailer\n<< /Size " + (objects.size() + 1) + " /Root 1 0 R >>\nstartxref\n" + table + "\n%%EOF\n");
        out.writeBytes(latin(end.toString()));
        return out.toByteArray();
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] join(byte[]... pieces) {
        var out = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            out.writeBytes(piece);
        }
        return out.toByteArray();
    }
}
