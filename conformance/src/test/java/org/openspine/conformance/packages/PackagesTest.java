package org.openspine.conformance.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.conformance.profile.Definitions;
import org.openspine.conformance.structure.Structures;
import org.openspine.conformance.validation.ResourceValidator;
import org.openspine.conformance.validation.RuleBook;

class PackagesTest {
    private static final Structures STRUCTURES = Structures.r4(FhirContext.forR4Cached());
    private static final PackageReader READER = new PackageReader(STRUCTURES);
    private static final String PROFILE = """
            {"resourceType":"StructureDefinition","url":"http://example.org/%s","name":"A","status":"active","kind":"resource",
            "abstract":false,"type":"Patient","baseDefinition":"%s","derivation":"constraint"}""";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void ownPackageIsReadBackAsItWasWritten() throws IOException {
        Path file = folder.resolve("own.tgz");
        try (OutputStream out = Files.newOutputStream(file)) {
            PackageWriter.writeOwn(out);
        }

        FhirPackage read = READER.read(file);

        assertThat(read.name()).isEqualTo("org.openspine.fhir");
        assertThat(read.notes()).isEmpty();
        assertThat(read.resources())
                .extracting(resource -> resource.path("url").asText())
                .containsExactlyInAnyOrderElementsOf(OwnPackage.read().resources().stream()
                        .map(resource -> resource.path("url").asText())
                        .toList());
    }

    @Test
    void ownResourcesAreValidAndEveryRuleOfThemIsChecked() {
        RuleBook book = new RuleBook(STRUCTURES, Definitions.r4().with(OwnPackage.definitions()));
        var validator = new ResourceValidator(STRUCTURES, () -> book);

        for (ObjectNode resource : OwnPackage.read().resources()) {
            String url = resource.path("url").asText();
            assertThat(validator.validate(resource).issues()).as(url).noneMatch(issue -> issue.isError());
            if (resource.path("resourceType").asText().equals("StructureDefinition")) {
                assertThat(book.has(url)).as(url).isTrue();
                assertThat(book.problems(url)).as(url).isEmpty();
            }
        }
    }

    @Test
    void folderOfXmlAndJsonIsAPackage() throws IOException {
        Files.writeString(
                folder.resolve("package.json"),
                "{\"name\":\"a.b\",\"version\":\"1.2.0\",\"dependencies\":{\"c\":\"1\"}}");
        Files.writeString(folder.resolve("a.json"), PROFILE.formatted("a", "http://example.org/b"));
        Files.writeString(
                folder.resolve("b.xml"),
                "<ValueSet xmlns=\"http://hl7.org/fhir\"><url value=\"http://example.org/v\"/><status value=\"active\"/></ValueSet>");
        Files.writeString(folder.resolve("c.json"), "{\"resourceType\":\"Patient\"}");
        Files.writeString(
                folder.resolve("d.json"),
                "{\"resourceType\":\"ValueSet\",\"url\":\"http://example.org/w\",\"status\":\"no\"}");

        FhirPackage read = READER.read(folder);

        assertThat(read.version()).isEqualTo("1.2.0");
        assertThat(read.dependencies()).containsEntry("c", "1");
        assertThat(read.resources())
                .extracting(resource -> resource.path("url").asText())
                .containsExactly("http://example.org/a", "http://example.org/v");
        assertThat(read.notes())
                .hasSize(2)
                .anyMatch(note -> note.contains("d.json"))
                .anyMatch(note -> note.contains("examples"));
    }

    @Test
    void circleOfProfilesIsRefused() throws IOException {
        Files.writeString(folder.resolve("a.json"), PROFILE.formatted("a", "http://example.org/b"));
        Files.writeString(folder.resolve("b.json"), PROFILE.formatted("b", "http://example.org/a"));

        assertThatThrownBy(() -> READER.read(folder))
                .isInstanceOf(PackageException.class)
                .hasMessageContaining("circle");
    }

    @Test
    void valueSetsThatIncludeEachOtherAreRefused() throws IOException {
        String valueSet = """
                {"resourceType":"ValueSet","url":"http://example.org/%s","status":"active","compose":{"include":[
                {"valueSet":["http://example.org/%s|1"]},{"system":"http://example.org/s"}]}}""";
        Files.writeString(folder.resolve("a.json"), valueSet.formatted("a", "b"));
        Files.writeString(folder.resolve("b.json"), valueSet.formatted("b", "c"));
        assertThat(READER.read(folder).resources()).hasSize(2);

        Files.writeString(folder.resolve("c.json"), valueSet.formatted("c", "a"));
        assertThatThrownBy(() -> READER.read(folder))
                .isInstanceOf(PackageException.class)
                .hasMessageContaining("circle");
    }

    @Test
    void twoResourcesOfOneCanonicalAreRefused() throws IOException {
        String codeSystem =
                "{\"resourceType\":\"CodeSystem\",\"url\":\"http://example.org/s\",\"version\":\"%s\",\"status\":\"%s\",\"content\":\"complete\"}";
        Files.writeString(folder.resolve("a.json"), codeSystem.formatted("1", "active"));
        Files.writeString(folder.resolve("b.json"), codeSystem.formatted("1", "active"));
        Files.writeString(folder.resolve("c.json"), codeSystem.formatted("2", "draft"));
        assertThat(READER.read(folder).resources()).hasSize(3);

        Files.writeString(folder.resolve("d.json"), codeSystem.formatted("1", "draft"));
        assertThatThrownBy(() -> READER.read(folder))
                .isInstanceOf(PackageException.class)
                .hasMessageContaining("one canonical");
    }

    @Test
    void entitiesOfXmlAreRefused() throws IOException {
        Files.writeString(
                folder.resolve("a.xml"),
                "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><ValueSet xmlns=\"http://hl7.org/fhir\"><url value=\"&b;\"/></ValueSet>");

        assertThatThrownBy(() -> READER.read(folder)).isInstanceOf(PackageException.class);
    }
}
