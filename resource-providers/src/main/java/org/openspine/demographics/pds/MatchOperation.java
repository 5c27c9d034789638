package org.openspine.demographics.pds;

import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.openspine.access.AccessMode;
import org.openspine.api.FhirResponse;
import org.openspine.api.HttpMethod;
import org.openspine.demographics.trace.Trace;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.fhir.FhirRequest;
import org.openspine.fhir.Operation;
import org.openspine.fhir.OperationParameters;
import org.openspine.repository.ResourceRepository;

/** {@code Patient/$match} of the unified base. */
public final class MatchOperation implements Operation {
    private final ResourceRepository repository;
    private final Clock clock;

    public MatchOperation(ResourceRepository repository, Clock clock) {
        this.repository = repository;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "match";
    }

    @Override
    public String definition() {
        return "http://hl7.org/fhir/OperationDefinition/Patient-match";
    }

    @Override
    public Set<Level> levels() {
        return Set.of(Level.TYPE);
    }

    @Override
    public Set<String> types() {
        return Set.of("Patient");
    }

    @Override
    public Set<HttpMethod> methods() {
        return CHANGING;
    }

    @Override
    public FhirResponse run(FhirRequest request, Target target) {
        return run(request, target, repository);
    }

    /** Citizens may not look for others. */
    @Override
    public FhirResponse run(FhirRequest request, Target target, ResourceRepository visible) {
        AccessMode mode = request.caller().mode();
        if (mode == AccessMode.PATIENT_ACCESS) {
            throw new SpineException(FhirError.FORBIDDEN, "Patients cannot search for other patients");
        }
        OperationParameters parameters =
                OperationParameters.of(request, name(), MatchRequest.PARAMETERS, Optional.of("resource"));
        MatchRequest asked = MatchRequest.of(
                parameters.object("resource"), parameters.last("onlyCertainMatches"), parameters.last("count"));
        MatchPatients match = new MatchPatients(Trace.ofAll(visible, clock), clock);
        return match.answer(asked, mode, request.base(), match::standard);
    }
}
