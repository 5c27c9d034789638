package org.openspine.server;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import org.openspine.api.ValidationPolicy;
import org.openspine.demographics.pds.PdsConfig;
import org.openspine.repository.hibernate.StoreConfig;

/** The settings of one start, typed. Read once, from the command line, the environment and a file, in that order. */
public record ServerConfig(Http http, StoreConfig store, Samples samples, PdsConfig pds, ValidationPolicy validation, Files files) {
    /** With the national services as an open sandbox has them, and the default policy of validation. */
    public ServerConfig(Http http, StoreConfig store, Samples samples) {
        this(http, store, samples, PdsConfig.SANDBOX, ValidationPolicy.STANDARD);
    }

    /** Without packages and releases. */
    public ServerConfig(Http http, StoreConfig store, Samples samples, PdsConfig pds, ValidationPolicy validation) {
        this(http, store, samples, pds, validation, Files.NONE);
    }

    /** What is read at the start: FHIR packages, and releases of code systems. */
    public record Files(List<Path> packages, List<Path> terminology) {
        static final Files NONE = new Files(List.of(), List.of());
    }

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
        try (Reader reader = java.nio.file.Files.newBufferedReader(file)) {
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
                    validation(),
                    new Files(paths(Setting.PACKAGES), paths(Setting.TERMINOLOGY)));
        }

        private List<Path> paths(Setting setting) {
            return Arrays.stream(text(setting).split(","))
                    .map(String::strip)
                    .filter(path -> !path.isEmpty())
                    .map(Path::of)
                    .toList();
        }

        private ValidationPolicy validation() {
            try {
                return ValidationPolicy.parse(text(Setting.VALIDATION));
            } catch (IllegalArgumentException e) {
                throw new InvalidException(String.valueOf(e.getMessage()));
            }
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
