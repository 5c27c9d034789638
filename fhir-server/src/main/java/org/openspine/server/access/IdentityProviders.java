package org.openspine.server.access;

import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.List;

/** The trusted issuers of ID tokens. */
final class IdentityProviders {
    private final List<IdentityProvider> trusted;

    IdentityProviders(List<IdentityProvider> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    /** Throws {@link TokenError#INVALID_IDENTITY}. */
    Identity verify(String idToken) {
        String issuer = issuer(idToken);
        return trusted.stream()
                .filter(provider -> provider.issuer().equals(issuer))
                .findFirst()
                .orElseThrow(IdentityProvider::invalid)
                .verify(idToken);
    }

    /** As it says itself; what it says is proved by the provider of that name. */
    private static String issuer(String idToken) {
        try {
            return String.valueOf(SignedJWT.parse(idToken).getJWTClaimsSet().getIssuer());
        } catch (ParseException e) {
            throw IdentityProvider.invalid();
        }
    }
}
