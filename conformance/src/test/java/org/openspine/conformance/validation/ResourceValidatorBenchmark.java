package org.openspine.conformance.validation;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.search.SearchParameterDefinition;
import org.openspine.conformance.search.SearchParameterRegistry;
import org.openspine.conformance.structure.SampleResources;

/** Parsing, validating, indexing and writing a Patient of 10 KB. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class ResourceValidatorBenchmark {
    private final SearchParameterRegistry registry = SearchParameterRegistry.r4(FhirContext.forR4Cached());
    private final ResourceValidator validator = new ResourceValidator(registry.structures());
    private final ObjectNode patient = patientOf10KB();
    private final byte[] json = ResourceJson.write(patient);

    private ObjectNode patientOf10KB() {
        ObjectNode sample = new SampleResources(registry.structures()).resource("Patient", 0);
        JsonNode name = sample.path("name").path(0).deepCopy();
        while (ResourceJson.write(sample).length < 10_000) {
            sample.withArray("name").add(name.deepCopy());
        }
        return sample;
    }

    @Benchmark
    public JsonNode parse() {
        return ResourceJson.parse(json, JsonLimits.RESOURCE);
    }

    @Benchmark
    public byte[] write() {
        return ResourceJson.write(patient);
    }

    @Benchmark
    public ValidationReport validate() {
        return validator.validate(patient);
    }

    /** Every parameter of Patient. */
    @Benchmark
    public int index() {
        int values = 0;
        for (SearchParameterDefinition parameter : registry.of("Patient")) {
            values += parameter.evaluate(patient).size();
        }
        return values;
    }
}
