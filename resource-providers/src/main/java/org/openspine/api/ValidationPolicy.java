package org.openspine.api;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What broken rules mean for a write, by resource type. What is no FHIR at all is always refused.
 *
 * @param otherwise for types that are not in {@code byType}
 */
public record ValidationPolicy(Action otherwise, Map<String, Action> byType) {
    /** The central types of the services must be right; what is wrong with others is told. */
    public static final String STANDARD_TEXT =
            "warn,Patient=reject,Consent=reject,MedicationRequest=reject,ServiceRequest=reject,Flag=reject";

    public static final ValidationPolicy STANDARD = parse(STANDARD_TEXT);

    public enum Action {
        /** Refuse the write. */
        REJECT,
        /** Store it and say what is wrong. */
        WARN,
        /** Do not look. */
        OFF
    }

    public ValidationPolicy {
        byType = Map.copyOf(byType);
    }

    /**
     * Reads {@code reject,Observation=warn,Binary=off}: what holds for all types, and exceptions. Throws {@link IllegalArgumentException}, whose message is for the operator.
     */
    public static ValidationPolicy parse(String text) {
        Action otherwise = Action.WARN;
        var byType = new HashMap<String, Action>();
        for (String part : text.split(",")) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                otherwise = action(part);
            } else {
                byType.put(part.substring(0, equals).strip(), action(part.substring(equals + 1)));
            }
        }
        return new ValidationPolicy(otherwise, byType);
    }

    private static Action action(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "reject" -> Action.REJECT;
            case "warn" -> Action.WARN;
            case "off" -> Action.OFF;
            default ->
                throw new IllegalArgumentException(
                        "validation is reject, warn or off, and Type=reject, Type=warn or Type=off, separated by commas");
        };
    }

    public Action of(String resourceType) {
        return byType.getOrDefault(resourceType, otherwise);
    }
}
