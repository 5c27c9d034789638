package org.openspine.demographics;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** How much of a record may be shown, by the code in {@code meta.security}. */
public enum Confidentiality {
    UNRESTRICTED("U", "unrestricted"),
    RESTRICTED("R", "restricted"),
    VERY_RESTRICTED("V", "very restricted"),
    /** Only stored, never answered: the record is invalid. */
    REDACTED("REDACTED", "redacted");

    public static final String SYSTEM = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";

    private final String code;
    private final String display;

    Confidentiality(String code, String display) {
        this.code = code;
        this.display = display;
    }

    public String code() {
        return code;
    }

    public String display() {
        return display;
    }

    /** Whether location data are kept from ordinary callers. */
    public boolean isSensitive() {
        return this == RESTRICTED || this == VERY_RESTRICTED;
    }

    /** The strictest label a resource carries; unrestricted if it has none of these. */
    static Confidentiality of(JsonNode resource) {
        Confidentiality strictest = UNRESTRICTED;
        for (JsonNode label : resource.path("meta").path("security")) {
            Optional<Confidentiality> known = coded(label.path("code").asText());
            if (known.isPresent() && known.get().compareTo(strictest) > 0) {
                strictest = known.get();
            }
        }
        return strictest;
    }

    private static Optional<Confidentiality> coded(String code) {
        for (Confidentiality value : values()) {
            if (value.code.equals(code)) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }
}
