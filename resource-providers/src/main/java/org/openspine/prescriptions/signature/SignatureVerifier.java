package org.openspine.prescriptions.signature;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openspine.error.SpineException;
import org.openspine.prescriptions.message.Elements;
import org.openspine.prescriptions.message.MessageBundle;
import org.openspine.prescriptions.message.MessageTime;

/**
 * Says whether a prescription was signed by who ordered it, and whether what was signed is this prescription. Works on the
 * order as it was sent and on the bundle of a release. Safe for use by many threads.
 *
 * <p>RSA is asked of {@link Signature} directly: validators of XML signatures refuse SHA-1, which applications still use.
 */
public final class SignatureVerifier {
    private final Trust trust;

    public SignatureVerifier(Trust trust) {
        this.trust = trust;
    }

    /** Whether the {@code data} of a FHIR Signature has the form of a signature: base64 of XML. */
    public static boolean isXml(String data) {
        return XmlSignature.isXml(data);
    }

    /** Everything wrong with the signature, in the published order; empty if it is right. */
    public List<SignatureFault> verify(MessageBundle message) {
        Optional<JsonNode> signature = message.requesterSignature();
        Optional<XmlSignature> parts =
                signature.flatMap(found -> Elements.text(found, "data")).flatMap(XmlSignature::parse);
        if (parts.isEmpty()) {
            return List.of(SignatureFault.INVALID_FORMAT);
        }
        if (parts.get().certificate().contains("-----")) {
            return List.of(SignatureFault.MULTIPLE_CERTIFICATES);
        }
        Optional<X509Certificate> certificate = certificate(parts.get().certificate());
        if (certificate.isEmpty()) {
            return List.of(SignatureFault.INVALID_CERTIFICATE);
        }
        Optional<Instant> signedAt =
                signature.flatMap(found -> Elements.text(found, "when")).flatMap(MessageTime::instant);
        Set<SignatureFault> faults = EnumSet.noneOf(SignatureFault.class);
        if (!isSignedBy(certificate.get(), parts.get())) {
            faults.add(SignatureFault.INVALID_SIGNATURE);
        }
        if (signedAt.filter(time -> isOf(message, time, parts.get())).isEmpty()) {
            faults.add(SignatureFault.OTHER_PRESCRIPTION);
        }
        faults.addAll(trust.faults(certificate.get()));
        if (signedAt.filter(time -> isValidAt(certificate.get(), time)).isEmpty()) {
            faults.add(SignatureFault.CERTIFICATE_EXPIRED);
        }
        return List.copyOf(faults);
    }

    private static Optional<X509Certificate> certificate(String base64) {
        try {
            byte[] der = Base64.getMimeDecoder().decode(base64);
            return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der))
                            instanceof X509Certificate certificate
                    ? Optional.of(certificate)
                    : Optional.empty();
        } catch (CertificateException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isSignedBy(X509Certificate certificate, XmlSignature parts) {
        Optional<SigningAlgorithm> algorithm = SigningAlgorithm.ofMethod(parts.signatureMethod());
        if (algorithm.isEmpty()) {
            return false;
        }
        try {
            Signature rsa = Signature.getInstance(algorithm.get().signature());
            rsa.initVerify(certificate.getPublicKey());
            rsa.update(parts.signedInfo().getBytes(StandardCharsets.UTF_8));
            return rsa.verify(Base64.getMimeDecoder().decode(parts.signatureValue()));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false; // a key of another kind, or a value that is no RSA signature
        }
    }

    private static boolean isOf(MessageBundle message, Instant signedAt, XmlSignature parts) {
        try {
            String text = SignedText.of(message, signedAt);
            return SigningAlgorithm.ofMethod(parts.signatureMethod())
                    .filter(algorithm -> SigningDigest.of(text, algorithm).xml().equals(parts.signedInfo()))
                    .isPresent();
        } catch (SpineException e) {
            return false; // what cannot be translated is not what was signed
        }
    }

    private static boolean isValidAt(X509Certificate certificate, Instant time) {
        try {
            certificate.checkValidity(Date.from(time));
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }
}
