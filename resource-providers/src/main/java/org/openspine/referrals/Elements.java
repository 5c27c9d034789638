package org.openspine.referrals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Optional;
import org.openspine.terminology.identifier.NhsNumber;
import org.openspine.terminology.identifier.OdsCode;

/** FHIR's small elements on the JSON tree: codings, identifiers, references, extensions. */
public final class Elements {
    public static final String UBRN = "https://fhir.nhs.uk/Id/UBRN";
    public static final String SERVICE_ID = "https://fhir.nhs.uk/Id/ers-service";
    public static final String USER_ID = "https://fhir.nhs.uk/Id/sds-user-id";
    public static final String SITE = "https://fhir.nhs.uk/Id/ods-site-code";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Elements() {}

    public static ObjectNode object() {
        return NODES.objectNode();
    }

    public static ObjectNode resource(String type) {
        return object().put("resourceType", type);
    }

    public static ObjectNode coding(String system, String code) {
        return object().put("system", system).put("code", code);
    }

    public static ObjectNode coding(String system, String code, String display) {
        return coding(system, code).put("display", display);
    }

    public static ObjectNode concept(ObjectNode coding) {
        ObjectNode concept = object();
        concept.putArray("coding").add(coding);
        return concept;
    }

    public static ObjectNode identifier(String system, String value) {
        return object().put("system", system).put("value", value);
    }

    public static ObjectNode reference(String reference) {
        return object().put("reference", reference);
    }

    public static ObjectNode logicalReference(String system, String value) {
        ObjectNode reference = object();
        reference.set("identifier", identifier(system, value));
        return reference;
    }

    /** A patient, found by searches for the reference as well as for the number. */
    public static ObjectNode patient(String nhsNumber) {
        ObjectNode reference = reference("Patient/" + nhsNumber);
        reference.set("identifier", identifier(NhsNumber.SYSTEM, nhsNumber));
        return reference;
    }

    public static ObjectNode organisation(String ods) {
        return logicalReference(OdsCode.SYSTEM, ods);
    }

    /** The value of the first identifier of {@code list} with that system. */
    public static Optional<String> identified(JsonNode list, String system) {
        for (JsonNode identifier : list) {
            if (identifier.path("system").asText().equals(system)) {
                return text(identifier.path("value"));
            }
        }
        return Optional.empty();
    }

    /** The code of the first coding of that system among {@code concepts}: one CodeableConcept or several. */
    public static Optional<String> coded(JsonNode concepts, String system) {
        if (concepts.isArray()) {
            for (JsonNode concept : concepts) {
                Optional<String> found = coded(concept, system);
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }
        for (JsonNode coding : concepts.path("coding")) {
            if (coding.path("system").asText().equals(system)) {
                return text(coding.path("code"));
            }
        }
        return Optional.empty();
    }

    public static Optional<String> text(JsonNode node) {
        return node.isValueNode() && !node.isNull() && !node.asText().isEmpty()
                ? Optional.of(node.asText())
                : Optional.empty();
    }

    /** The logical id in a reference such as {@code Slot/1} or {@code https://…/Slot/1/_history/2}, if it is to {@code type}. */
    public static Optional<String> idOf(JsonNode reference, String type) {
        return idOf(reference.path("reference").asText(), type);
    }

    public static Optional<String> idOf(String reference, String type) {
        int start = reference.startsWith(type + "/") ? 0 : reference.lastIndexOf("/" + type + "/") + 1;
        if (start == 0 && !reference.startsWith(type + "/")) {
            return Optional.empty();
        }
        String rest = reference.substring(start + type.length() + 1);
        int end = rest.indexOf('/');
        String id = end < 0 ? rest : rest.substring(0, end);
        return id.isEmpty() ? Optional.empty() : Optional.of(id);
    }

    /** The version in a reference such as {@code ServiceRequest/r.1/_history/2}. */
    public static Optional<Long> versionOf(String reference) {
        int at = reference.lastIndexOf("/_history/");
        if (at < 0) {
            return Optional.empty();
        }
        String version = reference.substring(at + "/_history/".length());
        return version.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(version)) : Optional.empty();
    }

    /** The extension with that URL; a missing node if there is none. */
    public static JsonNode extension(JsonNode element, String url) {
        for (JsonNode extension : element.path("extension")) {
            if (extension.path("url").asText().equals(url)) {
                return extension;
            }
        }
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }

    public static void removeExtension(ObjectNode element, String url) {
        if (element.path("extension") instanceof ArrayNode list) {
            for (Iterator<JsonNode> each = list.iterator(); each.hasNext(); ) {
                if (each.next().path("url").asText().equals(url)) {
                    each.remove();
                }
            }
            if (list.isEmpty()) {
                element.remove("extension");
            }
        }
    }

    /** Puts an extension with that value in the place of the one there is. */
    public static void setExtension(ObjectNode element, String url, String valueName, JsonNode value) {
        removeExtension(element, url);
        element.withArray("extension").addObject().put("url", url).set(valueName, value);
    }

    /** Removes the contained resource with that id. */
    public static void removeContained(ObjectNode resource, String id) {
        if (resource.path("contained") instanceof ArrayNode list) {
            for (Iterator<JsonNode> each = list.iterator(); each.hasNext(); ) {
                if (each.next().path("id").asText().equals(id)) {
                    each.remove();
                }
            }
            if (list.isEmpty()) {
                resource.remove("contained");
            }
        }
    }

    /** The contained resource with that id; a missing node if there is none. */
    public static JsonNode contained(JsonNode resource, String id) {
        for (JsonNode contained : resource.path("contained")) {
            if (contained.path("id").asText().equals(id)) {
                return contained;
            }
        }
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }
}
