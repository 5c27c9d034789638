package org.openspine.referrals.bars;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openspine.api.ContentRules;
import org.openspine.referrals.Elements;
import org.openspine.referrals.SlotBooking;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Verb;
import org.openspine.terminology.identifier.NhsNumber;
import org.openspine.terminology.identifier.UuidForm;

/**
 * Makes records of what a message brings: the request or booking, the care plan and the encounter become resources of their own
 * with ids of ours; whom they speak of is told by identifier, and everything is kept with the message itself.
 */
final class ReceivedRecords {
    /** What becomes a resource; people and organisations have records of their own, which no message changes. */
    private static final Set<String> RECORDED = Set.of("ServiceRequest", "Appointment", "CarePlan", "Encounter");

    private final ResourceRepository repository;
    private final ContentRules rules;

    ReceivedRecords(ResourceRepository repository, ContentRules rules) {
        this.repository = repository;
        this.rules = rules;
    }

    /**
     * The keys that the resources of a message have here, by {@code fullUrl}. What is sent as new gets an id of ours, unless it brings
     * one that is free; patients and slots have their records already.
     */
    Map<String, ResourceKey> keys(Message message, Workflow workflow) {
        Map<String, ResourceKey> keys = new HashMap<>();
        message.entries().forEach((url, resource) -> keys.put(url, key(url, resource)));
        if (workflow.isNew()) {
            Set<ResourceKey> taken = repository.read(Set.copyOf(keys.values())).keySet();
            keys.replaceAll((url, key) ->
                    RECORDED.contains(key.type()) && (taken.contains(key) || !isUuid(key)) ? fresh(key.type()) : key);
        }
        return keys;
    }

    private static boolean isUuid(ResourceKey key) {
        return UuidForm.isUuid(key.id());
    }

    private ResourceKey key(String url, ObjectNode resource) {
        String type = resource.path("resourceType").asText();
        String id = resource.path("id").asText("");
        Optional<String> known =
                switch (type) {
                    case "Patient" -> Elements.identified(resource.path("identifier"), NhsNumber.SYSTEM);
                    case SlotBooking.TYPE -> Optional.of(id.isEmpty() ? url.replaceFirst("^urn:uuid:", "") : id);
                    default -> Optional.of(id);
                };
        return known.filter(ResourceKey::isLogicalId)
                .map(found -> new ResourceKey(type, found))
                .orElseGet(() -> fresh(type));
    }

    private ResourceKey fresh(String type) {
        return new ResourceKey(type, repository.nextLogicalId());
    }

    /** The resource as it is stored: under its id, with references that lead to records here, or to nobody by name. */
    ObjectNode record(Message message, String url, Map<String, ResourceKey> keys) {
        ObjectNode record =
                message.entries().getOrDefault(url, Elements.object()).deepCopy();
        ResourceKey key = keys.getOrDefault(
                url, new ResourceKey(record.path("resourceType").asText(), "none"));
        record.put("id", key.id());
        relink(record, message, keys);
        Receipt.sent(record);
        return record;
    }

    private void relink(JsonNode node, Message message, Map<String, ResourceKey> keys) {
        if (node instanceof ObjectNode object && object.path("reference").isTextual()) {
            relinkReference(object, message, keys);
        }
        node.forEach(child -> relink(child, message, keys));
    }

    private static void relinkReference(ObjectNode reference, Message message, Map<String, ResourceKey> keys) {
        String text = reference.path("reference").asText();
        Optional<ObjectNode> found = message.resolve(reference);
        if (found.isEmpty()) {
            return;
        }
        ObjectNode target = found.get();
        String type = target.path("resourceType").asText();
        Optional<String> nhsNumber = type.equals("Patient")
                ? Elements.identified(target.path("identifier"), NhsNumber.SYSTEM)
                : Optional.empty();
        if (nhsNumber.isPresent()) {
            reference.setAll(Elements.patient(nhsNumber.get()));
            return;
        }
        ResourceKey key = keys.get(text);
        if (RECORDED.contains(type) && key != null) {
            reference.put("reference", key.toString());
            return;
        }
        reference.remove("reference");
        reference.put("type", type);
        if (target.path("identifier").path(0) instanceof ObjectNode identifier) {
            ObjectNode named = Elements.object();
            named.set("system", identifier.path("system"));
            named.set("value", identifier.path("value"));
            reference.set("identifier", named);
        }
        display(target).ifPresent(name -> reference.put("display", name));
    }

    private static Optional<String> display(JsonNode target) {
        JsonNode name = target.path("name");
        if (name.isTextual()) {
            return Elements.text(name);
        }
        List<String> parts = new ArrayList<>();
        name.path(0).path("given").forEach(given -> parts.add(given.asText()));
        Elements.text(name.path(0).path("family")).ifPresent(parts::add);
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", parts));
    }

    /** Everything in the message that becomes a resource, by {@code fullUrl}. */
    List<String> recorded(Message message) {
        return message.entries().entrySet().stream()
                .filter(entry ->
                        RECORDED.contains(entry.getValue().path("resourceType").asText()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Stores the next version of a record, after looking at it as at every other. */
    StoredResource store(ObjectNode record, Optional<StoredResource> current) {
        ResourceKey key = new ResourceKey(
                record.path("resourceType").asText(), record.path("id").asText());
        long version = current.map(StoredResource::version).orElse(0L);
        if (RECORDED.contains(key.type())) {
            current.ifPresent(before -> Receipt.carry(before.tree(), record));
            Receipt.stored(record, version + 1);
        }
        rules.require(key.type(), record);
        return repository.store(new ResourceWrite(key, current.isPresent() ? Verb.PUT : Verb.POST, version, record));
    }

    /** The message as it came, under an id of ours, so that nothing it said is lost. */
    StoredResource keep(Message message) {
        ObjectNode kept = message.bundle().deepCopy();
        ResourceKey key = new ResourceKey("Bundle", repository.nextLogicalId());
        kept.put("id", key.id());
        kept.set("identifier", Elements.identifier("https://openspine.org/fhir/Id/bars-message", message.id()));
        withoutBlanks(kept);
        return repository.store(new ResourceWrite(key, Verb.POST, 0, kept));
    }

    private static void withoutBlanks(ObjectNode kept) {
        for (Iterator<Map.Entry<String, JsonNode>> each = kept.fields(); each.hasNext(); ) {
            if (each.next().getValue() instanceof TextNode text && text.asText().isBlank()) {
                each.remove();
            }
        }
    }
}
