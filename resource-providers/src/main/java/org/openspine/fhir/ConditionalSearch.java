package org.openspine.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openspine.api.QueryParameters;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.SearchQuery;
import org.openspine.repository.search.SearchQueryParser;

/** The condition of a conditional interaction: a query that must have a certain number of matches. */
final class ConditionalSearch {
    private final ResourceRepository repository;
    private final SearchQueryParser parser;

    ConditionalSearch(ResourceRepository repository, SearchQueryParser parser) {
        this.repository = repository;
        this.parser = parser;
    }

    /** Lets racing requests with the same condition run one after the other. */
    void guard(String type, QueryParameters query) {
        repository.guard(List.of(subject(type, query)));
    }

    static String subject(String type, QueryParameters query) {
        return type + "?" + query;
    }

    /** The match, or empty. Throws {@link FhirError#MULTIPLE_MATCHES} if there are several. */
    Optional<StoredResource> onlyMatch(String type, QueryParameters query) {
        return matches(type, query, 1).stream().findFirst();
    }

    /** At most {@code limit} matches. Throws {@link FhirError#MULTIPLE_MATCHES} if there are more. */
    List<StoredResource> matches(String type, QueryParameters query, int limit) {
        List<Criterion> criteria = new ArrayList<>();
        for (QueryParameters.Parameter parameter : query.all()) {
            criteria.add(parser.parse(type, parameter.name(), parameter.value()));
        }
        if (criteria.isEmpty()) {
            throw new SpineException(FhirError.INVALID_REQUEST, "A conditional request needs at least one criterion");
        }
        var page = repository.search(new SearchQuery(type, criteria, List.of(), limit, Optional.empty()));
        if (page.next().isPresent()) {
            throw new SpineException(
                    FhirError.MULTIPLE_MATCHES,
                    limit == 1
                            ? "More than one %s matches the condition".formatted(type)
                            : "More than %d resources match the condition".formatted(limit));
        }
        return page.matches();
    }
}
