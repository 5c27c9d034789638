package org.openspine.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openspine.access.Caller;
import org.openspine.api.Visibility;
import org.openspine.repository.StoredResource;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.SearchQuery;
import org.openspine.repository.search.SortKey;

/** All limits of what one caller sees, as one. */
public final class VisibleRecord {
    private final List<Visibility> limits;
    private final Caller caller;

    public VisibleRecord(List<Visibility> limits, Caller caller) {
        this.limits = limits;
        this.caller = caller;
    }

    /** What every match of a search of {@code type} must fulfil. */
    public List<Criterion> criteria(String type) {
        return limits.stream()
                .flatMap(limit -> limit.criteria(caller, type).stream())
                .toList();
    }

    /** Whether the caller may know that a resource of {@code type} was deleted. */
    boolean showsDeletions(String type) {
        return limits.stream().allMatch(limit -> limit.showsDeletions(caller, type));
    }

    /** What a resource must fulfil beside that to leave with a bulk export. */
    public List<Criterion> exportCriteria(Optional<String> exemption, String type) {
        return limits.stream()
                .flatMap(limit -> limit.exportCriteria(caller, exemption, type).stream())
                .toList();
    }

    /** The resource as the caller sees it. */
    public StoredResource view(StoredResource stored) {
        StoredResource seen = stored;
        for (Visibility limit : limits) {
            seen = limit.view(caller, seen);
        }
        return seen;
    }

    /** The same query, where matches and every resource on the way to them must be visible. */
    SearchQuery limited(SearchQuery query) {
        List<Criterion> all = new ArrayList<>();
        query.criteria().forEach(criterion -> all.add(limited(query.type(), criterion)));
        all.addAll(criteria(query.type()));
        for (SortKey key : query.sort()) {
            if (key instanceof SortKey.Indexed indexed) {
                all.addAll(criteriaOf(query.type(), List.of(indexed.parameter())));
            }
        }
        return new SearchQuery(query.type(), all, query.sort(), query.count(), query.after());
    }

    /** The same criterion, where every resource on the way must be visible, and so must what it is found by. */
    public Criterion limited(String type, Criterion criterion) {
        if (criterion instanceof Criterion.Chain chain) {
            return and(
                    new Criterion.Chain(
                            chain.parameter(), chain.targetType(), visible(chain.targetType(), chain.target())),
                    criteriaOf(type, List.of(chain.parameter())));
        }
        if (criterion instanceof Criterion.Has has) {
            return new Criterion.Has(has.parameter(), has.sourceType(), visible(has.sourceType(), has.source()));
        }
        if (criterion instanceof Criterion.Not not) {
            return and(
                    new Criterion.Not(limited(type, not.criterion())), criteriaOf(type, parameters(not.criterion())));
        }
        if (criterion instanceof Criterion.AnyOf any) {
            return new Criterion.AnyOf(
                    any.criteria().stream().map(one -> limited(type, one)).toList());
        }
        if (criterion instanceof Criterion.AllOf all) {
            return new Criterion.AllOf(
                    all.criteria().stream().map(one -> limited(type, one)).toList());
        }
        return and(criterion, criteriaOf(type, parameters(criterion)));
    }

    private static List<Long> parameters(Criterion criterion) {
        if (criterion instanceof Criterion.Indexed indexed) {
            return List.of(indexed.parameter());
        }
        if (criterion instanceof Criterion.Present present) {
            return List.of(present.parameter());
        }
        if (criterion instanceof Criterion.Composite composite) {
            return composite.parameters();
        }
        return List.of();
    }

    private List<Criterion> criteriaOf(String type, List<Long> parameters) {
        List<Criterion> demanded = new ArrayList<>();
        for (Visibility limit : limits) {
            parameters.forEach(parameter -> demanded.addAll(limit.criteriaOf(caller, type, parameter)));
        }
        return demanded;
    }

    private Criterion visible(String type, Criterion inner) {
        return and(limited(type, inner), criteria(type));
    }

    private static Criterion and(Criterion first, List<Criterion> more) {
        return more.isEmpty()
                ? first
                : new Criterion.AllOf(
                        Stream.concat(Stream.of(first), more.stream()).toList());
    }
}
