package org.openspine.demographics.pds;

import static org.openspine.api.HttpMethod.GET;
import static org.openspine.api.HttpMethod.PATCH;
import static org.openspine.api.HttpMethod.POST;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openspine.access.AccessError;
import org.openspine.api.ApiDescription;
import org.openspine.api.ContentRules;
import org.openspine.api.Endpoint;
import org.openspine.api.Endpoints;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.api.RateLimit;
import org.openspine.api.Replays;
import org.openspine.api.SpineApi;
import org.openspine.demographics.trace.Trace;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceRepository;

/** The endpoints of the Personal Demographics Service and the order in which a request is checked. */
public final class PdsApi implements SpineApi {
    public static final String BASE_PATH = "/personal-demographics/FHIR/R4";

    private final ResourceRepository repository;
    private final List<Guarded> table;
    private final RateLimit requests;
    private final RateLimit creates;
    private final ApiDescription description;

    /** An endpoint and who may use it. */
    private record Guarded(Endpoint endpoint, PdsPermission permission) {}

    /** @param enquiries further read-only endpoints about people, for whoever may search */
    public PdsApi(
            ResourceRepository repository,
            ContentRules content,
            PdsConfig config,
            List<Endpoint> enquiries,
            Clock clock) {
        this.repository = repository;
        ReadPatient read = new ReadPatient(repository);
        SearchPatients search = new SearchPatients(repository, clock);
        UpdatePatient update = new UpdatePatient(repository, content, clock);
        MatchPatients match = new MatchPatients(Trace.ofNumbered(repository, clock), clock);
        Registration registration =
                new Registration(repository, content, new NhsNumbers(repository.numberBlocks(), config.numbers()));
        CreatePatient create = new CreatePatient(repository, registration, clock);
        ProcessBirth birth = new ProcessBirth(repository, registration, clock);
        ReplaceCoverage replace = new ReplaceCoverage(repository, content, clock);
        requests = new RateLimit(config.requestsPerSecond(), clock);
        creates = new RateLimit(config.createsPerSecond(), clock);
        Replays replays = new Replays(repository, PdsHeaders.REPLAYED_FOR, clock);
        RelatedPeople related = new RelatedPeople(repository, clock);
        List<Guarded> rows = new ArrayList<>(List.of(
                new Guarded(
                        Endpoint.of(GET, "Patient", "Traces patients by what is known of them", search::answer),
                        PdsPermission.SEARCH),
                new Guarded(
                        Endpoint.of(POST, "Patient/$match", "Matches a Patient as standard FHIR does", match::answer),
                        PdsPermission.SEARCH),
                new Guarded(
                        Endpoint.of(GET, "Patient/{nhsNumber}", "Reads one patient", read::answer), PdsPermission.READ),
                new Guarded(
                        Endpoint.of(
                                PATCH,
                                "Patient/{nhsNumber}",
                                "Changes parts of a patient",
                                request -> replays.once(BASE_PATH, request, update::answer)),
                        PdsPermission.UPDATE),
                new Guarded(
                        Endpoint.of(POST, "Patient", "Registers a patient, who gets an NHS number", create::answer),
                        PdsPermission.CREATE),
                new Guarded(
                        Endpoint.of(
                                POST,
                                "Patient/$process-birth-details",
                                "Registers a baby, who gets an NHS number",
                                birth::answer),
                        PdsPermission.CREATE),
                new Guarded(
                        Endpoint.of(
                                GET,
                                "Coverage",
                                "The insurance card (EHIC) of a patient",
                                new ReadCoverage(repository, clock)::answer),
                        PdsPermission.COVERAGE),
                new Guarded(
                        Endpoint.of(
                                POST,
                                "Coverage",
                                "Replaces the insurance card (EHIC) of a patient",
                                request -> replays.once(BASE_PATH, request, replace::answer)),
                        PdsPermission.COVERAGE),
                new Guarded(
                        Endpoint.of(
                                GET,
                                "Patient/{nhsNumber}/RelatedPerson",
                                "People related to a patient",
                                related::answer),
                        PdsPermission.READ),
                new Guarded(
                        Endpoint.of(
                                GET,
                                "_poll/{id}",
                                "Answers of former times that came later; none does, so that no id is known",
                                PdsApi::poll),
                        PdsPermission.POLL),
                new Guarded(
                        Endpoint.get("_ping", "Whether the service answers", ServiceStatus::ping),
                        PdsPermission.ANYBODY),
                new Guarded(
                        Endpoint.get(
                                "_status",
                                "Whether the service is well; needs the header apikey",
                                ServiceStatus::status),
                        PdsPermission.ANYBODY)));
        enquiries.forEach(enquiry -> rows.add(new Guarded(enquiry, PdsPermission.SEARCH)));
        table = List.copyOf(rows);
        description = new ApiDescription(
                "Personal Demographics Service",
                BASE_PATH,
                "The name, address, NHS number and GP of every patient",
                new Endpoints(table.stream().map(Guarded::endpoint).toList()),
                PdsExamples.HEADERS,
                PdsExamples.REQUESTS,
                Stream.concat(
                                Arrays.stream(PdsError.values()).map(ApiDescription.ErrorRow::of),
                                PdsExamples.MODE_ROWS.stream())
                        .toList());
    }

    @Override
    public ApiDescription description() {
        return description;
    }

    @Override
    public FhirResponse answer(IncomingRequest request) {
        Optional<Guarded> row = row(request);
        boolean open =
                row.filter(found -> found.permission() == PdsPermission.ANYBODY).isPresent();
        limitRate(request, row);
        row.ifPresent(found -> found.permission().require(request));
        Guarded found = row.orElseThrow(() -> unsupported(request));
        if (!open) {
            PdsHeaders.requireRequestId(request.headers());
            PdsHeaders.requireRole(request);
        }
        FhirResponse answer = repository.within(
                PdsHeaders.patience(request.headers()),
                () -> found.endpoint().handler().answer(request));
        return PdsHeaders.mirrored(request.headers(), answer);
    }

    @Override
    public FhirResponse refusal(IncomingRequest request, SpineException failure) {
        SpineException told = failure.code() instanceof AccessError denied
                ? PdsRefusal.denied(
                        denied,
                        failure.problems().get(0).diagnostics(),
                        request,
                        row(request).map(Guarded::permission).orElse(PdsPermission.ANYBODY))
                : failure;
        return PdsHeaders.mirrored(request.headers(), PdsRefusal.of(told));
    }

    private Optional<Guarded> row(IncomingRequest request) {
        return table.stream()
                .filter(candidate -> candidate.endpoint().takes(request.method())
                        && candidate.endpoint().isAt(request.path()))
                .findFirst();
    }

    /** Every request is answered at once: no client was ever told an id. */
    private static FhirResponse poll(IncomingRequest request) {
        throw new SpineException(PdsError.POLLING_ID_NOT_FOUND);
    }

    private void limitRate(IncomingRequest request, Optional<Guarded> row) {
        if (row.filter(found -> found.permission() == PdsPermission.ANYBODY).isEmpty()
                && requests.isExceededBy(request.caller())) {
            throw new SpineException(PdsError.TOO_MANY_REQUESTS, "");
        }
        if (row.filter(found -> found.permission() == PdsPermission.CREATE).isPresent()
                && creates.isExceededBy(request.caller())) {
            throw new SpineException(
                    PdsError.TOO_MANY_REQUESTS,
                    "There have been too many Create Patient requests. Please try again later.");
        }
    }

    private static SpineException unsupported(IncomingRequest request) {
        String first = request.path().isEmpty() ? "" : request.path().get(0);
        if (first.equals("Patient") || first.equals("Coverage")) {
            return new SpineException(PdsError.UNSUPPORTED_SERVICE);
        }
        return new SpineException(PdsError.UNSUPPORTED_REQUEST, "Unsupported path - '%s'".formatted(request.place()));
    }
}
