package org.openspine.childprotection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;
import org.openspine.terminology.identifier.NhsNumber;

/** A Bundle of records that somebody sent, and what its references mean within it. */
public final class SentBundle {
    private static final int MAX_ENTRIES = 500;
    private static final Set<String> TYPES = Set.of("transaction", "collection", "batch");
    private static final Set<String> MEMBERS = Set.of(
            "resourceType",
            "id",
            "meta",
            "implicitRules",
            "language",
            "identifier",
            "type",
            "timestamp",
            "total",
            "link",
            "entry",
            "signature");
    private static final Set<String> ENTRY_MEMBERS = Set.of(
            "id", "extension", "modifierExtension", "link", "fullUrl", "resource", "search", "request", "response");

    private final List<Entry> entries;
    private final Map<String, Entry> byReference = new HashMap<>();

    /**
     * @param method empty where the Bundle is no transaction
     * @param url as sent: a type, or a type and an id
     */
    public record Entry(int index, String fullUrl, ObjectNode resource, String method, String url) {
        public String type() {
            return resource.path("resourceType").asText();
        }

        public String place() {
            return "Bundle.entry[" + index + "].resource";
        }

        /** The id the client demands: that of a PUT. */
        public Optional<String> demandedId() {
            int slash = url.lastIndexOf('/');
            return method.equals("PUT") && slash > 0 ? Optional.of(url.substring(slash + 1)) : Optional.empty();
        }
    }

    private SentBundle(List<Entry> entries) {
        this.entries = List.copyOf(entries);
        for (Entry entry : entries) {
            String id = entry.resource().path("id").asText();
            if (!id.isEmpty()) {
                byReference.putIfAbsent(entry.type() + "/" + id, entry);
            }
            if (!entry.fullUrl().isEmpty()) {
                byReference.putIfAbsent(entry.fullUrl(), entry);
            }
            entry.demandedId().ifPresent(demanded -> byReference.putIfAbsent(entry.type() + "/" + demanded, entry));
        }
    }

    /** Throws {@link ProtectionError#VALIDATION_ERROR} for what is no Bundle of resources to be stored. */
    public static SentBundle parse(JsonNode body) {
        if (!body.path("resourceType").asText().equals("Bundle")) {
            throw invalid("resourceType", "The body must be a Bundle");
        }
        if (!TYPES.contains(body.path("type").asText())) {
            throw invalid("Bundle.type", "A Bundle of type transaction is needed");
        }
        requireKnown(body, MEMBERS, "Bundle.");
        List<Entry> entries = new ArrayList<>();
        for (JsonNode entry : body.path("entry")) {
            requireKnown(entry, ENTRY_MEMBERS, "Bundle.entry[" + entries.size() + "].");
            JsonNode request = entry.path("request");
            JsonNode resource = entry.path("resource");
            String method = request.path("method").asText();
            if (!resource.isObject() && !method.equals("DELETE")) {
                throw invalid("Bundle.entry[" + entries.size() + "].resource", "An entry needs a resource");
            }
            ObjectNode content = resource instanceof ObjectNode sent ? sent : JsonNodeFactory.instance.objectNode();
            mend(content);
            entries.add(new Entry(
                    entries.size(),
                    entry.path("fullUrl").asText(),
                    content,
                    method,
                    request.path("url").asText()));
        }
        if (entries.isEmpty() || entries.size() > MAX_ENTRIES) {
            throw invalid("Bundle.entry", "A Bundle has 1 to %d entries".formatted(MAX_ENTRIES));
        }
        return new SentBundle(entries);
    }

    public List<Entry> entries() {
        return entries;
    }

    public List<Entry> of(String type) {
        return entries.stream().filter(entry -> entry.type().equals(type)).toList();
    }

    /** The entry a reference means, if it is in the Bundle. */
    public Optional<Entry> find(String reference) {
        Entry direct = byReference.get(reference);
        if (direct != null) {
            return Optional.of(direct);
        }
        String[] parts = reference.split("/");
        return parts.length < 2
                ? Optional.empty()
                : Optional.ofNullable(byReference.get(parts[parts.length - 2] + "/" + parts[parts.length - 1]));
    }

    /** The NHS number a subject has, be it through a Patient that travels in the Bundle. */
    public Optional<NhsNumber> patient(JsonNode subject) {
        Optional<NhsNumber> own = PatientParameter.ofReference(subject);
        return own.isPresent()
                ? own
                : find(subject.path("reference").asText())
                        .filter(entry -> entry.type().equals("Patient"))
                        .flatMap(entry -> PatientParameter.ofPatient(entry.resource()));
    }

    /** Some published examples have one {@code Provenance.agent.role} instead of a list. */
    public static void mend(ObjectNode resource) {
        for (JsonNode contained : resource.path("contained")) {
            for (JsonNode agent : contained.path("agent")) {
                JsonNode role = agent.path("role");
                if (role.isObject() && agent instanceof ObjectNode object) {
                    ArrayNode list = object.putArray("role");
                    list.add(role);
                }
            }
        }
    }

    /** What the entries hold is checked as what it is; a misspelt element around them would be lost in silence. */
    private static void requireKnown(JsonNode owner, Set<String> members, String place) {
        owner.fieldNames().forEachRemaining(name -> {
            if (!members.contains(name.startsWith("_") ? name.substring(1) : name)) {
                throw invalid(place + Problem.shown(name), "Element is not known");
            }
        });
    }

    static SpineException invalid(String place, String text) {
        return SpineException.at(ProtectionError.VALIDATION_ERROR, place, text);
    }
}
