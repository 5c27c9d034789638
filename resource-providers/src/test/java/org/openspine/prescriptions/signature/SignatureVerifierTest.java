package org.openspine.prescriptions.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.xml.crypto.KeySelector;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** Signatures of made-up people, whose certificates a made-up authority issued. */
class SignatureVerifierTest {
    private static final String WHEN = "2026-01-12T09:31:00+00:00";
    private static final SignatureVerifier ANY = new SignatureVerifier(Trust.ANY);
    private static final SignatureVerifier STRICT =
            new SignatureVerifier(new Trust(List.of(certificate("ca")), List.of(revocations())));

    @Test
    void orderSignedByItsPrescriberIsRight() {
        assertThat(ANY.verify(signed("signer", SigningAlgorithm.RS256).message()))
                .isEmpty();
        assertThat(STRICT.verify(signed("signer", SigningAlgorithm.RS256).message()))
                .isEmpty();
    }

    @Test
    void sha1IsStillTaken() {
        assertThat(ANY.verify(signed("signer", SigningAlgorithm.RS1).message())).isEmpty();
    }

    @Test
    void otherToolsFindTheSameSignatureRight() throws Exception {
        Document document = DocumentBuilderFactory.newDefaultNSInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(
                        xml("signer", SigningAlgorithm.RS256).getBytes(StandardCharsets.UTF_8)));
        DOMValidateContext context = new DOMValidateContext(
                KeySelector.singletonKeySelector(certificate("signer").getPublicKey()), document.getDocumentElement());
        XMLSignature signature = XMLSignatureFactory.getInstance("DOM").unmarshalXMLSignature(context);
        assertThat(signature.getSignatureValue().validate(context)).isTrue();
    }

    @Test
    void whiteSpaceAndPrefixesBetweenElementsDoNotCount() {
        String spaced = xml("signer", SigningAlgorithm.RS256)
                .replace("<Reference>", "\n  <Reference>\n  ")
                .replace("</SignatureValue>", "\n</SignatureValue>")
                .replace("<KeyInfo>", "\n<!-- key -->\n<KeyInfo>");
        assertThat(ANY.verify(new TestOrder().signature(WHEN, spaced).message()))
                .isEmpty();
    }

    /** Elements in elements, more than a stack holds. */
    private static final String DEEP = "<a>".repeat(100_000) + "</a>".repeat(100_000);

    @Test
    void missingPartsAreNoSignature() {
        String xml = xml("signer", SigningAlgorithm.RS256);
        for (String broken : new String[] {
            "",
            "no xml",
            "<Signature/>",
            xml.replaceAll("<SignatureValue>.*</SignatureValue>", ""),
            xml.replaceAll("<SignatureValue>.*</SignatureValue>", "<SignatureValue> </SignatureValue>"),
            xml.replaceAll("<KeyInfo>.*</KeyInfo>", ""),
            xml.replaceAll("<SignedInfo>.*</SignedInfo>", "<SignedInfo></SignedInfo>"),
            xml.replaceAll("<SignedInfo>.*</SignedInfo>", "<SignedInfo>" + DEEP + "</SignedInfo>"),
            "<!DOCTYPE Signature [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>" + xml
        }) {
            assertThat(ANY.verify(new TestOrder().signature(WHEN, broken).message()))
                    .as(broken.substring(0, Math.min(broken.length(), 200)))
                    .containsExactly(SignatureFault.INVALID_FORMAT);
        }
        TestOrder unsigned = new TestOrder();
        unsigned.resource(7).remove("signature");
        assertThat(ANY.verify(unsigned.message())).containsExactly(SignatureFault.INVALID_FORMAT);
    }

    @Test
    void certificateThatIsNoneOrSeveralEndsTheChecks() {
        String xml = xml("signer", SigningAlgorithm.RS256);
        String pem = xml.replace("<X509Certificate>", "<X509Certificate>-----BEGIN CERTIFICATE-----");
        String junk =
                xml.replaceAll("<X509Certificate>.*</X509Certificate>", "<X509Certificate>AAAA</X509Certificate>");
        assertThat(ANY.verify(new TestOrder().signature(WHEN, pem).message()))
                .containsExactly(SignatureFault.MULTIPLE_CERTIFICATES);
        assertThat(ANY.verify(new TestOrder().signature(WHEN, junk).message()))
                .containsExactly(SignatureFault.INVALID_CERTIFICATE);
    }

    @Test
    void changedOrderIsNotWhatWasSigned() {
        TestOrder order = signed("signer", SigningAlgorithm.RS256);
        order.resource(3).put("birthDate", "1980-02-04");
        assertThat(ANY.verify(order.message())).containsExactly(SignatureFault.OTHER_PRESCRIPTION);
        TestOrder later = new TestOrder().signature("2026-01-12T09:31:01+00:00", xml("signer", SigningAlgorithm.RS256));
        assertThat(ANY.verify(later.message())).containsExactly(SignatureFault.OTHER_PRESCRIPTION);
    }

    @Test
    void signatureOfAnotherKeyIsInvalid() {
        String xml = xml("signer", SigningAlgorithm.RS256)
                .replaceAll(
                        "<X509Certificate>.*</X509Certificate>",
                        "<X509Certificate>%s</X509Certificate>".formatted(der("revoked")));
        assertThat(ANY.verify(new TestOrder().signature(WHEN, xml).message()))
                .containsExactly(SignatureFault.INVALID_SIGNATURE);
    }

    @Test
    void everythingWrongIsTold() {
        TestOrder order = new TestOrder()
                .signature(
                        WHEN,
                        xml("expired", SigningAlgorithm.RS256)
                                .replace("sha256\"></DigestMethod>", "sha512\"></DigestMethod>"));
        assertThat(new SignatureVerifier(new Trust(List.of(certificate("other")), List.of())).verify(order.message()))
                .containsExactly(
                        SignatureFault.INVALID_SIGNATURE,
                        SignatureFault.OTHER_PRESCRIPTION,
                        SignatureFault.CERTIFICATE_EXPIRED,
                        SignatureFault.NOT_TRUSTED);
    }

    @Test
    void trustIsAskedWhereItIsConfigured() {
        assertThat(ANY.verify(signed("revoked", SigningAlgorithm.RS256).message()))
                .isEmpty();
        assertThat(STRICT.verify(signed("revoked", SigningAlgorithm.RS256).message()))
                .containsExactly(SignatureFault.CERTIFICATE_REVOKED);
        assertThat(STRICT.verify(signed("expired", SigningAlgorithm.RS256).message()))
                .containsExactly(SignatureFault.CERTIFICATE_EXPIRED);
    }

    @Test
    void trustIsReadFromFilesThatHoldWhatTheyShould() throws Exception {
        Path folder = Objects.requireNonNull(
                file("/prescriptions/certificates/ca.pem").getParent());
        Trust trust = Trust.read(Optional.of(folder.resolve("ca.pem")), Optional.of(folder.resolve("ca.crl")));
        assertThat(trust.authorities()).containsExactly(certificate("ca"));
        assertThat(trust.revoked()).hasSize(1);
        assertThat(Trust.read(Optional.empty(), Optional.empty())).isEqualTo(Trust.ANY);
        for (String wrong : new String[] {"signer.key", "none.pem"}) {
            assertThatThrownBy(() -> Trust.read(Optional.of(folder.resolve(wrong)), Optional.empty()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(wrong);
        }
    }

    private static TestOrder signed(String signer, SigningAlgorithm algorithm) {
        return new TestOrder().signature(WHEN, xml(signer, algorithm));
    }

    /** As the signing service makes it of what {@code $prepare} gave. */
    private static String xml(String signer, SigningAlgorithm algorithm) {
        String info = SigningDigest.of(
                        SignedText.of(new TestOrder().message(), Instant.parse("2026-01-12T09:31:00Z")), algorithm)
                .xml();
        return "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\">"
                + info.replace(" xmlns=\"http://www.w3.org/2000/09/xmldsig#\"", "")
                + "<SignatureValue>%s</SignatureValue><KeyInfo><X509Data><X509Certificate>%s</X509Certificate></X509Data></KeyInfo></Signature>"
                        .formatted(rsa(signer, algorithm, info), der(signer));
    }

    private static String rsa(String signer, SigningAlgorithm algorithm, String text) {
        try {
            PrivateKey key = KeyFactory.getInstance("RSA")
                    .generatePrivate(
                            new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem(signer + ".key"))));
            Signature signature = Signature.getInstance(algorithm.signature());
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String der(String name) {
        return pem(name + ".pem");
    }

    /** The base64 between the markers, in one line. */
    private static String pem(String file) {
        return new String(TestOrder.file("/prescriptions/certificates/" + file), StandardCharsets.US_ASCII)
                .replaceAll("-----[A-Z ]+-----", "")
                .replaceAll("\\s", "");
    }

    private static X509Certificate certificate(String name) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(
                            new ByteArrayInputStream(Base64.getDecoder().decode(der(name))));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static X509CRL revocations() {
        try {
            return (X509CRL) CertificateFactory.getInstance("X.509")
                    .generateCRL(new ByteArrayInputStream(TestOrder.file("/prescriptions/certificates/ca.crl")));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static Path file(String resource) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(SignatureVerifierTest.class.getResource(resource))
                .toURI());
    }
}
