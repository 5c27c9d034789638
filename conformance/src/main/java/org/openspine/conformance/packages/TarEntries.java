package org.openspine.conformance.packages;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The entries of a tar archive, one after the other: ustar, GNU long names and pax paths, as npm and FHIR's tools write them. Links and
 * devices are refused: no package has them.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html">pax</a>
 */
final class TarEntries {
    private static final int BLOCK = 512;
    private static final int LONGEST_NAME = 4_096;

    /** Files, folders and the headers that come before them; those of no size would never fill a limit of bytes. */
    private static final int MOST_HEADERS = 4 * PackageFiles.MOST_FILES;

    private final InputStream in;
    private final byte[] header = new byte[BLOCK];
    private String name = "";
    private long size;
    private byte type;
    private int headers;

    TarEntries(InputStream in) {
        this.in = in;
    }

    /** Goes to the next entry; the content of the one before must have been read or skipped. */
    boolean next() throws IOException {
        String longName = "";
        while (true) {
            int read = in.readNBytes(header, 0, BLOCK);
            if (read == 0 || read == BLOCK && header[0] == 0) {
                return false;
            }
            requireSound(read);
            size = number(124, 12);
            type = header[156];
            name = longName.isEmpty() ? shortName() : longName;
            if (type == 'L') {
                longName = text(content());
            } else if (type == 'x') {
                longName = paxPath(new String(content(), StandardCharsets.UTF_8));
            } else if (type == 'g') {
                content();
            } else if (type == 0 || type == '0' || type == '5') {
                return true;
            } else {
                throw new PackageException("The archive has a link or a device, which no package has");
            }
        }
    }

    private void requireSound(int read) throws IOException {
        if (read < BLOCK || number(148, 8) != checksum()) {
            throw new IOException("a header is damaged");
        }
        if (++headers > MOST_HEADERS) {
            throw new PackageException("The archive has more than %d entries".formatted(MOST_HEADERS));
        }
    }

    /** The sum of the header's bytes, as if those of the sum itself were spaces. */
    private long checksum() {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
        }
        return sum;
    }

    String name() {
        return name;
    }

    long size() {
        return size;
    }

    boolean isFile() {
        return type == '0' || type == 0;
    }

    byte[] read() throws IOException {
        byte[] bytes = in.readNBytes((int) Math.min(size, PackageFiles.LARGEST_FILE));
        if (bytes.length < size) {
            throw new EOFException();
        }
        in.skipNBytes(padding());
        return bytes;
    }

    void skip() throws IOException {
        in.skipNBytes(size + padding());
    }

    private byte[] content() throws IOException {
        if (size > LONGEST_NAME) {
            throw new IOException("a name is too long");
        }
        return read();
    }

    private long padding() {
        return (BLOCK - size % BLOCK) % BLOCK;
    }

    private String shortName() {
        String prefix = header[257] == 'u' ? text(345, 155) : "";
        return prefix.isEmpty() ? text(0, 100) : prefix + "/" + text(0, 100);
    }

    /** {@code 27 path=package/a.json\n}, one record per line. */
    private static String paxPath(String records) {
        for (String line : records.split("\n")) {
            int at = line.indexOf(" path=");
            if (at > 0) {
                return line.substring(at + 6);
            }
        }
        return "";
    }

    private static String text(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    private String text(int from, int length) {
        int end = from;
        while (end < from + length && header[end] != 0) {
            end++;
        }
        return new String(header, from, end - from, StandardCharsets.UTF_8);
    }

    private long number(int from, int length) throws IOException {
        String digits = text(from, length).strip();
        if (!digits.matches("[0-7]{0,11}")) {
            throw new IOException("not a tar archive");
        }
        return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    }
}
