package org.openspine.prescriptions.message;

import com.fasterxml.jackson.databind.JsonNode;

/** Whether a dispense notification can be translated to what is recorded; the first {@link TranslationFailure} ends the request. */
public final class NotificationTranslation {
    private static final String CONTAINED = "MedicationDispense.contained";

    private NotificationTranslation() {}

    public static void check(MessageBundle message) {
        Expected.atMostOne(message.all("Patient"), "resource.resourceType == 'Patient'", "Bundle.entry");
        if (message.all("MedicationDispense").isEmpty()) {
            throw TranslationFailure.tooFew("resource.resourceType == 'MedicationDispense'", "Bundle.entry");
        }
        for (JsonNode dispense : message.all("MedicationDispense")) {
            NotificationRules.performer(dispense).ifPresent(role -> message.resolve(role.path("organization")));
            JsonNode prescribed = Elements.list(dispense, "authorizingPrescription").stream()
                    .findFirst()
                    .orElseThrow(() -> TranslationFailure.tooFew(
                            "resourceType == 'MedicationRequest'", "MedicationDispense.authorizingPrescription"));
            JsonNode request = Contained.required(dispense, prescribed, CONTAINED);
            Expected.identifier(request, EpsUrl.LINE_ITEM_ID, CONTAINED + "(\"MedicationRequest\").identifier");
            medication(message, dispense);
            Expected.extension(dispense, EpsUrl.TASK_BUSINESS_STATUS, "MedicationDispense.extension");
            Elements.text(dispense, "whenHandedOver")
                    .filter(time -> MessageTime.day(time).isEmpty())
                    .ifPresent(time -> {
                        throw TranslationFailure.invalid(
                                "Incorrect format for date time string '%s'.".formatted(time),
                                "MedicationDispense.whenHandedOver");
                    });
        }
    }

    private static void medication(MessageBundle message, JsonNode dispense) {
        JsonNode reference = dispense.path("medicationReference");
        if (Elements.text(reference, "reference")
                .filter(url -> url.startsWith("#"))
                .isPresent()) {
            Contained.required(dispense, reference, CONTAINED);
        } else if (Elements.isReference(reference)) {
            message.resolve(reference);
        }
    }
}
