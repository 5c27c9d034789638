package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.openspine.api.ContentRules;
import org.openspine.demographics.PatientIndex;
import org.openspine.error.SpineException;
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
     * @param more what is stored beside it
     */
    StoredResource register(
            String guard, Runnable unknown, Function<NhsNumber, ObjectNode> record, Consumer<NhsNumber> more) {
        while (true) {
            NhsNumber number = numbers.next();
            try {
                Optional<StoredResource> stored = repository.inTransaction(() -> {
                    repository.guard(List.of(guard));
                    unknown.run();
                    if (repository.read(PatientIndex.key(number.value())).isPresent()) {
                        return Optional.empty(); // somebody else brought it along
                    }
                    ObjectNode next = record.apply(number);
                    content.require("Patient", next);
                    StoredResource made =
                            repository.store(new ResourceWrite(PatientIndex.key(number.value()), Verb.POST, 0, next));
                    more.accept(number);
                    return Optional.of(made);
                });
                if (stored.isPresent()) {
                    return stored.get();
                }
            } catch (SpineException refused) {
                if (refused.code() instanceof PdsError) { // decided before anything was written
                    numbers.giveBack(number);
                }
                throw refused;
            }
        }
    }
}
