package org.openspine.notification;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.openspine.api.QueryParameters;
import org.openspine.conformance.search.SearchParameterRegistry;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.SearchQueryParser;

/** Reads {@code Subscription.criteria}: a search of one type, such as {@code Communication?category=notification}. */
final class SubscriptionCriteria {
    /** They shape the result of a search and decide nothing. */
    private static final Set<String> RESULT_PARAMETERS = Set.of(
            "_sort",
            "_count",
            "_include",
            "_revinclude",
            "_summary",
            "_elements",
            "_total",
            "_contained",
            "_containedType");

    private final Set<String> types;
    private final SearchQueryParser parser;

    SubscriptionCriteria(SearchParameterRegistry registry, Clock clock) {
        types = registry.structures().resourceTypes().stream()
                .filter(type -> !type.equals("Parameters") && !type.equals("OperationOutcome"))
                .collect(Collectors.toSet());
        parser = new SearchQueryParser(registry, types, clock);
    }

    /** Criteria as the store understands them. */
    record Parsed(String type, List<Criterion> criteria) {}

    /** Throws {@link SpineException} for what is no search. */
    Parsed parse(String text) {
        int mark = text.indexOf('?');
        String type = mark < 0 ? text : text.substring(0, mark);
        if (!types.contains(type)) {
            throw new SpineException(FhirError.BUSINESS_RULE, "Criteria begin with a resource type of this server");
        }
        List<Criterion> criteria = new ArrayList<>();
        QueryParameters query = mark < 0 ? QueryParameters.NONE : QueryParameters.parse(text.substring(mark + 1));
        for (QueryParameters.Parameter parameter : query.all()) {
            if (RESULT_PARAMETERS.contains(parameter.name())) {
                throw new SpineException(
                        FhirError.BUSINESS_RULE,
                        "Criteria say what to tell of, not how: %s".formatted(parameter.name()));
            }
            criteria.add(parser.parse(type, parameter.name(), parameter.value()));
        }
        return new Parsed(type, criteria);
    }
}
