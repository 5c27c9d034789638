package org.openspine.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.openspine.api.FhirResponse;
import org.openspine.api.OperationOutcomes;
import org.openspine.api.QueryParameters;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.SearchQuery;
import org.openspine.repository.search.SearchQueryParser;

/**
 * search of one type, of several types, and of a compartment.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html">FHIR R4 search</a>
 */
final class SearchInteraction {
    private static final int MAX_INCLUDED = 1000;

    private final ResourceRepository repository;
    private final SearchQueryParser parser;
    private final Includes includes;
    private final PageToken tokens;

    SearchInteraction(ResourceRepository repository, SearchQueryParser parser, Includes includes, PageToken tokens) {
        this.repository = repository;
        this.parser = parser;
        this.includes = includes;
        this.tokens = tokens;
    }

    /**
     * What is searched: one type or several, all or only those in the compartment of one resource, and the path by which
     * the links of the answer name it.
     */
    record Scope(String path, List<String> types, Optional<ResourceKey> compartment) {}

    FhirResponse search(FhirRequest request, Scope scope) {
        boolean lenient = request.preferences().lenient();
        SearchQueryParser parser = this.parser.at(request.base());
        SearchRequest search = SearchRequest.parse(request.query(), lenient);
        includes.check(search.includes());
        if (scope.types().size() > 1 && search.sort().isPresent()) {
            throw new SpineException(FhirError.UNSUPPORTED_PARAMETER, "'_sort' needs a search of one resource type");
        }
        List<SearchQuery> queries = new ArrayList<>();
        for (String type : scope.types()) {
            List<Criterion> criteria = search.criteria(parser, type, lenient);
            scope.compartment().ifPresent(owner -> criteria.add(parser.compartment(owner, type)));
            queries.add(
                    new SearchQuery(type, criteria, search.sortKeys(parser, type), search.count(), Optional.empty()));
        }
        QueryParameters self =
                search.self().filter(parameter -> !parameter.name().equals(SearchRequest.PAGE));
        String signed = PageToken.signed(request.caller(), scope.path() + "?" + self);
        PageToken.Place start =
                search.page().map(token -> tokens.read(signed, token)).orElse(new PageToken.Place(0, Optional.empty()));
        OptionalLong total = search.totalWanted() ? OptionalLong.of(count(queries)) : OptionalLong.empty();
        Page page = search.countOnly() ? Page.EMPTY : page(queries, start, search);
        Optional<String> next = page.next()
                .map(place ->
                        url(request.base(), scope.path(), self.with(SearchRequest.PAGE, tokens.write(signed, place))));
        SearchBundle bundle =
                new SearchBundle(request.base(), total, url(request.base(), scope.path(), search.self()), next);
        bundle.add(page.matches(), "match").add(page.included(), "include");
        if (!search.ignored().isEmpty()) {
            bundle.addOutcome(OperationOutcomes.warning("Ignored, as Prefer: handling=lenient asks: "
                    + String.join(", ", search.ignored().stream().distinct().toList())));
        }
        if (page.truncated()) {
            bundle.addOutcome(OperationOutcomes.warning(
                    "More than %d resources would be included with this match; none are. Search for them with the reference parameter instead"
                            .formatted(MAX_INCLUDED)));
        }
        return FhirResponse.of(200, bundle.build());
    }

    private record Page(
            List<StoredResource> matches,
            List<StoredResource> included,
            Optional<PageToken.Place> next,
            boolean truncated) {
        static final Page EMPTY = new Page(List.of(), List.of(), Optional.empty(), false);
    }

    private long count(List<SearchQuery> queries) {
        return queries.stream().mapToLong(repository::count).sum();
    }

    /** A page of one type after the other, shorter than asked for where its includes would be too many. */
    private Page page(List<SearchQuery> queries, PageToken.Place start, SearchRequest search) {
        int wanted = search.count();
        while (true) {
            Page matches = matches(queries, start, wanted);
            if (search.includes().isEmpty() || matches.matches().isEmpty()) {
                return matches;
            }
            Optional<List<StoredResource>> included = includes.of(matches.matches(), search.includes(), MAX_INCLUDED);
            if (included.isPresent()) {
                return new Page(matches.matches(), included.get(), matches.next(), false);
            }
            if (wanted == 1) {
                return new Page(matches.matches(), List.of(), matches.next(), true);
            }
            wanted = Math.max(1, matches.matches().size() / 4);
        }
    }

    private Page matches(List<SearchQuery> queries, PageToken.Place start, int wanted) {
        QuerySequence.Slice slice = new QuerySequence(repository, queries).from(start, wanted);
        return new Page(slice.matches(), List.of(), slice.next(), false);
    }

    private static String url(String base, String path, QueryParameters query) {
        String place = path.isEmpty() ? base : base + "/" + path;
        return query.isEmpty() ? place : place + "?" + query;
    }
}
