package org.openspine.terminology.release;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.openspine.terminology.LargeCodeSystem;

/** Half a million concepts in arrays: sorted codes, edges to parents and children, terms as bytes. Immutable; codes are numbers. */
final class CompactCodeSystem implements LargeCodeSystem {
    /** Changes with what {@link #write} writes. */
    private static final int FORM = 0x4f534331;

    private final String url;
    private final String version;
    private final long[] codes;
    private final Edges parents;
    private final Edges children;
    private final byte[] terms;
    private final int[] termStarts;
    private final Map<String, long[]> sets;

    CompactCodeSystem(
            String url,
            String version,
            long[] codes,
            Edges parents,
            byte[] terms,
            int[] termStarts,
            Map<String, long[]> sets) {
        this.url = url;
        this.version = version;
        this.codes = codes;
        this.parents = parents;
        this.children = parents.reversed();
        this.terms = terms;
        this.termStarts = termStarts;
        this.sets = new TreeMap<>(sets);
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public boolean contains(String code) {
        return index(code) >= 0;
    }

    @Override
    public Optional<String> display(String code) {
        int index = index(code);
        if (index < 0 || termStarts[index] == termStarts[index + 1]) {
            return Optional.empty();
        }
        int start = termStarts[index];
        return Optional.of(new String(terms, start, termStarts[index + 1] - start, StandardCharsets.UTF_8));
    }

    @Override
    public boolean isAbove(String ancestor, String code) {
        int from = index(code);
        int wanted = index(ancestor);
        return from >= 0 && wanted >= 0 && from != wanted && reaches(from, wanted);
    }

    /** Upwards: a concept has some dozens of ancestors, and may have a million descendants. */
    private boolean reaches(int from, int wanted) {
        int[] open = new int[64];
        int size = 0;
        var seen = new BitSet();
        open[size++] = from;
        while (size > 0) {
            int at = open[--size];
            for (int i = parents.first(at); i < parents.first(at + 1); i++) {
                int parent = parents.target(i);
                if (parent == wanted) {
                    return true;
                }
                if (!seen.get(parent)) {
                    seen.set(parent);
                    if (size == open.length) {
                        open = Arrays.copyOf(open, size * 2);
                    }
                    open[size++] = parent;
                }
            }
        }
        return false;
    }

    @Override
    public boolean isMember(String referenceSet, String code) {
        long[] members = sets.get(referenceSet);
        long value = number(code);
        return members != null && value >= 0 && Arrays.binarySearch(members, value) >= 0;
    }

    @Override
    public Stream<String> codes() {
        return LongStream.of(codes).mapToObj(Long::toString);
    }

    @Override
    public Stream<String> parents(String code) {
        return neighbours(parents, index(code));
    }

    @Override
    public Stream<String> children(String code) {
        return neighbours(children, index(code));
    }

    private Stream<String> neighbours(Edges edges, int index) {
        return index < 0
                ? Stream.empty()
                : IntStream.range(edges.first(index), edges.first(index + 1))
                        .mapToObj(i -> Long.toString(codes[edges.target(i)]));
    }

    @Override
    public Stream<String> below(String ancestor) {
        int from = index(ancestor);
        if (from < 0) {
            return Stream.empty();
        }
        var found = new BitSet(codes.length);
        int[] open = new int[1024];
        int size = 0;
        open[size++] = from;
        while (size > 0) {
            int at = open[--size];
            for (int i = children.first(at); i < children.first(at + 1); i++) {
                int child = children.target(i);
                if (!found.get(child)) {
                    found.set(child);
                    if (size == open.length) {
                        open = Arrays.copyOf(open, size * 2);
                    }
                    open[size++] = child;
                }
            }
        }
        return found.stream().mapToObj(index -> Long.toString(codes[index]));
    }

    @Override
    public Stream<String> members(String referenceSet) {
        long[] members = sets.get(referenceSet);
        return members == null ? Stream.empty() : LongStream.of(members).mapToObj(Long::toString);
    }

    /** Writes all of it; {@link #read} reads it again. */
    void write(DataOutputStream out) throws IOException {
        out.writeInt(FORM);
        out.writeUTF(url);
        out.writeUTF(version);
        writeLongs(codes, out);
        writeInts(parents.firsts, out);
        writeInts(parents.targets, out);
        out.writeInt(terms.length);
        out.write(terms);
        writeInts(termStarts, out);
        out.writeInt(sets.size());
        for (Map.Entry<String, long[]> set : sets.entrySet()) {
            out.writeUTF(set.getKey());
            writeLongs(set.getValue(), out);
        }
    }

    static CompactCodeSystem read(DataInputStream in) throws IOException {
        if (in.readInt() != FORM) {
            throw new IOException("another form");
        }
        String url = in.readUTF();
        String version = in.readUTF();
        long[] codes = readLongs(in);
        Edges parents = new Edges(readInts(in), readInts(in));
        byte[] terms = in.readNBytes(in.readInt());
        int[] termStarts = readInts(in);
        var sets = new TreeMap<String, long[]>();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            sets.put(in.readUTF(), readLongs(in));
        }
        return new CompactCodeSystem(url, version, codes, parents, terms, termStarts, sets);
    }

    private static void writeLongs(long[] values, DataOutputStream out) throws IOException {
        out.writeInt(values.length);
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES);
        bytes.asLongBuffer().put(values);
        out.write(bytes.array());
    }

    private static long[] readLongs(DataInputStream in) throws IOException {
        long[] values = new long[in.readInt()];
        ByteBuffer.wrap(in.readNBytes(values.length * Long.BYTES))
                .asLongBuffer()
                .get(values);
        return values;
    }

    private static void writeInts(int[] values, DataOutputStream out) throws IOException {
        out.writeInt(values.length);
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES);
        bytes.asIntBuffer().put(values);
        out.write(bytes.array());
    }

    private static int[] readInts(DataInputStream in) throws IOException {
        int[] values = new int[in.readInt()];
        ByteBuffer.wrap(in.readNBytes(values.length * Integer.BYTES))
                .asIntBuffer()
                .get(values);
        return values;
    }

    private int index(String code) {
        long value = number(code);
        return value < 0 ? -1 : Arrays.binarySearch(codes, value);
    }

    /** -1 for what is no code of such a system. */
    static long number(String code) {
        if (code.isEmpty() || code.length() > 18) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < code.length(); i++) {
            int digit = code.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** Edges of a graph over indexes, by their source. */
    static final class Edges {
        private final int[] firsts;
        private final int[] targets;

        /** {@code sources} and {@code targets} are parallel; {@code size} nodes. */
        Edges(int size, int[] sources, int[] targets) {
            firsts = new int[size + 2];
            for (int source : sources) {
                firsts[source + 1]++;
            }
            for (int i = 1; i < firsts.length; i++) {
                firsts[i] += firsts[i - 1];
            }
            this.targets = new int[targets.length];
            int[] next = firsts.clone();
            for (int i = 0; i < sources.length; i++) {
                this.targets[next[sources[i]]++] = targets[i];
            }
        }

        private Edges(int[] firsts, int[] targets) {
            this.firsts = firsts;
            this.targets = targets;
        }

        int first(int node) {
            return firsts[node];
        }

        int target(int edge) {
            return targets[edge];
        }

        Edges reversed() {
            int size = firsts.length - 2;
            int[] sources = new int[targets.length];
            IntStream.range(0, size).forEach(node -> Arrays.fill(sources, firsts[node], firsts[node + 1], node));
            return new Edges(size, targets, sources);
        }
    }
}
