package org.openspine.demographics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.openspine.repository.StoredResource;

/** What tells where a person can be found: absent from every view of a restricted record. */
public final class LocationData {
    private static final List<String> ELEMENTS = List.of(
            "address",
            "telecom",
            "contact",
            "generalPractitioner",
            "managingOrganization",
            "photo",
            "text",
            "contained");
    private static final String NOMINATED_PHARMACY = "NominatedPharmacy";
    private static final String PREFERRED_DISPENSER = "PreferredDispenserOrganization";
    private static final String DISPENSING_DOCTOR = "MedicalApplianceSupplier";
    private static final String ADDITIONAL_CONTACT = "AdditionalContact";

    /** Search parameters of Patient that find by such data. */
    public static final Set<String> PARAMETERS = Set.of(
            "address",
            "address-city",
            "address-country",
            "address-postalcode",
            "address-state",
            "address-use",
            "email",
            "general-practitioner",
            "organization",
            "phone",
            "telecom");

    private LocationData() {}

    /** Whether a stored Patient may be restricted: a look at the bytes that never misses one. */
    public static boolean maybeRestricted(StoredResource patient) {
        String text = new String(patient.body(), StandardCharsets.ISO_8859_1);
        return text.contains(Confidentiality.SYSTEM) && (text.contains("\"R\"") || text.contains("\"V\""));
    }

    public static boolean isRestricted(JsonNode patient) {
        return Confidentiality.of(patient).isSensitive();
    }

    public static void removeFrom(ObjectNode patient) {
        patient.remove(ELEMENTS);
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        patient.path("extension").forEach(extension -> {
            String url = extension.path("url").asText();
            boolean tells =
                    List.of(NOMINATED_PHARMACY, PREFERRED_DISPENSER, DISPENSING_DOCTOR, ADDITIONAL_CONTACT).stream()
                            .anyMatch(url::endsWith);
            if (!tells) {
                kept.add(extension);
            }
        });
        patient.remove("extension");
        if (!kept.isEmpty()) {
            patient.set("extension", kept);
        }
    }
}
