package org.openspine.demographics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.openspine.repository.StoredResource;
import org.openspine.terminology.identifier.NhsNumber;

/**
 * A stored Patient as demographics sees it.
 *
 * @param tree the resource as stored; its owner may change it
 */
public record PatientRecord(String nhsNumber, long version, ObjectNode tree) {
    public static PatientRecord of(StoredResource stored) {
        return new PatientRecord(stored.key().id(), stored.version(), stored.tree());
    }

    public Confidentiality confidentiality() {
        return Confidentiality.of(tree);
    }

    /** The number of the record that took this one's place, as it stands in the link; not checked. */
    public Optional<String> replacedBy() {
        for (JsonNode link : tree.path("link")) {
            if (link.path("type").asText().equals("replaced-by")) {
                Optional<String> number = target(link.path("other"));
                if (number.isPresent()) {
                    return number;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> target(JsonNode other) {
        String reference = other.path("reference").asText();
        if (!reference.isEmpty()) {
            return Optional.of(reference.substring(reference.lastIndexOf('/') + 1));
        }
        JsonNode identifier = other.path("identifier");
        return identifier.path("system").asText().equals(NhsNumber.SYSTEM)
                ? Optional.of(identifier.path("value").asText())
                : Optional.empty();
    }

    /** The valid numbers of records that took this one's place or whose place it took. */
    public Set<NhsNumber> mergedWith() {
        Set<NhsNumber> numbers = new LinkedHashSet<>();
        for (JsonNode link : tree.path("link")) {
            String type = link.path("type").asText();
            if (type.equals("replaced-by") || type.equals("replaces")) {
                target(link.path("other")).flatMap(NhsNumber::parse).ifPresent(numbers::add);
            }
        }
        return numbers;
    }

    /** Whether the record stands under an NHS number; others are nobody's to the national services. */
    public boolean hasNumber() {
        return NhsNumber.hasShape(nhsNumber);
    }

    public boolean isSuperseded() {
        return replacedBy().isPresent();
    }

    public boolean isInvalidated() {
        return confidentiality() == Confidentiality.REDACTED && !isSuperseded();
    }
}
