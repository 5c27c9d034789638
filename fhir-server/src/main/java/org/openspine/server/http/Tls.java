package org.openspine.server.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** TLS with a certificate chain and a private key in PEM files, which may be replaced while the server runs. */
public final class Tls {
    private static final String PASSWORD = "openspine"; // of a store that never leaves memory

    private final Path certificate;
    private final Path key;
    private final SslContextFactory.Server context = new SslContextFactory.Server();

    /** A file that is not there or no PEM. The message is one line for the operator. */
    public static final class UnusableException extends RuntimeException {
        UnusableException(String message) {
            super(message);
        }
    }

    /** @param key PKCS #8, RSA or elliptic curve, without a password */
    public Tls(Path certificate, Path key) {
        this.certificate = certificate;
        this.key = key;
        configure(context);
        context.setIncludeProtocols("TLSv1.2", "TLSv1.3");
    }

    private void configure(SslContextFactory.Server server) {
        server.setKeyStore(store());
        server.setKeyStorePassword(PASSWORD);
        server.setKeyManagerPassword(PASSWORD);
    }

    ConnectionFactory[] factories(HttpConfiguration configuration) {
        configuration.addCustomizer(new SecureRequestCustomizer(false));
        return new ConnectionFactory[] {
            new SslConnectionFactory(context, HttpVersion.HTTP_1_1.asString()), new HttpConnectionFactory(configuration)
        };
    }

    /** Reads the files again: connections made from now on use what is in them. */
    public void reload() {
        try {
            context.reload(server -> configure((SslContextFactory.Server) server));
        } catch (Exception e) {
            throw new UnusableException("The TLS files could not be read again; the old ones stay in use");
        }
    }

    /** When the files were changed last, in milliseconds. */
    public long changed() {
        return Math.max(certificate.toFile().lastModified(), key.toFile().lastModified());
    }

    private KeyStore store() {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            Certificate[] chain = factory.generateCertificates(
                            new ByteArrayInputStream(Files.readAllBytes(certificate)))
                    .toArray(Certificate[]::new);
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", privateKey(), PASSWORD.toCharArray(), chain);
            return store;
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new UnusableException(
                    "tls.certificate %s and tls.key %s must be PEM files: a certificate chain and its PKCS #8 key"
                            .formatted(certificate, key));
        }
    }

    private PrivateKey privateKey() throws IOException, GeneralSecurityException {
        String pem = Files.readString(key).replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem));
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(spec);
        } catch (InvalidKeySpecException e) {
            return KeyFactory.getInstance("EC").generatePrivate(spec);
        }
    }
}
