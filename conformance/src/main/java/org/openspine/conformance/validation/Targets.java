package org.openspine.conformance.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openspine.conformance.structure.TypeShape;

/**
 * What a reference may point to: resource types and, of each, the profiles one of which the target follows if it is at hand.
 *
 * @param profiles by resource type; an empty list stands for any resource of the type
 * @see <a href="https://hl7.org/fhir/R4/references.html">FHIR R4 references</a>
 */
record Targets(Map<String, List<String>> profiles) {
    /** The rule that a reference breaks, if it does. */
    Optional<String> broken(ObjectNode reference, Run run) {
        Optional<String> type = References.targetType(reference, run);
        if (type.isEmpty()) {
            return Optional.empty();
        }
        List<String> wanted = profiles.get(type.get());
        if (wanted == null) {
            return Optional.of("The reference must point to %s".formatted(String.join(" or ", profiles.keySet())));
        }
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        Optional<JsonNode> target =
                References.target(reference.path("reference").asText(""), run);
        return target.isEmpty() || follows(target.get(), type.get(), wanted, run)
                ? Optional.empty()
                : Optional.of("What the reference points to must conform to %s".formatted(String.join(" or ", wanted)));
    }

    private static boolean follows(JsonNode target, String type, List<String> wanted, Run run) {
        Optional<TypeShape> shape = run.book.structures().resource(type);
        if (shape.isEmpty() || !(target instanceof ObjectNode resource)) {
            return true; // told where the target stands
        }
        for (String profile : wanted) {
            Optional<ProfileRules> rules = run.book.profile(profile);
            if (rules.isEmpty() || run.conforms(resource, shape.get(), rules.get())) {
                return true;
            }
        }
        return false;
    }
}
