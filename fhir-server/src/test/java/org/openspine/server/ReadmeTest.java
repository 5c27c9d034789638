package org.openspine.server;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.server.http.TestServers;

/** What README says is so. */
class ReadmeTest {
    private static final String ADDRESS = "http://127.0.0.1:8080";

    @Test
    void theTableOfSettingsIsThatOfTheCode() throws IOException {
        String expected = Arrays.stream(Setting.values())
                .map(setting -> "| `%s` | `%s` | %s | %s |"
                        .formatted(
                                setting.key(),
                                setting.variable(),
                                setting.defaultValue().isEmpty() ? "" : "`" + setting.defaultValue() + "`",
                                setting.description()))
                .collect(Collectors.joining("\n"));
        String section = readme().split("\n## Settings\n", 2)[1].split("\n## ", 2)[0];
        String table = section.lines().filter(line -> line.startsWith("| `")).collect(Collectors.joining("\n"));
        assertThat(table).isEqualTo(expected);
    }

    @Test
    void theRequestsToTryAreAnswered(@TempDir Path folder) throws IOException {
        List<List<String>> requests = requests();
        assertThat(requests).hasSizeGreaterThanOrEqualTo(5);
        try (OpenSpine server = TestServers.withSamples(folder)) {
            for (List<String> request : requests) {
                assertThat(send(request, server.address()))
                        .as(String.join(" ", request))
                        .isBetween(200, 299);
            }
        }
    }

    /** The words of every curl command below "Try it", without curl itself. */
    private static List<List<String>> requests() throws IOException {
        String block = readme().split("## Try it", 2)[1].split("```sh\n", 2)[1].split("```", 2)[0];
        Pattern word = Pattern.compile("'([^']*)'|(\\S+)");
        List<List<String>> requests = new ArrayList<>();
        for (String command : block.replace("\\\n", " ").lines().toList()) {
            List<String> words = new ArrayList<>();
            for (Matcher next = word.matcher(command); next.find(); ) {
                words.add(next.group(1) == null ? next.group(2) : next.group(1));
            }
            if (!words.isEmpty() && words.remove(0).equals("curl")) {
                requests.add(words);
            }
        }
        return requests;
    }

    private static int send(List<String> words, String address) {
        RequestSpecification request = given().urlEncodingEnabled(false);
        String method = "GET";
        String url = "";
        for (int i = 0; i < words.size(); i++) {
            switch (words.get(i)) {
                case "-X" -> method = words.get(++i);
                case "-H" -> {
                    String[] header = words.get(++i).split(": ", 2);
                    request.header(header[0], header[1]);
                }
                case "-d" -> request.body(words.get(++i));
                default -> url = words.get(i).replace(ADDRESS, address);
            }
        }
        assertThat(url).startsWith(address);
        return request.request(method, url).statusCode();
    }

    private static String readme() throws IOException {
        return Files.readString(Path.of("../README.md"));
    }
}
