package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openspine.demographics.Confidentiality;
import org.openspine.repository.StoredResource;
import org.openspine.terminology.identifier.NhsNumber;

/** A stored RelatedPerson as the national API shows it. */
record RelatedPersonView(ObjectNode view, Optional<String> ownNumber) {
    private static final List<String> ELEMENTS =
            List.of("active", "patient", "relationship", "name", "telecom", "address", "period");
    private static final String FORMER = "https://fhir.nhs.uk/R4/StructureDefinition/";
    private static final String COPY_CORRESPONDENCE = FORMER + "Extension-UKCore-CopyCorrespondenceIndicator";
    private static final String CONTACT_RANK = FORMER + "Extension-UKCore-ContactRank";
    private static final Set<PdsExtension> SHARED = Set.of(PdsExtension.CONTACT_PREFERENCE, PdsExtension.COMMUNICATION);

    /** @param subject NHS number of the patient, which stands in for that of a related person who has none */
    static RelatedPersonView of(StoredResource stored, String subject) {
        ObjectNode tree = stored.tree();
        Optional<String> own = ownNumber(tree);
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.put("resourceType", "RelatedPerson");
        view.put("id", stored.key().id());
        for (String name : ELEMENTS) {
            if (tree.has(name)) {
                view.set(name, tree.get(name));
            }
        }
        if (!view.has("active")) {
            view.put("active", true);
        }
        ObjectNode patient = view.putObject("patient").putObject("identifier");
        patient.put("system", NhsNumber.SYSTEM).put("value", own.orElse(subject));
        ArrayNode extensions = view.putArray("extension");
        tree.path("extension").forEach(extension -> known(extension).ifPresent(extensions::add));
        PatientView.dropIfEmpty(view, "extension");
        return new RelatedPersonView(view, own);
    }

    /** The extension under its present URL; the indicator only where copies are wanted. */
    private static Optional<JsonNode> known(JsonNode extension) {
        String url = extension.path("url").asText();
        if (url.equals(CONTACT_RANK)
                || (url.equals(COPY_CORRESPONDENCE)
                        && extension.path("valueBoolean").asBoolean())) {
            return Optional.of(extension);
        }
        return PdsExtension.of(url).filter(SHARED::contains).map(found -> {
            ObjectNode copy = extension.deepCopy();
            return copy.put("url", found.url());
        });
    }

    /** The same person where nobody may know where they are and, if they are very restricted, what they are called. */
    ObjectNode hidden(Confidentiality confidentiality) {
        view.remove(List.of("address", "telecom"));
        if (confidentiality == Confidentiality.VERY_RESTRICTED) {
            view.remove("name");
        }
        return view;
    }

    private static Optional<String> ownNumber(JsonNode tree) {
        for (JsonNode identifier : tree.path("identifier")) {
            if (identifier.path("system").asText().equals(NhsNumber.SYSTEM)) {
                return Optional.of(identifier.path("value").asText());
            }
        }
        return Optional.empty();
    }
}
