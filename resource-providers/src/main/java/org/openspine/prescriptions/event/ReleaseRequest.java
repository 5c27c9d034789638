package org.openspine.prescriptions.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;
import org.openspine.prescriptions.message.Elements;
import org.openspine.prescriptions.message.Expected;
import org.openspine.prescriptions.state.Dispenser;
import org.openspine.terminology.identifier.OdsCode;

/** The request of a dispenser for prescriptions. */
public record ReleaseRequest(ObjectNode parameters) {
    /** The number of the one prescription that is wanted; empty if it is those that wait for the dispenser. */
    public Optional<String> number() {
        return parameter("group-identifier").map(parameter -> Elements.text(parameter.path("valueIdentifier"), "value")
                .orElse(""));
    }

    /** Throws {@link org.openspine.prescriptions.message.TranslationFailure} if the owner has no ODS code. */
    public Dispenser dispenser() {
        JsonNode owner = parameter("owner").map(found -> found.path("resource")).orElse(MissingNode.getInstance());
        JsonNode agent = parameter("agent").map(found -> found.path("resource")).orElse(MissingNode.getInstance());
        String ods = Expected.identifier(owner, OdsCode.SYSTEM, "Parameters.parameter(\"owner\").resource.identifier");
        return new Dispenser(ods.toUpperCase(Locale.ROOT), owner, agent);
    }

    private Optional<JsonNode> parameter(String name) {
        return Elements.list(parameters, "parameter").stream()
                .filter(parameter -> name.equals(parameter.path("name").textValue()))
                .findFirst();
    }
}
