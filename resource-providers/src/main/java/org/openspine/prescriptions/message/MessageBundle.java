package org.openspine.prescriptions.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The resources of a message and what they call each other. Reads the tree it was given; never changes it. */
public final class MessageBundle {
    public static final String ORDER = "prescription-order";
    public static final String ORDER_UPDATE = "prescription-order-update";
    public static final String DISPENSE_NOTIFICATION = "dispense-notification";

    private final ObjectNode bundle;
    private final List<JsonNode> entries;
    private final Map<String, List<JsonNode>> resources = new HashMap<>();
    private final Map<String, JsonNode> urls = new HashMap<>();

    public MessageBundle(ObjectNode bundle) {
        this.bundle = bundle;
        this.entries = Elements.list(bundle, "entry");
        for (JsonNode entry : entries) {
            JsonNode resource = entry.path("resource");
            resources
                    .computeIfAbsent(resource.path("resourceType").asText(), type -> new ArrayList<>())
                    .add(resource);
            Elements.text(entry, "fullUrl").ifPresent(url -> urls.putIfAbsent(url, resource));
        }
    }

    public ObjectNode tree() {
        return bundle;
    }

    public List<JsonNode> entries() {
        return entries;
    }

    /** Resources of a type in the order of their entries. */
    public List<JsonNode> all(String type) {
        return Collections.unmodifiableList(resources.getOrDefault(type, List.of()));
    }

    /** The one resource of a type. Throws {@link TranslationFailure} if there is none or are several. */
    public JsonNode only(String type) {
        return Expected.one(all(type), "resource.resourceType == '%s'".formatted(type), "Bundle.entry");
    }

    /** The event code of the message; empty if the header has none. */
    public String event() {
        return Elements.text(only("MessageHeader").path("eventCoding"), "code").orElse("");
    }

    /** Line items. Throws {@link TranslationFailure} if there is none. */
    public List<JsonNode> medicationRequests() {
        List<JsonNode> requests = all("MedicationRequest");
        if (requests.isEmpty()) {
            throw TranslationFailure.tooFew("resource.resourceType == 'MedicationRequest'", "Bundle.entry");
        }
        return requests;
    }

    /** The resource a reference names. Throws {@link TranslationFailure} if it is not in the bundle. */
    public JsonNode resolve(JsonNode reference) {
        String url = Elements.text(reference, "reference").orElse("undefined");
        return find(url).orElseThrow(() -> TranslationFailure.tooFew("fullUrl == '%s'".formatted(url), "Bundle.entry"));
    }

    /** The resource with this full URL. */
    public Optional<JsonNode> find(String fullUrl) {
        return Optional.ofNullable(urls.get(fullUrl));
    }

    /** The message's own id, in lower case; empty if it has none. */
    public Optional<String> messageId() {
        return Elements.text(bundle.path("identifier"), "value").map(id -> id.toLowerCase(Locale.ROOT));
    }

    /** The signature of the one who orders, if the message carries it. */
    public Optional<JsonNode> requesterSignature() {
        Optional<String> requester = all("MedicationRequest").stream()
                .flatMap(request -> Elements.text(request.path("requester"), "reference").stream())
                .findFirst();
        return requester.flatMap(url -> all("Provenance").stream()
                .flatMap(provenance -> Elements.list(provenance, "signature").stream())
                .filter(signature ->
                        url.equals(signature.path("who").path("reference").textValue()))
                .findFirst());
    }
}
