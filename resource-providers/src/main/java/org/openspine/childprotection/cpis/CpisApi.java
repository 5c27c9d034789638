package org.openspine.childprotection.cpis;

import static org.openspine.api.HttpMethod.POST;

import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openspine.api.ApiDescription;
import org.openspine.api.ContentRules;
import org.openspine.api.Endpoint;
import org.openspine.api.Endpoints;
import org.openspine.api.FhirResponse;
import org.openspine.api.HttpMethod;
import org.openspine.api.IncomingRequest;
import org.openspine.api.Replays;
import org.openspine.api.SpineApi;
import org.openspine.childprotection.GatewayHeaders;
import org.openspine.childprotection.PatientAudit;
import org.openspine.childprotection.PlanViews;
import org.openspine.childprotection.ProtectionError;
import org.openspine.childprotection.ProtectionPlans;
import org.openspine.childprotection.ProtectionRefusal;
import org.openspine.childprotection.ProtectionRights;
import org.openspine.childprotection.Refusals;
import org.openspine.childprotection.Viewers;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceRepository;

/** The endpoints of Child Protection Information Sharing, and the order in which a request is checked. */
public final class CpisApi implements SpineApi {
    public static final String BASE_PATH = "/cpis/FHIR/R4";
    static final String PRODUCT = "CP-IS";

    private final ApiDescription description;
    private final Refusals refusals;
    private final Replays replays;

    public CpisApi(ResourceRepository repository, ContentRules rules, PlanViews views, Replays replays, Clock clock) {
        this.replays = replays;
        ProtectionPlans plans = new ProtectionPlans(repository, clock);
        Viewers viewers = new Viewers(repository);
        ProtectionRights rights = new ProtectionRights(repository);
        PatientAudit audit = new PatientAudit(repository, clock);
        CareTeamQuery careTeams = new CareTeamQuery(repository, plans, views, viewers, rights, audit);
        AccessHistory accesses = new AccessHistory(repository, viewers, rights, audit);
        PlanUpload upload = new PlanUpload(repository, rules, clock);
        CpisCapability capability = new CpisCapability(rules, clock);
        refusals = new Refusals(repository, PRODUCT, clock);
        description = new ApiDescription(
                "Child Protection Information Sharing",
                BASE_PATH,
                "Whether a child has a protection plan or is looked after, which council to ring, and who asked before",
                new Endpoints(List.of(
                        Endpoint.get("CareTeam", "Plans of a child, one CareTeam each", careTeams::search),
                        Endpoint.get("AuditEvent", "The last 25 looks from unscheduled care", accesses::search),
                        Endpoint.get("CareTeam/{id}", "One plan", careTeams::read),
                        Endpoint.get("AuditEvent/{id}", "One look", accesses::read),
                        Endpoint.get("metadata", "CapabilityStatement", capability::answer),
                        Endpoint.get("CPIS/CareTeam", "The same as CareTeam", careTeams::search),
                        Endpoint.get("CPIS/AuditEvent", "The same as AuditEvent", accesses::search),
                        Endpoint.of(POST, "", "Uploads plans of a local authority: a Bundle", upload::answer))),
                CpisExamples.HEADERS,
                CpisExamples.REQUESTS,
                Arrays.stream(ProtectionError.values())
                        .filter(row -> row.details().isPresent() && row != ProtectionError.NO_SUCH_FLAG)
                        .map(ApiDescription.ErrorRow::of)
                        .toList());
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
    public FhirResponse answer(IncomingRequest request) {
        Optional<Endpoint> endpoint = description.endpoints().of(request.method(), request.path());
        if (endpoint.isEmpty()) {
            throw noEndpoint(description.endpoints(), request);
        }
        if (request.method().equals("POST") || request.method().equals("PUT")) {
            GatewayHeaders.requireMediaType(request.headers());
        }
        try {
            return GatewayHeaders.mirrored(
                    request.headers(),
                    replays.once(BASE_PATH, request, endpoint.get().handler()));
        } catch (SpineException failure) {
            boolean write = request.method().equals("POST");
            refusals.record(request, write ? "transaction" : "search-type", write ? "C" : "R");
            throw failure;
        }
    }

    @Override
    public FhirResponse refusal(IncomingRequest request, SpineException failure) {
        FhirResponse answer = GatewayHeaders.allowing(
                ProtectionRefusal.of(failure), description.endpoints().methodsAt(request.path()));
        return GatewayHeaders.mirrored(request.headers(), answer);
    }

    static SpineException noEndpoint(Endpoints endpoints, IncomingRequest request) {
        Set<HttpMethod> methods = endpoints.methodsAt(request.path());
        return methods.isEmpty()
                ? new SpineException(ProtectionError.UNKNOWN_PATH, "Nothing is served at this path")
                : new SpineException(ProtectionError.METHOD_NOT_ALLOWED, "The method has no meaning for this resource");
    }
}
