package org.openspine.prescriptions.signature;

import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
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
