package org.openspine.definitions;

import java.nio.file.Path;
import java.util.List;
import org.openspine.api.BackgroundWork;
import org.openspine.fhir.SpineService;
import org.openspine.terminology.LargeCodeSystem;
import org.openspine.terminology.release.ReleaseException;
import org.openspine.terminology.release.Releases;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads releases of large code systems while the server already serves; until one is there its codes are unknown, not wrong. */
public final class ReleaseService implements SpineService {
    private static final Logger LOG = LoggerFactory.getLogger(ReleaseService.class);

    private final Releases releases;
    private final List<Path> files;

    public ReleaseService(Releases releases, List<Path> files) {
        this.releases = releases;
        this.files = List.copyOf(files);
    }

    @Override
    public List<BackgroundWork> work() {
        return files.isEmpty() ? List.of() : List.of(this::start);
    }

    private BackgroundWork.Running start() {
        Thread reader = new Thread(() -> files.forEach(this::load), "releases");
        reader.setDaemon(true);
        reader.start();
        return () -> {
            // only memory is written, so nothing has to end in order
        };
    }

    private void load(Path file) {
        long start = System.nanoTime();
        try {
            LargeCodeSystem system =
                    releases.load(file, step -> LOG.info("{}: {}, {} s", file.getFileName(), step, seconds(start)));
            LOG.info(
                    "{} {} is loaded: {} codes, {} s",
                    system.url(),
                    system.version(),
                    system.codes().count(),
                    seconds(start));
        } catch (ReleaseException e) {
            LOG.error("A release of a code system is not loaded: {}", e.getMessage());
        }
    }

    private static long seconds(long start) {
        return (System.nanoTime() - start) / 1_000_000_000;
    }
}
