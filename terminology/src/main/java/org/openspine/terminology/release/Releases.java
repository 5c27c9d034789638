package org.openspine.terminology.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.openspine.terminology.LargeCodeSystem;

/** The releases that are loaded, by the url of their code system. Safe for use by many threads. */
public final class Releases implements Function<String, Optional<LargeCodeSystem>> {
    private final Map<String, LargeCodeSystem> loaded = new ConcurrentHashMap<>();
    private final Optional<ReleaseStore> store;

    /** Releases that are read anew each time. */
    public Releases() {
        store = Optional.empty();
    }

    /** Releases that are kept in a folder once they were read. */
    public Releases(Path folder) {
        store = Optional.of(new ReleaseStore(folder));
    }

    @Override
    public Optional<LargeCodeSystem> apply(String url) {
        return Optional.ofNullable(loaded.get(url));
    }

    /** Reads a folder or zip archive and tells what it was. Throws {@link ReleaseException} if it is no release. */
    public LargeCodeSystem load(Path release) {
        return load(release, step -> {});
    }

    /** The same; {@code progress} is told in words what was done. */
    public LargeCodeSystem load(Path release, Consumer<String> progress) {
        if (!Files.exists(release)) {
            throw new ReleaseException("There is no %s".formatted(release));
        }
        CompactCodeSystem system =
                store.flatMap(kept -> find(kept, release, progress)).orElseGet(() -> read(release, progress));
        loaded.put(system.url(), system);
        return system;
    }

    private static Optional<CompactCodeSystem> find(ReleaseStore store, Path release, Consumer<String> progress) {
        try {
            Optional<CompactCodeSystem> found = store.find(release);
            found.ifPresent(system -> progress.accept("taken as it was read before"));
            return found;
        } catch (UncheckedIOException e) {
            throw new ReleaseException("%s cannot be read: %s".formatted(release.getFileName(), e.getMessage()));
        }
    }

    private CompactCodeSystem read(Path release, Consumer<String> progress) {
        CompactCodeSystem system;
        try {
            system = SnomedReader.read(release, progress);
        } catch (ReleaseException noSnomed) {
            system = DmdReader.read(release, progress);
        }
        CompactCodeSystem read = system;
        store.ifPresent(kept -> keep(kept, release, read, progress));
        return read;
    }

    /** A disk that is full costs the next start time, and this one nothing. */
    private static void keep(ReleaseStore store, Path release, CompactCodeSystem system, Consumer<String> progress) {
        try {
            store.keep(release, system);
            progress.accept("kept for the next start");
        } catch (IOException | UncheckedIOException e) {
            progress.accept("not kept for the next start: " + e.getMessage());
        }
    }

    public List<LargeCodeSystem> all() {
        return List.copyOf(loaded.values());
    }
}
