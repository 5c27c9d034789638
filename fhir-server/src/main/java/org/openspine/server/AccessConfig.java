package org.openspine.server;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How callers are told apart.
 *
 * @param audit whether an audit log is kept; empty: as the command does by default
 * @param keys file of the private keys that sign access tokens and audit anchors
 * @param externalIssuer who signs access tokens instead of this server
 * @param identityProvider who is trusted to say who a user is
 * @param requestsPerSecond of one application
 * @param trustedProxy whether a proxy in front ends TLS, so that plain HTTP may be served to other machines
 */
public record AccessConfig(
        Optional<Boolean> audit,
        Path keys,
        Optional<Issuer> externalIssuer,
        Optional<Provider> identityProvider,
        int requestsPerSecond,
        boolean trustedProxy) {
    /** @param keys URL of its JSON Web Key Set */
    public record Issuer(String issuer, URI keys, String audience) {}

    /** @param patients whether its users are patients; otherwise they are healthcare workers */
    public record Provider(String issuer, URI keys, boolean patients) {}

    public boolean isAudited(Mode mode) {
        return audit.orElse(mode == Mode.SECURED);
    }

    /** How {@code openspine} was started. */
    public enum Mode {
        /** Nobody needs a token. */
        SANDBOX,
        /** Who sends a token is treated as the secured server would. */
        SANDBOX_EVALUATING_TOKENS,
        SECURED
    }
}
