package org.openspine.childprotection.flags;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.openspine.childprotection.Codings;
import org.openspine.childprotection.FlagKind;
import org.openspine.repository.StoredResource;

/** A stored flag of this kind as FGM Information Sharing shows it. */
final class FgmView {
    static final String DISPLAY = "Family history of FGM (female genital mutilation)";
    static final String REMOVAL_REASON =
            "https://fhir.nhs.uk/England/StructureDefinition/Extension-England-FlagRemovalReason";

    private FgmView() {}

    static ObjectNode of(StoredResource stored) {
        JsonNode flag = stored.tree();
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.put("resourceType", "Flag");
        view.put("id", stored.key().id());
        for (JsonNode extension : flag.path("extension")) {
            if (extension.path("url").asText().equals(REMOVAL_REASON)) {
                view.putArray("extension").add(extension);
            }
        }
        view.set("status", flag.path("status"));
        view.set("code", code());
        view.putObject("subject").set("identifier", flag.path("subject").path("identifier"));
        String start = flag.path("period").path("start").asText();
        if (!start.isEmpty()) {
            view.putObject("period").put("start", start.substring(0, Math.min(10, start.length())));
        }
        return view;
    }

    static ObjectNode code() {
        return Codings.concept(Codings.SNOMED, FlagKind.FGM_SNOMED, DISPLAY).put("text", DISPLAY);
    }
}
