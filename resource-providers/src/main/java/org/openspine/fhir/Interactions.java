package org.openspine.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.openspine.access.Caller;
import org.openspine.api.FhirResponse;
import org.openspine.fhir.bulk.ImportOperation;
import org.openspine.repository.ResourceRepository;

/** Every interaction of the unified base for one caller, over what of the record that caller may see. */
final class Interactions {
    final ReadInteraction reads;
    final WriteInteraction writes;
    final SearchInteraction searches;
    final HistoryInteraction histories;
    final TransactionInteraction transactions;
    final List<Operation> operations;
    final ResourceRepository visible;

    /**
     * @param repository the record as the caller sees it
     * @param base how a single request is answered; entries of Bundles and lines of imports take the same way
     */
    Interactions(Parts parts, ResourceRepository repository, Caller caller, Function<FhirRequest, FhirResponse> base) {
        ConditionalSearch conditions = new ConditionalSearch(repository, parts.parser());
        ResourceWriter writer = new ResourceWriter(
                repository, conditions, parts.rules(), parts.writeRules(), parts.structures(), caller);
        visible = repository;
        reads = new ReadInteraction(repository);
        writes = new WriteInteraction(writer);
        searches = new SearchInteraction(
                repository, parts.parser(), new Includes(repository, parts.registry(), parts.types()), parts.tokens());
        histories = new HistoryInteraction(repository);
        transactions =
                new TransactionInteraction(repository, writer, conditions, parts.references(), parts.types(), base);
        operations = new ArrayList<>(List.of(
                new EverythingOperation(
                        repository,
                        parts.registry(),
                        parts.parser(),
                        parts.tokens(),
                        parts.references(),
                        parts.types()),
                new MetaOperation(repository, parts.types()),
                new MetaChangeOperation(MetaChangeOperation.Change.ADD, reads, writer),
                new MetaChangeOperation(MetaChangeOperation.Change.DELETE, reads, writer),
                new ValidateOperation(repository, parts.rules()),
                new ImportOperation(repository, base)));
        operations.addAll(parts.operations());
    }
}
