package org.openspine.terminology.release;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Collects the parts of a release in any order. Edges and terms of concepts that are not there are left out. */
final class CodeSystemBuilder {
    private final LongList codes = new LongList();
    private final LongList children = new LongList();
    private final LongList parents = new LongList();
    private final Map<Long, byte[]> terms = new HashMap<>();
    private final Map<String, LongList> sets = new HashMap<>();

    void concept(long code) {
        codes.add(code);
    }

    void edge(long child, long parent) {
        children.add(child);
        parents.add(parent);
    }

    void term(long code, String text) {
        terms.put(code, text.getBytes(StandardCharsets.UTF_8));
    }

    boolean hasTerm(long code) {
        return terms.containsKey(code);
    }

    void member(String set, long code) {
        sets.computeIfAbsent(set, name -> new LongList()).add(code);
    }

    CompactCodeSystem build(String url, String version) {
        long[] sorted = codes.sortedDistinct();
        if (sorted.length == 0) {
            throw new ReleaseException("The release has no concepts");
        }
        int[] sources = new int[children.size()];
        int[] targets = new int[children.size()];
        int edges = 0;
        for (int i = 0; i < children.size(); i++) {
            int child = Arrays.binarySearch(sorted, children.get(i));
            int parent = Arrays.binarySearch(sorted, parents.get(i));
            if (child >= 0 && parent >= 0) {
                sources[edges] = child;
                targets[edges++] = parent;
            }
        }
        int[] starts = new int[sorted.length + 1];
        var pool = new ByteArrayOutputStream();
        for (int i = 0; i < sorted.length; i++) {
            starts[i] = pool.size();
            pool.writeBytes(terms.getOrDefault(sorted[i], new byte[0]));
        }
        starts[sorted.length] = pool.size();
        var members = new HashMap<String, long[]>();
        sets.forEach((name, list) -> members.put(name, list.sortedDistinct()));
        return new CompactCodeSystem(
                url,
                version,
                sorted,
                new CompactCodeSystem.Edges(
                        sorted.length, Arrays.copyOf(sources, edges), Arrays.copyOf(targets, edges)),
                pool.toByteArray(),
                starts,
                members);
    }
}
