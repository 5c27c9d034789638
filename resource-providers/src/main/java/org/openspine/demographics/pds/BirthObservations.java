package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What was observed at a birth, as Observations of the baby: weight, outcome, gestation, number of fetuses, abnormality. */
final class BirthObservations {
    private static final List<String> TOLD =
            List.of("status", "code", "valueQuantity", "valueCodeableConcept", "valueInteger");

    private BirthObservations() {}

    static List<ObjectNode> of(BirthNotice notice, String baby) {
        return notice.observations().stream()
                .map(told -> observation(told, notice.timeOfBirth(), baby))
                .toList();
    }

    private static ObjectNode observation(JsonNode told, String timeOfBirth, String baby) {
        ObjectNode observation = JsonNodeFactory.instance.objectNode();
        observation.put("resourceType", "Observation");
        observation.put("status", "final"); // unless the notice says otherwise
        for (String element : TOLD) {
            if (told.has(element)) {
                observation.set(element, told.get(element).deepCopy());
            }
        }
        observation.putObject("subject").put("reference", "Patient/" + baby);
        observation.put("effectiveDateTime", timeOfBirth);
        return observation;
    }
}
