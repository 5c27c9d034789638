package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.openspine.api.ContentRules;
import org.openspine.demographics.PatientIndex;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Verb;
import org.openspine.terminology.identifier.NhsNumber;

/** Makes the record of somebody new under an NHS number that nobody has. */
final class Registration {
    private final ResourceRepository repository;
    private final ContentRules content;
    private final NhsNumbers numbers;

    Registration(ResourceRepository repository, ContentRules content, NhsNumbers numbers) {
        this.repository = repository;
        this.content = content;
        this.numbers = numbers;
    }

    /**
     * Stores the record in one transaction with whatever else belongs to it.
     *
     * @param guard held until the end, so that the same person is not created twice at once
     * @param unknown throws if the person is known already
     * @param record the content under a number
     * @param more what is stored beside it, without ids
     */
    StoredResource register(
            String guard,
            Runnable unknown,
            Function<NhsNumber, ObjectNode> record,
            Function<NhsNumber, List<ObjectNode>> more) {
        while (true) {
            NhsNumber number = numbers.next();
            try {
                Optional<StoredResource> stored = repository.inTransaction(() -> {
                    repository.guard(List.of(guard));
                    unknown.run();
                    if (repository.read(PatientIndex.key(number.value())).isPresent()) {
                        return Optional.empty(); // somebody else brought it along
                    }
                    List<ResourceWrite> writes = new ArrayList<>();
                    writes.add(write(PatientIndex.key(number.value()), record.apply(number)));
                    for (ObjectNode other : more.apply(number)) {
                        String type = other.path("resourceType").asText();
                        writes.add(write(new ResourceKey(type, repository.nextLogicalId()), other));
                    }
                    return Optional.of(repository.store(writes).get(0));
                });
                if (stored.isPresent()) {
                    return stored.get();
                }
            } catch (SpineException refused) {
                if (refused.code().status() < 500) { // certainly nothing was written
                    numbers.giveBack(number);
                }
                throw refused;
            }
        }
    }

    private ResourceWrite write(ResourceKey key, ObjectNode resource) {
        content.require(key.type(), resource);
        return new ResourceWrite(key, Verb.POST, 0, resource);
    }
}
