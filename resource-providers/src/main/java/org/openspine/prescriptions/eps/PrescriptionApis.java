package org.openspine.prescriptions.eps;

import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.openspine.api.Replays;
import org.openspine.api.SpineApi;
import org.openspine.conformance.validation.ResourceValidator;
import org.openspine.prescriptions.PrescriptionEvents;
import org.openspine.prescriptions.PrescriptionOutcomes;
import org.openspine.prescriptions.TaskSearch;
import org.openspine.prescriptions.signature.SignatureVerifier;
import org.openspine.repository.ResourceRepository;

/** Makes the service's APIs, one for each base path. */
public final class PrescriptionApis {
    private static final Duration REPLAYED_FOR = Duration.ofMinutes(15);

    private PrescriptionApis() {}

    public static List<SpineApi> of(
            PrescriptionEvents events,
            TaskSearch tracker,
            SignatureVerifier verifier,
            EpsSettings settings,
            ResourceRepository repository,
            ResourceValidator validator,
            Clock clock) {
        MessageReader reader = new MessageReader(validator);
        PrescriptionOutcomes outcomes = new PrescriptionOutcomes(clock);
        EpsParts parts = new EpsParts(
                settings,
                new PrescribingEndpoints(reader, events, verifier, settings, clock),
                new DispensingEndpoints(reader, events, tracker, settings),
                new VerifySignature(reader, verifier, outcomes),
                new EpsRefusal(outcomes),
                new Replays(repository, REPLAYED_FOR, clock),
                clock);
        return Arrays.stream(EpsDoor.values())
                .<SpineApi>map(door -> new PrescriptionsApi(door, parts))
                .toList();
    }
}
