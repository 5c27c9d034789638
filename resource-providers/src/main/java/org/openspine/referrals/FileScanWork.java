package org.openspine.referrals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import org.openspine.api.BackgroundWork;
import org.openspine.api.WorkLoop;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Verb;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.SearchQuery;
import org.openspine.repository.search.ValueMatch;

/**
 * Scans uploaded files, one after the other. Which ones wait stands in the record, so that another node, or this one after a
 * restart, goes on with what was left; the lock on the record keeps two from doing the same.
 */
public final class FileScanWork implements BackgroundWork {
    private static final Duration POLL = Duration.ofSeconds(10);
    private static final int PAGE = 10;

    private final ResourceRepository repository;
    private final Semaphore wake = new Semaphore(0);

    public FileScanWork(ResourceRepository repository) {
        this.repository = repository;
    }

    /** Tells that there may be a file to scan. */
    public void wake() {
        wake.release();
    }

    @Override
    public Running start() {
        return WorkLoop.start(
                "file-scan",
                POLL,
                wake,
                "A file could not be scanned",
                () -> scanSome() ? WorkLoop.Next.AT_ONCE : WorkLoop.Next.AFTER_A_REST);
    }

    private boolean scanSome() {
        Criterion waiting = new Criterion.Indexed(
                IndexId.parameter(Attachment.TYPE, "_tag"),
                List.of(new ValueMatch.Token(
                        OptionalLong.of(IndexId.system(Attachment.SCAN_TAGS)), Attachment.TO_SCAN)));
        List<StoredResource> files = repository
                .search(new SearchQuery(Attachment.TYPE, List.of(waiting), List.of(), PAGE, Optional.empty()))
                .matches();
        files.forEach(file -> scan(file.key()));
        return !files.isEmpty();
    }

    private void scan(ResourceKey key) {
        repository.inTransaction(() -> {
            Optional<StoredResource> current = repository.lock(key).filter(stored -> !stored.isDeleted());
            if (current.isEmpty() || !isWaiting(current.get().tree())) {
                return false;
            }
            ObjectNode tree = current.get().tree();
            var attachment = new Attachment(tree);
            attachment.setAvailability(attachment
                    .binary()
                    .flatMap(id -> repository.read(new ResourceKey("Binary", id)))
                    .filter(stored -> !stored.isDeleted())
                    .map(stored -> verdict(stored.tree(), attachment.title()))
                    .orElse(Attachment.Availability.VALIDATION_FAILED));
            removeTag(tree);
            repository.store(new ResourceWrite(key, Verb.PUT, current.get().version(), tree));
            return true;
        });
    }

    private static Attachment.Availability verdict(JsonNode binary, String title) {
        byte[] content = Base64.getMimeDecoder().decode(binary.path("data").asText());
        return FileScan.of(binary.path("contentType").asText(), title, content);
    }

    private static boolean isWaiting(JsonNode tree) {
        for (JsonNode tag : tree.path("meta").path("tag")) {
            if (tag.path("system").asText().equals(Attachment.SCAN_TAGS)) {
                return true;
            }
        }
        return false;
    }

    private static void removeTag(ObjectNode tree) {
        ObjectNode meta = (ObjectNode) tree.path("meta");
        ArrayNode tags = (ArrayNode) meta.path("tag");
        for (Iterator<JsonNode> each = tags.iterator(); each.hasNext(); ) {
            if (each.next().path("system").asText().equals(Attachment.SCAN_TAGS)) {
                each.remove();
            }
        }
        if (tags.isEmpty()) {
            meta.remove("tag");
        }
    }
}
