package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.api.QueryParameters;
import org.openspine.demographics.PatientIndex;
import org.openspine.demographics.PatientRecord;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceRepository;

/** {@code GET Coverage?subscriber:identifier=…}: the insurance card of a patient, if there is one. */
final class ReadCoverage {
    private static final String SUBSCRIBER = "subscriber:identifier";

    private final CoverageRecords coverages;
    private final PdsPatients patients;
    private final Clock clock;

    ReadCoverage(ResourceRepository repository, Clock clock) {
        this.coverages = new CoverageRecords(repository);
        this.patients = new PdsPatients(new PatientIndex(repository));
        this.clock = clock;
    }

    FhirResponse answer(IncomingRequest request) {
        String number = subscriber(request.query());
        PdsPatients.requireNumber(number);
        PdsPermission.requireOwn(request.caller(), number);
        PatientRecord patient = patients.survivor(number);
        Optional<ObjectNode> card =
                coverages.of(patient.nhsNumber()).flatMap(one -> InsuranceCard.view(one.tree(), patient.nhsNumber()));
        ObjectNode bundle = bundle(request, patient.nhsNumber(), patient.version(), card, clock);
        return ReadPatient.versioned(200, bundle, patient.version());
    }

    /** @param version of the patient, which counts changes of the card too */
    static ObjectNode bundle(
            IncomingRequest request, String nhsNumber, long version, Optional<ObjectNode> card, Clock clock) {
        String url = "%s/Coverage?%s=%s".formatted(request.base(), SUBSCRIBER, nhsNumber);
        List<SearchSet.Entry> entries = card.map(view -> List.of(new SearchSet.Entry(url, Optional.empty(), view)))
                .orElse(List.of());
        ObjectNode bundle = SearchSet.of(entries, clock);
        bundle.putObject("meta").put("versionId", Long.toString(version));
        return bundle;
    }

    private static String subscriber(QueryParameters query) {
        if (query.all().size() == 1 && query.all().get(0).name().equals(SUBSCRIBER)) {
            return query.all().get(0).value();
        }
        throw new SpineException(
                PdsError.INVALID_SEARCH_DATA,
                "Invalid search data provided - 'Coverage search request must follow the format "
                        + "/Coverage?subscriber:identifier=NHS_NUMBER'");
    }
}
