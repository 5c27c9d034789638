package org.openspine.prescriptions.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openspine.prescriptions.state.Treatment;

/** {@code courseOfTherapyType}: the kind of treatment that items of a message say they are. */
public final class CourseOfTherapy {
    private static final Set<String> SYSTEMS = Set.of(Treatment.ACUTE.system(), Treatment.REPEAT_DISPENSING.system());
    private static final String CODING = "MedicationRequest.courseOfTherapyType.coding";

    private CourseOfTherapy() {}

    /** What these items are together. Throws {@link TranslationFailure} for a mixture that is nothing. */
    public static Treatment of(List<JsonNode> medicationRequests) {
        Set<Treatment> types = EnumSet.noneOf(Treatment.class);
        List<String> codes = medicationRequests.stream()
                .map(request -> coded(request)
                        .orElseThrow(() -> TranslationFailure.tooFew(
                                "system == '%s' || system == '%s'"
                                        .formatted(Treatment.ACUTE.system(), Treatment.REPEAT_DISPENSING.system()),
                                CODING)))
                .distinct()
                .toList();
        for (String code : codes) {
            Optional<Treatment> type = Treatment.of(code);
            if (type.isEmpty() && codes.size() == 1) {
                throw TranslationFailure.invalid(
                        "Unhandled course of therapy type code '%s'.".formatted(code), CODING + ".code");
            }
            type.ifPresent(types::add);
        }
        if (codes.size() == 1) {
            return types.iterator().next();
        }
        if (types.size() == codes.size() && !types.contains(Treatment.REPEAT_DISPENSING)) {
            return Treatment.ACUTE;
        }
        throw TranslationFailure.invalid(
                "Course of therapy type must either match for all MedicationRequests or be a mixture of 'acute' and"
                        + " 'continuous'.",
                CODING);
    }

    /** What one item says it is; empty if it says nothing that is known. */
    public static Optional<Treatment> said(JsonNode medicationRequest) {
        return coded(medicationRequest).flatMap(Treatment::of);
    }

    private static Optional<String> coded(JsonNode medicationRequest) {
        return Elements.list(medicationRequest.path("courseOfTherapyType"), "coding").stream()
                .filter(coding -> SYSTEMS.contains(coding.path("system").asText()))
                .flatMap(coding -> Elements.text(coding, "code").stream())
                .findFirst();
    }
}
