package org.openspine.samples.load;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.openspine.samples.Progress;

/**
 * Loads Bundles and resources into a server through its FHIR API, several at a time, with as many in memory as are under
 * way and a few more. Transactions are posted to the base; anything else is put under its id, or posted if it has none.
 *
 * <p>The directory is loaded to the end before anything that follows it. The first refusal stops the load; what was
 * accepted until then stays, and since samples carry their own ids, the load can simply be started again.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#transaction">FHIR R4 transaction</a>
 */
public final class BundleLoader {
    private final LoadTarget target;

    public BundleLoader(LoadTarget target) {
        this.target = target;
    }

    /** Loads the sources one after the other and waits for the last answer. Throws {@link LoadException} on refusal. */
    public LoadResult load(List<BundleSource> sources, Progress progress) throws IOException, InterruptedException {
        long bytes = sources.stream().mapToLong(BundleSource::bytes).sum();
        try (var run = new Run(new FhirSender(target), target.connections(), bytes, progress)) {
            for (BundleSource source : sources) {
                run.load(source);
            }
            return run.finish();
        }
    }

    /** One load: the caller's thread reads, the workers send. */
    private static final class Run implements AutoCloseable {
        private final FhirSender sender;
        private final ExecutorService workers;
        private final Semaphore room;
        private final int places;
        private final long totalBytes;
        private final Progress progress;
        private final long started = System.nanoTime();
        private final AtomicLong bundles = new AtomicLong();
        private final AtomicLong resources = new AtomicLong();
        private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        private long bytesBefore;
        private boolean inDirectory;

        private Run(FhirSender sender, int connections, long totalBytes, Progress progress) {
            this.sender = sender;
            this.workers = Executors.newFixedThreadPool(connections);
            this.places = connections * 2;
            this.room = new Semaphore(places);
            this.totalBytes = totalBytes;
            this.progress = progress;
        }

        private void load(BundleSource source) throws IOException, InterruptedException {
            try (Documents reader = Documents.of(source)) {
                for (Optional<Document> next = reader.next(); next.isPresent(); next = reader.next()) {
                    boolean directory = next.get().outline().isDirectory();
                    if (inDirectory && !directory) {
                        awaitAnswers();
                    }
                    inDirectory = directory;
                    submit(next.get());
                    report(bytesBefore + reader.bytesRead());
                }
            }
            bytesBefore += source.bytes();
        }

        private void submit(Document document) throws IOException, InterruptedException {
            room.acquire();
            stopOnFailure();
            workers.execute(() -> {
                try {
                    send(document);
                } finally {
                    room.release();
                }
            });
        }

        private void send(Document document) {
            if (failure.get() != null) {
                return;
            }
            try {
                sender.send(document);
                bundles.incrementAndGet();
                resources.addAndGet(document.outline().resources());
            } catch (IOException | InterruptedException | RuntimeException e) {
                failure.compareAndSet(null, e);
            }
        }

        private void awaitAnswers() throws IOException, InterruptedException {
            room.acquire(places);
            room.release(places);
            stopOnFailure();
        }

        private LoadResult finish() throws IOException, InterruptedException {
            awaitAnswers();
            report(totalBytes);
            return new LoadResult(bundles.get(), resources.get(), elapsed());
        }

        private void stopOnFailure() throws IOException {
            Exception first = failure.get();
            if (first != null) {
                throw first instanceof LoadException refused ? refused : new LoadException("load", first);
            }
        }

        private void report(long bytes) {
            OptionalDouble fraction = totalBytes > 0
                    ? OptionalDouble.of(Math.min(1, (double) bytes / totalBytes))
                    : OptionalDouble.empty();
            progress.report(new Progress.State(resources.get(), fraction, elapsed()));
        }

        private Duration elapsed() {
            return Duration.ofNanos(System.nanoTime() - started);
        }

        @Override
        public void close() {
            workers.shutdownNow();
        }
    }
}
