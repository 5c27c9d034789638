package org.openspine.childprotection;

import java.util.Map;
import java.util.Set;
import org.openspine.api.Endpoint;
import org.openspine.api.FhirResponse;
import org.openspine.api.HttpMethod;
import org.openspine.api.IncomingRequest;
import org.openspine.api.Replays;
import org.openspine.api.SpineApi;
import org.openspine.error.SpineException;

/** What the APIs of child protection share: the order in which a request is checked, and that every refusal is recorded. */
public abstract class ProtectionApi implements SpineApi {
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT");
    private static final Map<String, String> ACTIONS = Map.of("POST", "C", "PUT", "U", "DELETE", "D");

    private final Refusals refusals;
    private final Replays replays;
    private final Map<String, String> interactions;

    /** @param interactions of methods that write, as audit records name them */
    protected ProtectionApi(Refusals refusals, Replays replays, Map<String, String> interactions) {
        this.refusals = refusals;
        this.replays = replays;
        this.interactions = interactions;
    }

    @Override
    public final boolean takesXml() {
        return true;
    }

    @Override
    public final FhirResponse answer(IncomingRequest request) {
        Endpoint endpoint =
                description().endpoints().of(request.method(), request.path()).orElseThrow(() -> noEndpoint(request));
        if (WITH_BODY.contains(request.method())) {
            GatewayHeaders.requireMediaType(request.headers());
        }
        try {
            return GatewayHeaders.mirrored(
                    request.headers(), replays.once(description().basePath(), request, endpoint.handler()));
        } catch (SpineException failure) {
            refusals.record(
                    request,
                    interactions.getOrDefault(request.method(), "search-type"),
                    ACTIONS.getOrDefault(request.method(), "R"));
            throw failure;
        }
    }

    @Override
    public final FhirResponse refusal(IncomingRequest request, SpineException failure) {
        FhirResponse answer = GatewayHeaders.allowing(
                ProtectionRefusal.of(failure), description().endpoints().methodsAt(request.path()));
        return GatewayHeaders.mirrored(request.headers(), answer);
    }

    private SpineException noEndpoint(IncomingRequest request) {
        Set<HttpMethod> methods = description().endpoints().methodsAt(request.path());
        return methods.isEmpty()
                ? new SpineException(ProtectionError.UNKNOWN_PATH, "Nothing is served at this path")
                : new SpineException(ProtectionError.METHOD_NOT_ALLOWED, "The method has no meaning for this resource");
    }
}
