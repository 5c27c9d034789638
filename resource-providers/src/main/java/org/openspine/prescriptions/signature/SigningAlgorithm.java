package org.openspine.prescriptions.signature;

import java.util.Arrays;
import java.util.Optional;

/** How the signing service signs, by the names {@code $prepare} gives. */
public enum SigningAlgorithm {
    RS256(
            "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
            "http://www.w3.org/2001/04/xmlenc#sha256",
            "SHA256withRSA",
            "SHA-256"),
    /** For applications that still sign with SHA-1. */
    RS1("http://www.w3.org/2000/09/xmldsig#rsa-sha1", "http://www.w3.org/2000/09/xmldsig#sha1", "SHA1withRSA", "SHA-1");

    private final String signatureMethod;
    private final String digestMethod;
    private final String signature;
    private final String digest;

    SigningAlgorithm(String signatureMethod, String digestMethod, String signature, String digest) {
        this.signatureMethod = signatureMethod;
        this.digestMethod = digestMethod;
        this.signature = signature;
        this.digest = digest;
    }

    String signatureMethod() {
        return signatureMethod;
    }

    String digestMethod() {
        return digestMethod;
    }

    /** Its name for {@link java.security.Signature}. */
    String signature() {
        return signature;
    }

    /** The name of its digest for {@link java.security.MessageDigest}. */
    String digest() {
        return digest;
    }

    static Optional<SigningAlgorithm> ofMethod(String signatureMethod) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.signatureMethod.equals(signatureMethod))
                .findFirst();
    }
}
