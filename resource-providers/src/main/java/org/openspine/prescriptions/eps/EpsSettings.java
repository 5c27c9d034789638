package org.openspine.prescriptions.eps;

import java.util.Set;
import org.openspine.prescriptions.message.Permission;
import org.openspine.prescriptions.signature.SigningAlgorithm;

/**
 * How the service is run.
 *
 * @param switchedOff functions that are refused
 * @param algorithm with which orders are signed
 */
public record EpsSettings(
        Deployment deployment,
        Set<Permission.Use> switchedOff,
        SigningAlgorithm algorithm,
        UploadSignatures uploadSignatures) {
    /** Anybody may try everything, and validation can be left out. */
    public static final EpsSettings SANDBOX =
            new EpsSettings(Deployment.SANDBOX, Set.of(), SigningAlgorithm.RS256, UploadSignatures.FORM_ONLY);

    public EpsSettings {
        switchedOff = Set.copyOf(switchedOff);
    }

    public enum Deployment {
        SANDBOX,
        PRODUCTION
    }

    /** What is asked of the signature of an order when it is sent; it is verified at release in any case. */
    public enum UploadSignatures {
        FORM_ONLY,
        VERIFIED
    }
}
