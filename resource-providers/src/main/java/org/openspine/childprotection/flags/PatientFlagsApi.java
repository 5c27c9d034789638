package org.openspine.childprotection.flags;

import static org.openspine.api.HttpMethod.DELETE;
import static org.openspine.api.HttpMethod.POST;
import static org.openspine.api.HttpMethod.PUT;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openspine.api.ApiDescription;
import org.openspine.api.ContentRules;
import org.openspine.api.Endpoint;
import org.openspine.api.Endpoints;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.api.Replays;
import org.openspine.childprotection.FlagKind;
import org.openspine.childprotection.PatientAudit;
import org.openspine.childprotection.PlanViews;
import org.openspine.childprotection.ProtectionApi;
import org.openspine.childprotection.ProtectionError;
import org.openspine.childprotection.ProtectionPlans;
import org.openspine.childprotection.Refusals;
import org.openspine.childprotection.cpis.PlanUpload;
import org.openspine.repository.ResourceRepository;

/** The endpoints of the Patient Flags API. */
public final class PatientFlagsApi extends ProtectionApi {
    public static final String BASE_PATH = "/patient-flags-api/FHIR/R4";
    static final String PRODUCT = "Patient Flags";

    private static final Map<String, String> INTERACTIONS =
            Map.of("POST", "create", "PUT", "update", "DELETE", "delete");

    private final ApiDescription description;
    private final FlagSearch search;
    private final FlagUpload upload;
    private final FgmFlags fgm;

    public PatientFlagsApi(
            ResourceRepository repository, ContentRules rules, PlanViews views, Replays replays, Clock clock) {
        super(new Refusals(repository, PRODUCT, clock), replays, INTERACTIONS);
        PatientAudit audit = new PatientAudit(repository, clock);
        ProtectionPlans plans = new ProtectionPlans(repository, clock);
        FlagRemoval removal = new FlagRemoval(repository, plans, audit, clock);
        FlagsCapability capability = new FlagsCapability(rules, clock);
        search = new FlagSearch(repository, plans, views, audit);
        upload = new FlagUpload(repository, rules, removal, new PlanUpload(repository, rules, clock), audit);
        fgm = new FgmFlags(repository, rules, audit, clock);
        FlagUpdate update = new FlagUpdate(repository, rules, fgm, audit);
        description = new ApiDescription(
                "Patient Flags",
                BASE_PATH,
                "What to think of before a patient comes: adjustments they need, and what must not be overlooked",
                new Endpoints(List.of(
                        Endpoint.get("PatientFlag", "Flags of a patient; with code, all about one", search::search),
                        Endpoint.get("Flag", "The same; with patient:identifier, FGM Information Sharing", this::flags),
                        Endpoint.get("Flag/{id}", "One flag or adjustment", search::read),
                        Endpoint.get("metadata", "CapabilityStatement", capability::answer),
                        Endpoint.of(POST, "PatientFlag", "Stores a flag, or a Bundle", upload::patientFlag),
                        Endpoint.of(POST, "", "Stores a Bundle: all or nothing", upload::bundle),
                        Endpoint.of(POST, "Flag", "Adds an adjustment, or an FGM flag", this::post),
                        Endpoint.of(POST, "Condition", "Adds an impairment or condition", this::post),
                        Endpoint.of(DELETE, "PatientFlag", "Removes flags with everything on them", removal::answer),
                        Endpoint.of(DELETE, "Flag/{id}", "Removes one adjustment", removal::answer),
                        Endpoint.of(DELETE, "Condition/{id}", "Removes one condition", removal::answer),
                        Endpoint.of(PUT, "Flag/{id}", "Updates a flag; removes an FGM flag", update::answer),
                        Endpoint.of(PUT, "Condition/{id}", "Updates a condition", update::answer))),
                FlagsExamples.HEADERS,
                FlagsExamples.REQUESTS,
                Arrays.stream(ProtectionError.values())
                        .filter(row -> row.details().isPresent())
                        .map(ApiDescription.ErrorRow::of)
                        .toList());
    }

    @Override
    public ApiDescription description() {
        return description;
    }

    private FhirResponse flags(IncomingRequest request) {
        Optional<String> byIdentifier = request.query().last("patient:identifier");
        return byIdentifier.isPresent() ? fgm.search(request) : search.search(request);
    }

    private FhirResponse post(IncomingRequest request) {
        ObjectNode resource = FlagUpload.resource(request);
        String type = request.path().get(0);
        if (!resource.path("resourceType").asText().equals(type)) {
            throw FlagChecks.invalid("resourceType", "The body must be of type %s, as the URL says".formatted(type));
        }
        if (type.equals("Flag") && FgmFlags.speaks(resource)) {
            return fgm.add(request, resource);
        }
        boolean topLevel = type.equals("Flag") && FlagKind.ofCode(resource).isPresent();
        return topLevel ? upload.flag(request, resource) : upload.detail(request, resource);
    }
}
