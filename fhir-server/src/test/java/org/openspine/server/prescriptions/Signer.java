package org.openspine.server.prescriptions;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** Signs as the national signing service does, for a made-up prescriber. */
final class Signer {
    private Signer() {}

    /** @param digest as {@code $prepare} gave it; the answer is the data of a FHIR Signature */
    static String sign(String digest) {
        return sign(digest, "SHA256withRSA");
    }

    /** @param algorithm as {@link Signature} names it */
    static String sign(String digest, String algorithm) {
        byte[] signedInfo = Base64.getDecoder().decode(digest);
        String xml = "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\">"
                + new String(signedInfo, StandardCharsets.UTF_8)
                        .replace(" xmlns=\"http://www.w3.org/2000/09/xmldsig#\"", "")
                + "<SignatureValue>%s</SignatureValue><KeyInfo><X509Data><X509Certificate>%s</X509Certificate></X509Data></KeyInfo></Signature>"
                        .formatted(rsa(signedInfo, algorithm), pem("signer.pem"));
        return Base64.getEncoder().encodeToString(xml.getBytes(StandardCharsets.UTF_8));
    }

    private static String rsa(byte[] text, String algorithm) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem("signer.key")))));
            signature.update(text);
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String pem(String name) {
        try (InputStream in = Signer.class.getResourceAsStream("/prescriptions/certificates/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .replaceAll("-----[A-Z ]+-----", "")
                    .replaceAll("\\s", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
