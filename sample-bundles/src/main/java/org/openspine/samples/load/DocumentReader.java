package org.openspine.samples.load;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Reads JSON, one document in all or one to a line; a record of the Organisation Data Service becomes a transaction. */
final class DocumentReader implements Documents {
    private static final int MAX_DOCUMENT_BYTES = 64 << 20;

    private final BundleSource source;
    private final CountingStream stored;
    private final InputStream in;
    private long line;

    DocumentReader(BundleSource source) throws IOException {
        this.source = source;
        stored = new CountingStream(source.opener().open());
        in = new BufferedInputStream(source.compressed() ? new GZIPInputStream(stored) : stored, 1 << 16);
    }

    @Override
    public long bytesRead() {
        return stored.count();
    }

    /** Empty lines are passed over. */
    @Override
    public Optional<Document> next() throws IOException {
        byte[] content;
        do {
            line++;
            content = source.onePerLine() ? line() : all();
            if (content.length == 0 && in.available() == 0 && atEnd()) {
                return Optional.empty();
            }
        } while (isBlank(content));
        String place = source.onePerLine() ? source.name() + " line " + line : source.name();
        try {
            Optional<OrdRecord> record = OrdRecord.of(content);
            byte[] json = record.isPresent()
                    ? OdsResources.bundle(record.get().resources(place), Math.toIntExact(line))
                    : content;
            return Optional.of(new Document(place, json, Outline.of(json)));
        } catch (LoadException e) {
            throw e;
        } catch (IOException e) {
            throw new LoadException(place, e);
        }
    }

    private byte[] line() throws IOException {
        var content = new ByteArrayOutputStream(1 << 14);
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            content.write(next);
            checkSize(content.size());
        }
        return content.toByteArray();
    }

    private byte[] all() throws IOException {
        byte[] content = in.readNBytes(MAX_DOCUMENT_BYTES + 1);
        checkSize(content.length);
        return content;
    }

    private void checkSize(int size) throws LoadException {
        if (size > MAX_DOCUMENT_BYTES) {
            throw new LoadException(source.name() + " line " + line, "longer than " + MAX_DOCUMENT_BYTES + " bytes");
        }
    }

    private boolean atEnd() throws IOException {
        in.mark(1);
        int next = in.read();
        in.reset();
        return next < 0;
    }

    private static boolean isBlank(byte[] content) {
        for (byte b : content) {
            if (b > ' ' || b < 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
