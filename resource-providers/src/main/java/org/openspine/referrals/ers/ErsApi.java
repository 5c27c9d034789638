package org.openspine.referrals.ers;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openspine.api.ApiDescription;
import org.openspine.api.Endpoint;
import org.openspine.api.Endpoints;
import org.openspine.api.FhirResponse;
import org.openspine.api.HttpMethod;
import org.openspine.api.IncomingRequest;
import org.openspine.api.SpineApi;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceRepository;

/**
 * The endpoints of the e-Referral Service and the order in which a request is checked: path, method, authorisation, role, media
 * types, version; then each operation its own.
 */
public final class ErsApi implements SpineApi {
    public static final String BASE_PATH = "/referrals/FHIR/R4";

    private final Endpoints endpoints;
    private final ApiDescription description;
    private final Staff staff;
    private final Clock clock;

    /** @param afterUpload told after every upload */
    public ErsApi(ResourceRepository repository, Runnable afterUpload, Clock clock) {
        this.clock = clock;
        ErsParts parts = ErsParts.of(repository, afterUpload, clock);
        staff = parts.staff();
        endpoints =
                new Endpoints(ErsEndpoints.of(parts).stream().map(this::guarded).toList());
        description = new ApiDescription(
                "e-Referral Service",
                BASE_PATH,
                "Referrals from the GP's first request to the booked appointment, and advice instead of one",
                endpoints,
                ErsExamples.HEADERS,
                ErsExamples.REQUESTS,
                Stream.concat(
                                Arrays.stream(ErsError.values()).map(ApiDescription.ErrorRow::of),
                                Arrays.stream(BusinessError.values()).map(ApiDescription.ErrorRow::of))
                        .toList());
    }

    /** Answers one request whose role was checked. */
    @FunctionalInterface
    interface Handler {
        FhirResponse answer(ErsRequest request);
    }

    /** What a request must bring, and what it gets. */
    enum Exchange {
        /** No body; FHIR back. */
        READ,
        /** No body, whatever the client accepts. */
        FETCH,
        /** A resource, or nothing where an operation has no parameters; FHIR back. */
        OPERATION,
        /** The same, and a PDF back. */
        DOCUMENT,
        /** A file. */
        UPLOAD
    }

    /** What answers to a missing {@code If-Match}. */
    enum Version {
        NOT_BY_HEADER,
        PRECONDITION,
        BAD_REQUEST
    }

    /** A row of the table. */
    record Row(
            Set<HttpMethod> methods,
            String pattern,
            ErsAction action,
            Exchange exchange,
            Version version,
            String meaning,
            Handler handler) {}

    private Endpoint guarded(Row row) {
        return new Endpoint(
                row.methods(), List.of(row.pattern().split("/")), row.meaning(), request -> answer(row, request));
    }

    private FhirResponse answer(Row row, IncomingRequest request) {
        ErsCaller caller = ErsCaller.of(request, row.action());
        requireHeld(caller);
        ErsHeaders.requireAcceptable(request.headers(), row.exchange());
        ErsHeaders.requireContentType(request, row.exchange());
        ErsHeaders.requireVersion(request.headers(), row.version());
        return row.handler().answer(new ErsRequest(request, caller));
    }

    /** Who signed in holds the function they name at the organisation they name. */
    private void requireHeld(ErsCaller caller) {
        boolean held = caller.user().isEmpty()
                || caller.organisation().isEmpty()
                || staff.holds(caller.user().get(), caller.organisation().get(), caller.function());
        if (!held) {
            throw new SpineException(ErsError.FUNCTION_NOT_HELD, ErsRefusal.NOT_HELD);
        }
    }

    @Override
    public ApiDescription description() {
        return description;
    }

    @Override
    public FhirResponse answer(IncomingRequest request) {
        Set<HttpMethod> methods = endpoints.methodsAt(request.path());
        if (methods.isEmpty()) {
            throw new SpineException(ErsError.NOT_FOUND, "There is nothing at this address");
        }
        Optional<Endpoint> endpoint = endpoints.of(request.method(), request.path());
        if (endpoint.isEmpty()) {
            throw new SpineException(
                    ErsError.METHOD_NOT_ALLOWED,
                    "Methods here are "
                            + methods.stream().map(Enum::name).sorted().collect(Collectors.joining(", ")));
        }
        return finished(request, endpoint.get().handler().answer(request));
    }

    @Override
    public FhirResponse refusal(IncomingRequest request, SpineException failure) {
        FhirResponse answer = ErsRefusal.of(failure, clock);
        if (answer.status() == 405) {
            List<String> methods = new ArrayList<>();
            endpoints.methodsAt(request.path()).stream().sorted().forEach(method -> methods.add(method.name()));
            answer = answer.withHeader("Allow", String.join(", ", methods));
        }
        return finished(request, answer);
    }

    private static FhirResponse finished(IncomingRequest request, FhirResponse answer) {
        FhirResponse finished = answer.withHeader("X-Request-ID", UUID.randomUUID() + "-1");
        if (answer.body().isPresent()) {
            finished = finished.withHeader("Content-Type", ErsHeaders.FHIR_JSON);
        }
        Optional<String> correlation = request.headers().first("X-Correlation-ID");
        return correlation.isPresent() ? finished.withHeader("X-Correlation-ID", correlation.get()) : finished;
    }
}
