package org.openspine.notification;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.openspine.repository.OutboxStore.Waiting;

/**
 * Drops every message as a file into a folder of its recipient, as a mailbox client expects it. Names sort in the order of the
 * messages; a message that is delivered again replaces its own file.
 */
final class FolderChannel implements Channel {
    static final String NAME = "folder";

    private final Path root;

    FolderChannel(Path root) {
        this.root = root;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Delivery deliver(Waiting waiting) {
        Path folder = root.resolve(safe(waiting.message().recipient()));
        String name =
                "%019d-%s".formatted(waiting.number(), safe(waiting.message().subject()));
        Path part = folder.resolve(name + ".part");
        try {
            Files.createDirectories(folder);
            try (FileChannel file = FileChannel.open(
                    part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer content = ByteBuffer.wrap(waiting.message().content());
                while (content.hasRemaining()) {
                    file.write(content);
                }
                file.force(true);
            }
            Files.move(part, folder.resolve(name + ".json"), StandardCopyOption.ATOMIC_MOVE);
            return Delivery.DONE;
        } catch (IOException e) {
            return Delivery.failed("The folder for notifications cannot be written to: "
                    + e.getClass().getSimpleName());
        }
    }

    /** Never a path of its own: letters, digits, hyphens and underscores. */
    private static String safe(String text) {
        return text.isEmpty() ? "message" : text.replaceAll("[^A-Za-z0-9_-]", "-");
    }
}
