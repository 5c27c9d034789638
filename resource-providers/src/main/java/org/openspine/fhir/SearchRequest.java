package org.openspine.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openspine.api.QueryParameters;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.SearchQueryParser;
import org.openspine.repository.search.SortKey;

/**
 * The query of a search, taken apart: which resources, in which order, what to bring along, how many at a time.
 *
 * @param filters the parameters that choose resources
 * @param used the parameters that count, in their order: what the self link says
 * @param ignored names of parameters that lenient handling left out
 */
record SearchRequest(
        QueryParameters filters,
        Optional<String> sort,
        List<IncludeRule> includes,
        int count,
        boolean totalWanted,
        boolean countOnly,
        Optional<String> page,
        QueryParameters used,
        List<String> ignored) {
    static final int DEFAULT_COUNT = 20;
    static final int MAX_COUNT = 200;
    static final String PAGE = "_page";

    private static final Set<String> SHAPE = Set.of("_summary", "_elements", "_format", "_pretty");
    private static final Set<String> REFUSED =
            Set.of("_text", "_content", "_filter", "_query", "_list", "_contained", "_containedType", "_score");

    /**
     * Throws {@link FhirError#UNSUPPORTED_PARAMETER} for result parameters that are not served, unless {@code lenient}; the
     * filters are not looked at.
     */
    static SearchRequest parse(QueryParameters query, boolean lenient) {
        List<QueryParameters.Parameter> filters = new ArrayList<>();
        List<QueryParameters.Parameter> used = new ArrayList<>();
        List<String> ignored = new ArrayList<>();
        List<IncludeRule> includes = new ArrayList<>();
        for (QueryParameters.Parameter parameter : query.all()) {
            String code = parameter.name().split("[:.]", 2)[0];
            if (REFUSED.contains(code)) {
                if (!lenient) {
                    throw new SpineException(
                            FhirError.UNSUPPORTED_PARAMETER, "Search parameter '%s' is not supported".formatted(code));
                }
                ignored.add(parameter.name());
                continue;
            }
            if (parameter.value().isEmpty()) { // FHIR: a parameter without a value is as if it were not there
                continue;
            }
            used.add(parameter);
            switch (code) {
                case "_include" -> includes.add(IncludeRule.parse(parameter, IncludeRule.Direction.FORWARD));
                case "_revinclude" -> includes.add(IncludeRule.parse(parameter, IncludeRule.Direction.REVERSE));
                case "_sort", "_count", "_total", "_type", PAGE -> {}
                default -> {
                    if (!SHAPE.contains(code)) {
                        filters.add(parameter);
                    }
                }
            }
        }
        int count = query.last("_count").map(SearchRequest::count).orElse(DEFAULT_COUNT);
        boolean countOnly =
                count == 0 || query.last("_summary").filter("count"::equals).isPresent();
        return new SearchRequest(
                new QueryParameters(filters),
                query.last("_sort").filter(value -> !value.isEmpty()),
                includes,
                Math.min(count, MAX_COUNT),
                query.last("_total").map(SearchRequest::isTotalWanted).orElse(false) || countOnly,
                countOnly,
                query.last(PAGE),
                new QueryParameters(used),
                ignored);
    }

    /** The filters as conditions on one type; with {@code lenient}, unknown ones are left out and named in {@code ignored}. */
    List<Criterion> criteria(SearchQueryParser parser, String type, boolean lenient) {
        List<Criterion> criteria = new ArrayList<>();
        for (QueryParameters.Parameter parameter : filters.all()) {
            try {
                criteria.add(parser.parse(type, parameter.name(), parameter.value()));
            } catch (SpineException failure) {
                if (!lenient || failure.code() != FhirError.UNSUPPORTED_PARAMETER) {
                    throw failure;
                }
                ignored.add(parameter.name());
            }
        }
        return criteria;
    }

    List<SortKey> sortKeys(SearchQueryParser parser, String type) {
        return sort.map(value -> parser.parseSort(type, value)).orElse(List.of());
    }

    /** The parameters of the self link. */
    QueryParameters self() {
        return used.filter(parameter -> !ignored.contains(parameter.name()));
    }

    private static int count(String value) {
        try {
            int count = Integer.parseInt(value);
            if (count >= 0) {
                return count;
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw new SpineException(FhirError.INVALID_PARAMETER, "'_count' is a whole number, 0 or more");
    }

    private static boolean isTotalWanted(String value) {
        return switch (value) {
            case "none" -> false;
            case "accurate", "estimate" -> true; // an exact total is an estimate too
            default -> throw new SpineException(FhirError.INVALID_PARAMETER, "'_total' is none, estimate or accurate");
        };
    }
}
