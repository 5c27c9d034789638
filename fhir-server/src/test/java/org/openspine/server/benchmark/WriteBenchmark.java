package org.openspine.server.benchmark;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.openspine.conformance.search.SearchParameterRegistry;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Verb;
import org.openspine.repository.hibernate.HibernateResourceRepository;
import org.openspine.repository.hibernate.StoreConfig;
import org.openspine.server.crash.ServerProcess;

/** Durable creates on H2 from 16 clients, against one commit each of the same rows; target: 3 times its rate. */
public final class WriteBenchmark {
    private static final int CLIENTS = 16;
    private static final int ROUNDS = 3;
    private static final double WARM = 15_000;

    private WriteBenchmark() {}

    /** Argument: seconds of each measurement, 5 if left out. */
    public static void main(String[] arguments) throws Exception {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        Path folder = Files.createTempDirectory("openspine-write");
        SearchParameterRegistry registry = SearchParameterRegistry.r4(FhirContext.forR4Cached());
        Path warmUp = folder.resolve("warm-up");
        for (double writes = 0; writes < WARM; ) {
            writes += shared(registry, warmUp, seconds).perSecond() * seconds;
        }
        PlainRows rows = new PlainRows(warmUp);
        Latencies.measure(CLIENTS, seconds, number -> rows.client());
        System.out.printf("%d clients, %d rows a create, %d s each%n", CLIENTS, rows.rows(), seconds);
        double[] ratios = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            Path store = folder.resolve("round-" + round);
            Latencies ours = shared(registry, store, seconds);
            PlainRows plain = new PlainRows(store);
            Latencies single = Latencies.measure(CLIENTS, seconds, number -> plain.client());
            ratios[round] = ours.perSecond() / single.perSecond();
            System.out.printf("repository        %s%none commit each   %s%n", ours, single);
            System.out.printf("ratio %.2f%n", ratios[round]);
        }
        System.out.printf("median ratio %.2f (target 3.00)%n", Latencies.median(ratios));
        overHttp(folder, seconds);
    }

    private static Latencies shared(SearchParameterRegistry registry, Path store, int seconds) throws Exception {
        AtomicLong numbers = new AtomicLong();
        try (ResourceRepository repository =
                new HibernateResourceRepository(StoreConfig.h2(store), registry, Clock.systemUTC())) {
            return Latencies.measure(CLIENTS, seconds, number -> create(repository, numbers));
        }
    }

    private static Callable<StoredResource> create(ResourceRepository repository, AtomicLong numbers) {
        return () -> {
            ObjectNode patient = SamplePatients.small("B" + numbers.getAndIncrement());
            ResourceKey key = new ResourceKey("Patient", repository.nextLogicalId());
            return repository.store(new ResourceWrite(key, Verb.POST, 0, patient));
        };
    }

    private static void overHttp(Path folder, int seconds) throws Exception {
        AtomicLong numbers = new AtomicLong();
        try (ServerProcess spine =
                ServerProcess.sandbox(folder, ReadBenchmark.JAVA_OPTIONS, "--samples=none", "--data.dir=http")) {
            URI uri = URI.create(spine.address() + "/FHIR/R4/Patient");
            Callable<byte[]> client = () -> {
                ObjectNode patient = SamplePatients.small("B" + numbers.getAndIncrement());
                return HttpLoad.post(uri, SamplePatients.bytes(patient));
            };
            Latencies.measure(CLIENTS, seconds, number -> client);
            System.out.printf("over HTTP         %s%n", Latencies.measure(CLIENTS, seconds, number -> client));
        }
    }
}
