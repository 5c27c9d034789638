package org.openspine.childprotection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.openspine.api.IncomingRequest;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.terminology.identifier.NhsNumber;

/** Keeps an audit record of requests that were refused, of each patient whose record they were about as far as they tell. */
public final class Refusals {
    private static final int MOST = 20;

    private final ResourceRepository repository;
    private final Viewers viewers;
    private final PatientAudit audit;
    private final String product;

    public Refusals(ResourceRepository repository, String product, Clock clock) {
        this.repository = repository;
        this.viewers = new Viewers(repository);
        this.audit = new PatientAudit(repository, clock);
        this.product = product;
    }

    /** @param action C, R, U or D */
    public void record(IncomingRequest request, String interaction, String action) {
        Set<NhsNumber> patients = new LinkedHashSet<>();
        for (String value : PatientParameter.values(request.query())) {
            PatientParameter.number(value).ifPresent(patients::add);
        }
        if (patients.isEmpty()) {
            patients.addAll(action.equals("C") || action.equals("U") ? inBody(request) : inPath(request));
        }
        if (patients.isEmpty()) {
            return;
        }
        repository.inTransaction(() -> {
            Viewer viewer = viewers.of(request.headers());
            PatientAudit.Deed deed = PatientAudit.Deed.refused(product, interaction, action);
            patients.stream().limit(MOST).forEach(patient -> audit.record(request, patient, viewer, deed));
            return viewer;
        });
    }

    private static Set<NhsNumber> inBody(IncomingRequest request) {
        Set<NhsNumber> patients = new LinkedHashSet<>();
        try {
            JsonNode body = request.content().isEmpty()
                    ? MissingNode.getInstance()
                    : request.content().json();
            PatientParameter.ofReference(body.path("subject")).ifPresent(patients::add);
            for (JsonNode entry : body.path("entry")) {
                JsonNode resource = entry.path("resource");
                PatientParameter.ofReference(resource.path("subject")).ifPresent(patients::add);
                if (resource.path("resourceType").asText().equals("Patient")) {
                    PatientParameter.ofPatient(resource).ifPresent(patients::add);
                }
            }
        } catch (SpineException unreadable) {
            return Set.of(); // it was refused for that, and names nobody
        }
        return patients;
    }

    private Set<NhsNumber> inPath(IncomingRequest request) {
        List<String> path = request.path();
        return path.size() == 2 && ResourceKey.isLogicalId(path.get(1))
                ? repository
                        .read(new ResourceKey(path.get(0), path.get(1)))
                        .filter(stored -> !stored.isDeleted())
                        .flatMap(stored ->
                                PatientParameter.ofReference(stored.tree().path("subject")))
                        .map(Set::of)
                        .orElse(Set.of())
                : Set.of();
    }
}
