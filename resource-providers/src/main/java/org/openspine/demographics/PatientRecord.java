package org.openspine.demographics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
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
                JsonNode other = link.path("other");
                String reference = other.path("reference").asText();
                if (!reference.isEmpty()) {
                    return Optional.of(reference.substring(reference.lastIndexOf('/') + 1));
                }
                JsonNode identifier = other.path("identifier");
                if (identifier.path("system").asText().equals(NhsNumber.SYSTEM)) {
                    return Optional.of(identifier.path("value").asText());
                }
            }
        }
        return Optional.empty();
    }

    public boolean isSuperseded() {
        return replacedBy().isPresent();
    }

    public boolean isInvalidated() {
        return confidentiality() == Confidentiality.REDACTED && !isSuperseded();
    }
}
