package org.openspine.fhir;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openspine.access.Caller;
import org.openspine.api.Visibility;
import org.openspine.repository.StoredResource;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.SearchQuery;

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
        List<Criterion> own = criteria(query.type());
        List<Criterion> all = Stream.concat(query.criteria().stream().map(this::limited), own.stream())
                .toList();
        return new SearchQuery(query.type(), all, query.sort(), query.count(), query.after());
    }

    /** The same criterion, where every resource on the way must be visible. */
    public Criterion limited(Criterion criterion) {
        if (criterion instanceof Criterion.Chain chain) {
            return new Criterion.Chain(
                    chain.parameter(), chain.targetType(), visible(chain.targetType(), chain.target()));
        }
        if (criterion instanceof Criterion.Has has) {
            return new Criterion.Has(has.parameter(), has.sourceType(), visible(has.sourceType(), has.source()));
        }
        if (criterion instanceof Criterion.Not not) {
            return new Criterion.Not(limited(not.criterion()));
        }
        if (criterion instanceof Criterion.AnyOf any) {
            return new Criterion.AnyOf(
                    any.criteria().stream().map(this::limited).toList());
        }
        if (criterion instanceof Criterion.AllOf all) {
            return new Criterion.AllOf(
                    all.criteria().stream().map(this::limited).toList());
        }
        return criterion;
    }

    private Criterion visible(String type, Criterion inner) {
        List<Criterion> own = criteria(type);
        Criterion limited = limited(inner);
        return own.isEmpty()
                ? limited
                : new Criterion.AllOf(
                        Stream.concat(Stream.of(limited), own.stream()).toList());
    }
}
