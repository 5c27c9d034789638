package org.openspine.childprotection;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Kinds of patient flag; a patient has at most one flag of each.
 *
 * @see <a href="https://fhir.nhs.uk/England/CodeSystem/England-FlagCategoryPatient">England-FlagCategoryPatient</a>
 */
public enum FlagKind {
    REASONABLE_ADJUSTMENTS(
            "national-reasonable-adjustment-flag",
            "National Reasonable Adjustment Flag",
            "NRAF",
            "Reasonable adjustments"),
    FEMALE_GENITAL_MUTILATION(
            "female-genital-mutilation-flag", "Female Genital Mutilation Flag", "FGM", "Female genital mutilation"),
    CHILD_PROTECTION(
            "child-protection-information-system-flag",
            "Child Protection Information System Flag",
            "CPIS",
            "Child protection");

    public static final String SYSTEM = "https://fhir.nhs.uk/England/CodeSystem/England-FlagCategoryPatient";

    /** SNOMED CT: family history of female genital mutilation; the other name of that kind. */
    public static final String FGM_SNOMED = "902961000000107";

    private final String code;
    private final String display;
    private final String alias;
    private final String title;

    FlagKind(String code, String display, String alias, String title) {
        this.code = code;
        this.display = display;
        this.alias = alias;
        this.title = title;
    }

    public String code() {
        return code;
    }

    /** Every code by which flags of this kind are stored. */
    public List<String> codes() {
        return this == FEMALE_GENITAL_MUTILATION ? List.of(code, FGM_SNOMED) : List.of(code);
    }

    public String display() {
        return display;
    }

    public String title() {
        return title;
    }

    /** The kind a search names: bare code, alias, SNOMED code, or {@code system|code}. */
    public static Optional<FlagKind> named(String token) {
        int bar = token.indexOf('|');
        String system = bar < 0 ? "" : token.substring(0, bar);
        String code = token.substring(bar + 1);
        return Arrays.stream(values())
                .filter(kind -> system.isEmpty() && kind.alias.equalsIgnoreCase(code) || kind.isCoded(system, code))
                .findFirst();
    }

    /** The kind of a top-level flag, by {@code Flag.code}; empty for adjustments and other flags. */
    public static Optional<FlagKind> ofCode(JsonNode flag) {
        return ofConcept(flag.path("code"));
    }

    /** The kind of patient flag that an adjustment or a condition belongs to, by its {@code category}. */
    public static Optional<FlagKind> ofCategory(JsonNode detail) {
        for (JsonNode category : detail.path("category")) {
            Optional<FlagKind> kind = ofConcept(category);
            if (kind.isPresent()) {
                return kind;
            }
        }
        return Optional.empty();
    }

    private static Optional<FlagKind> ofConcept(JsonNode concept) {
        for (JsonNode coding : concept.path("coding")) {
            String system = coding.path("system").asText();
            String code = coding.path("code").asText();
            for (FlagKind kind : values()) {
                if (!system.isEmpty() && kind.isCoded(system, code)) {
                    return Optional.of(kind);
                }
            }
        }
        return Optional.empty();
    }

    /** @param system empty for any */
    private boolean isCoded(String system, String code) {
        boolean national = (system.isEmpty() || system.equals(SYSTEM)) && this.code.equals(code);
        boolean snomed = this == FEMALE_GENITAL_MUTILATION
                && (system.isEmpty() || Codings.isSnomed(system))
                && code.equals(FGM_SNOMED);
        return national || snomed;
    }
}
