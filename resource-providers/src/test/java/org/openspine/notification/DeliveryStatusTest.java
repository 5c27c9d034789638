package org.openspine.notification;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.conformance.search.SearchParameterRegistry;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Verb;
import org.openspine.repository.hibernate.HibernateResourceRepository;
import org.openspine.repository.hibernate.StoreConfig;

class DeliveryStatusTest {
    private static ObjectNode notification() {
        ObjectNode communication = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "Communication")
                .put("status", "in-progress");
        communication
                .putArray("category")
                .addObject()
                .putArray("coding")
                .addObject()
                .put("system", Notifications.TOPIC_SYSTEM)
                .put("code", "child-protection");
        return communication;
    }

    /** A hundred notifications that arrived together cost as many statements as one. */
    @Test
    void aBatchIsCompletedInTheStatementsOfOne(@TempDir Path folder) {
        try (ResourceRepository repository = new HibernateResourceRepository(
                StoreConfig.h2(folder), SearchParameterRegistry.r4(FhirContext.forR4Cached()), Clock.systemUTC())) {
            DeliveryStatus status = new DeliveryStatus(repository);
            long one = completing(repository, status, 1);
            assertThat(completing(repository, status, 100))
                    .isLessThanOrEqualTo(one)
                    .isLessThanOrEqualTo(12);
        }
    }

    private static long completing(ResourceRepository repository, DeliveryStatus status, int count) {
        List<ResourceKey> keys = IntStream.range(0, count)
                .mapToObj(i -> new ResourceKey("Communication", "c" + count + "-" + i))
                .toList();
        repository.store(keys.stream()
                .map(key -> new ResourceWrite(key, Verb.POST, 0, notification()))
                .toList());
        long before = repository.statementCount();
        repository.inTransaction(() -> {
            status.delivered(keys.stream().map(ResourceKey::toString).toList());
            return keys;
        });
        long statements = repository.statementCount() - before;
        assertThat(repository.read(keys).values())
                .hasSize(count)
                .extracting(StoredResource::tree)
                .allSatisfy(tree -> assertThat(tree.path("status").asText()).isEqualTo("completed"));
        return statements;
    }
}
