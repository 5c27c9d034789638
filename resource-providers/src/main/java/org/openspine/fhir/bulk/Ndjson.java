package org.openspine.fhir.bulk;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Resources as lines, kept compressed in parts.
 *
 * @see <a href="https://github.com/ndjson/ndjson-spec">NDJSON</a>
 */
final class Ndjson {
    static final String MEDIA_TYPE = "application/fhir+ndjson";

    /** What clients call it. */
    static final Set<String> NAMES = Set.of(MEDIA_TYPE, "application/ndjson", "application/x-ndjson", "ndjson");

    private Ndjson() {}

    /** A part, and how long it is when it is read again. */
    @SuppressWarnings("ArrayRecordComponent") // handed through
    record Part(byte[] content, long length) {}

    static Part part(List<byte[]> resources) {
        long length = 0;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream compressed = new GZIPOutputStream(bytes, 8192)) {
            for (byte[] resource : resources) {
                compressed.write(resource);
                compressed.write('\n');
                length += resource.length + 1L;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Part(bytes.toByteArray(), length);
    }

    /** The parts one after the other; each is loaded when the one before has been read. */
    static InputStream read(int parts, IntFunction<byte[]> loader) {
        return new SequenceInputStream(new Enumeration<>() {
            private int next;

            @Override
            public boolean hasMoreElements() {
                return next < parts;
            }

            @Override
            public InputStream nextElement() {
                try {
                    return new GZIPInputStream(new ByteArrayInputStream(loader.apply(next++)), 8192);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
    }
}
