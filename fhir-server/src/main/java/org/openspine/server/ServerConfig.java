package org.openspine.server;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openspine.api.ValidationPolicy;
import org.openspine.carerecords.scr.ScrParts;
import org.openspine.demographics.pds.PdsConfig;
import org.openspine.notification.NotificationConfig;
import org.openspine.prescriptions.PrescriptionsConfig;
import org.openspine.prescriptions.eps.EpsSettings.Function;
import org.openspine.prescriptions.eps.EpsSettings.UploadSignatures;
import org.openspine.prescriptions.signature.Trust;
import org.openspine.repository.hibernate.StoreConfig;

/** The settings of one start, typed. Read once, from the command line, the environment and a file, in that order. */
public record ServerConfig(
        Http http,
        StoreConfig store,
        Samples samples,
        PdsConfig pds,
        PrescriptionsConfig prescriptions,
        ValidationPolicy validation,
        AccessConfig access,
        Optional<TlsFiles> tls,
        NotificationConfig notifications,
        DefinitionFiles definitions,
        ScrParts.Settings scr) {
    /**
     * What is read at the start: FHIR packages, and releases of code systems.
     *
     * @param kept folder in which releases are kept once they were read
     */
    public record DefinitionFiles(List<Path> packages, List<Path> terminology, Optional<Path> kept) {}

    public record TlsFiles(Path certificate, Path key) {}

    public record Http(String host, int port, Optional<String> baseUrl) {}

    public enum Samples {
        LOAD,
        NONE
    }

    /** A setting that does not exist or cannot be read. The message is one line for the operator. */
    public static final class InvalidException extends RuntimeException {
        InvalidException(String message) {
            super(message);
        }
    }

    /**
     * @param arguments what the command line sets
     * @param environment the process's variables; those that do not begin with {@code OPENSPINE_} are left alone
     * @param file a properties file, if there is one
     */
    public static ServerConfig read(
            Map<Setting, String> arguments, Map<String, String> environment, Optional<Path> file) {
        Map<Setting, String> values = new EnumMap<>(Setting.class);
        file.ifPresent(path -> values.putAll(readFile(path)));
        values.putAll(readEnvironment(environment));
        values.putAll(arguments);
        return new Reading(values).config();
    }

    private static Map<Setting, String> readFile(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidException("Cannot read the settings file %s".formatted(file));
        }
        Map<Setting, String> values = new EnumMap<>(Setting.class);
        for (String key : properties.stringPropertyNames()) {
            values.put(Setting.of(key).orElseThrow(() -> unknown(key)), properties.getProperty(key));
        }
        return values;
    }

    private static Map<Setting, String> readEnvironment(Map<String, String> environment) {
        Map<Setting, String> values = new EnumMap<>(Setting.class);
        environment.forEach((name, value) -> {
            if (name.startsWith("OPENSPINE_") && !name.equals("OPENSPINE_JAVA_OPTIONS")) {
                Setting setting = Arrays.stream(Setting.values())
                        .filter(known -> known.variable().equals(name))
                        .findFirst()
                        .orElseThrow(() -> unknown(name));
                values.put(setting, value);
            }
        });
        return values;
    }

    private static InvalidException unknown(String name) {
        return new InvalidException("Unknown setting '%s'. Known: %s"
                .formatted(
                        name, Arrays.stream(Setting.values()).map(Setting::key).collect(Collectors.joining(", "))));
    }

    /** The same for a server that never holds the sample people. */
    public ServerConfig withoutSamples() {
        return new ServerConfig(
                http,
                store,
                Samples.NONE,
                pds,
                prescriptions,
                validation,
                access,
                tls,
                notifications,
                definitions,
                scr);
    }

    /** The same over another store. */
    public ServerConfig over(StoreConfig other) {
        return new ServerConfig(
                http, other, samples, pds, prescriptions, validation, access, tls, notifications, definitions, scr);
    }

    /** The same with other settings of demographics. */
    public ServerConfig with(PdsConfig other) {
        return new ServerConfig(
                http, store, samples, other, prescriptions, validation, access, tls, notifications, definitions, scr);
    }

    private record Reading(Map<Setting, String> values) {
        ServerConfig config() {
            return new ServerConfig(
                    new Http(
                            text(Setting.HTTP_HOST),
                            port(),
                            optional(Setting.BASE_URL).map(url -> url.replaceFirst("/+$", ""))),
                    store(),
                    samples(),
                    pds(),
                    prescriptions(),
                    validation(),
                    access(),
                    tls(),
                    notifications(),
                    new DefinitionFiles(
                            paths(Setting.PACKAGES),
                            paths(Setting.TERMINOLOGY),
                            Optional.of(Path.of(text(Setting.DATA_DIR)).resolve("releases"))),
                    new ScrParts.Settings(
                            trueOrFalse(Setting.SCR_REQUIRE_PTV),
                            optional(Setting.SCR_AUDIT_READS).map(value -> trueOrFalse(Setting.SCR_AUDIT_READS)),
                            rate(Setting.SCR_RATE)));
        }

        private List<Path> paths(Setting setting) {
            return items(setting).map(Path::of).toList();
        }

        /** What a setting lists with commas between. */
        private Stream<String> items(Setting setting) {
            return Arrays.stream(text(setting).split(",")).map(String::strip).filter(item -> !item.isEmpty());
        }

        private AccessConfig access() {
            return new AccessConfig(
                    optional(Setting.AUDIT).map(value -> is(Setting.AUDIT, value, "on", "off")),
                    optional(Setting.TOKEN_KEYS).map(Path::of).orElseGet(() -> Path.of(text(Setting.DATA_DIR))
                            .resolve("token-keys.json")),
                    optional(Setting.ISSUER_URL)
                            .map(issuer -> new AccessConfig.Issuer(
                                    issuer, url(Setting.ISSUER_JWKS), needed(Setting.ISSUER_AUDIENCE))),
                    optional(Setting.IDENTITY_ISSUER)
                            .map(issuer -> new AccessConfig.Provider(
                                    issuer,
                                    url(Setting.IDENTITY_JWKS),
                                    is(
                                            Setting.IDENTITY_KIND,
                                            text(Setting.IDENTITY_KIND),
                                            "patient",
                                            "healthcare-worker"))),
                    limit(),
                    is(Setting.PROXY_TRUSTED, text(Setting.PROXY_TRUSTED), "yes", "no"));
        }

        private Optional<TlsFiles> tls() {
            return optional(Setting.TLS_CERTIFICATE)
                    .map(certificate -> new TlsFiles(Path.of(certificate), Path.of(needed(Setting.TLS_KEY))));
        }

        private static boolean is(Setting setting, String value, String yes, String no) {
            if (!value.equals(yes) && !value.equals(no)) {
                throw new InvalidException("%s is %s or %s".formatted(setting.key(), yes, no));
            }
            return value.equals(yes);
        }

        private String needed(Setting setting) {
            return optional(setting).orElseThrow(() -> new InvalidException(setting.key() + " is needed too"));
        }

        /** Keys come over https, or from this machine. */
        private URI url(Setting setting) {
            try {
                URI url = new URI(needed(setting));
                boolean local = "localhost".equals(url.getHost()) || "127.0.0.1".equals(url.getHost());
                if ("https".equals(url.getScheme()) || ("http".equals(url.getScheme()) && local)) {
                    return url;
                }
            } catch (URISyntaxException e) {
                // refused below
            }
            throw new InvalidException(setting.key() + " is an https URL");
        }

        private int limit() {
            try {
                int limit = Integer.parseInt(text(Setting.RATE_LIMIT));
                if (limit > 0 && limit <= 1_000_000) {
                    return limit;
                }
            } catch (NumberFormatException e) {
                // refused below
            }
            throw new InvalidException("rate.limit is a number from 1 to 1000000");
        }

        private ValidationPolicy validation() {
            try {
                return ValidationPolicy.parse(text(Setting.VALIDATION));
            } catch (IllegalArgumentException e) {
                throw new InvalidException(String.valueOf(e.getMessage()));
            }
        }

        private NotificationConfig notifications() {
            Set<String> hosts = items(Setting.NOTIFICATION_HOSTS).collect(Collectors.toSet());
            return new NotificationConfig(
                    optional(Setting.NOTIFICATION_FOLDER).map(Path::of),
                    hosts,
                    trueOrFalse(Setting.NOTIFICATION_LOCAL),
                    number(Setting.NOTIFICATION_ATTEMPTS, 100),
                    Duration.ofMillis(number(Setting.NOTIFICATION_PAUSE, 60_000)));
        }

        private boolean trueOrFalse(Setting setting) {
            return switch (text(setting)) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new InvalidException(setting.key() + " is true or false");
            };
        }

        private int number(Setting setting, int most) {
            try {
                int number = Integer.parseInt(text(setting));
                if (number >= 1 && number <= most) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // refused below
            }
            throw new InvalidException("%s is a number from 1 to %d".formatted(setting.key(), most));
        }

        private StoreConfig store() {
            Optional<String> url = optional(Setting.DATABASE_URL);
            if (url.isEmpty()) {
                return StoreConfig.h2(Path.of(text(Setting.DATA_DIR)));
            }
            if (!url.get().startsWith("jdbc:postgresql:")) {
                throw new InvalidException("database.url must start with jdbc:postgresql:");
            }
            return StoreConfig.postgresql(url.get(), text(Setting.DATABASE_USER), text(Setting.DATABASE_PASSWORD));
        }

        private int port() {
            try {
                int port = Integer.parseInt(text(Setting.HTTP_PORT));
                if (port >= 0 && port <= 65535) {
                    return port;
                }
            } catch (NumberFormatException e) {
                // refused below
            }
            throw new InvalidException("http.port is a number from 0 to 65535");
        }

        private Samples samples() {
            return switch (text(Setting.SAMPLES)) {
                case "load" -> Samples.LOAD;
                case "none" -> Samples.NONE;
                default -> throw new InvalidException("samples is load or none");
            };
        }

        private PdsConfig pds() {
            String numbers = text(Setting.PDS_NUMBERS);
            if (!numbers.matches("[0-9]{9}-[0-9]{9}")) {
                throw new InvalidException("pds.numbers is a range of nine digits each, such as 920000000-929999999");
            }
            int first = Integer.parseInt(numbers.substring(0, 9));
            int last = Integer.parseInt(numbers.substring(10));
            if (first > last) {
                throw new InvalidException("pds.numbers ends before it begins");
            }
            return new PdsConfig(
                    new PdsConfig.NumberRange(first, last), rate(Setting.PDS_RATE), rate(Setting.PDS_CREATE_RATE));
        }

        private PrescriptionsConfig prescriptions() {
            int days = Integer.parseInt(Optional.of(text(Setting.EPS_EXPIRY_CONTROLLED_DRUG_DAYS))
                    .filter(text -> text.matches("[0-9]{1,3}"))
                    .orElseThrow(() -> new InvalidException(
                            Setting.EPS_EXPIRY_CONTROLLED_DRUG_DAYS.key() + " is a number of days; 0 is no limit")));
            boolean verified = is(Setting.EPS_SIGNATURES, text(Setting.EPS_SIGNATURES), "upload", "release");
            try {
                return new PrescriptionsConfig(
                        Trust.read(
                                optional(Setting.EPS_AUTHORITIES).map(Path::of),
                                optional(Setting.EPS_REVOKED).map(Path::of)),
                        verified ? UploadSignatures.VERIFIED : UploadSignatures.FORM_ONLY,
                        items(Setting.EPS_DISABLED).map(Reading::function).collect(Collectors.toSet()),
                        items(Setting.EPS_SHA1_CLIENTS).collect(Collectors.toSet()),
                        days == 0 ? OptionalInt.empty() : OptionalInt.of(days));
            } catch (IllegalArgumentException e) {
                throw new InvalidException(String.valueOf(e.getMessage()));
            }
        }

        private static Function function(String name) {
            return Arrays.stream(Function.values())
                    .filter(function -> function.name().toLowerCase(Locale.ROOT).equals(name))
                    .findFirst()
                    .orElseThrow(() -> new InvalidException(Setting.EPS_DISABLED.key()
                            + " names what is switched off: prescribing, dispensing, tracker, cancellation"));
        }

        private int rate(Setting setting) {
            String rate = text(setting);
            if (!rate.matches("[0-9]{1,6}")) {
                throw new InvalidException(setting.key() + " is a number of requests; 0 is without limit");
            }
            return Integer.parseInt(rate);
        }

        private String text(Setting setting) {
            return values.getOrDefault(setting, setting.defaultValue());
        }

        private Optional<String> optional(Setting setting) {
            return Optional.of(text(setting)).filter(value -> !value.isBlank());
        }
    }
}
