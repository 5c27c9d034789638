package org.openspine.server.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.openspine.repository.hibernate.StoreConfig;
import org.openspine.server.AccessConfig;
import org.openspine.server.OpenSpine;
import org.openspine.server.ServerConfig;
import org.openspine.server.Setting;

/** A secured server with a few registered applications, and what their developers do to get tokens. */
public final class SecuredServer implements AutoCloseable {
    public static final RSAKey KEY = key("k1");
    static final RSAKey OTHER_KEY = key("k2");

    /** May read everything, for itself and its users. */
    public static final String READER = "reader";

    /** May do everything. */
    static final String EDITOR = "editor";

    private final OpenSpine program;
    private final KeyFile keys;

    private final String tokenUrl;

    public SecuredServer(Path folder, StoreConfig store) {
        this(folder, store, Map.of(), Clock.systemUTC());
    }

    /** @param more settings beside those that every test needs */
    SecuredServer(Path folder, StoreConfig store, Map<Setting, String> more, Clock clock) {
        Path keyFile = folder.resolve("token-keys.json");
        keys = KeyFile.openOrCreate(keyFile);
        Map<Setting, String> all = new HashMap<>(Map.of(
                Setting.HTTP_PORT, "0",
                Setting.SAMPLES, "none",
                Setting.DATA_DIR, folder.toString(),
                Setting.TOKEN_KEYS, keyFile.toString(),
                Setting.RATE_LIMIT, "100000",
                Setting.PROXY_TRUSTED, "yes"));
        all.putAll(more);
        ServerConfig settings = ServerConfig.read(all, Map.of(), Optional.empty());
        program = OpenSpine.start(settings.over(store), AccessConfig.Mode.SECURED, clock);
        tokenUrl = more.getOrDefault(Setting.BASE_URL, program.address()) + "/oauth2/token";
        register(READER, Set.of("system/*.rs", "user/*.rs", "patient/*.rs"), List.of(KEY));
        register(EDITOR, Set.of("system/*.cruds", "user/*.cruds", "patient/*.cruds"), List.of(KEY));
        register("writer", Set.of("system/*.cruds"), List.of(KEY));
        register("keyless", Set.of("system/*.rs"), List.of());
        register("writer-of-basic", Set.of("system/Basic.cruds"), List.of(KEY));
        register("narrow", Set.of("system/Patient.r", "user/Patient.rs"), List.of(KEY));
    }

    void register(String id, Set<String> scopes, List<RSAKey> keysOfClient) {
        register(id, true, scopes, keysOfClient);
    }

    void register(String id, boolean enabled, Set<String> scopes, List<RSAKey> keysOfClient) {
        JWKSet set = new JWKSet(
                new ArrayList<>(keysOfClient.stream().map(RSAKey::toPublicJWK).toList()));
        program.repository()
                .clients()
                .put(
                        new ClientApplication(id, id, "A99981", enabled, Set.of("RS512"), scopes, false, set)
                                .toStored(),
                        Instant.now());
    }

    OpenSpine program() {
        return program;
    }

    public String address() {
        return program.address();
    }

    String tokenUrl() {
        return address() + "/oauth2/token";
    }

    public String assertion(String client) {
        return ClientAssertion.sign(KEY, client, tokenUrl, Instant.now());
    }

    public ECKey signingKey() {
        return keys.signing();
    }

    KeyFile keys() {
        return keys;
    }

    public String workerIdentity(String organisation, String... activities) {
        return identity("R8000", organisation, activities);
    }

    /** A receptionist. */
    String receptionIdentity(String organisation) {
        return identity("R8006", organisation);
    }

    private String identity(String jobRole, String organisation, String... activities) {
        return LocalIdentities.mint(
                keys,
                new LocalIdentities.Worker("555111222333", "555000000001", jobRole, List.of(activities), organisation),
                Instant.now());
    }

    /** A healthcare worker who has a role at each of two organisations. */
    String workerWithTwoRoles(String first, String second) {
        return resigned(
                workerIdentity(first),
                claims -> claims.claim(
                        "nhsid_nrbac_roles", List.of(role("555000000001", first), role("555000000002", second))));
    }

    private static Map<String, Object> role(String urid, String organisation) {
        return Map.of(
                "person_roleid", urid, "role_code", "R8000", "activity_codes", List.of(), "org_code", organisation);
    }

    /** {@code token} with other claims, rightly signed. */
    String resigned(String token, UnaryOperator<JWTClaimsSet.Builder> change) {
        try {
            SignedJWT parsed = SignedJWT.parse(token);
            SignedJWT changed = new SignedJWT(
                    parsed.getHeader(),
                    change.apply(new JWTClaimsSet.Builder(parsed.getJWTClaimsSet()))
                            .build());
            changed.sign(new ECDSASigner(keys.signing()));
            return changed.serialize();
        } catch (ParseException | JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    String patientIdentity(String nhsNumber) {
        return LocalIdentities.mintPatient(keys, nhsNumber, Instant.now());
    }

    private static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
