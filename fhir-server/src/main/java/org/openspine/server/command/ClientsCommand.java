package org.openspine.server.command;

import ca.uhn.fhir.context.FhirContext;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.JWKGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.openspine.conformance.search.SearchParameterRegistry;
import org.openspine.repository.ClientStore;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.hibernate.HibernateResourceRepository;
import org.openspine.server.ServerConfig;
import org.openspine.server.access.ClientApplication;
import org.openspine.server.access.ClientAssertion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code openspine clients …}: the applications that may ask for tokens. Works on the database; an H2 store must not be in use. */
@Command(
        name = "clients",
        description = "Registers the applications that may ask for tokens.",
        mixinStandardHelpOptions = true,
        subcommands = {
            ClientsCommand.Add.class,
            ClientsCommand.ListAll.class,
            ClientsCommand.Enable.class,
            ClientsCommand.Disable.class,
            ClientsCommand.Remove.class,
            ClientsCommand.NewKey.class,
            ClientsCommand.Assertion.class
        })
final class ClientsCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static int inStore(SettingOptions settings, Function<ClientStore, Integer> work) {
        try (ResourceRepository repository = new HibernateResourceRepository(
                settings.read().store(), SearchParameterRegistry.r4(FhirContext.forR4Cached()), Clock.systemUTC())) {
            return work.apply(repository.clients());
        }
    }

    @Command(name = "add", description = "Registers an application, or replaces it.", mixinStandardHelpOptions = true)
    static final class Add implements Callable<Integer> {
        @Mixin
        private final SettingOptions settings = new SettingOptions();

        @Parameters(paramLabel = "ID", description = "client id")
        private String id = "";

        @Option(names = "--name", required = true, description = "what people call it")
        private String name = "";

        @Option(names = "--organisation", required = true, description = "ODS code on whose behalf it asks")
        private String organisation = "";

        @Option(
                names = "--keys",
                required = true,
                paramLabel = "FILE",
                description = "its public keys, as JSON Web Key or Key Set; private parts are not kept")
        private Path keys = Path.of("");

        @Option(
                names = "--scope",
                required = true,
                description = "a SMART or NHS scope it may have; repeat for more: system/Patient.rs")
        private List<String> scopes = List.of();

        @Option(names = "--algorithm", description = "with which it signs: RS512 (default), RS384, ES384")
        private List<String> algorithms = List.of("RS512");

        @Option(
                names = "--multi-organisation",
                description = "its users may act for other organisations than that of their role")
        private boolean multiOrganisation;

        @Override
        public Integer call() {
            if (!id.matches("[A-Za-z0-9._-]{1,64}")) {
                throw new CommandFailedException("A client id is 1 to 64 of A-Z a-z 0-9 . _ -");
            }
            scopes.stream()
                    .filter(scope -> !ClientApplication.isScope(scope))
                    .findFirst()
                    .ifPresent(scope -> {
                        throw new CommandFailedException(
                                "'%s' is no scope: write system/Patient.rs, user/*.cruds or an NHS scope name"
                                        .formatted(scope));
                    });
            if (!Set.of("RS512", "RS384", "ES384").containsAll(algorithms)) {
                throw new CommandFailedException("An algorithm is RS512, RS384 or ES384");
            }
            ClientApplication client = new ClientApplication(
                    id,
                    name,
                    organisation,
                    true,
                    Set.copyOf(algorithms),
                    Set.copyOf(scopes),
                    multiOrganisation,
                    publicKeys(keys));
            return inStore(settings, store -> {
                store.put(client.toStored(), Instant.now());
                System.out.println("Registered " + id);
                return 0;
            });
        }
    }

    private static JWKSet publicKeys(Path file) {
        JWKSet set = keySet(file).toPublicJWKSet();
        if (set.getKeys().isEmpty() || set.getKeys().stream().anyMatch(key -> key.getKeyID() == null)) {
            throw new CommandFailedException("%s needs keys, each with a kid".formatted(file));
        }
        return set;
    }

    private static JWKSet keySet(Path file) {
        try {
            String text = Files.readString(file);
            return text.contains("\"keys\"") ? JWKSet.parse(text) : new JWKSet(JWK.parse(text));
        } catch (IOException | ParseException e) {
            throw new CommandFailedException("%s is no JSON Web Key or Key Set".formatted(file));
        }
    }

    @Command(name = "list", description = "Lists the registered applications.", mixinStandardHelpOptions = true)
    static final class ListAll implements Callable<Integer> {
        @Mixin
        private final SettingOptions settings = new SettingOptions();

        @Override
        public Integer call() {
            return inStore(settings, store -> {
                System.out.printf("%-24s %-8s %-8s %-30s %s%n", "ID", "STATE", "ODS", "NAME", "SCOPES");
                store.list().stream()
                        .map(ClientApplication::of)
                        .forEach(client -> System.out.printf(
                                "%-24s %-8s %-8s %-30s %s%n",
                                client.id(),
                                client.enabled() ? "enabled" : "disabled",
                                client.organisation(),
                                client.name(),
                                String.join(" ", client.scopes())));
                return 0;
            });
        }
    }

    /** Switches an application on or off. */
    private abstract static class Switch implements Callable<Integer> {
        @Mixin
        private final SettingOptions settings = new SettingOptions();

        @Parameters(paramLabel = "ID", description = "client id")
        private String id = "";

        int to(boolean enabled) {
            return inStore(settings, store -> {
                ClientStore.RegisteredClient known = store.read(id).orElseThrow(() -> unknown(id));
                store.put(
                        new ClientStore.RegisteredClient(
                                known.id(), known.name(), known.organisation(), enabled, known.details()),
                        Instant.now());
                System.out.println((enabled ? "Enabled " : "Disabled ") + id + "; servers notice within a minute");
                return 0;
            });
        }
    }

    private static CommandFailedException unknown(String id) {
        return new CommandFailedException("No client is registered as " + id);
    }

    @Command(name = "enable", description = "Lets an application ask again.", mixinStandardHelpOptions = true)
    static final class Enable extends Switch {
        @Override
        public Integer call() {
            return to(true);
        }
    }

    @Command(name = "disable", description = "Refuses an application and its tokens.", mixinStandardHelpOptions = true)
    static final class Disable extends Switch {
        @Override
        public Integer call() {
            return to(false);
        }
    }

    @Command(name = "remove", description = "Forgets an application.", mixinStandardHelpOptions = true)
    static final class Remove implements Callable<Integer> {
        @Mixin
        private final SettingOptions settings = new SettingOptions();

        @Parameters(paramLabel = "ID", description = "client id")
        private String id = "";

        @Override
        public Integer call() {
            return inStore(settings, store -> {
                if (!store.remove(id)) {
                    throw unknown(id);
                }
                System.out.println("Removed " + id);
                return 0;
            });
        }
    }

    @Command(
            name = "new-key",
            description = "Makes a private RSA key for an application, as JSON Web Key.",
            mixinStandardHelpOptions = true)
    static final class NewKey implements Callable<Integer> {
        private static final int BITS = 4096;

        @Parameters(paramLabel = "FILE", description = "where to write it")
        private Path file = Path.of("");

        @Option(names = "--kid", description = "key id (default: a random one)")
        private @Nullable String keyId;

        @Override
        public Integer call() {
            if (Files.exists(file)) {
                throw new CommandFailedException(file + " is there already");
            }
            try {
                JWKGenerator<RSAKey> generator = new RSAKeyGenerator(BITS).keyUse(KeyUse.SIGNATURE);
                RSAKey key = keyId == null
                        ? generator.keyIDFromThumbprint(true).generate()
                        : generator.keyID(keyId).generate();
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(file, key.toJSONString());
                System.out.println("Wrote a private key with kid " + key.getKeyID() + "; keep it secret");
                return 0;
            } catch (JOSEException | IOException e) {
                throw new CommandFailedException("Cannot write " + file);
            }
        }
    }

    @Command(
            name = "assertion",
            description = "Signs a client assertion, good for one token request within five minutes.",
            mixinStandardHelpOptions = true)
    static final class Assertion implements Callable<Integer> {
        @Parameters(paramLabel = "ID", description = "client id")
        private String id = "";

        @Option(names = "--key", required = true, paramLabel = "FILE", description = "its private key")
        private Path key = Path.of("");

        @Option(
                names = "--audience",
                paramLabel = "URL",
                description = "the token endpoint (default: that of a server with these settings)")
        private Optional<URI> audience = Optional.empty();

        @Mixin
        private final SettingOptions settings = new SettingOptions();

        @Override
        public Integer call() {
            RSAKey signing = keySet(key).getKeys().stream()
                    .filter(RSAKey.class::isInstance)
                    .map(RSAKey.class::cast)
                    .filter(RSAKey::isPrivate)
                    .findFirst()
                    .orElseThrow(() -> new CommandFailedException(key + " holds no private RSA key"));
            String address = audience.map(URI::toString).orElseGet(() -> tokenEndpoint(settings.read()));
            System.out.println(ClientAssertion.sign(signing, id, address, Instant.now()));
            return 0;
        }

        private static String tokenEndpoint(ServerConfig config) {
            String scheme = config.tls().isPresent() ? "https" : "http";
            return config.http().baseUrl().orElseGet(() -> "%s://%s:%d"
                            .formatted(
                                    scheme, config.http().host(), config.http().port()))
                    + "/oauth2/token";
        }
    }
}
