package org.openspine.server.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openspine.server.ServerConfig;
import org.openspine.server.Setting;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The settings as options of a command: {@code --http.port=8080}. */
final class SettingOptions {
    private static final Path DEFAULT_FILE = Path.of("openspine.properties");

    private final Map<Setting, String> given = new EnumMap<>(Setting.class);

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "properties file (default: openspine.properties, if it is there)")
    private @Nullable Path file;

    /** Adds one option per setting; picocli calls this when it builds the command. */
    @Spec(Spec.Target.MIXEE)
    void addTo(CommandSpec command) {
        for (Setting setting : Setting.values()) {
            String shown = setting.defaultValue().isEmpty() ? "" : " (default: " + setting.defaultValue() + ")";
            command.addOption(OptionSpec.builder("--" + setting.key())
                    .paramLabel("VALUE")
                    .type(String.class)
                    .description(setting.description() + shown)
                    .setter(new Setter(setting))
                    .build());
        }
    }

    ServerConfig read() {
        Optional<Path> path = Optional.ofNullable(file)
                .or(() -> Files.exists(DEFAULT_FILE) ? Optional.of(DEFAULT_FILE) : Optional.empty());
        return ServerConfig.read(given, System.getenv(), path);
    }

    private final class Setter implements picocli.CommandLine.Model.ISetter {
        private final Setting setting;

        Setter(Setting setting) {
            this.setting = setting;
        }

        @Override
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"}) // picocli's signature
        public <T> T set(T value) {
            if (value != null) {
                given.put(setting, value.toString());
            }
            return null;
        }
    }
}
