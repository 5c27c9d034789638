package org.openspine.prescriptions.signature;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whose certificates count. What is not configured is not asked: without authorities any issuer will do, without lists
 * nothing is revoked.
 *
 * @param authorities the sub-authorities that issue certificates for signing
 * @param revoked their revocation lists
 */
public record Trust(List<X509Certificate> authorities, List<X509CRL> revoked) {
    /** Any certificate. */
    public static final Trust ANY = new Trust(List.of(), List.of());

    public Trust {
        authorities = List.copyOf(authorities);
        revoked = List.copyOf(revoked);
    }

    /**
     * Trust as PEM files say.
     *
     * @param authorities certificates; no file: any issuer
     * @param revoked revocation lists; no file: nothing is revoked
     * @throws IllegalArgumentException with a line for the operator if a file cannot be read
     */
    public static Trust read(Optional<Path> authorities, Optional<Path> revoked) {
        return new Trust(
                authorities
                        .map(file -> read(file, X509Certificate.class, CertificateFactory::generateCertificates))
                        .orElse(List.of()),
                revoked.map(file -> read(file, X509CRL.class, CertificateFactory::generateCRLs))
                        .orElse(List.of()));
    }

    /** One of the factory's ways to read a file. */
    @FunctionalInterface
    private interface Reading {
        Collection<?> of(CertificateFactory factory, InputStream in) throws GeneralSecurityException;
    }

    private static <T> List<T> read(Path file, Class<T> kind, Reading reading) {
        try (InputStream in = Files.newInputStream(file)) {
            List<T> found = reading.of(CertificateFactory.getInstance("X.509"), in).stream()
                    .filter(kind::isInstance)
                    .map(kind::cast)
                    .toList();
            if (!found.isEmpty()) {
                return found;
            }
        } catch (IOException | GeneralSecurityException e) {
            // told below
        }
        throw new IllegalArgumentException(
                "%s has no readable %s".formatted(file, kind == X509CRL.class ? "revocation list" : "certificate"));
    }

    Set<SignatureFault> faults(X509Certificate certificate) {
        Set<SignatureFault> faults = EnumSet.noneOf(SignatureFault.class);
        if (isRevoked(certificate)) {
            faults.add(SignatureFault.CERTIFICATE_REVOKED);
        }
        Optional<X509Certificate> issuer = authorities.stream()
                .filter(authority -> issued(authority, certificate))
                .findFirst();
        if (issuer.filter(this::isRevoked).isPresent()) {
            faults.add(SignatureFault.CA_CERTIFICATE_REVOKED);
        }
        if (!authorities.isEmpty() && issuer.isEmpty()) {
            faults.add(SignatureFault.NOT_TRUSTED);
        }
        return faults;
    }

    private boolean isRevoked(X509Certificate certificate) {
        return revoked.stream().anyMatch(list -> list.isRevoked(certificate));
    }

    private static boolean issued(X509Certificate authority, X509Certificate certificate) {
        if (!authority.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
            return false;
        }
        try {
            certificate.verify(authority.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false; // another authority of the same name
        }
    }
}
