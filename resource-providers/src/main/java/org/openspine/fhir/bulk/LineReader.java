package org.openspine.fhir.bulk;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The lines of a stream, one at a time; one that is too long is passed over without being kept. */
final class LineReader {
    private final InputStream in;
    private final int maxBytes;
    private long number;

    LineReader(InputStream in, int maxBytes) {
        this.in = new BufferedInputStream(in, 1 << 16);
        this.maxBytes = maxBytes;
    }

    /**
     * @param number from 1
     * @param bytes without the end of the line; empty if it was too long
     */
    @SuppressWarnings("ArrayRecordComponent") // read once
    record Line(long number, Optional<byte[]> bytes) {}

    /** The next line that is not blank, or empty at the end. */
    Optional<Line> next() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean tooLong = false;
        boolean blank = true;
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                number++;
                if (!blank) {
                    return Optional.of(line(bytes, tooLong));
                }
                bytes.reset();
                continue;
            }
            blank &= b == ' ' || b == '\t' || b == '\r';
            tooLong |= bytes.size() >= maxBytes;
            if (!tooLong) {
                bytes.write(b);
            }
        }
        if (blank) {
            return Optional.empty();
        }
        number++;
        return Optional.of(line(bytes, tooLong));
    }

    private Line line(ByteArrayOutputStream bytes, boolean tooLong) {
        return new Line(number, tooLong ? Optional.empty() : Optional.of(bytes.toByteArray()));
    }
}
