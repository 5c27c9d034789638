package org.openspine.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.repository.AuditStore;
import org.openspine.repository.AuditStore.AuditRow;

/** Checks the whole log: every hash, every sequence, and every anchor. */
public final class AuditVerification {
    private static final int PAGE = 1_000;

    private final AuditStore store;
    private final Function<String, Optional<byte[]>> anchorContent;

    /** @param anchorContent what an anchor states, empty if its signature is not ours */
    public AuditVerification(AuditStore store, Function<String, Optional<byte[]>> anchorContent) {
        this.store = store;
        this.anchorContent = anchorContent;
    }

    /**
     * @param entries how many were checked
     * @param problems the first of each stream, and all of the anchors
     */
    public record Report(long entries, long anchors, List<String> problems) {}

    public Report verify() {
        List<String> problems = new ArrayList<>();
        Map<String, String> hashes = new HashMap<>();
        Map<String, List<Long>> anchored = new HashMap<>();
        long anchors = readAnchors(anchored, hashes, problems);
        long entries = 0;
        for (AuditStore.Head head : store.heads()) {
            entries += verify(head.stream(), hashes, problems);
            anchored.remove(Long.toString(head.stream()));
        }
        anchored.keySet()
                .forEach(stream -> problems.add("stream %s is missing, but an anchor names it".formatted(stream)));
        return new Report(entries, anchors, problems);
    }

    /** Hashes that anchors state, by stream and sequence. */
    private long readAnchors(Map<String, List<Long>> anchored, Map<String, String> hashes, List<String> problems) {
        long count = 0;
        long last = Long.MIN_VALUE;
        while (true) {
            List<AuditStore.Anchor> page = store.anchors(last, PAGE);
            for (AuditStore.Anchor anchor : page) {
                count++;
                last = anchor.id();
                Optional<byte[]> content = anchorContent.apply(anchor.signed());
                if (content.isEmpty()) {
                    problems.add("anchor %d of %s has no good signature".formatted(anchor.id(), anchor.at()));
                    continue;
                }
                for (JsonNode head : ResourceJson.parseAny(content.get(), JsonLimits.RESOURCE)
                        .path("heads")) {
                    String stream = head.path("stream").asText();
                    anchored.computeIfAbsent(stream, key -> new ArrayList<>())
                            .add(head.path("sequence").asLong());
                    hashes.put(
                            stream + "/" + head.path("sequence").asLong(),
                            head.path("hash").asText());
                }
            }
            if (page.size() < PAGE) {
                return count;
            }
        }
    }

    private long verify(long stream, Map<String, String> hashes, List<String> problems) {
        byte[] before = AuditChain.first();
        long expected = 1;
        List<String> anchored = new ArrayList<>(hashes.keySet().stream()
                .filter(key -> key.startsWith(stream + "/"))
                .toList());
        while (true) {
            List<AuditRow> page = store.stream(stream, expected, PAGE);
            for (AuditRow row : page) {
                Optional<String> problem = problem(row, expected, before, hashes);
                if (problem.isPresent()) {
                    problems.add("stream %d, entry %d: %s".formatted(stream, expected, problem.get()));
                    return expected;
                }
                anchored.remove(stream + "/" + expected);
                before = row.hash();
                expected++;
            }
            if (page.size() < PAGE) {
                anchored.forEach(key -> problems.add("entry %s is missing, but an anchor names it".formatted(key)));
                return expected - 1;
            }
        }
    }

    private static Optional<String> problem(AuditRow row, long expected, byte[] before, Map<String, String> hashes) {
        if (row.sequence() != expected) {
            return Optional.of("missing");
        }
        if (!Arrays.equals(row.previous(), before)) {
            return Optional.of("does not continue the entry before it");
        }
        if (!Arrays.equals(row.hash(), AuditChain.hash(row))) {
            return Optional.of("changed after it was written");
        }
        String anchored = hashes.get(row.stream() + "/" + expected);
        if (anchored != null && !anchored.equals(HexFormat.of().formatHex(row.hash()))) {
            return Optional.of("differs from the anchor");
        }
        return Optional.empty();
    }

    /** The entry of a row as text, for export. */
    public static String line(AuditRow row) {
        return "{\"stream\":%d,\"sequence\":%d,\"at\":\"%s\",\"hash\":\"%s\",\"entry\":%s}"
                .formatted(
                        row.stream(),
                        row.sequence(),
                        row.at(),
                        HexFormat.of().formatHex(row.hash()),
                        new String(row.entry().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
    }
}
