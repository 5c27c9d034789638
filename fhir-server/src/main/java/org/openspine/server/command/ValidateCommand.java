package org.openspine.server.command;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.packages.OwnPackage;
import org.openspine.conformance.packages.PackageException;
import org.openspine.conformance.packages.PackageReader;
import org.openspine.conformance.profile.Definition;
import org.openspine.conformance.profile.Definitions;
import org.openspine.conformance.structure.Structures;
import org.openspine.conformance.validation.ResourceValidator;
import org.openspine.conformance.validation.RuleBook;
import org.openspine.conformance.validation.ValidationIssue;
import org.openspine.conformance.validation.ValidationReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code openspine validate FILE…}: checks files without a server. Exit code 0: all valid; 2: some are not; 1: could not check. */
@Command(
        name = "validate",
        description = "Checks resources (JSON or XML) against R4 and profiles. Exit code 2 if one is not valid.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ValidateCommand implements Callable<Integer> {
    static final int INVALID = 2;

    private enum Format {
        TABLE,
        JSON
    }

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "resources, or folders of them")
    private List<Path> files = List.of();

    @Option(names = "--package", paramLabel = "FILE", description = "FHIR package (.tgz or folder) to check against")
    private List<Path> packages = List.of();

    @Option(names = "--profile", paramLabel = "URL", description = "profile that every resource must follow")
    private List<String> profiles = List.of();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table or json (default: ${DEFAULT-VALUE})",
            converter = FormatConverter.class)
    private Format format = Format.TABLE;

    @Option(names = "--errors", description = "leave out warnings and information")
    private boolean errorsOnly;

    private static final class FormatConverter implements picocli.CommandLine.ITypeConverter<Format> {
        @Override
        public Format convert(String text) {
            return Format.valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    /** What was found in one file. */
    private record Checked(Path file, ValidationReport report) {}

    @Override
    public Integer call() {
        Structures structures = Structures.r4(FhirContext.forR4Cached());
        var reader = new PackageReader(structures);
        RuleBook book = new RuleBook(structures, Definitions.r4().with(definitions(reader)));
        for (String profile : profiles) {
            if (!book.has(profile)) {
                throw new CommandFailedException("The profile %s is not loaded; give its package".formatted(profile));
            }
        }
        var validator = new ResourceValidator(structures, () -> book);
        var checked = new ArrayList<Checked>();
        for (Path file : resources()) {
            checked.add(new Checked(file, validator.validate(read(file, reader), profiles)));
        }
        if (format == Format.JSON) {
            System.out.println(new String(ResourceJson.write(json(checked)), StandardCharsets.UTF_8));
        } else {
            table(checked, System.out);
        }
        return checked.stream().allMatch(one -> one.report().isValid()) ? 0 : INVALID;
    }

    private List<Definition> definitions(PackageReader reader) {
        var definitions = new ArrayList<>(OwnPackage.definitions());
        for (Path file : packages) {
            try {
                reader.read(file).resources().stream()
                        .filter(resource -> Definitions.TYPES.contains(
                                resource.path("resourceType").asText()))
                        .map(Definition::of)
                        .forEach(definitions::add);
            } catch (PackageException e) {
                throw new CommandFailedException("%s: %s".formatted(file, e.getMessage()));
            }
        }
        return definitions;
    }

    private List<Path> resources() {
        var all = new ArrayList<Path>();
        for (Path file : files) {
            if (!Files.exists(file)) {
                throw new CommandFailedException("No such file: " + file);
            }
            try (Stream<Path> walk = Files.walk(file)) {
                walk.filter(Files::isRegularFile)
                        .filter(path -> path.equals(file) || path.toString().matches(".*\\.(json|xml)"))
                        .sorted()
                        .forEach(all::add);
            } catch (IOException e) {
                throw new CommandFailedException("Cannot read " + file);
            }
        }
        return all;
    }

    private static ObjectNode read(Path file, PackageReader reader) {
        try {
            return reader.resource(file.toString(), Files.readAllBytes(file));
        } catch (PackageException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new CommandFailedException("Cannot read " + file);
        }
    }

    private List<ValidationIssue> shown(Checked one) {
        return one.report().issues().stream()
                .filter(issue -> !errorsOnly || issue.isError())
                .toList();
    }

    private void table(List<Checked> checked, PrintStream out) {
        for (Checked one : checked) {
            out.printf("%s: %s%n", one.file(), one.report().isValid() ? "valid" : "NOT VALID");
            for (ValidationIssue issue : shown(one)) {
                out.printf(
                        "  %-11s %s%n              %s%s%n",
                        issue.severity().toCode(),
                        issue.location(),
                        issue.message(),
                        issue.profile().isEmpty() ? "" : "  [" + issue.rule() + ", " + issue.profile() + "]");
            }
        }
        long valid = checked.stream().filter(one -> one.report().isValid()).count();
        out.printf("%d valid, %d not valid%n", valid, checked.size() - valid);
    }

    private ArrayNode json(List<Checked> checked) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (Checked one : checked) {
            ObjectNode file = all.addObject();
            file.put("file", one.file().toString());
            file.put("valid", one.report().isValid());
            ArrayNode issues = file.putArray("issues");
            for (ValidationIssue issue : shown(one)) {
                issues.addObject()
                        .put("severity", issue.severity().toCode())
                        .put("code", issue.type().toCode())
                        .put("expression", issue.location())
                        .put("rule", issue.rule())
                        .put("profile", issue.profile())
                        .put("diagnostics", issue.message());
            }
        }
        return all;
    }
}
