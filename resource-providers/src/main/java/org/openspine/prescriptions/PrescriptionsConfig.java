package org.openspine.prescriptions;

import java.util.OptionalInt;
import java.util.Set;
import org.openspine.prescriptions.eps.EpsSettings;
import org.openspine.prescriptions.eps.EpsSettings.Deployment;
import org.openspine.prescriptions.eps.EpsSettings.Function;
import org.openspine.prescriptions.eps.EpsSettings.UploadSignatures;
import org.openspine.prescriptions.signature.Trust;

/**
 * What an operator decides about prescriptions.
 *
 * @param trust whose signatures count
 * @param uploadSignatures what is asked of a signature when an order is sent
 * @param switchedOff functions that nobody has
 * @param sha1Clients ids of applications whose users sign with SHA-1
 * @param controlledDrugDays for how long a prescription with a controlled drug is valid; empty: as long as any other
 */
public record PrescriptionsConfig(
        Trust trust,
        UploadSignatures uploadSignatures,
        Set<Function> switchedOff,
        Set<String> sha1Clients,
        OptionalInt controlledDrugDays) {
    /** As the national service does by default. */
    public static final PrescriptionsConfig NATIONAL =
            new PrescriptionsConfig(Trust.ANY, UploadSignatures.FORM_ONLY, Set.of(), Set.of(), OptionalInt.empty());

    EpsSettings settings(Deployment deployment) {
        return new EpsSettings(deployment, switchedOff, sha1Clients, uploadSignatures);
    }
}
