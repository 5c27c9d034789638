package org.openspine.server.crash;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The resources the writers send. */
final class Flags {
    static final String SYSTEM = "https://openspine.org/fhir/crash-test";

    private Flags() {}

    /** A Flag of about 500 bytes with a business identifier. */
    static ObjectNode flag(String identifier) {
        ObjectNode flag = JsonNodeFactory.instance.objectNode().put("resourceType", "Flag");
        flag.putArray("identifier").addObject().put("system", SYSTEM).put("value", identifier);
        flag.put("status", "active");
        flag.putArray("category").addObject().put("text", "Patient needs");
        flag.putObject("code").put("text", "Uses a hearing loop; please face the patient. ".repeat(4));
        flag.putObject("subject").put("reference", "Patient/9000000009");
        flag.putObject("period").put("start", "2026-01-01");
        return flag;
    }

    static ObjectNode flag(String id, String identifier) {
        return flag(identifier).put("id", id);
    }

    /** Creates one Flag for each of {@code created} and updates {@code sharedId}. */
    static ObjectNode transaction(List<String> created, String sharedId, String shared) {
        ObjectNode bundle = JsonNodeFactory.instance.objectNode().put("resourceType", "Bundle");
        bundle.put("type", "transaction");
        for (String identifier : created) {
            ObjectNode entry = bundle.withArray("entry").addObject();
            entry.set("resource", flag(identifier));
            entry.putObject("request").put("method", "POST").put("url", "Flag");
        }
        ObjectNode entry = bundle.withArray("entry").addObject();
        entry.set("resource", flag(sharedId, shared));
        entry.putObject("request").put("method", "PUT").put("url", "Flag/" + sharedId);
        return bundle;
    }
}
