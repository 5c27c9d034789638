package org.openspine.server.benchmark;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/** Patients of the two sizes that are measured. */
final class SamplePatients {
    private static final int LARGE = 10_000;

    private SamplePatients() {}

    /** About 1.2 KB, with a business identifier of its own; not an NHS number, so that ids are free. */
    static ObjectNode small(String identifier) {
        ObjectNode patient = JsonNodeFactory.instance.objectNode().put("resourceType", "Patient");
        patient.putArray("identifier")
                .addObject()
                .put("system", "https://openspine.org/fhir/benchmark")
                .put("value", identifier);
        ObjectNode name = patient.putArray("name").addObject();
        name.put("use", "usual")
                .put("family", "Pemberton")
                .putArray("given")
                .add("Alice")
                .add("Mary");
        patient.putArray("telecom")
                .addObject()
                .put("system", "phone")
                .put("value", "01632 960587")
                .put("use", "home");
        patient.put("gender", "female").put("birthDate", "1984-02-10");
        addAddress(patient, 1);
        addAddress(patient, 2);
        return patient;
    }

    static ObjectNode large(String id) {
        ObjectNode patient = small("large").put("id", id);
        for (int number = 3; bytes(patient).length < LARGE; number++) {
            addAddress(patient, number);
        }
        return patient;
    }

    static byte[] bytes(ObjectNode resource) {
        return resource.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void addAddress(ObjectNode patient, int number) {
        ObjectNode address = patient.withArray("address").addObject();
        address.put("use", "home").put("text", number + " Trevelyan Square, Boar Lane, City Centre, Leeds");
        address.putArray("line")
                .add(number + " Trevelyan Square")
                .add("Boar Lane")
                .add("City Centre")
                .add("Leeds")
                .add("West Yorkshire");
        address.put("postalCode", "LS1 6AE");
        address.putObject("period").put("start", "2020-01-01").put("end", "2021-12-31");
    }
}
