package org.openspine.prescriptions.tracker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.openspine.prescriptions.message.Elements;
import org.openspine.prescriptions.record.ResourceParts;
import org.openspine.terminology.identifier.NhsNumber;

/** The patient as a prescription names them. */
final class TrackedPatient {
    private TrackedPatient() {}

    static String urn(String nhsNumber) {
        return TrackerBundle.urn("patient", nhsNumber);
    }

    /** Number and name. */
    static ObjectNode named(String nhsNumber, JsonNode ordered) {
        ObjectNode patient = TrackerBundle.resource("Patient", urn(nhsNumber));
        ResourceParts.identifier(patient.putArray("identifier").addObject(), NhsNumber.SYSTEM, nhsNumber);
        Elements.list(ordered, "name").stream().findFirst().ifPresent(name -> {
            ObjectNode shown = patient.putArray("name").addObject();
            for (String part : new String[] {"prefix", "given", "family", "suffix", "text"}) {
                if (name.has(part)) {
                    shown.set(part, name.get(part));
                }
            }
        });
        return patient;
    }

    /** All that is printed on a prescription. */
    static ObjectNode full(String nhsNumber, JsonNode ordered) {
        ObjectNode patient = named(nhsNumber, ordered);
        for (String part : new String[] {"birthDate", "gender"}) {
            if (ordered.has(part)) {
                patient.set(part, ordered.get(part));
            }
        }
        List<ObjectNode> addresses = Elements.list(ordered, "address").stream()
                .filter(ObjectNode.class::isInstance) // a sandbox takes messages that FHIR was not asked about
                .map(address -> address((ObjectNode) address))
                .toList();
        if (!addresses.isEmpty()) {
            patient.putArray("address").addAll(addresses);
        }
        return patient;
    }

    private static ObjectNode address(ObjectNode ordered) {
        ObjectNode address = ordered.deepCopy();
        if (!address.has("text")) {
            List<String> parts = new ArrayList<>(Elements.texts(ordered, "line").toList());
            for (String part : new String[] {"city", "district", "state", "postalCode"}) {
                Elements.text(ordered, part).ifPresent(parts::add);
            }
            address.put("text", String.join(", ", parts));
        }
        if (!address.has("type")) {
            address.put("type", "both");
        }
        return address;
    }
}
