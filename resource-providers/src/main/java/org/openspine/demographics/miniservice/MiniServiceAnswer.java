package org.openspine.demographics.miniservice;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.openspine.demographics.PatientRecord;
import org.openspine.demographics.pds.Entitlement;
import org.openspine.demographics.pds.PatientView;

/**
 * The outcome of one question.
 *
 * @param record about whom it is, if that is known and may be told
 */
record MiniServiceAnswer(MiniServiceStatus status, Optional<PatientRecord> record) {
    static MiniServiceAnswer of(MiniServiceStatus status) {
        return new MiniServiceAnswer(status, Optional.empty());
    }

    private Output output() {
        ObjectNode parameters = JsonNodeFactory.instance.objectNode();
        parameters.put("resourceType", "Parameters");
        return new Output(parameters, parameters.putArray("parameter"));
    }

    private record Output(ObjectNode parameters, ArrayNode list) {
        ObjectNode add(String name) {
            return list.addObject().put("name", name);
        }
    }

    /** Whether the number is that of the person, and which one is valid now. */
    ObjectNode verification() {
        Output output = output();
        output.add("verified").put("valueBoolean", record.isPresent());
        output.add("status").put("valueCode", status.code());
        record.filter(found -> status == MiniServiceStatus.SUPERSEDED)
                .ifPresent(found -> output.add("currentNhsNumber").put("valueString", found.nhsNumber()));
        return output.parameters();
    }

    ObjectNode number() {
        Output output = output();
        output.add("status").put("valueCode", status.code());
        record.ifPresent(found -> output.add("nhsNumber").put("valueString", found.nhsNumber()));
        return output.parameters();
    }

    /** The person, without location data if they are restricted. */
    ObjectNode details() {
        Output output = output();
        output.add("status").put("valueCode", status.code());
        record.ifPresent(found -> output.add("patient").set("resource", PatientView.read(found, Entitlement.NONE)));
        return output.parameters();
    }
}
