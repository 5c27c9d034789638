package org.openspine.prescriptions.eps;

import static org.openspine.api.HttpMethod.POST;

import java.util.List;
import org.openspine.access.AccessError;
import org.openspine.api.ApiDescription;
import org.openspine.api.Endpoint;
import org.openspine.api.Endpoints;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.api.SpineApi;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;

/** One door of the service: the endpoints at a base path, and the order in which a request is checked. */
final class PrescriptionsApi implements SpineApi {
    private static final String R4 = "FHIR/R4/";

    private final Endpoints endpoints;
    private final ApiDescription description;
    private final EpsParts parts;
    private final EpsDoor door;

    PrescriptionsApi(EpsDoor door, EpsParts parts) {
        this.parts = parts;
        this.door = door;
        EpsMetadata metadata = new EpsMetadata(door.title(), parts.clock().instant());
        PrescribingEndpoints prescribing = parts.prescribing();
        DispensingEndpoints dispensing = parts.dispensing();
        endpoints = new Endpoints(List.of(
                post("$prepare", "What a prescriber signs", prescribing::prepare),
                post(
                        "$process-message",
                        "Orders, cancellations and dispense notifications",
                        once(prescribing::processMessage)),
                post("Task/$release", "Hands out prescriptions to a dispenser", once(dispensing::release)),
                post("Task", "Returns a prescription or withdraws a notification", once(dispensing::changeTask)),
                post("Claim", "Claims for what was dispensed", once(dispensing::claim)),
                Endpoint.get(R4 + "Task", "Where prescriptions are", dispensing::searchTasks),
                post("$verify-signature", "Whether prescriptions are rightly signed", parts.verifySignature()::answer),
                post("$validate", "Whether a resource has the right form", prescribing::validate),
                Endpoint.get("metadata", "The CapabilityStatement inside an object", metadata::wrapped),
                Endpoint.get(R4 + "metadata", "The CapabilityStatement", metadata::plain),
                Endpoint.get("_ping", "Whether the service answers", metadata::ping),
                Endpoint.get("_status", "Whether the service is well", metadata::status),
                Endpoint.get(R4 + "_ping", "Whether the service answers", metadata::ping),
                Endpoint.get(R4 + "_status", "Whether the service is well", metadata::status)));
        description = door.description(endpoints, parts.clock().instant());
    }

    @Override
    public ApiDescription description() {
        return description;
    }

    @Override
    public FhirResponse answer(IncomingRequest request) {
        Endpoint endpoint = endpoints.of(request.method(), request.path()).orElseThrow(() -> unknown(request));
        if (!isOpen(request.path())) {
            EpsHeaders.check(request.headers(), parts.settings());
        }
        return EpsHeaders.mirrored(request.headers(), endpoint.handler().answer(request));
    }

    @Override
    public FhirResponse refusal(IncomingRequest request, SpineException failure) {
        SpineException told = failure.code() instanceof AccessError denied
                ? EpsRefusal.denied(
                        denied,
                        failure.problems().get(0).diagnostics(),
                        request.caller().mode(),
                        function(request))
                : failure;
        return EpsHeaders.mirrored(request.headers(), parts.refusal().of(told));
    }

    /** What a request is for, as far as its path tells; a message is for what the base path is for. */
    private String function(IncomingRequest request) {
        if (request.path().contains("Task") && !request.method().equals("POST")) {
            return "tracker";
        }
        boolean dispensing = request.path().contains("Task") || request.path().contains("Claim");
        return dispensing || door == EpsDoor.DISPENSING ? "dispensing" : "prescribing";
    }

    /** Whether anybody may ask: what the service says of itself. */
    private static boolean isOpen(List<String> path) {
        String last = path.isEmpty() ? "" : path.get(path.size() - 1);
        return last.startsWith("_") || last.equals("metadata");
    }

    private static Endpoint post(String path, String meaning, Endpoint.Handler handler) {
        return Endpoint.of(POST, R4 + path, meaning, handler);
    }

    /** A request that is sent again with its id has no second effect and gets the same answer. */
    private Endpoint.Handler once(Endpoint.Handler handler) {
        return request -> parts.replays().once(basePath(), request, handler);
    }

    private SpineException unknown(IncomingRequest request) {
        return endpoints.methodsAt(request.path()).isEmpty()
                ? new SpineException(FhirError.NOT_FOUND, "There is nothing at this path")
                : new SpineException(
                        FhirError.METHOD_NOT_ALLOWED, "Methods here are " + endpoints.methodsAt(request.path()));
    }
}
