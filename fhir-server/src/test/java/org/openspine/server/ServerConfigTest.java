package org.openspine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerConfigTest {
    @Test
    void withoutAnySettingTheDefaultsCount() {
        ServerConfig config = ServerConfig.read(Map.of(), Map.of("PATH", "/bin"), Optional.empty());
        assertThat(config.http()).isEqualTo(new ServerConfig.Http("127.0.0.1", 8080, Optional.empty()));
        assertThat(config.store().dataDir()).isEqualTo(Path.of("./data"));
        assertThat(config.store().remote()).isEmpty();
        assertThat(config.samples()).isEqualTo(ServerConfig.Samples.LOAD);
    }

    @Test
    void argumentsCountBeforeTheEnvironmentAndThatBeforeTheFile(@TempDir Path folder) throws IOException {
        Path file = file(folder, "http.port=1\nhttp.host=file\nsamples=none\n");
        ServerConfig config = ServerConfig.read(
                Map.of(Setting.HTTP_PORT, "3"),
                Map.of("OPENSPINE_HTTP_PORT", "2", "OPENSPINE_HTTP_HOST", "environment"),
                Optional.of(file));
        assertThat(config.http().port()).isEqualTo(3);
        assertThat(config.http().host()).isEqualTo("environment");
        assertThat(config.samples()).isEqualTo(ServerConfig.Samples.NONE);
    }

    @Test
    void unknownSettingsStopTheStart(@TempDir Path folder) throws IOException {
        assertRefused(Map.of(), Map.of("OPENSPINE_HTTP_PROT", "1"), Optional.empty(), "OPENSPINE_HTTP_PROT");
        assertRefused(Map.of(), Map.of(), Optional.of(file(folder, "http.prot=1")), "http.prot");
        assertRefused(Map.of(), Map.of(), Optional.of(folder.resolve("absent")), "absent");
    }

    @Test
    void theOptionsOfJavaAreNoSetting() {
        ServerConfig.read(Map.of(), Map.of("OPENSPINE_JAVA_OPTIONS", "-Xmx1g"), Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP_PORT,eighty",
        "HTTP_PORT,-1",
        "HTTP_PORT,65536",
        "HTTP_PORT,''",
        "SAMPLES,some",
        "DATABASE_URL,jdbc:h2:mem:x",
        "DATABASE_URL,postgres://somewhere"
    })
    void badValuesAreRefusedByName(Setting setting, String value) {
        assertRefused(Map.of(setting, value), Map.of(), Optional.empty(), setting.key());
    }

    @Test
    void theBaseUrlLosesItsLastSlash() {
        ServerConfig config =
                ServerConfig.read(Map.of(Setting.BASE_URL, "https://spine.example/"), Map.of(), Optional.empty());
        assertThat(config.http().baseUrl()).contains("https://spine.example");
    }

    @Test
    void aDatabaseUrlMeansPostgresql() {
        ServerConfig config = ServerConfig.read(
                Map.of(Setting.DATABASE_URL, "jdbc:postgresql://db/spine", Setting.DATABASE_USER, "spine"),
                Map.of("OPENSPINE_DATABASE_PASSWORD", "secret"),
                Optional.empty());
        assertThat(config.store().remote().orElseThrow().user()).isEqualTo("spine");
        assertThat(config.store().remote().orElseThrow().password()).isEqualTo("secret");
    }

    private static Path file(Path folder, String text) throws IOException {
        return Files.writeString(folder.resolve("openspine.properties"), text);
    }

    private static void assertRefused(
            Map<Setting, String> arguments, Map<String, String> environment, Optional<Path> file, String named) {
        assertThatThrownBy(() -> ServerConfig.read(arguments, environment, file))
                .isInstanceOf(ServerConfig.InvalidException.class)
                .hasMessageContaining(named)
                .hasMessageNotContaining("\n");
    }
}
