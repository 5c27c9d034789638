package org.openspine.prescriptions.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.openspine.prescriptions.message.Elements;
import org.openspine.prescriptions.message.EpsUrl;
import org.openspine.prescriptions.state.ItemStatus;
import org.openspine.prescriptions.state.Prescription;
import org.openspine.terminology.identifier.NhsNumber;
import org.openspine.terminology.identifier.PrescriptionNumber;

/** Elements that several of the stored resources have, written into the tree. */
public final class ResourceParts {
    private static final String STATUS = "dispenseStatus";

    private ResourceParts() {}

    public static ObjectNode identifier(ObjectNode element, String system, String value) {
        return element.put("system", system).put("value", value);
    }

    public static ObjectNode coding(ObjectNode element, String system, String code, String display) {
        return element.put("system", system).put("code", code).put("display", display);
    }

    /** A reference to a patient, who need not be in the store. */
    static void patient(ObjectNode reference, String nhsNumber) {
        reference.put("reference", "Patient/" + nhsNumber);
        identifier(reference.putObject("identifier"), NhsNumber.SYSTEM, nhsNumber);
    }

    /** Short form and, if it is known, long form. */
    static void groupIdentifier(ObjectNode element, Prescription prescription) {
        String longForm = prescription.details().longForm();
        if (!longForm.isEmpty()) {
            ObjectNode extension = element.putArray("extension").addObject().put("url", EpsUrl.PRESCRIPTION_ID);
            identifier(extension.putObject("valueIdentifier"), EpsUrl.LONG_FORM_ID, longForm);
        }
        identifier(element, PrescriptionNumber.SYSTEM, prescription.number().value());
    }

    /** The long form in a group identifier, in lower case; empty if there is none. */
    public static String longForm(JsonNode groupIdentifier) {
        return Elements.extension(groupIdentifier, EpsUrl.PRESCRIPTION_ID)
                .flatMap(extension -> Elements.text(extension.path("valueIdentifier"), "value"))
                .map(value -> value.toLowerCase(Locale.ROOT))
                .orElse("");
    }

    /** A copy of a resource under a local id, without what only concerns where it came from. */
    public static ObjectNode named(JsonNode resource, String type, String id) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        copy.put("resourceType", type).put("id", id);
        if (resource instanceof ObjectNode given) {
            ObjectNode rest = given.deepCopy();
            rest.remove(List.of("resourceType", "id", "meta", "text", "extension"));
            copy.setAll(rest);
        }
        return copy;
    }

    /** Sets the status of an item, in its extension; other parts of that stay. */
    public static ObjectNode dispensingInformation(ObjectNode resource, ItemStatus status) {
        ObjectNode extension = only(resource, EpsUrl.DISPENSING_INFORMATION);
        extension.remove("extension");
        ObjectNode part = extension.putArray("extension").addObject().put("url", STATUS);
        coding(part.putObject("valueCoding"), ItemStatus.SYSTEM, status.code(), status.display());
        return extension;
    }

    /** The extension of that URL, made if there is none. */
    public static ObjectNode only(ObjectNode element, String url) {
        ArrayNode extensions =
                element.path("extension") instanceof ArrayNode known ? known : element.putArray("extension");
        for (JsonNode extension : extensions) {
            if (extension instanceof ObjectNode found
                    && url.equals(found.path("url").textValue())) {
                return found;
            }
        }
        return extensions.addObject().put("url", url);
    }

    /** Without the extensions for which {@code unwanted} holds. */
    static void removeExtensions(ObjectNode element, Predicate<JsonNode> unwanted) {
        if (element.path("extension") instanceof ArrayNode extensions) {
            for (int i = extensions.size() - 1; i >= 0; i--) {
                if (unwanted.test(extensions.get(i))) {
                    extensions.remove(i);
                }
            }
            if (extensions.isEmpty()) {
                element.remove("extension");
            }
        }
    }
}
