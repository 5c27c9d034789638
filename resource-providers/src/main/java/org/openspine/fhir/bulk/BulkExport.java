package org.openspine.fhir.bulk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.openspine.api.FhirResponse;
import org.openspine.api.HttpMethod;
import org.openspine.api.OperationOutcomes;
import org.openspine.api.Visibility;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.search.SearchParameterRegistry;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.fhir.FhirRequest;
import org.openspine.fhir.Operation;
import org.openspine.fhir.OperationParameters;
import org.openspine.repository.Job;
import org.openspine.repository.JobFile;
import org.openspine.repository.JobStore;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.search.SearchQueryParser;

/**
 * Asynchronous export: {@code $export} begins one, {@code $export-poll-status} tells how far it has come, ends in the
 * manifest, and with DELETE cancels, {@code $export-file} is where the manifest's URLs lead.
 *
 * @see <a href="https://hl7.org/fhir/uv/bulkdata/export.html">Bulk Data Export</a>
 */
public final class BulkExport {
    static final String KIND = "export";

    private static final String BULK = "http://hl7.org/fhir/uv/bulkdata/OperationDefinition/";
    private static final String OWN = "https://openspine.org/fhir/OperationDefinition/";
    private static final String POLL = "export-poll-status";
    private static final String FILE = "export-file";
    private static final String JOB = "_jobId";
    private static final Duration KEPT = Duration.ofHours(24);
    private static final String RETRY_AFTER_SECONDS = "2";
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final ResourceRepository repository;
    private final JobStore jobs;
    private final ExportRequestReader reader;
    private final ExportWorker worker;
    private final Clock clock;

    public BulkExport(
            ResourceRepository repository,
            SearchParameterRegistry registry,
            SearchQueryParser parser,
            Set<String> servedTypes,
            ElementsOnly elementsOnly,
            List<Visibility> visibilities,
            Clock clock) {
        this.repository = repository;
        this.jobs = repository.jobs();
        this.clock = clock;
        ExportPlan plan = new ExportPlan(repository, registry, parser, visibilities);
        this.reader = new ExportRequestReader(repository, plan, servedTypes);
        this.worker = new ExportWorker(repository, plan, elementsOnly, visibilities, clock);
    }

    /** Begins to do the jobs; what this returns stops it. Call once. */
    public ExportWorker startWorker() {
        worker.start();
        return worker;
    }

    public List<Operation> operations() {
        return List.of(
                operation(
                        "export", BULK + "export", Set.of(Operation.Level.SYSTEM), "", Operation.READING, this::begin),
                operation(
                        "export",
                        BULK + "patient-export",
                        Set.of(Operation.Level.TYPE),
                        "Patient",
                        Operation.READING,
                        this::begin),
                operation(
                        "export",
                        BULK + "group-export",
                        Set.of(Operation.Level.INSTANCE),
                        "Group",
                        Operation.READING,
                        this::begin),
                operation(
                        POLL,
                        OWN + POLL,
                        Set.of(Operation.Level.SYSTEM),
                        "",
                        Set.of(HttpMethod.GET, HttpMethod.DELETE),
                        this::poll),
                operation(FILE, OWN + FILE, Set.of(Operation.Level.SYSTEM), "", Set.of(HttpMethod.GET), this::file));
    }

    @FunctionalInterface
    private interface Answer {
        FhirResponse to(FhirRequest request, Operation.Target target);
    }

    private record Step(
            String name,
            String definition,
            Set<Operation.Level> levels,
            Set<String> types,
            Set<HttpMethod> methods,
            Answer answer)
            implements Operation {
        @Override
        public FhirResponse run(FhirRequest request, Target target) {
            return answer.to(request, target);
        }
    }

    private static Operation operation(
            String name,
            String definition,
            Set<Operation.Level> levels,
            String type,
            Set<HttpMethod> methods,
            Answer answer) {
        return new Step(name, definition, levels, type.isEmpty() ? Set.of() : Set.of(type), methods, answer);
    }

    private FhirResponse begin(FhirRequest request, Operation.Target target) {
        ExportRequest read = reader.read(request, target);
        Job job = Job.waiting(UUID.randomUUID().toString(), KIND, read.toJson(), clock.instant());
        if (job.request().length() > Job.MAX_REQUEST) {
            throw new SpineException(FhirError.TOO_COSTLY, "The parameters of this export are too long");
        }
        repository.inTransaction(() -> {
            read.exemption()
                    .ifPresent(ground -> repository.store(ExemptionAudit.of(
                            new ResourceKey("AuditEvent", repository.nextLogicalId()), ground, read, clock.instant())));
            jobs.add(job);
            return job;
        });
        worker.wake();
        return FhirResponse.of(202, OperationOutcomes.information("The export has begun; Content-Location tells more"))
                .at(request.base() + "/$" + POLL + "?" + JOB + "=" + job.id());
    }

    private FhirResponse poll(FhirRequest request, Operation.Target target) {
        Job job = job(OperationParameters.of(request, POLL, List.of(JOB)));
        if (request.method() == HttpMethod.DELETE) {
            jobs.remove(job.id());
            return FhirResponse.of(202);
        }
        return switch (job.state()) {
            case WAITING -> inProgress("Waiting for its turn");
            case RUNNING ->
                inProgress("%d resources so far"
                        .formatted(jobs.files(job.id()).stream()
                                .mapToLong(JobFile::resources)
                                .sum()));
            case DONE -> manifest(job, request.base());
            case FAILED ->
                throw new SpineException(
                        FhirError.INTERNAL, "The export failed repeatedly; the server's log tells why");
        };
    }

    private static FhirResponse inProgress(String text) {
        return FhirResponse.of(202).withHeader("X-Progress", text).withHeader("Retry-After", RETRY_AFTER_SECONDS);
    }

    private FhirResponse manifest(Job job, String base) {
        ObjectNode manifest = JsonNodeFactory.instance.objectNode();
        manifest.put("transactionTime", job.created().toString());
        manifest.put("request", ExportRequest.ofJson(job.request()).url());
        manifest.put("requiresAccessToken", false);
        ArrayNode output = manifest.putArray("output");
        for (JobFile file : jobs.files(job.id())) {
            output.addObject()
                    .put("type", file.type())
                    .put("url", base + "/$" + FILE + "?" + JOB + "=" + job.id() + "&_file=" + file.number())
                    .put("count", file.resources());
        }
        manifest.putArray("error");
        byte[] json = ResourceJson.write(manifest);
        return FhirResponse.of(200)
                .withFile(new FhirResponse.FileBody(
                        "application/json", json.length, () -> new ByteArrayInputStream(json)))
                .withHeader("Expires", HTTP_DATE.format(job.ended().plus(KEPT)));
    }

    private FhirResponse file(FhirRequest request, Operation.Target target) {
        OperationParameters parameters = OperationParameters.of(request, FILE, List.of(JOB, "_file"));
        Job job = job(parameters);
        String number = parameters.last("_file").orElse("");
        JobFile file = jobs.files(job.id()).stream()
                .filter(one -> job.hasEnded() && Integer.toString(one.number()).equals(number))
                .findFirst()
                .orElseThrow(() -> new SpineException(FhirError.NOT_FOUND, "This export has no such file"));
        return FhirResponse.of(200)
                .withFile(new FhirResponse.FileBody(
                        Ndjson.MEDIA_TYPE,
                        file.length(),
                        () -> Ndjson.read(file.parts(), part -> jobs.part(job.id(), file.number(), part)
                                .orElseThrow(() ->
                                        new IllegalStateException("an export was removed while its file was read")))));
    }

    private Job job(OperationParameters parameters) {
        Optional<String> id = parameters.last(JOB);
        return id.flatMap(jobs::read)
                .filter(job -> job.kind().equals(KIND))
                .orElseThrow(() -> new SpineException(
                        FhirError.NOT_FOUND, "There is no such export: it was cancelled, has expired or never was"));
    }
}
