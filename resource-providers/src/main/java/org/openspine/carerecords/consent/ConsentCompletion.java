package org.openspine.carerecords.consent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.openspine.terminology.identifier.NhsNumber;

/** Adds to a Consent what its kind implies, so that it is found and obeyed whoever wrote it. */
final class ConsentCompletion {
    static final Duration LONGEST_VIEW = Duration.ofHours(24);

    private static final String ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

    private ConsentCompletion() {}

    static void complete(ObjectNode consent, ConsentKind kind, NhsNumber patient, Instant now) {
        category(consent, kind);
        patient(consent, patient);
        switch (kind) {
            case SCR_PREFERENCE -> permission(consent);
            case NATIONAL_DATA_OPT_OUT, TYPE_1_OPT_OUT -> defaultType(consent, "deny");
            case PERMISSION_TO_VIEW, EMERGENCY_ACCESS -> {
                defaultType(consent, "permit");
                period(consent, now);
            }
            case SCR_ADDITIONAL_INFORMATION, NATIONAL_PROXY -> {}
        }
    }

    private static void category(ObjectNode consent, ConsentKind kind) {
        ArrayNode categories =
                consent.path("category") instanceof ArrayNode given ? given : consent.putArray("category");
        ConsentRecord record = new ConsentRecord(consent);
        if (record.categories().noneMatch(coding -> isCoding(coding, ConsentKind.SYSTEM, kind.code()))) {
            ObjectNode own = categories.insertObject(0);
            own.putArray("coding").add(coding(own, ConsentKind.SYSTEM, kind.code()));
        }
        if (kind == ConsentKind.NATIONAL_DATA_OPT_OUT
                && record.categories().noneMatch(coding -> isCoding(coding, ConsentRecord.NATIONAL_CATEGORY, "NDOP"))) {
            for (JsonNode concept : categories) {
                if (ConsentRecord.stream(concept.path("coding"))
                        .anyMatch(coding -> isCoding(coding, ConsentKind.SYSTEM, kind.code()))) {
                    ((ArrayNode) concept.path("coding")).add(coding(consent, ConsentRecord.NATIONAL_CATEGORY, "NDOP"));
                }
            }
        }
        if (record.categories().noneMatch(coding -> isCoding(coding, ACT_CODE, "INFA"))) {
            categories.addObject().putArray("coding").add(coding(consent, ACT_CODE, "INFA"));
        }
    }

    private static void patient(ObjectNode consent, NhsNumber number) {
        ObjectNode patient = consent.withObject("/patient");
        if (!patient.has("reference")) {
            patient.put("reference", "Patient/" + number);
        }
        if (!patient.has("identifier")) {
            patient.putObject("identifier").put("system", NhsNumber.SYSTEM).put("value", number.value());
        }
    }

    private static void permission(ObjectNode consent) {
        ConsentRecord record = new ConsentRecord(consent);
        ObjectNode provision = consent.withObject("/provision");
        Optional<Permission> permission = record.permission()
                .or(() -> switch (provision.path("type").asText()) {
                    case "deny" -> Optional.of(Permission.NO);
                    case "permit" -> Optional.of(Permission.ASK);
                    default -> Optional.empty();
                });
        permission.ifPresent(known -> {
            if (!provision.has("type")) {
                provision.put("type", known.provisionType());
            }
            if (record.provisionCodes().noneMatch(ConsentCompletion::isPermission)) {
                ArrayNode codes =
                        provision.path("code") instanceof ArrayNode given ? given : provision.putArray("code");
                codes.addObject().putArray("coding").add(coding(consent, Permission.SYSTEM, known.code()));
            }
            record.provisionCodes()
                    .filter(ConsentCompletion::isPermission)
                    .filter(coding -> coding.path("code").asText().equalsIgnoreCase(known.code()))
                    .forEach(coding -> ((ObjectNode) coding).put("code", known.code()));
        });
    }

    static boolean isPermission(JsonNode coding) {
        return coding.path("system").asText().equals(Permission.SYSTEM);
    }

    private static void defaultType(ObjectNode consent, String type) {
        ObjectNode provision = consent.withObject("/provision");
        if (!provision.has("type")) {
            provision.put("type", type);
        }
    }

    /** From now, or when it was asked, for a day, unless the Consent says otherwise. */
    private static void period(ObjectNode consent, Instant now) {
        ObjectNode period = consent.withObject("/provision").withObject("/period");
        if (!period.has("start")) {
            period.put("start", now.truncatedTo(ChronoUnit.SECONDS).toString());
        }
        if (!period.has("end")) {
            Instants.first(period.path("start").asText())
                    .ifPresent(
                            start -> period.put("end", start.plus(LONGEST_VIEW).toString()));
        }
    }

    static boolean isCoding(JsonNode coding, String system, String code) {
        return coding.path("system").asText().equals(system)
                && coding.path("code").asText().equals(code);
    }

    private static ObjectNode coding(ObjectNode factory, String system, String code) {
        return factory.objectNode().put("system", system).put("code", code);
    }
}
