package org.openspine.fhir.bulk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.openspine.api.JsonBody;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;

/** What became of the lines of an import. */
final class ImportReport {
    private static final int MAX_TOLD = 100;

    private final List<Refused> told = new ArrayList<>();
    private long created;
    private long updated;
    private long failed;

    private record Refused(long line, SpineException reason) {}

    void created() {
        created++;
    }

    void updated() {
        updated++;
    }

    void failed(long line, SpineException reason) {
        failed++;
        if (told.size() < MAX_TOLD) {
            told.add(new Refused(line, reason));
        }
    }

    /** Parameters with the counts, and an OperationOutcome about the first lines that failed. */
    JsonBody toParameters() {
        ObjectNode parameters = JsonNodeFactory.instance.objectNode();
        parameters.put("resourceType", "Parameters");
        ArrayNode list = parameters.putArray("parameter");
        list.addObject().put("name", "created").put("valueUnsignedInt", created);
        list.addObject().put("name", "updated").put("valueUnsignedInt", updated);
        list.addObject().put("name", "failed").put("valueUnsignedInt", failed);
        if (!told.isEmpty()) {
            list.addObject().put("name", "outcome").set("resource", outcome());
        }
        return JsonBody.of(ResourceJson.write(parameters));
    }

    private ObjectNode outcome() {
        ObjectNode outcome = JsonNodeFactory.instance.objectNode().put("resourceType", "OperationOutcome");
        ArrayNode issues = outcome.putArray("issue");
        for (Refused refused : told) {
            for (Problem problem : refused.reason().problems()) {
                ObjectNode issue = issues.addObject().put("severity", "error");
                issue.put(
                        "code",
                        problem.issueType()
                                .orElse(refused.reason().code().issueType())
                                .toCode());
                issue.put("diagnostics", "Line %d: %s".formatted(refused.line(), problem.diagnostics()));
                problem.expression()
                        .ifPresent(place -> issue.putArray("expression").add(place));
            }
        }
        return outcome;
    }
}
