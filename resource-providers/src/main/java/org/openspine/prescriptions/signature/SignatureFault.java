package org.openspine.prescriptions.signature;

/** What can be wrong with the signature of a prescription, in the order in which it is looked for. */
public enum SignatureFault {
    INVALID_FORMAT("Invalid signature format"),
    MULTIPLE_CERTIFICATES("Multiple certificates detected"),
    INVALID_CERTIFICATE("Invalid certificate"),
    INVALID_SIGNATURE("Signature is invalid"),
    OTHER_PRESCRIPTION("Signature doesn't match prescription"),
    CERTIFICATE_REVOKED("Certificate is revoked"),
    CA_CERTIFICATE_REVOKED("CA certificate is revoked"),
    CERTIFICATE_EXPIRED("Certificate expired when signed"),
    NOT_TRUSTED("Certificate not trusted");

    private final String text;

    SignatureFault(String text) {
        this.text = text;
    }

    /** As the service says it. */
    public String text() {
        return text;
    }
}
