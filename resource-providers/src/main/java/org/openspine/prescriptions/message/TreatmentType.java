package org.openspine.prescriptions.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The kind of a prescription by its course of therapy. */
public enum TreatmentType {
    /** One-off. */
    ACUTE("acute", "order", "0001"),
    /** Repeat prescribing: every issue is a prescription of its own. */
    CONTINUOUS("continuous", "instance-order", "0002"),
    /** Repeat dispensing (eRD): one prescription with several issues. */
    CONTINUOUS_REPEAT_DISPENSING("continuous-repeat-dispensing", "original-order", "0003");

    private static final Set<String> SYSTEMS = Set.of(
            "http://terminology.hl7.org/CodeSystem/medicationrequest-course-of-therapy",
            "https://fhir.nhs.uk/CodeSystem/medicationrequest-course-of-therapy");
    private static final String CODING = "MedicationRequest.courseOfTherapyType.coding";

    private final String code;
    private final String intent;
    private final String spineCode;

    TreatmentType(String code, String intent, String spineCode) {
        this.code = code;
        this.intent = intent;
        this.spineCode = spineCode;
    }

    /** As in {@code courseOfTherapyType}. */
    public String code() {
        return code;
    }

    /** The intent of an order. */
    public String intent() {
        return intent;
    }

    /** As Spine records it: {@code 0001}. */
    public String spineCode() {
        return spineCode;
    }

    /** The type these items have together. Throws {@link TranslationFailure} for a mixture that is none. */
    public static TreatmentType of(List<JsonNode> medicationRequests) {
        Set<TreatmentType> types = EnumSet.noneOf(TreatmentType.class);
        List<String> codes = medicationRequests.stream()
                .map(request -> coded(request)
                        .orElseThrow(() -> TranslationFailure.tooFew(
                                "system == 'http://terminology.hl7.org/CodeSystem/medicationrequest-course-of-therapy'"
                                        + " || system == 'https://fhir.nhs.uk/CodeSystem/medicationrequest-course-of-therapy'",
                                CODING)))
                .distinct()
                .toList();
        for (String code : codes) {
            Optional<TreatmentType> type = ofCode(code);
            if (type.isEmpty() && codes.size() == 1) {
                throw TranslationFailure.invalid(
                        "Unhandled course of therapy type code '%s'.".formatted(code), CODING + ".code");
            }
            type.ifPresent(types::add);
        }
        if (codes.size() == 1) {
            return types.iterator().next();
        }
        if (types.size() == codes.size() && !types.contains(CONTINUOUS_REPEAT_DISPENSING)) {
            return ACUTE;
        }
        throw TranslationFailure.invalid(
                "Course of therapy type must either match for all MedicationRequests or be a mixture of 'acute' and"
                        + " 'continuous'.",
                CODING);
    }

    /** The type that one item says it is; empty if it says none that is known. */
    public static Optional<TreatmentType> said(JsonNode medicationRequest) {
        return coded(medicationRequest).flatMap(TreatmentType::ofCode);
    }

    public static Optional<TreatmentType> ofCode(String code) {
        return Arrays.stream(values()).filter(type -> type.code.equals(code)).findFirst();
    }

    private static Optional<String> coded(JsonNode medicationRequest) {
        return Elements.list(medicationRequest.path("courseOfTherapyType"), "coding").stream()
                .filter(coding -> SYSTEMS.contains(coding.path("system").asText()))
                .flatMap(coding -> Elements.text(coding, "code").stream())
                .findFirst();
    }
}
