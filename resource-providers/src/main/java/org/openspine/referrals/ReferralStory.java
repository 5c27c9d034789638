package org.openspine.referrals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.openspine.api.FhirResponse;
import org.openspine.api.HttpMethod;
import org.openspine.api.JsonBody;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.fhir.FhirRequest;
import org.openspine.fhir.Operation;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.SearchQuery;
import org.openspine.repository.search.ValueMatch;

/**
 * {@code ServiceRequest/[id]/$everything}: the whole story of a referral or advice request by one request. Matches are the request,
 * those of the same UBRN or that it continues, and their appointments, messages, tasks and documents; with them come the patient,
 * services, slots and people that they name. A bounded number of statements, whatever the store holds.
 */
final class ReferralStory implements Operation {
    private static final int MOST = 200;
    private static final Set<String> TOLD_ALONG = Set.of(
            "Patient", "HealthcareService", "PractitionerRole", "Practitioner", "Organization", "Slot", "Location");

    @Override
    public String name() {
        return "everything";
    }

    @Override
    public String definition() {
        return "https://openspine.org/fhir/OperationDefinition/ServiceRequest-everything";
    }

    @Override
    public Set<Level> levels() {
        return Set.of(Level.INSTANCE);
    }

    @Override
    public Set<String> types() {
        return Set.of(Referral.TYPE);
    }

    @Override
    public Set<HttpMethod> methods() {
        return READING;
    }

    @Override
    public FhirResponse run(FhirRequest request, Target target) {
        throw new IllegalStateException("needs to know what the caller may see");
    }

    @Override
    public FhirResponse run(FhirRequest request, Target target, ResourceRepository visible) {
        ResourceKey key = target.key().orElseThrow();
        StoredResource stored = visible.read(key)
                .filter(found -> !found.isDeleted())
                .orElseThrow(() -> new SpineException(FhirError.NOT_FOUND, "There is no such ServiceRequest"));
        Map<ResourceKey, StoredResource> matches = new LinkedHashMap<>();
        matches.put(key, stored);
        requests(stored, visible).forEach(one -> matches.putIfAbsent(one.key(), one));
        List<ResourceKey> requests = List.copyOf(matches.keySet());
        for (String[] way : new String[][] {
            {"Appointment", "based-on"},
            {"Communication", "based-on"},
            {"Task", "focus"},
            {"DocumentReference", "related"}
        }) {
            about(way[0], way[1], requests, visible).forEach(one -> matches.putIfAbsent(one.key(), one));
        }
        named(matches.values(), Set.of("DocumentReference"), matches.keySet(), visible)
                .forEach(one -> matches.putIfAbsent(one.key(), one));
        List<StoredResource> along = named(matches.values(), TOLD_ALONG, matches.keySet(), visible);
        return FhirResponse.of(200, bundle(request, key, matches.values(), along));
    }

    /** Requests of the same UBRN, and those that the record names. */
    private static List<StoredResource> requests(StoredResource stored, ResourceRepository visible) {
        List<StoredResource> requests = new ArrayList<>();
        Referral referral = Referral.of(stored);
        if (!referral.ubrn().isEmpty()) {
            Criterion same = new Criterion.Indexed(
                    IndexId.parameter(Referral.TYPE, "identifier"),
                    List.of(new ValueMatch.Token(OptionalLong.of(IndexId.system(Elements.UBRN)), referral.ubrn())));
            requests.addAll(search(Referral.TYPE, same, visible));
        }
        List<ResourceKey> related = referral.related().stream()
                .filter(ResourceKey::isLogicalId)
                .map(id -> new ResourceKey(Referral.TYPE, id))
                .toList();
        if (!related.isEmpty()) {
            requests.addAll(visible.read(related).values());
        }
        return requests;
    }

    private static List<StoredResource> about(
            String type, String parameter, List<ResourceKey> requests, ResourceRepository visible) {
        return search(
                type,
                new Criterion.Indexed(
                        IndexId.parameter(type, parameter),
                        requests.stream()
                                .map(key -> new ValueMatch.Reference(key.type(), key.id()))
                                .toList()),
                visible);
    }

    private static List<StoredResource> search(String type, Criterion criterion, ResourceRepository visible) {
        return visible.search(new SearchQuery(type, List.of(criterion), List.of(), MOST, Optional.empty()))
                .matches();
    }

    /** Resources of these types that others refer to. */
    private static List<StoredResource> named(
            Iterable<StoredResource> by, Set<String> types, Set<ResourceKey> known, ResourceRepository visible) {
        Set<ResourceKey> keys = new LinkedHashSet<>();
        by.forEach(stored -> collect(stored.tree(), types, keys));
        keys.removeAll(known);
        return keys.isEmpty() ? List.of() : List.copyOf(visible.read(keys).values());
    }

    private static void collect(JsonNode node, Set<String> types, Set<ResourceKey> keys) {
        JsonNode reference = node.path("reference");
        if (reference.isTextual() && keys.size() < MOST) {
            for (String type : types) {
                Elements.idOf(reference.textValue(), type)
                        .filter(ResourceKey::isLogicalId)
                        .ifPresent(id -> keys.add(new ResourceKey(type, id)));
            }
        }
        node.forEach(child -> collect(child, types, keys));
    }

    private static JsonBody bundle(
            FhirRequest request, ResourceKey key, Iterable<StoredResource> matches, List<StoredResource> along) {
        int total = 0;
        JsonBody.Builder entries = new JsonBody.Builder();
        for (StoredResource match : matches) {
            entry(entries, request, match, "match", total++ > 0);
        }
        for (StoredResource one : along) {
            entry(entries, request, one, "include", true);
        }
        return new JsonBody.Builder()
                .text("{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"total\":" + total
                        + ",\"link\":[{\"relation\":\"self\",\"url\":")
                .string(request.base() + "/" + key + "/$everything")
                .text("}],\"entry\":[")
                .bytes(entries.build().toBytes())
                .text("]}")
                .build();
    }

    private static void entry(
            JsonBody.Builder out, FhirRequest request, StoredResource stored, String mode, boolean separated) {
        out.text((separated ? "," : "") + "{\"fullUrl\":")
                .string(request.base() + "/" + stored.key())
                .text(",\"resource\":")
                .bytes(stored.body())
                .text(",\"search\":{\"mode\":\"" + mode + "\"}}");
    }
}
