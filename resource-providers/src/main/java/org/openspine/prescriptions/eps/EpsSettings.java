package org.openspine.prescriptions.eps;

import java.util.Set;
import org.openspine.access.Caller;
import org.openspine.prescriptions.signature.SigningAlgorithm;

/**
 * How the service is run.
 *
 * @param switchedOff functions that are refused
 * @param sha1Clients applications whose users sign with SHA-1; {@link #ALL_CLIENTS} is every one
 */
public record EpsSettings(
        Deployment deployment, Set<Function> switchedOff, Set<String> sha1Clients, UploadSignatures uploadSignatures) {
    public static final String ALL_CLIENTS = "*";

    /** Anybody may try everything, and validation can be left out. */
    public static final EpsSettings SANDBOX =
            new EpsSettings(Deployment.SANDBOX, Set.of(), Set.of(), UploadSignatures.FORM_ONLY);

    public EpsSettings {
        switchedOff = Set.copyOf(switchedOff);
        sha1Clients = Set.copyOf(sha1Clients);
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

    /** What can be switched off. */
    public enum Function {
        PRESCRIBING,
        DISPENSING,
        TRACKER,
        CANCELLATION
    }

    boolean isOff(Function function) {
        return switchedOff.contains(function);
    }

    /** How the users of the caller's application sign. */
    SigningAlgorithm algorithm(Caller caller) {
        boolean sha1 = sha1Clients.contains(ALL_CLIENTS) || sha1Clients.contains(caller.client());
        return sha1 ? SigningAlgorithm.RS1 : SigningAlgorithm.RS256;
    }
}
