package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openspine.demographics.pds.PatientPatch.Operation;

/** What the service adds to a patient that a client sent, and how it spells what the client may spell in several ways. */
final class UpdateDefaults {
    private static final List<String> PERIODS = List.of("name", "address", "telecom", "contact");
    private static final String EFFECTIVE = "systemEffectiveDate";

    private UpdateDefaults() {}

    /** Before the rules are applied: items that are new or replaced whole begin today, unless the client said when. */
    static void beforeRules(ObjectNode patient, Set<JsonNode> replaced, Instant now) {
        String today = LocalDate.ofInstant(now, ZoneOffset.UTC).toString();
        for (String list : PERIODS) {
            for (JsonNode item : patient.path(list)) {
                if (item instanceof ObjectNode object && isWhole(object, replaced) && !object.has("period")) {
                    object.putObject("period").put("start", today);
                }
            }
        }
        for (JsonNode practice : patient.path("generalPractitioner")) {
            if (practice instanceof ObjectNode object
                    && isWhole(object, replaced)
                    && object.path("identifier") instanceof ObjectNode identifier
                    && !identifier.has("period")) {
                identifier.putObject("period").put("start", today);
            }
        }
        patient.path("name").forEach(UpdateDefaults::dropFullStops);
        JsonNode death = patient.path("deceasedDateTime");
        if (death.isTextual()
                && death.textValue().length() == "yyyy-mm-ddTHH:MM:SS".length()
                && PatientSchema.isTimeOfDeath(death.textValue())) {
            patient.put("deceasedDateTime", death.textValue() + "+00:00");
        }
    }

    /** After the rules: what was only told by position, and what the service tells itself. */
    static void afterRules(ObjectNode patient, Instant now) {
        AddressLines.keepPlaces(patient);
        for (JsonNode extension : patient.path("extension")) {
            PdsExtension kind =
                    PdsExtension.of(extension.path("url").asText()).orElse(PdsExtension.REMOVAL_FROM_REGISTRATION);
            if (PdsExtension.DISPENSERS.contains(kind)
                    && extension.path("valueReference").path("identifier") instanceof ObjectNode identifier) {
                identifier.remove("period");
            }
            if (kind == PdsExtension.DEATH_NOTIFICATION
                    && PatientChange.find(extension, EFFECTIVE).isMissingNode()) {
                ((ObjectNode) extension)
                        .withArray("extension")
                        .addObject()
                        .put("url", EFFECTIVE)
                        .put(
                                "valueDateTime",
                                PatientSpelling.instant(
                                        now.truncatedTo(ChronoUnit.SECONDS).toString()));
            }
        }
        ItemIds.complete(patient);
    }

    /** Ids of the items that some patch replaces as a whole. */
    static Set<JsonNode> replacedWhole(List<PatientPatch> patches) {
        Set<JsonNode> ids = new HashSet<>();
        for (PatientPatch patch : patches) {
            if (patch.is(Operation.REPLACE) && patch.isWholeItem()) {
                patch.namedIdentity().ifPresent(ids::add);
            }
        }
        return ids;
    }

    private static boolean isWhole(ObjectNode item, Set<JsonNode> replaced) {
        return Optional.ofNullable(item.get("id")).map(replaced::contains).orElse(true);
    }

    static void dropFullStops(JsonNode name) {
        if (name.path("prefix") instanceof ArrayNode prefixes) {
            for (int i = 0; i < prefixes.size(); i++) {
                if (prefixes.get(i).isTextual()) {
                    prefixes.set(i, TextNode.valueOf(prefixes.get(i).textValue().replaceAll("\\.++$", "")));
                }
            }
        }
    }
}
