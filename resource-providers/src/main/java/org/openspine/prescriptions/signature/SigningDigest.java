package org.openspine.prescriptions.signature;

import static org.openspine.prescriptions.signature.CanonicalXml.with;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The {@code SignedInfo} of a prescription's signature in canonical form: these bytes are what is signed.
 *
 * @see <a href="https://www.w3.org/TR/xmldsig-core1/">XML Signature Syntax and Processing</a>
 */
public record SigningDigest(String xml) {
    static final String NAMESPACE = "http://www.w3.org/2000/09/xmldsig#";
    private static final String CANONICALIZATION = "http://www.w3.org/2001/10/xml-exc-c14n#";

    public static SigningDigest of(String signedText, SigningAlgorithm algorithm) {
        CanonicalXml xml = new CanonicalXml();
        xml.open("SignedInfo", with("xmlns", NAMESPACE));
        xml.empty("CanonicalizationMethod", with("Algorithm", CANONICALIZATION));
        xml.empty("SignatureMethod", with("Algorithm", algorithm.signatureMethod()));
        xml.open("Reference").open("Transforms");
        xml.empty("Transform", with("Algorithm", CANONICALIZATION));
        xml.close("Transforms");
        xml.empty("DigestMethod", with("Algorithm", algorithm.digestMethod()));
        xml.text("DigestValue", digest(signedText, algorithm));
        xml.close("Reference").close("SignedInfo");
        return new SigningDigest(xml.toString());
    }

    /** As {@code $prepare} hands it out. */
    public String base64() {
        return Base64.getEncoder().encodeToString(xml.getBytes(StandardCharsets.UTF_8));
    }

    private static String digest(String signedText, SigningAlgorithm algorithm) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance(algorithm.digest())
                            .digest(signedText.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has both digests
        }
    }
}
