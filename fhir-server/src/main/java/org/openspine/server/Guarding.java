package org.openspine.server;

import jakarta.servlet.Servlet;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.openspine.api.Replays;
import org.openspine.audit.AuditAnchors;
import org.openspine.audit.AuditTrail;
import org.openspine.repository.ResourceRepository;
import org.openspine.server.access.KeyFile;
import org.openspine.server.access.OpenAccess;
import org.openspine.server.access.Security;
import org.openspine.server.http.Gate;
import org.openspine.server.http.RequestAudit;
import org.openspine.server.http.Tls;

/** What stands between the network and the APIs, as the settings and the mode want it. */
record Guarding(Gate gate, Map<String, Servlet> servlets, Optional<AuditTrail> audit, Optional<Tls> tls) {
    private static final int KEY_BYTES = 32;
    private static final Duration REPLAYED_FOR = Duration.ofDays(1);

    static Guarding of(
            ServerConfig config,
            AccessConfig.Mode mode,
            ResourceRepository repository,
            AtomicReference<String> address,
            Clock clock) {
        Optional<Tls> tls = config.tls().map(files -> new Tls(files.certificate(), files.key()));
        Replays replays = new Replays(repository, REPLAYED_FOR, clock);
        boolean audited = config.access().isAudited(mode);
        boolean needsKeys = audited || mode != AccessConfig.Mode.SANDBOX;
        if (!needsKeys) {
            return new Guarding(new Gate(new OpenAccess(), Optional.empty(), replays), Map.of(), Optional.empty(), tls);
        }
        KeyFile keys = KeyFile.openOrCreate(config.access().keys());
        Optional<AuditTrail> audit =
                audited ? Optional.of(new AuditTrail(repository, anchors(keys), clock)) : Optional.empty();
        Optional<RequestAudit> requests = audit.map(trail ->
                new RequestAudit(repository, trail, repository.sharedSecret("audit-query-key", Guarding::newSecret)));
        if (mode == AccessConfig.Mode.SANDBOX) {
            return new Guarding(new Gate(new OpenAccess(), requests, replays), Map.of(), audit, tls);
        }
        Security security = new Security(setup(config, keys, address), repository, audit, clock);
        return new Guarding(
                new Gate(
                        mode == AccessConfig.Mode.SECURED ? security.required() : security.ifGiven(),
                        requests,
                        replays),
                security.servlets(),
                audit,
                tls);
    }

    private static Security.Setup setup(ServerConfig config, KeyFile keys, AtomicReference<String> address) {
        AccessConfig access = config.access();
        return new Security.Setup(
                address,
                config.http()
                        .baseUrl()
                        .orElse("http://" + config.http().host() + ":"
                                + config.http().port()),
                keys,
                access.externalIssuer()
                        .map(issuer -> new Security.ExternalIssuer(issuer.issuer(), issuer.keys(), issuer.audience())),
                access.identityProvider()
                        .map(provider ->
                                new Security.ExternalProvider(provider.issuer(), provider.keys(), provider.patients())),
                access.requestsPerSecond(),
                Addresses.isLoopback(config.http().host()));
    }

    /** Beside the keys, which every node has too. */
    private static AuditAnchors anchors(KeyFile keys) {
        Path file = keys.path().resolveSibling("audit-anchors.jws");
        return new AuditAnchors(content -> Security.sign(keys, content), file);
    }

    private static byte[] newSecret() {
        byte[] secret = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(secret);
        return secret;
    }
}
