package org.openspine.fhir.bulk;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.openspine.api.BackgroundWork;
import org.openspine.api.Visibility;
import org.openspine.error.FailureTrace;
import org.openspine.fhir.VisibleRecord;
import org.openspine.repository.Job;
import org.openspine.repository.JobStore;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.SearchPage;
import org.openspine.repository.StoredResource;
import org.openspine.repository.search.SearchQuery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the export jobs, one after the other, in a thread of its own. Every node has one; a job that a stopped or broken node
 * leaves behind goes on elsewhere, or here after a restart.
 */
public final class ExportWorker implements BackgroundWork.Running {
    private static final Logger LOG = LoggerFactory.getLogger(ExportWorker.class);
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final Duration RENEWAL = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofSeconds(5);
    private static final Duration KEPT = Duration.ofHours(24);
    private static final int PAGE = 200;

    /** Resources that may hold documents come in small pages: a page is in memory at once. */
    private static final Set<String> LARGE_TYPES = Set.of("Binary", "Bundle", "DocumentReference", "Media");

    private static final int PAGE_OF_LARGE = 20;
    private static final long RESOURCES_PER_FILE = 50_000;

    private final ResourceRepository repository;
    private final JobStore jobs;
    private final ExportPlan plan;
    private final ElementsOnly elementsOnly;
    private final List<Visibility> visibilities;
    private final Clock clock;
    private final String name = UUID.randomUUID().toString();
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread = new Thread(this::work, "export");
    private volatile boolean stopping;

    ExportWorker(
            ResourceRepository repository,
            ExportPlan plan,
            ElementsOnly elementsOnly,
            List<Visibility> visibilities,
            Clock clock) {
        this.repository = repository;
        this.jobs = repository.jobs();
        this.plan = plan;
        this.elementsOnly = elementsOnly;
        this.visibilities = visibilities;
        this.clock = clock;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Tells that there may be a job. */
    void wake() {
        wake.release();
    }

    /** Waits until the page in hand is saved; the job is left for whoever comes next. */
    @Override
    public void close() {
        stopping = true;
        wake.release();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        while (!stopping) {
            try {
                Optional<Job> job = jobs.claim(BulkExport.KIND, name, clock.instant(), LEASE);
                if (job.isPresent()) {
                    run(job.get());
                } else {
                    jobs.endedBefore(BulkExport.KIND, clock.instant().minus(KEPT))
                            .forEach(jobs::remove);
                    rest();
                }
            } catch (RuntimeException failure) { // what is left over is taken again when its lease has ended
                LOG.error("An export was interrupted and will be taken up again", FailureTrace.of(failure));
                rest();
            }
        }
    }

    private void rest() {
        try {
            boolean woken = wake.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS);
            if (woken) {
                wake.drainPermits();
            }
        } catch (InterruptedException e) {
            stopping = true;
        }
    }

    private void run(Job job) {
        ExportRequest request = ExportRequest.ofJson(job.request());
        List<SearchQuery> searches = plan.searches(request);
        ExportProgress progress = ExportProgress.parse(job.progress());
        Instant renewed = clock.instant();
        while (progress.search() < searches.size()) {
            if (stopping) {
                jobs.release(job.id(), name);
                return;
            }
            SearchQuery search = searches.get(progress.search());
            SearchPage page = repository.search(search.page(pageSize(search.type()), progress.position()));
            ExportProgress reached = after(progress, page, searches);
            boolean due = clock.instant().isAfter(renewed.plus(RENEWAL));
            if (!page.matches().isEmpty() || due) {
                renewed = clock.instant();
                List<JobStore.Output> output = output(page.matches(), progress.file(), search.type(), request);
                if (!jobs.advance(job.id(), name, reached.toString(), renewed.plus(LEASE), output)) {
                    return; // cancelled, or another worker's
                }
            }
            progress = reached;
        }
        jobs.end(job.id(), name, Job.State.DONE, clock.instant());
    }

    private static int pageSize(String type) {
        return LARGE_TYPES.contains(type) ? PAGE_OF_LARGE : PAGE;
    }

    /** Where to go on after a page; a new type begins a new file, as does a full one. */
    private static ExportProgress after(ExportProgress progress, SearchPage page, List<SearchQuery> searches) {
        long inFile = progress.inFile() + page.matches().size();
        int search = page.next().isPresent() ? progress.search() : progress.search() + 1;
        boolean sameType = search < searches.size()
                && searches.get(search)
                        .type()
                        .equals(searches.get(progress.search()).type());
        boolean fileEnds = inFile > 0 && (!sameType || inFile >= RESOURCES_PER_FILE);
        return new ExportProgress(
                search,
                page.next().map(position -> position.surrogateKey()).orElse(0L),
                fileEnds ? progress.file() + 1 : progress.file(),
                fileEnds ? 0 : inFile);
    }

    private List<JobStore.Output> output(List<StoredResource> resources, int file, String type, ExportRequest request) {
        if (resources.isEmpty()) {
            return List.of();
        }
        VisibleRecord visible = new VisibleRecord(visibilities, request.caller());
        List<byte[]> lines = resources.stream()
                .map(visible::view)
                .map(stored -> request.elements().isEmpty()
                        ? stored.body()
                        : elementsOnly.of(stored.body(), request.elements()))
                .toList();
        Ndjson.Part part = Ndjson.part(lines);
        return List.of(new JobStore.Output(file, type, resources.size(), part.length(), part.content()));
    }
}
