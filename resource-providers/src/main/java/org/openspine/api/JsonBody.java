package org.openspine.api;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** UTF-8 JSON in pieces, most of them stored bytes that nobody copies before they reach the socket. */
public final class JsonBody {
    private final List<byte[]> pieces;
    private final long length;

    private JsonBody(List<byte[]> pieces) {
        this.pieces = pieces;
        this.length = pieces.stream().mapToLong(piece -> piece.length).sum();
    }

    public static JsonBody of(byte[] json) {
        return new JsonBody(List.of(json));
    }

    public long length() {
        return length;
    }

    public void writeTo(OutputStream out) throws IOException {
        for (byte[] piece : pieces) {
            out.write(piece);
        }
    }

    /** All of it in one array. */
    public byte[] toBytes() {
        if (pieces.size() == 1) {
            return pieces.get(0);
        }
        byte[] all = new byte[Math.toIntExact(length)];
        int position = 0;
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, all, position, piece.length);
            position += piece.length;
        }
        return all;
    }

    /** Joins text and stored bytes. */
    public static final class Builder {
        private final List<byte[]> pieces = new ArrayList<>();
        private final StringBuilder pending = new StringBuilder();

        public Builder text(String json) {
            pending.append(json);
            return this;
        }

        /** {@code text} as a JSON string with its quotes. */
        public Builder string(String text) {
            pending.append('"')
                    .append(com.fasterxml.jackson.core.io.JsonStringEncoder.getInstance()
                            .quoteAsString(text))
                    .append('"');
            return this;
        }

        public Builder bytes(byte[] json) {
            flush();
            pieces.add(json);
            return this;
        }

        public Builder body(JsonBody json) {
            flush();
            pieces.addAll(json.pieces);
            return this;
        }

        public JsonBody build() {
            flush();
            return new JsonBody(List.copyOf(pieces));
        }

        private void flush() {
            if (!pending.isEmpty()) {
                pieces.add(pending.toString().getBytes(StandardCharsets.UTF_8));
                pending.setLength(0);
            }
        }
    }
}
