package org.openspine.childprotection;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * Why a local authority watches over a child.
 *
 * @see <a href="https://fhir.nhs.uk/England/ValueSet/England-ChildProtectionPlan">England-ChildProtectionPlan</a>
 */
public enum PlanType {
    CHILD_PROTECTION("342191000000101", "Subject to child protection plan"),
    LOOKED_AFTER("764841000000100", "Looked after child"),
    /** Held under the number of the mother. */
    UNBORN("818901000000100", "Unborn child subject to child protection plan");

    private final String code;
    private final String display;

    PlanType(String code, String display) {
        this.code = code;
        this.display = display;
    }

    public String code() {
        return code;
    }

    public String display() {
        return display;
    }

    /** By {@code CarePlan.category}; empty for a care plan of another sort. */
    public static Optional<PlanType> of(JsonNode carePlan) {
        for (JsonNode category : carePlan.path("category")) {
            for (JsonNode coding : category.path("coding")) {
                if (Codings.isSnomed(coding.path("system").asText())) {
                    for (PlanType type : values()) {
                        if (type.code.equals(coding.path("code").asText())) {
                            return Optional.of(type);
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }
}
