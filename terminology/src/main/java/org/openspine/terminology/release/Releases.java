package org.openspine.terminology.release;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.openspine.terminology.LargeCodeSystem;

/** The releases that are loaded, by the url of their code system. Safe for use by many threads. */
public final class Releases implements Function<String, Optional<LargeCodeSystem>> {
    private final Map<String, LargeCodeSystem> loaded = new ConcurrentHashMap<>();

    @Override
    public Optional<LargeCodeSystem> apply(String url) {
        return Optional.ofNullable(loaded.get(url));
    }

    /** Reads a folder or zip archive and tells what it was. Throws {@link ReleaseException} if it is no release. */
    public LargeCodeSystem load(Path release) {
        if (!Files.exists(release)) {
            throw new ReleaseException("There is no %s".formatted(release));
        }
        LargeCodeSystem system;
        try {
            system = SnomedReader.read(release);
        } catch (ReleaseException noSnomed) {
            system = DmdReader.read(release);
        }
        loaded.put(system.url(), system);
        return system;
    }

    public List<LargeCodeSystem> all() {
        return List.copyOf(loaded.values());
    }
}
