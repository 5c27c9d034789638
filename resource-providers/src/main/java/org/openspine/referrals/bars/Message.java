package org.openspine.referrals.bars;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openspine.error.SpineException;
import org.openspine.referrals.Elements;

/**
 * A Bundle of type message, taken apart.
 *
 * @param entries resources by {@code fullUrl}, the header first
 */
record Message(ObjectNode bundle, ObjectNode header, ObjectNode focus, Map<String, ObjectNode> entries) {
    private static final String CATEGORY = "https://fhir.nhs.uk/CodeSystem/message-category-servicerequest";
    private static final String EVENT = "https://fhir.nhs.uk/CodeSystem/message-events-bars";
    private static final String REASON = "https://fhir.nhs.uk/CodeSystem/message-reason-bars";
    private static final int MOST_ENTRIES = 500;

    /** Throws rows of the table for what is no such message. */
    static Message read(JsonNode body) {
        if (!(body instanceof ObjectNode bundle)
                || !body.path("resourceType").asText().equals("Bundle")) {
            throw new SpineException(BarsError.STRUCTURE, "The body is a Bundle of type message");
        }
        if (!bundle.path("type").asText().equals("message")) {
            throw SpineException.at(BarsError.INVALID, "Bundle.type", "must be message");
        }
        if (Elements.text(bundle.path("id")).isEmpty()) {
            throw SpineException.at(BarsError.INVALID, "Bundle.id", "is needed: later messages refer to it");
        }
        requireVersion(bundle.path("meta").path("versionId").asText(""));
        if (bundle.path("entry").size() > MOST_ENTRIES) {
            throw SpineException.at(BarsError.INVALID, "Bundle.entry", "has at most 500 entries");
        }
        Map<String, ObjectNode> entries = new LinkedHashMap<>();
        for (JsonNode entry : bundle.path("entry")) {
            if (!(entry.path("resource") instanceof ObjectNode resource)
                    || resource.path("resourceType").asText().isEmpty()) {
                throw SpineException.at(
                        BarsError.STRUCTURE, "Bundle.entry[%d].resource".formatted(entries.size()), "is needed");
            }
            String url = Elements.text(entry.path("fullUrl")).orElse("#" + entries.size());
            if (entries.put(url, resource) != null) {
                throw SpineException.at(
                        BarsError.INVALID, "Bundle.entry[%d].fullUrl".formatted(entries.size()), "stands twice");
            }
        }
        Optional<ObjectNode> header = entries.values().stream()
                .findFirst()
                .filter(first -> first.path("resourceType").asText().equals("MessageHeader"));
        if (header.isEmpty()) {
            throw SpineException.at(BarsError.INVARIANT, "Bundle.entry[0]", "must be a MessageHeader");
        }
        return new Message(bundle, header.get(), focus(header.get(), entries), entries);
    }

    private static void requireVersion(String version) {
        if (!version.isEmpty() && !version.matches("1(\\..*)?")) {
            throw SpineException.at(
                    BarsError.VERSION_NOT_SUPPORTED, "Bundle.meta.versionId", "only versions 1.x are served");
        }
    }

    private static ObjectNode focus(ObjectNode header, Map<String, ObjectNode> entries) {
        String reference = header.path("focus").path(0).path("reference").asText("");
        return resolve(reference, entries)
                .orElseThrow(() -> SpineException.at(
                        BarsError.INVARIANT, "MessageHeader.focus", "must refer to an entry of the Bundle"));
    }

    /** By fullUrl, or by {@code Type/id}. */
    private static Optional<ObjectNode> resolve(String reference, Map<String, ObjectNode> entries) {
        if (reference.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode byUrl = entries.get(reference);
        return byUrl != null
                ? Optional.of(byUrl)
                : entries.values().stream()
                        .filter(resource -> reference.endsWith(resource.path("resourceType")
                                        .asText() + "/" + resource.path("id").asText("-")))
                        .findFirst();
    }

    Optional<ObjectNode> resolve(JsonNode reference) {
        return resolve(reference.path("reference").asText(""), entries);
    }

    String id() {
        return bundle.path("id").asText();
    }

    /** Resources of a type. */
    List<ObjectNode> of(String type) {
        return entries.values().stream()
                .filter(resource -> resource.path("resourceType").asText().equals(type))
                .toList();
    }

    /** The row of the table. Throws {@link BarsError#INVARIANT}. */
    Workflow workflow() {
        JsonNode event = header.path("eventCoding");
        if (!event.path("system").asText().equals(EVENT)) {
            throw SpineException.at(BarsError.INVARIANT, "MessageHeader.eventCoding", "must be of %s".formatted(EVENT));
        }
        String reason = Elements.coded(header.path("reason"), REASON)
                .orElseThrow(() -> SpineException.at(
                        BarsError.INVARIANT, "MessageHeader.reason", "must be of %s".formatted(REASON)));
        String type = focus.path("resourceType").asText();
        String category = type.equals("ServiceRequest") ? category() : focusCategory();
        String status =
                type.equals("Encounter") ? "completed" : focus.path("status").asText();
        Workflow row = Workflow.of(event.path("code").asText(), reason, status, category)
                .orElseThrow(() -> new SpineException(
                        BarsError.INVARIANT, "No workflow has this event, reason, status and category together"));
        boolean fits = type.equals(row.focusType()) || (type.equals("Encounter") && row == Workflow.VALIDATION_RESULT);
        if (!fits) {
            throw SpineException.at(
                    BarsError.INVARIANT, "MessageHeader.focus", "must be a %s".formatted(row.focusType()));
        }
        requireJourney(row);
        return row;
    }

    private String category() {
        return Elements.coded(focus.path("category"), CATEGORY).orElse("");
    }

    /** A response about an Encounter is a result of validation. */
    private String focusCategory() {
        return focus.path("resourceType").asText().equals("Encounter") ? "validation" : "";
    }

    /** The journey of the patient must have come as far as a new request says; looked at where it is sent. */
    private void requireJourney(Workflow row) {
        if (row == Workflow.NEW_VALIDATION) {
            requireStatus("CarePlan", List.of("active"));
            requireStatus("Encounter", List.of("triaged", "in-progress"));
        }
        if (row == Workflow.NEW_REFERRAL) {
            requireStatus("CarePlan", List.of("completed"));
            requireStatus("Encounter", List.of("triaged", "finished"));
        }
    }

    private void requireStatus(String type, List<String> allowed) {
        List<String> wrong = new ArrayList<>();
        of(type).forEach(resource -> {
            if (!allowed.contains(resource.path("status").asText())) {
                wrong.add(type);
            }
        });
        if (!wrong.isEmpty()) {
            throw SpineException.at(BarsError.INVARIANT, type + ".status", "must be " + String.join(" or ", allowed));
        }
    }

    /** The id of the message that a response answers. Throws {@link BarsError#INVARIANT}. */
    String answered() {
        return Elements.text(header.path("response").path("identifier"))
                .orElseThrow(() -> SpineException.at(
                        BarsError.INVARIANT, "MessageHeader.response", "is needed: it names the message answered"));
    }
}
