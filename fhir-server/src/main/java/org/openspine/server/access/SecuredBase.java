package org.openspine.server.access;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.openspine.access.AccessMode;
import org.openspine.access.Caller;
import org.openspine.access.policy.AccessPolicy;
import org.openspine.api.InteractionGuard;
import org.openspine.api.Visibility;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.search.SearchParameterRegistry;
import org.openspine.demographics.Confidentiality;
import org.openspine.demographics.LocationData;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.fhir.Operation;
import org.openspine.fhir.SpineService;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.ValueMatch;

/**
 * The unified base for callers with a token: types and interactions by SMART scopes, patients their own compartment, and of
 * restricted records no location. Callers of the open sandbox are not limited; gateway headers limit them at national paths only.
 */
public final class SecuredBase implements SpineService, InteractionGuard, Visibility {
    /** Resources about no patient, which patients may read too. */
    private static final Set<String> DIRECTORY = Set.of(
            "CodeSystem",
            "Endpoint",
            "HealthcareService",
            "Location",
            "Medication",
            "Organization",
            "Practitioner",
            "PractitionerRole",
            "Questionnaire",
            "StructureDefinition",
            "ValueSet");

    private final SearchParameterRegistry registry;
    private final AccessLogOperation log;
    private final Set<Long> locations = LocationData.PARAMETERS.stream()
            .map(code -> IndexId.parameter("Patient", code))
            .collect(Collectors.toSet());

    public SecuredBase(ResourceRepository repository, SearchParameterRegistry registry) {
        this.registry = registry;
        log = new AccessLogOperation(repository);
    }

    @Override
    public List<InteractionGuard> guards() {
        return List.of(this);
    }

    @Override
    public List<Visibility> visibilities() {
        return List.of(this);
    }

    @Override
    public List<Operation> operations() {
        return List.of(log);
    }

    @Override
    public void require(Caller caller, String type, char permission) {
        if (caller.isVerified() && !allows(caller, type, permission)) {
            throw new SpineException(
                    FhirError.FORBIDDEN,
                    "The scopes of this access token do not cover '%s' of %s".formatted(permission, type));
        }
    }

    private static boolean allows(Caller caller, String type, char permission) {
        return Scopes.allow(caller.scopes(), AccessPolicy.context(caller.mode()), type, permission);
    }

    @Override
    public List<Criterion> criteria(Caller caller, String type) {
        if (!caller.isVerified()) {
            return List.of();
        }
        if (!allows(caller, type, 'r') && !allows(caller, type, 's')) {
            return List.of(new Criterion.Nothing());
        }
        return caller.mode() == AccessMode.PATIENT_ACCESS
                ? List.of(own(caller.login().orElseThrow().nhsNumber(), type))
                : List.of();
    }

    private Criterion own(String nhsNumber, String type) {
        if (type.equals("Patient")) {
            return new Criterion.Ids(List.of(nhsNumber));
        }
        if (DIRECTORY.contains(type)) {
            return new Criterion.Not(new Criterion.Nothing());
        }
        List<Criterion> ways = registry.compartmentParameters("Patient", type).stream()
                .<Criterion>map(code -> new Criterion.Indexed(
                        IndexId.parameter(type, code), List.of(new ValueMatch.Reference("Patient", nhsNumber))))
                .toList();
        return ways.isEmpty() ? new Criterion.Nothing() : new Criterion.AnyOf(ways);
    }

    /** Nobody finds a restricted record by where the person lives. */
    @Override
    public List<Criterion> criteriaOf(Caller caller, String type, long parameter) {
        if (!caller.isVerified() || !type.equals("Patient") || !locations.contains(parameter)) {
            return List.of();
        }
        OptionalLong system = OptionalLong.of(IndexId.system(Confidentiality.SYSTEM));
        return List.of(new Criterion.Not(new Criterion.Indexed(
                IndexId.parameter("Patient", "_security"),
                List.of(
                        new ValueMatch.Token(system, Confidentiality.RESTRICTED.code()),
                        new ValueMatch.Token(system, Confidentiality.VERY_RESTRICTED.code())))));
    }

    @Override
    public StoredResource view(Caller caller, StoredResource stored) {
        if (!caller.isVerified()
                || !stored.key().type().equals("Patient")
                || stored.isDeleted()
                || !LocationData.maybeRestricted(stored)) {
            return stored;
        }
        var patient = stored.tree();
        if (!LocationData.isRestricted(patient)) {
            return stored;
        }
        LocationData.removeFrom(patient);
        return new StoredResource(
                stored.key(), stored.version(), stored.lastUpdated(), stored.verb(), ResourceJson.write(patient));
    }

    /** The NHS number of a citizen who may see their own accesses only. */
    static Optional<String> ownNumber(Caller caller) {
        return caller.mode() == AccessMode.PATIENT_ACCESS
                ? caller.login().map(Caller.Login::nhsNumber)
                : Optional.empty();
    }
}
