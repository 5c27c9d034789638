package org.openspine.demographics.directory;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openspine.access.AccessError;
import org.openspine.api.ApiDescription;
import org.openspine.api.Endpoint;
import org.openspine.api.Endpoints;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.api.JsonBody;
import org.openspine.api.OperationOutcomes;
import org.openspine.api.SpineApi;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.error.ErrorCode;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceRepository;

/** The endpoints of the Spine Directory Service and the order in which a request is checked. */
public final class DirectoryApi implements SpineApi {
    public static final String BASE_PATH = "/spine-directory/FHIR/R4";

    private static final Map<FhirError, DirectoryError> SHARED = new EnumMap<>(Map.of(
            FhirError.INVALID_PARAMETER, DirectoryError.BAD_REQUEST,
            FhirError.TOO_COSTLY, DirectoryError.BAD_REQUEST,
            FhirError.OVERDUE, DirectoryError.TIMED_OUT,
            FhirError.BUSY, DirectoryError.TIMED_OUT));

    private final Endpoints endpoints;
    private final ApiDescription description;

    public DirectoryApi(ResourceRepository repository) {
        DirectorySearch search = new DirectorySearch(repository);
        endpoints = new Endpoints(List.of(
                Endpoint.get("Device", "Accredited systems of an organisation", search::devices),
                Endpoint.get("Endpoint", "Where messages for an organisation go", search::endpoints),
                Endpoint.get("healthcheck", "Whether the directory answers", DirectoryApi::health),
                Endpoint.get("healthcheck/deep", "Whether its records can be read", request -> {
                    repository.isEmpty(); // fails if the store does not answer
                    return health(request);
                }),
                Endpoint.get("_ping", "Whether the service answers", DirectoryApi::ping),
                Endpoint.get("_status", "Whether the service is well; needs the header apikey", DirectoryApi::status)));
        description = new ApiDescription(
                "Spine Directory Service",
                BASE_PATH,
                "Which systems organisations have, and where messages for them go",
                endpoints,
                List.of(
                        new ApiDescription.Header("apikey", false, "of the application; any in the sandbox"),
                        new ApiDescription.Header("X-Correlation-ID", false, "a UUID; mirrored, or made"),
                        new ApiDescription.Header("Accept", false, "application/fhir+json or application/json")),
                List.of(
                        ApiDescription.Example.get(
                                "Systems that take prescriptions",
                                "/Device?organization=https://fhir.nhs.uk/Id/ods-organization-code%7CFZA91"
                                        + "&identifier=https://fhir.nhs.uk/Id/nhsServiceInteractionId%7Curn:nhs:names:services:mm:PORX_IN080101UK31",
                                "apikey: sandbox"),
                        ApiDescription.Example.get(
                                "Where a practice takes messages",
                                "/Endpoint?organization=https://fhir.nhs.uk/Id/ods-organization-code%7CA99981"
                                        + "&identifier=https://fhir.nhs.uk/Id/nhsMhsPartyKey%7CA99981-990001",
                                "apikey: sandbox")),
                Arrays.stream(DirectoryError.values())
                        .map(ApiDescription.ErrorRow::of)
                        .toList());
    }

    @Override
    public ApiDescription description() {
        return description;
    }

    @Override
    public FhirResponse answer(IncomingRequest request) {
        if (endpoints.methodsAt(request.path()).isEmpty()) {
            throw new SpineException(DirectoryError.NO_RECORD_FOUND, "HTTP endpoint not found");
        }
        Endpoint endpoint = endpoints
                .of(request.method(), request.path())
                .orElseThrow(() -> new SpineException(DirectoryError.NOT_IMPLEMENTED, "HTTP operation not supported"));
        DirectoryHeaders.requireCorrelationId(request.headers());
        DirectoryHeaders.requireAccept(request.headers());
        return DirectoryHeaders.complete(
                request.headers(),
                DirectoryHeaders.correlationId(request.headers()),
                endpoint.handler().answer(request));
    }

    @Override
    public FhirResponse refusal(IncomingRequest request, SpineException failure) {
        ErrorCode row = row(failure.code());
        String id = DirectoryHeaders.correlationId(request.headers());
        SpineException told = new SpineException(row, failure.problems().get(0).diagnostics());
        ObjectNode outcome = ResourceJson.parse(OperationOutcomes.of(told).toBytes(), JsonLimits.DOCUMENT);
        outcome.put("id", id);
        FhirResponse answer = FhirResponse.of(row.status(), JsonBody.of(ResourceJson.write(outcome)));
        FhirResponse allowing = row == DirectoryError.NOT_IMPLEMENTED ? answer.withHeader("Allow", "GET") : answer;
        return DirectoryHeaders.complete(request.headers(), id, allowing);
    }

    private static ErrorCode row(ErrorCode code) {
        if (code instanceof AccessError denied) {
            return switch (denied.status()) {
                case 401 -> DirectoryError.UNAUTHORISED;
                case 403 -> DirectoryError.FORBIDDEN;
                case 429 -> DirectoryError.TOO_MANY_REQUESTS;
                default -> DirectoryError.BAD_REQUEST;
            };
        }
        return code instanceof FhirError shared
                ? SHARED.getOrDefault(shared, DirectoryError.INTERNAL_SERVER_ERROR)
                : code;
    }

    private static FhirResponse ping(IncomingRequest request) {
        return json("{\"status\":\"pass\"}");
    }

    private static FhirResponse health(IncomingRequest request) {
        return json("{\"status\":\"pass\",\"details\":{\"directory\":{\"status\":\"pass\"}}}");
    }

    private static FhirResponse status(IncomingRequest request) {
        Optional<String> key = request.headers().filled("apikey");
        if (key.isEmpty()) {
            throw new SpineException(DirectoryError.UNAUTHORISED, "Invalid Api Key");
        }
        return json("{\"status\":\"pass\",\"checks\":{\"healthcheck\":{\"status\":\"pass\"}}}");
    }

    private static FhirResponse json(String text) {
        return FhirResponse.of(200, JsonBody.of(text.getBytes(StandardCharsets.UTF_8)))
                .withHeader("Content-Type", "application/json");
    }
}
