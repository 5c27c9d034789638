package org.openspine.server.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.Verb;
import org.openspine.repository.hibernate.StoreConfig;
import org.openspine.samples.population.PopulationGenerator;

/** A store of very many patients in minutes: hundreds of resources to a transaction, as {@link StoreFilling} does it. */
final class FilledStore {
    private static final int RESOURCES_OF_A_TRANSACTION = 500;
    private static final int WORKERS = 2;

    private final StoreConfig config;
    private final Set<String> types;

    /** @param types of the resources to keep of each patient; the directory is kept whole */
    FilledStore(StoreConfig config, Set<String> types) {
        this.config = config;
        this.types = types;
    }

    /** Fills an empty store and prints what it took. */
    void fill(int patients) throws Exception {
        new StoreFilling(config)
                .fill("%,d patients".formatted(patients), repository -> new Run(repository).write(patients));
    }

    /** One filling: the caller's thread reads Bundles, the workers store them. */
    private final class Run {
        private final ResourceRepository repository;
        private final ExecutorService workers = Executors.newFixedThreadPool(WORKERS + 1);
        private final Semaphore room = new Semaphore(WORKERS * 2);
        private final AtomicLong stored = new AtomicLong();
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

        private Run(ResourceRepository repository) {
            this.repository = repository;
        }

        private long write(int patients) throws Exception {
            try (var in = new PipedInputStream(1 << 20);
                    var out = new PipedOutputStream(in)) {
                workers.execute(() -> {
                    try (out) {
                        new PopulationGenerator(1, patients, Population.TODAY).writeTo(out, state -> {});
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
                var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 20);
                List<String> waiting = new ArrayList<>();
                int bytes = 0;
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    waiting.add(line);
                    bytes += line.length();
                    if (bytes > RESOURCES_OF_A_TRANSACTION * 1_500) {
                        submit(List.copyOf(waiting));
                        waiting.clear();
                        bytes = 0;
                    }
                }
                submit(waiting);
            }
            workers.shutdown();
            if (!workers.awaitTermination(10, TimeUnit.MINUTES)) {
                throw new IllegalStateException("the last transactions do not end");
            }
            stopOnFailure();
            return stored.get();
        }

        private void submit(List<String> bundles) throws InterruptedException {
            stopOnFailure();
            room.acquire();
            workers.execute(() -> {
                try {
                    store(bundles);
                } catch (Throwable e) {
                    failure.compareAndSet(null, e);
                } finally {
                    room.release();
                }
            });
        }

        private void stopOnFailure() {
            Throwable first = failure.get();
            if (first != null) {
                throw new IllegalStateException("cannot fill", first);
            }
        }

        private void store(List<String> bundles) throws IOException {
            List<ResourceWrite> writes = new ArrayList<>();
            for (String bundle : bundles) {
                ObjectNode parsed = ResourceJson.parse(bundle.getBytes(StandardCharsets.UTF_8), JsonLimits.DOCUMENT);
                boolean directory = parsed.at("/identifier/value").asText().startsWith("directory");
                for (JsonNode entry : parsed.path("entry")) {
                    ObjectNode resource = (ObjectNode) entry.path("resource");
                    String type = resource.path("resourceType").asText();
                    if (directory || types.isEmpty() || types.contains(type)) {
                        var key = new ResourceKey(type, resource.path("id").asText());
                        writes.add(new ResourceWrite(key, Verb.PUT, 0, resource));
                    }
                }
            }
            repository.inTransaction(() -> repository.store(writes));
            long before = stored.getAndAdd(writes.size());
            if (before / 100_000 != (before + writes.size()) / 100_000) {
                System.out.printf(Locale.UK, "           %,d resources%n", before + writes.size());
            }
        }
    }
}
