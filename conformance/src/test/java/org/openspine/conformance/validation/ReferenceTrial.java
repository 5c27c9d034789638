package org.openspine.conformance.validation;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.packages.OwnPackage;
import org.openspine.conformance.packages.PackageException;
import org.openspine.conformance.packages.PackageReader;
import org.openspine.conformance.profile.Definition;
import org.openspine.conformance.profile.Definitions;
import org.openspine.conformance.structure.Structures;

/**
 * The differential test at length, over folders: {@code main seed mutants --package=FOLDER… FOLDER…}. Packages are loaded into both
 * validators; mutants of the sound resources in the folders, or with no mutants asked the resources themselves, are validated by both.
 * Prints the differences by kind.
 */
final class ReferenceTrial {
    private static final int LARGEST_MUTANT = 15_000;

    private final Structures structures = Structures.r4(FhirContext.forR4Cached());
    private final PackageReader reader = new PackageReader(structures);
    private final List<Definition> definitions = new ArrayList<>(OwnPackage.definitions());
    private final List<ObjectNode> seeds = new ArrayList<>();
    private final Map<String, List<String>> kinds = new TreeMap<>();

    private final int largest;

    private ReferenceTrial(int largest) {
        this.largest = largest;
    }

    public static void main(String[] args) throws IOException {
        var trial = new ReferenceTrial(args[1].equals("0") ? Integer.MAX_VALUE : LARGEST_MUTANT);
        for (String arg : List.of(args).subList(2, args.length)) {
            if (arg.startsWith("--package=")) {
                trial.load(Path.of(arg.substring("--package=".length())));
            } else {
                trial.collect(Path.of(arg));
            }
        }
        trial.run(Long.parseLong(args[0]), Integer.parseInt(args[1]));
    }

    private void load(Path folder) {
        reader.read(folder).resources().stream()
                .filter(resource ->
                        Definitions.TYPES.contains(resource.path("resourceType").asText()))
                .map(Definition::of)
                .forEach(definitions::add);
    }

    private void collect(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                if (file.toString().matches(".*\\.(json|xml)")) {
                    try {
                        collect(reader.resource(file.getFileName().toString(), Files.readAllBytes(file)));
                    } catch (PackageException e) {
                        continue; // no FHIR: other data lies between the examples
                    }
                }
            }
        }
    }

    private void collect(ObjectNode resource) {
        boolean large = ResourceJson.write(resource).length > largest;
        if (!large
                && structures.resource(resource.path("resourceType").asText()).isPresent()) {
            seeds.add(resource);
        }
        if (large || resource.path("type").asText().equals("collection")) {
            resource.path("entry").forEach(entry -> {
                if (entry.path("resource") instanceof ObjectNode inner) {
                    collect(inner);
                }
            });
        }
    }

    private void run(long seed, int count) {
        var book = new RuleBook(structures, Definitions.r4().with(definitions));
        var differential = new Differential(
                new ResourceValidator(structures, () -> book),
                new ReferenceValidator(FhirContext.forR4(), definitions));
        var random = new Random(seed);
        var mutations = new Mutations(structures, seed);
        Map<ObjectNode, Boolean> sound = new IdentityHashMap<>();
        int invalid = 0;
        int different = 0;
        int made = 0;
        while (made < count) {
            ObjectNode original = seeds.get(random.nextInt(seeds.size()));
            if (!sound.computeIfAbsent(original, resource -> isSound(differential.verdicts(resource)))) {
                continue;
            }
            Mutations.Mutant mutant = mutations.mutate(original);
            Differential.Verdicts verdicts = differential.verdicts(mutant.resource());
            invalid += verdicts.ours().isEmpty() ? 0 : 1;
            different += verdicts.differ() ? record(mutant.resource(), mutant.change(), verdicts) : 0;
            made++;
            if (made % 500 == 0) {
                System.out.printf("%d mutants, %d refused, %d differ%n", made, invalid, different);
            }
        }
        if (count == 0) {
            for (ObjectNode resource : seeds) {
                Differential.Verdicts verdicts = differential.verdicts(resource);
                different += verdicts.differ() ? record(resource, "as it is", verdicts) : 0;
                invalid += verdicts.ours().isEmpty() ? 0 : 1;
            }
            System.out.printf("%d examples, %d refused, %d differ%n", seeds.size(), invalid, different);
        }
        System.out.printf("%d mutants, %d refused, %d differ%n", count, invalid, different);
        kinds.entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> -entry.getValue().size()))
                .forEach(entry -> {
                    System.out.printf("%n%d × %s%n", entry.getValue().size(), entry.getKey());
                    entry.getValue().stream().limit(4).forEach(example -> System.out.println("      " + example));
                });
    }

    private static boolean isSound(Differential.Verdicts verdicts) {
        return verdicts.theirs().isEmpty() && verdicts.ours().isEmpty();
    }

    private int record(ObjectNode resource, String change, Differential.Verdicts verdicts) {
        List<String> examples = kinds.computeIfAbsent(kind(verdicts), key -> new ArrayList<>());
        examples.add("%s %s: %s | %s"
                .formatted(
                        resource.path("resourceType").asText(),
                        resource.path("id").asText(),
                        change,
                        verdicts.ours().isEmpty() ? verdicts.theirs() : verdicts.ours()));
        if (examples.size() == 1) {
            System.out.printf("  %s%n", examples);
        }
        return 1;
    }

    private static String kind(Differential.Verdicts verdicts) {
        if (verdicts.ours().isEmpty() == verdicts.theirs().isEmpty()) {
            var theirs = new TreeSet<>(verdicts.theirInvariants());
            theirs.removeAll(verdicts.ourInvariants());
            var ours = new TreeSet<>(verdicts.ourInvariants());
            ours.removeAll(verdicts.theirInvariants());
            return "invariants: HAPI alone %s, ours alone %s".formatted(theirs, ours);
        }
        String first = (verdicts.ours().isEmpty() ? verdicts.theirs() : verdicts.ours()).get(0);
        String kind = (verdicts.ours().isEmpty() ? "HAPI " : "ours ")
                + first.replaceFirst("^\\S+ ", "")
                        .replaceAll("'[^']*'", "'…'")
                        .replaceAll("[0-9]+", "9")
                        .replaceAll("http\\S+", "http…");
        return kind.substring(0, Math.min(kind.length(), 110));
    }
}
