package org.openspine.childprotection.cpis;

import static org.openspine.api.HttpMethod.POST;

import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.openspine.api.ApiDescription;
import org.openspine.api.ContentRules;
import org.openspine.api.Endpoint;
import org.openspine.api.Endpoints;
import org.openspine.api.Replays;
import org.openspine.childprotection.PatientAudit;
import org.openspine.childprotection.PlanViews;
import org.openspine.childprotection.ProtectionApi;
import org.openspine.childprotection.ProtectionError;
import org.openspine.childprotection.ProtectionPlans;
import org.openspine.childprotection.ProtectionRights;
import org.openspine.childprotection.Refusals;
import org.openspine.childprotection.Viewers;
import org.openspine.repository.ResourceRepository;

/** The endpoints of Child Protection Information Sharing, and the order in which a request is checked. */
public final class CpisApi extends ProtectionApi {
    public static final String BASE_PATH = "/cpis/FHIR/R4";
    static final String PRODUCT = "CP-IS";

    private final ApiDescription description;

    public CpisApi(ResourceRepository repository, ContentRules rules, PlanViews views, Replays replays, Clock clock) {
        super(new Refusals(repository, PRODUCT, clock), replays, Map.of("POST", "transaction"));
        ProtectionPlans plans = new ProtectionPlans(repository, clock);
        Viewers viewers = new Viewers(repository);
        ProtectionRights rights = new ProtectionRights(repository);
        PatientAudit audit = new PatientAudit(repository, clock);
        CareTeamQuery careTeams = new CareTeamQuery(repository, plans, views, viewers, rights, audit);
        AccessHistory accesses = new AccessHistory(repository, viewers, rights, audit);
        PlanUpload upload = new PlanUpload(repository, rules, clock);
        CpisCapability capability = new CpisCapability(rules, clock);
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
}
