package org.openspine.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.repository.AuditStore;
import org.openspine.repository.ResourceRepository;

/** Signed statements of how far streams had come, in the database and in a file beside it. */
public final class AuditAnchors {
    /** Signs text; the result holds the text and the signature. */
    @FunctionalInterface
    public interface Signer {
        String sign(byte[] content);
    }

    private final Signer signer;
    private final Path file;

    /** @param file to which each anchor is appended as a line, so that a copy can be kept elsewhere */
    public AuditAnchors(Signer signer, Path file) {
        this.signer = signer;
        this.file = file;
    }

    /** States the heads of the streams that this node writes. */
    void add(ResourceRepository repository, List<AuditStore.Head> streams, Instant now) {
        ObjectNode anchor = JsonNodeFactory.instance.objectNode();
        anchor.put("at", now.toString());
        ArrayNode heads = anchor.putArray("heads");
        streams.forEach(head -> heads.addObject()
                .put("stream", head.stream())
                .put("sequence", head.sequence())
                .put("hash", HexFormat.of().formatHex(head.hash())));
        String signed = signer.sign(ResourceJson.write(anchor));
        repository.audit().addAnchor(repository.nextNumber(), now, signed);
        try {
            Files.writeString(
                    file, signed + "\n", StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new IllegalStateException("the file of audit anchors cannot be written", e);
        }
    }
}
