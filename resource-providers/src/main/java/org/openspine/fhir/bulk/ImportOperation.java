package org.openspine.fhir.bulk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.openspine.api.FhirResponse;
import org.openspine.api.HttpMethod;
import org.openspine.api.QueryParameters;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.MalformedContentException;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.error.FhirError;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;
import org.openspine.fhir.FhirRequest;
import org.openspine.fhir.Operation;
import org.openspine.fhir.Preferences;
import org.openspine.fhir.patch.Patch;
import org.openspine.fhir.patch.Patches;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;

/**
 * {@code $import}: resources as NDJSON, sent in the body and stored while they arrive, many to a transaction. A line with an
 * id is an update, which creates what is not there; one without is a create. A line that is refused is reported and leaves
 * the others alone.
 */
public final class ImportOperation implements Operation {
    private static final int MAX_LINE_BYTES = 10 << 20;
    private static final int BATCH_LINES = 200;
    private static final int BATCH_BYTES = 4 << 20;

    private final ResourceRepository repository;
    private final Function<FhirRequest, FhirResponse> base;

    /** @param base how a single request is answered; each line takes the same way */
    public ImportOperation(ResourceRepository repository, Function<FhirRequest, FhirResponse> base) {
        this.repository = repository;
        this.base = base;
    }

    @Override
    public String name() {
        return "import";
    }

    @Override
    public String definition() {
        return "https://openspine.org/fhir/OperationDefinition/import";
    }

    @Override
    public Set<Level> levels() {
        return Set.of(Level.SYSTEM);
    }

    @Override
    public Set<String> types() {
        return Set.of();
    }

    @Override
    public Set<HttpMethod> methods() {
        return CHANGING;
    }

    @Override
    public FhirResponse run(FhirRequest request, Target target) {
        if (!Ndjson.NAMES.contains(request.content().mediaType())) {
            throw new SpineException(
                    FhirError.UNSUPPORTED_MEDIA_TYPE,
                    "$import takes NDJSON: one resource a line, Content-Type " + Ndjson.MEDIA_TYPE);
        }
        ImportReport report = new ImportReport();
        try (InputStream in = request.content().stream()) {
            LineReader lines = new LineReader(in, MAX_LINE_BYTES);
            List<LineReader.Line> batch = new ArrayList<>();
            long bytes = 0;
            for (var line = lines.next(); line.isPresent(); line = lines.next()) {
                batch.add(line.get());
                bytes += line.get().bytes().map(one -> one.length).orElse(0);
                if (batch.size() == BATCH_LINES || bytes >= BATCH_BYTES) {
                    store(batch, request, report);
                    batch.clear();
                    bytes = 0;
                }
            }
            store(batch, request, report);
        } catch (IOException e) {
            throw new SpineException(FhirError.MALFORMED_CONTENT, "The body could not be read to its end", e);
        }
        return FhirResponse.of(200, report.toParameters());
    }

    private void store(List<LineReader.Line> batch, FhirRequest request, ImportReport report) {
        List<Consumer<ImportReport>> results;
        try {
            results = repository.inTransaction(
                    () -> batch.stream().map(line -> store(line, request)).toList());
        } catch (RuntimeException spoilt) { // one line failed in the database and took the others along
            results = batch.stream().map(line -> storeAlone(line, request)).toList();
        }
        results.forEach(result -> result.accept(report));
    }

    private Consumer<ImportReport> storeAlone(LineReader.Line line, FhirRequest request) {
        try {
            return repository.inTransaction(() -> store(line, request));
        } catch (SpineException failure) {
            return report -> report.failed(line.number(), failure);
        }
    }

    /** Stores a line, or tells why it was refused before anything was written; throws what happens in the database. */
    private Consumer<ImportReport> store(LineReader.Line line, FhirRequest request) {
        try {
            int status = base.apply(request(line, request)).status();
            return status == 201 ? ImportReport::created : ImportReport::updated;
        } catch (MalformedContentException malformed) {
            SpineException failure = new SpineException(
                    FhirError.MALFORMED_CONTENT, List.of(Problem.of(String.valueOf(malformed.getMessage()))));
            return report -> report.failed(line.number(), failure);
        } catch (SpineException failure) {
            if (isOfContent(failure)) {
                return report -> report.failed(line.number(), failure);
            }
            throw failure;
        }
    }

    private static boolean isOfContent(SpineException failure) {
        return failure.code() instanceof FhirError error
                && Set.of(
                                FhirError.INVALID_CONTENT,
                                FhirError.BUSINESS_RULE,
                                FhirError.DUPLICATE,
                                FhirError.UNKNOWN_TYPE,
                                FhirError.INVALID_REQUEST,
                                FhirError.TOO_LARGE)
                        .contains(error);
    }

    private static FhirRequest request(LineReader.Line line, FhirRequest whole) {
        byte[] bytes = line.bytes()
                .orElseThrow(() -> new SpineException(
                        FhirError.TOO_LARGE, "The line is longer than %d MiB".formatted(MAX_LINE_BYTES >> 20)));
        ObjectNode resource = ResourceJson.parse(bytes, JsonLimits.DOCUMENT);
        String type = resource.path("resourceType").asText();
        String id = resource.path("id").asText("");
        if (!type.matches("[A-Za-z]{1,40}")) {
            throw new SpineException(FhirError.UNKNOWN_TYPE, "resourceType is no resource type of this server");
        }
        if (!id.isEmpty() && !ResourceKey.isLogicalId(id)) {
            throw SpineException.at(FhirError.INVALID_CONTENT, type + ".id", "An id is 1 to 64 of A-Z a-z 0-9 - and .");
        }
        return new FhirRequest(
                id.isEmpty() ? HttpMethod.POST : HttpMethod.PUT,
                whole.base(),
                id.isEmpty() ? List.of(type) : List.of(type, id),
                QueryParameters.NONE,
                FhirRequest.Conditions.NONE,
                new Preferences(Optional.of(Preferences.Return.MINIMAL), false, false),
                new LineContent(resource),
                whole.caller());
    }

    private record LineContent(ObjectNode resource) implements FhirRequest.Content {
        @Override
        public Patch patch() {
            return Patches.ofResource(resource);
        }

        @Override
        public boolean isEmpty() {
            return false;
        }
    }
}
