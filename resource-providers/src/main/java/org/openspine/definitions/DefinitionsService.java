package org.openspine.definitions;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openspine.api.BackgroundWork;
import org.openspine.api.WriteRule;
import org.openspine.conformance.profile.Definitions;
import org.openspine.fhir.Operation;
import org.openspine.fhir.SpineService;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.search.CodeSets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the rule book at what the store holds, and answers questions about codes. */
public final class DefinitionsService implements SpineService {
    private static final Logger LOG = LoggerFactory.getLogger(DefinitionsService.class);
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private final StoredDefinitions definitions;
    private final ResourceRepository repository;
    private final Clock clock;

    public DefinitionsService(StoredDefinitions definitions, ResourceRepository repository, Clock clock) {
        this.definitions = definitions;
        this.repository = repository;
        this.clock = clock;
    }

    @Override
    public List<Operation> operations() {
        return Stream.of(
                        List.of(new SnapshotOperation(definitions, repository).operation()),
                        new CodeSystemOperations(definitions, repository).all(),
                        new ValueSetOperations(definitions, repository, clock).all(),
                        new ConceptMapOperations(definitions, repository).all())
                .flatMap(List::stream)
                .toList();
    }

    /** What is stored here is in force at once. */
    @Override
    public List<WriteRule> writeRules() {
        return List.of(new WriteRule() {
            @Override
            public Set<String> types() {
                return Definitions.TYPES;
            }

            @Override
            public void check(Change change) {
                definitions.expect(change.key());
            }
        });
    }

    @Override
    public Optional<CodeSets> codeSets() {
        return Optional.of(new TerminologyCodeSets(definitions));
    }

    @Override
    public List<BackgroundWork> work() {
        return List.of(this::follow);
    }

    /** Other nodes write too, so the store is asked, not the writer. */
    private BackgroundWork.Running follow() {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
            var thread = new Thread(task, "definitions");
            thread.setDaemon(true);
            return thread;
        });
        executor.scheduleWithFixedDelay(this::refresh, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return () -> {
            executor.shutdown(); // a database thread is never interrupted
            try {
                executor.awaitTermination(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    private void refresh() {
        try {
            definitions.refresh();
        } catch (RuntimeException e) {
            LOG.warn("Definitions could not be read again; the last ones stay in force: {}", e.toString());
        }
    }
}
