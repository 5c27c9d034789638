package org.openspine.fhir.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.openspine.api.QueryParameters;
import org.openspine.api.Visibility;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.search.SearchParameterRegistry;
import org.openspine.fhir.VisibleRecord;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.LocalReference;
import org.openspine.repository.search.SearchQuery;
import org.openspine.repository.search.SearchQueryParser;
import org.openspine.repository.search.ValueMatch;

/**
 * The searches of which an export consists, one type after the other. The same request always has the same plan, so that
 * another worker can go on in the middle.
 */
final class ExportPlan {
    private static final String PATIENT = "Patient";

    /** Members of a Group that one search asks for. */
    private static final int MEMBERS_AT_ONCE = 50;

    private final ResourceRepository repository;
    private final SearchParameterRegistry registry;
    private final SearchQueryParser parser;
    private final List<Visibility> visibilities;

    ExportPlan(
            ResourceRepository repository,
            SearchParameterRegistry registry,
            SearchQueryParser parser,
            List<Visibility> visibilities) {
        this.repository = repository;
        this.registry = registry;
        this.parser = parser;
        this.visibilities = visibilities;
    }

    /** Whether resources of this type can be part of a patient's record. */
    boolean isOfPatients(String type) {
        return type.equals(PATIENT)
                || !registry.compartmentParameters(PATIENT, type).isEmpty();
    }

    /** Throws the parser's refusal if a filter cannot be. */
    List<SearchQuery> searches(ExportRequest request) {
        List<List<String>> members = request.group().map(this::members).orElse(List.of());
        VisibleRecord visible = new VisibleRecord(visibilities, request.caller());
        List<SearchQuery> searches = new ArrayList<>();
        for (String type : request.types()) {
            List<Criterion> criteria = new ArrayList<>();
            filter(request, type).map(one -> visible.limited(type, one)).ifPresent(criteria::add);
            request.since()
                    .map(time -> parser.parse(type, "_lastUpdated", "ge" + time))
                    .map(ExportPlan::inTypeOrder)
                    .ifPresent(criteria::add);
            visible.criteria(type).forEach(one -> criteria.add(inTypeOrder(one)));
            visible.exportCriteria(request.exemption(), type).forEach(one -> criteria.add(inTypeOrder(one)));
            switch (request.scope()) {
                case SYSTEM -> searches.add(search(type, criteria, List.of()));
                case PATIENTS ->
                    searches.add(search(type, criteria, type.equals(PATIENT) ? List.of() : ofAnyPatient(type)));
                case GROUP -> members.forEach(batch -> searches.add(search(type, criteria, List.of(of(batch, type)))));
            }
        }
        return searches;
    }

    private static SearchQuery search(String type, List<Criterion> criteria, List<Criterion> more) {
        List<Criterion> all = new ArrayList<>(criteria);
        all.addAll(more);
        return new SearchQuery(type, all, List.of(), 0, Optional.empty());
    }

    /** A double negation drives no index: the type is read in order, and each page starts where the last ended. */
    private static Criterion inTypeOrder(Criterion criterion) {
        return new Criterion.Not(new Criterion.Not(criterion));
    }

    private Optional<Criterion> filter(ExportRequest request, String type) {
        List<Criterion> ways = new ArrayList<>();
        for (ExportRequest.Filter filter : request.filters()) {
            if (filter.type().equals(type)) {
                List<Criterion> criteria = new ArrayList<>();
                for (QueryParameters.Parameter parameter :
                        QueryParameters.parse(filter.query()).all()) {
                    criteria.add(parser.parse(type, parameter.name(), parameter.value()));
                }
                ways.add(criteria.size() == 1 ? criteria.get(0) : new Criterion.AllOf(criteria));
            }
        }
        return ways.size() <= 1 ? ways.stream().findFirst() : Optional.of(new Criterion.AnyOf(ways));
    }

    private List<Criterion> ofAnyPatient(String type) {
        Criterion always = new Criterion.Not(new Criterion.Nothing());
        List<Criterion> ways = new ArrayList<>();
        for (String code : registry.compartmentParameters(PATIENT, type)) {
            ways.add(new Criterion.Chain(IndexId.parameter(type, code), PATIENT, always));
        }
        return List.of(inTypeOrder(new Criterion.AnyOf(ways)));
    }

    private Criterion of(List<String> patients, String type) {
        if (type.equals(PATIENT)) {
            return new Criterion.Ids(patients);
        }
        List<ValueMatch> references = new ArrayList<>();
        patients.forEach(id -> references.add(new ValueMatch.Reference(PATIENT, id)));
        List<Criterion> ways = new ArrayList<>();
        for (String code : registry.compartmentParameters(PATIENT, type)) {
            ways.add(new Criterion.Indexed(IndexId.parameter(type, code), references));
        }
        return new Criterion.AnyOf(ways);
    }

    /** Ids of the active members that are patients of this server. */
    private List<List<String>> members(ExportRequest.Group group) {
        Set<String> ids = new TreeSet<>();
        repository
                .vread(group.key(), group.version())
                .filter(stored -> !stored.isDeleted())
                .map(ExportPlan::tree)
                .ifPresent(tree -> {
                    for (JsonNode member : tree.path("member")) {
                        if (!member.path("inactive").asBoolean()) {
                            LocalReference.parse(member.path("entity")
                                            .path("reference")
                                            .asText(""))
                                    .filter(reference -> reference.type().equals(PATIENT))
                                    .ifPresent(reference -> ids.add(reference.id()));
                        }
                    }
                });
        List<String> ordered = List.copyOf(ids);
        List<List<String>> batches = new ArrayList<>();
        for (int i = 0; i < ordered.size(); i += MEMBERS_AT_ONCE) {
            batches.add(ordered.subList(i, Math.min(i + MEMBERS_AT_ONCE, ordered.size())));
        }
        return batches;
    }

    private static ObjectNode tree(StoredResource stored) {
        return ResourceJson.parse(stored.body(), JsonLimits.DOCUMENT);
    }
}
