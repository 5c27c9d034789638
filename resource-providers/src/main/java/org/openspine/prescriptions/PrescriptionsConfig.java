package org.openspine.prescriptions;

import java.util.OptionalInt;
import java.util.Set;
import org.openspine.prescriptions.eps.EpsSettings;
import org.openspine.prescriptions.eps.EpsSettings.Deployment;
import org.openspine.prescriptions.eps.EpsSettings.UploadSignatures;
import org.openspine.prescriptions.signature.SigningAlgorithm;
import org.openspine.prescriptions.signature.Trust;

/**
 * What an operator decides about prescriptions.
 *
 * @param trust whose signatures count
 * @param uploadSignatures what is asked of a signature when an order is sent
 * @param controlledDrugDays for how long a prescription with a controlled drug is valid; empty: as long as any other
 */
public record PrescriptionsConfig(Trust trust, UploadSignatures uploadSignatures, OptionalInt controlledDrugDays) {
    /** As the national service does by default. */
    public static final PrescriptionsConfig NATIONAL =
            new PrescriptionsConfig(Trust.ANY, UploadSignatures.FORM_ONLY, OptionalInt.empty());

    EpsSettings settings(Deployment deployment) {
        return new EpsSettings(deployment, Set.of(), SigningAlgorithm.RS256, uploadSignatures);
    }
}
