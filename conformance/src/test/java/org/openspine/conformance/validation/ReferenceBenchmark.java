package org.openspine.conformance.validation;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.packages.OwnPackage;
import org.openspine.conformance.packages.PackageReader;
import org.openspine.conformance.profile.Definition;
import org.openspine.conformance.profile.Definitions;
import org.openspine.conformance.structure.SampleResources;
import org.openspine.conformance.structure.Structures;

/**
 * All rules, ours and HAPI's validator with the same definitions; target: a ratio of 100. A message is {@code type:bytes}, where a Bundle
 * is a collection of what the sample stories hold, each claiming our profile; or the name of a file. More packages for both are the
 * folders or archives in the system property {@code packages}, separated by commas.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 3, time = 3)
@Fork(1)
public class ReferenceBenchmark {
    private static final Structures STRUCTURES = Structures.r4(FhirContext.forR4Cached());

    @Param({"Patient:2000", "Patient:10000", "Bundle:24000", "Bundle:100000"})
    @SuppressWarnings("NullAway.Init") // JMH sets it
    private String message;

    private ObjectNode resource = JsonNodeFactory.instance.objectNode();
    private final List<Definition> definitions = new ArrayList<>(OwnPackage.definitions());

    @SuppressWarnings("NullAway.Init") // set before anything is measured
    private ResourceValidator ours;

    @SuppressWarnings("NullAway.Init")
    private ReferenceValidator reference;

    @Setup
    public void prepare() throws IOException {
        var reader = new PackageReader(STRUCTURES);
        Arrays.stream(System.getProperty("packages", "").split(","))
                .filter(name -> !name.isEmpty())
                .flatMap(name -> reader.read(Path.of(name)).resources().stream())
                .filter(one ->
                        Definitions.TYPES.contains(one.path("resourceType").asText()))
                .map(Definition::of)
                .forEach(definitions::add);
        String[] wanted = message.split(":");
        resource = switch (wanted[0]) {
            case "Patient" -> patient(Integer.parseInt(wanted[1]));
            case "Bundle" -> collection(Integer.parseInt(wanted[1]));
            default -> reader.resource(message, Files.readAllBytes(Path.of(message)));
        };
        RuleBook book = new RuleBook(STRUCTURES, Definitions.r4().with(definitions));
        ours = new ResourceValidator(STRUCTURES, () -> book);
        reference = new ReferenceValidator(FhirContext.forR4(), definitions);
        System.out.printf("%s: %,d bytes%n", message, ResourceJson.write(resource).length);
    }

    private static ObjectNode patient(int bytes) {
        ObjectNode patient = new SampleResources(STRUCTURES).resource("Patient", 0);
        patient.withObject("/meta")
                .putArray("profile")
                .add("https://openspine.org/fhir/StructureDefinition/openspine-patient");
        if (ResourceJson.write(patient).length > bytes) {
            patient.remove(List.of("contained", "contact", "photo", "link", "communication", "text"));
        }
        while (ResourceJson.write(patient).length < bytes) {
            patient.withArray("name").add(patient.path("name").path(0).deepCopy());
        }
        return patient;
    }

    private static ObjectNode collection(int bytes) {
        ObjectNode bundle = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "Bundle")
                .put("type", "collection");
        List<ObjectNode> resources = Stories.resources();
        for (int i = 0; ResourceJson.write(bundle).length < bytes; i++) {
            bundle.withArray("entry")
                    .addObject()
                    .put("fullUrl", "http://example.org/%d".formatted(i))
                    .set("resource", resources.get(i % resources.size()).deepCopy());
        }
        return bundle;
    }

    @Benchmark
    public ValidationReport ours() {
        return ours.validate(resource);
    }

    @Benchmark
    public ReferenceValidator.Findings hapi() {
        return reference.validate(resource);
    }
}
