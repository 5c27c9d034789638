package org.openspine.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.packages.OwnPackage;
import org.openspine.conformance.packages.PackageReader;
import org.openspine.conformance.structure.Structures;
import org.openspine.server.crash.ServerProcess;
import org.openspine.server.http.ServedBase;

/** {@code openspine package}, {@code packages} and {@code validate}, each in a process of its own. */
class PackagesCommandTest {
    private static final List<String> JAVA_OPTIONS = List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    private static final int FAILED = 1;
    private static final int INVALID = 2;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void exportedPackageIsLoadedIntoAFreshServerWithoutErrors() throws IOException, InterruptedException {
        int resources = OwnPackage.read().resources().size();
        long profiles = OwnPackage.resources("StructureDefinition").size();

        assertThat(done("package", "--out", "own.tgz"))
                .containsExactly("own.tgz: org.openspine.fhir 0.1.0, %d resources".formatted(resources));
        assertThat(done("packages", "add", "own.tgz", "--data.dir=fresh"))
                .containsExactly(
                        "org.openspine.fhir 0.1.0: %d resources, %d new or changed".formatted(resources, resources),
                        "org.openspine.fhir 0.1.0: %d profiles can be used".formatted(profiles));
        assertThat(done("packages", "list", "--data.dir=fresh"))
                .containsExactly("org.openspine.fhir 0.1.0 (%d resources)".formatted(resources));

        try (ServerProcess server = ServerProcess.sandbox(folder, JAVA_OPTIONS, "--samples=none", "--data.dir=fresh")) {
            ServedBase base = () -> server.address() + "/FHIR/R4";
            assertThat(base.get("StructureDefinition?_summary=count")
                            .path("total")
                            .asInt())
                    .isEqualTo(profiles);
            base.sending("{\"resourceType\":\"Patient\"}")
                    .post("/Patient/$validate?profile=https://openspine.org/fhir/StructureDefinition/openspine-patient")
                    .then()
                    .statusCode(200);
        }
    }

    @Test
    void everyResourceOfTheExportedPackageIsValid() throws IOException, InterruptedException {
        done("package", "--out", "own.tgz");
        Path unpacked = Files.createDirectory(folder.resolve("unpacked"));
        var reader = new PackageReader(Structures.r4(FhirContext.forR4Cached()));
        List<ObjectNode> resources = reader.read(folder.resolve("own.tgz")).resources();
        for (int i = 0; i < resources.size(); i++) {
            Files.write(unpacked.resolve(i + ".json"), ResourceJson.write(resources.get(i)));
        }

        List<String> shown = done("validate", "--errors", "--package", "own.tgz", "unpacked");

        assertThat(shown)
                .hasSize(resources.size() + 1)
                .last()
                .isEqualTo("%d valid, 0 not valid".formatted(resources.size()));
    }

    @Test
    void resourcesThatBreakRulesOfAPackageAreTold() throws IOException, InterruptedException {
        Files.createDirectory(folder.resolve("rules"));
        Files.writeString(folder.resolve("rules/profile.json"), """
                {"resourceType":"StructureDefinition","url":"http://example.org/p","name":"P","status":"active","kind":"resource",
                "abstract":false,"type":"Patient","baseDefinition":"http://hl7.org/fhir/StructureDefinition/Patient","derivation":
                "constraint","differential":{"element":[{"id":"Patient.name","path":"Patient.name","min":1}]}}""");
        Files.writeString(
                folder.resolve("nameless.json"),
                "{\"resourceType\":\"Patient\",\"meta\":{\"profile\":[\"http://example.org/p\"]}}");

        ServerProcess.Ended ended = run("validate", "--format=json", "--package", "rules", "nameless.json");

        assertThat(ended.status()).isEqualTo(INVALID);
        assertThat(String.join("", ended.out()))
                .contains("\"valid\":false", "\"profile\":\"http://example.org/p\"", "Patient.name");
        assertThat(done("validate", "nameless.json")).contains("1 valid, 0 not valid");
        assertThat(refusal("validate", "--profile", "http://example.org/p", "nameless.json"))
                .contains("is not loaded");
        assertThat(refusal("validate", "none.json")).contains("none.json");
    }

    @Test
    void whatCannotBeUsedOfAPackageIsTold() throws IOException, InterruptedException {
        Files.createDirectory(folder.resolve("partly"));
        Files.writeString(
                folder.resolve("partly/package.json"),
                "{\"name\":\"a.b\",\"version\":\"1.0.0\",\"dependencies\":{\"c.d\":\"2.0.0\",\"hl7.fhir.r4.core\":\"4.0.1\"}}");
        Files.writeString(folder.resolve("partly/a.json"), """
                {"resourceType":"StructureDefinition","url":"http://example.org/a","name":"A","status":"active","kind":"resource",
                "abstract":false,"type":"Patient","baseDefinition":"http://example.org/none","derivation":"constraint"}""");
        Files.writeString(folder.resolve("partly/b.json"), """
                {"resourceType":"StructureDefinition","url":"http://example.org/b","name":"B","status":"active","kind":"resource",
                "abstract":false,"type":"Patient","baseDefinition":"http://hl7.org/fhir/StructureDefinition/Patient","derivation":
                "constraint","differential":{"element":[{"id":"Patient.maritalStatus","path":"Patient.maritalStatus","binding":
                {"strength":"required","valueSet":"http://example.org/unknown"},"constraint":[{"key":"x-1","severity":"error",
                "human":"x","expression":"unheardOf()"}]}]}}""");

        assertThat(done("packages", "add", "partly"))
                .contains("a.b 1.0.0: 2 resources, 2 new or changed", "a.b 1.0.0: 1 profiles can be used")
                .contains("  builds on c.d 2.0.0, which is not here")
                .contains("  codes are not checked against http://example.org/unknown, which is not loaded")
                .anyMatch(line -> line.startsWith("  http://example.org/a cannot be used"))
                .anyMatch(line -> line.startsWith("  http://example.org/b: ") && line.contains("x-1"));
        assertThat(done("packages", "add", "partly")).contains("a.b 1.0.0: 2 resources, 0 new or changed");
    }

    @Test
    void brokenPackageIsRefusedWholeAndNothingIsStored() throws IOException, InterruptedException {
        Files.createDirectory(folder.resolve("sound"));
        Files.writeString(
                folder.resolve("sound/v.json"),
                "{\"resourceType\":\"ValueSet\",\"url\":\"http://example.org/v\",\"status\":\"active\"}");
        Files.writeString(folder.resolve("broken.tgz"), "no archive");

        assertThat(refusal("packages", "add", "sound", "broken.tgz")).contains("broken.tgz", "archive");
        assertThat(refusal("packages", "add", "nowhere.tgz")).contains("nowhere.tgz");
        assertThat(refusal("packages")).contains("packages add FILE");
        assertThat(done("packages", "list")).containsExactly("no packages");
    }

    private ServerProcess.Ended run(String... arguments) throws InterruptedException {
        return ServerProcess.run(folder, JAVA_OPTIONS, arguments);
    }

    /** What it wrote; it ended well. */
    private List<String> done(String... arguments) throws InterruptedException {
        ServerProcess.Ended ended = run(arguments);
        assertThat(ended.err()).isEmpty();
        assertThat(ended.status()).isZero();
        return ended.out();
    }

    /** The only line it wrote before it ended with 1. */
    private String refusal(String... arguments) throws InterruptedException {
        ServerProcess.Ended ended = run(arguments);
        assertThat(ended.err()).hasSize(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.status()).isEqualTo(FAILED);
        return ended.err().get(0);
    }
}
