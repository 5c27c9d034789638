package org.openspine.carerecords.scr;

import static org.openspine.api.HttpMethod.GET;
import static org.openspine.api.HttpMethod.POST;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.openspine.access.AccessError;
import org.openspine.access.AccessMode;
import org.openspine.api.ApiDescription;
import org.openspine.api.Endpoint;
import org.openspine.api.Endpoints;
import org.openspine.api.FhirResponse;
import org.openspine.api.HttpMethod;
import org.openspine.api.IncomingRequest;
import org.openspine.api.RateLimit;
import org.openspine.api.Replays;
import org.openspine.api.RequestHeaders;
import org.openspine.api.SpineApi;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;

/** The endpoints of the Summary Care Record API and the order in which a request is checked. */
final class ScrApi implements SpineApi {
    static final String BASE_PATH = "/summary-care-record/FHIR/R4";

    private final List<Guarded> table;
    private final ApiDescription description;
    private final Replays replays;
    private final RateLimit requests;

    /** An endpoint and who may use it. */
    private record Guarded(Endpoint endpoint, Set<AccessMode> modes) {}

    private static final Set<AccessMode> ANYBODY = EnumSet.allOf(AccessMode.class);
    private static final Set<AccessMode> PROFESSIONALS = EnumSet.complementOf(EnumSet.of(AccessMode.PATIENT_ACCESS));
    private static final Set<AccessMode> USERS = EnumSet.of(AccessMode.OPEN, AccessMode.USER_RESTRICTED);

    ScrApi(ScrParts parts) {
        replays = parts.replays();
        requests = parts.requests();
        table = List.of(
                row(GET, "DocumentReference", "Finds a patient's newest summary", PROFESSIONALS, parts.find()::answer),
                row(GET, "Bundle", "Reads the newest summary", PROFESSIONALS, parts.read()::answer),
                row(POST, "Bundle", "Uploads a GP summary", PROFESSIONALS, parts.upload()::answer),
                row(
                        POST,
                        "$setPermission",
                        "Sets the patient's permission: Yes, No or Ask",
                        USERS,
                        parts.permission().recordingFailures(once(parts.permission()::answer))),
                row(POST, "AuditEvent", "Raises a privacy alert", USERS, once(parts.alert()::answer)),
                row(GET, "_ping", "Whether the service answers", ANYBODY, ScrStatus::ping),
                row(GET, "_status", "Whether the service is well", ANYBODY, ScrStatus::status),
                row(GET, "healthcheck", "Whether the service is well", ANYBODY, ScrStatus::status),
                row(GET, "metadata", "What the API does", ANYBODY, ScrCapabilities::answer));
        description = new ApiDescription(
                "Summary Care Record",
                BASE_PATH,
                "Medicines, allergies and more of a patient, for anybody who treats them, as the patient permits",
                new Endpoints(table.stream().map(Guarded::endpoint).toList()),
                ScrExamples.HEADERS,
                ScrExamples.REQUESTS,
                Arrays.stream(ScrError.values()).map(ScrApi::described).toList());
    }

    /** Rows without a coding are told by the code of their issue. */
    private static ApiDescription.ErrorRow described(ScrError row) {
        return new ApiDescription.ErrorRow(
                row.details()
                        .map(coding -> coding.getCode())
                        .orElse(row.issueType().toCode()),
                row.status(),
                row.issueType().toCode(),
                row.severity().toCode(),
                row.meaning());
    }

    private static Guarded row(
            HttpMethod method, String path, String meaning, Set<AccessMode> modes, Endpoint.Handler handler) {
        return new Guarded(Endpoint.of(method, path, meaning, handler), modes);
    }

    /** The same request sent again has no second effect; one without an id of its own is never the same. */
    private Endpoint.Handler once(Endpoint.Handler handler) {
        return request -> replays.once(BASE_PATH, request, handler);
    }

    @Override
    public ApiDescription description() {
        return description;
    }

    @Override
    public boolean takesXml() {
        return true;
    }

    @Override
    public FhirResponse answer(IncomingRequest incoming) {
        ScrHeaders.requireIds(incoming.headers());
        Guarded found = row(incoming);
        requireMode(found, incoming);
        if (!found.modes().equals(ANYBODY) && requests.isExceededBy(incoming.caller())) {
            throw new SpineException(ScrError.TOO_MANY_REQUESTS, "Too many requests of this application in a second");
        }
        ScrHeaders.requireRole(incoming.headers());
        if (incoming.method().equals("POST")) {
            requireMediaType(incoming.headers());
            return change(found, incoming);
        }
        return ScrHeaders.mirrored(
                incoming.headers(), found.endpoint().handler().answer(incoming));
    }

    /** Under a request id of its own, if the client gave it none. */
    private static FhirResponse change(Guarded found, IncomingRequest incoming) {
        RequestHeaders headers = ScrHeaders.completed(incoming.headers());
        IncomingRequest request = new IncomingRequest(
                incoming.method(),
                incoming.base(),
                incoming.path(),
                incoming.query(),
                headers,
                incoming.content(),
                incoming.caller());
        return ScrHeaders.mirrored(headers, found.endpoint().handler().answer(request));
    }

    @Override
    public FhirResponse refusal(IncomingRequest request, SpineException failure) {
        RequestHeaders headers = ScrHeaders.completed(request.headers());
        SpineException told = failure.code() instanceof AccessError denied
                ? ScrRefusal.denied(denied, failure.problems().get(0).diagnostics(), request)
                : failure;
        FhirResponse answer = ScrRefusal.of(told, ScrHeaders.requestId(headers));
        Set<HttpMethod> allowed = description.endpoints().methodsAt(request.path());
        if (answer.status() == 405 && !allowed.isEmpty()) {
            answer = answer.withHeader(
                    "Allow", allowed.stream().map(HttpMethod::name).sorted().collect(Collectors.joining(",")));
        }
        return ScrHeaders.mirrored(headers, answer);
    }

    private Guarded row(IncomingRequest request) {
        List<Guarded> atPath = table.stream()
                .filter(row -> row.endpoint().isAt(request.path()))
                .toList();
        if (atPath.isEmpty()) {
            throw new SpineException(
                    ScrError.NOT_FOUND, "%s%s not found".formatted(BASE_PATH, Problem.shown(request.place())));
        }
        Optional<Guarded> found = atPath.stream()
                .filter(row -> row.endpoint().takes(request.method()))
                .findFirst();
        if (found.isEmpty() && request.caller().mode().isApplication()) {
            throw request.method().equals("GET") || request.method().equals("POST")
                    ? insufficient()
                    : new SpineException(ScrError.INVALID_METHOD);
        }
        return found.orElseThrow(() -> new SpineException(
                ScrError.METHOD_NOT_ALLOWED,
                "Request method '%s' not supported".formatted(Problem.shown(request.method()))));
    }

    private static void requireMode(Guarded row, IncomingRequest request) {
        AccessMode mode = request.caller().mode();
        if (row.modes().contains(mode)) {
            return;
        }
        if (mode == AccessMode.PATIENT_ACCESS) {
            throw new SpineException(ScrError.PATIENT_CANNOT);
        }
        throw insufficient();
    }

    private static SpineException insufficient() {
        return new SpineException(ScrError.INSUFFICIENT_PERMISSION, ScrRefusal.INSUFFICIENT);
    }

    private static void requireMediaType(RequestHeaders headers) {
        String sent = headers.first("Content-Type").orElse("");
        String type = sent.split(";", 2)[0].strip();
        if (!type.equalsIgnoreCase(ScrHeaders.MEDIA_TYPE)) {
            throw new SpineException(
                    ScrError.UNSUPPORTED_MEDIA_TYPE, "Content type '%s' not supported".formatted(Problem.shown(sent)));
        }
    }
}
