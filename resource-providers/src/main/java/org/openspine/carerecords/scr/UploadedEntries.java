package org.openspine.carerecords.scr;

import static org.openspine.carerecords.scr.UploadRules.invalid;
import static org.openspine.carerecords.scr.UploadRules.shown;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openspine.error.Problem;

/** The checks of the coded entries of an upload, and of the people and encounters they refer to. Pure. */
final class UploadedEntries {
    private static final String PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
    private static final String RELATIONSHIP = "https://fhir.nhs.uk/STU3/ValueSet/PersonRelationshipType-1";
    private static final Set<String> PARTICIPANTS = Set.of("AUT", "INF", "PRF");
    private static final List<String> CODED = List.of("Condition", "Observation");
    private static final List<String> ENCOUNTERED =
            List.of("Condition", "Observation", "Procedure", "Communication", "Immunization");

    private final Map<String, List<JsonNode>> byType;

    /** Everything by which an entry can be referred to. */
    private final Set<String> places = new HashSet<>();

    UploadedEntries(JsonNode document, Map<String, List<JsonNode>> byType) {
        this.byType = byType;
        for (JsonNode entry : document.path("entry")) {
            JsonNode resource = entry.path("resource");
            places.add(entry.path("fullUrl").asText());
            places.add(resource.path("resourceType").asText() + "/"
                    + resource.path("id").asText());
        }
    }

    void check() {
        CODED.forEach(type -> all(type).forEach(resource -> coded(type, resource)));
        all("Condition").forEach(UploadedEntries::status);
        ENCOUNTERED.forEach(type -> all(type).forEach(resource -> present(resource, "encounter", "Encounter")));
        all("Encounter").forEach(this::encounter);
        all("Procedure").forEach(UploadedEntries::procedure);
        all("RelatedPerson").forEach(UploadedEntries::relatedPerson);
        byType.getOrDefault("Composition", List.of())
                .forEach(composition ->
                        composition.path("author").forEach(author -> present("author", author, composition)));
        all("PractitionerRole").forEach(role -> {
            present(role, "practitioner", "Practitioner");
            present(role, "organization", "Organization");
        });
        all("Device").forEach(device -> present(device, "owner", "Organization"));
    }

    private List<JsonNode> all(String type) {
        return byType.getOrDefault(type, List.of());
    }

    private static void coded(String type, JsonNode resource) {
        UploadRules.require(
                resource.path("identifier").path(0), "value", "%s.identifier.value is missing".formatted(type));
        JsonNode coding = resource.path("category").path(0).path("coding").path(0);
        if (!coding.path("system").asText().equals(SummaryKeys.SNOMED)) {
            throw invalid("Invalid %s.category.coding.system: %s".formatted(type, shown(coding.path("system"))));
        }
        UploadRules.require(coding, "code", "%s.category.coding.code is missing".formatted(type));
    }

    private static void status(JsonNode condition) {
        if (condition.path("clinicalStatus").isEmpty()
                && condition.path("verificationStatus").isEmpty()) {
            throw invalid("Condition should have either clinicalStatus or verificationStatus");
        }
    }

    private void encounter(JsonNode encounter) {
        for (JsonNode participant : encounter.path("participant")) {
            boolean author = false;
            for (JsonNode type : participant.path("type")) {
                JsonNode coding = type.path("coding").path(0);
                String code = coding.path("code").asText();
                if (!coding.path("system").asText().equals(PARTICIPATION) || !PARTICIPANTS.contains(code)) {
                    throw invalid("Invalid encounter %s participant code %s"
                            .formatted(shown(encounter.path("id")), shown(coding.path("code"))));
                }
                author |= code.equals("AUT");
            }
            if (author) {
                UploadRules.require(
                        participant.path("period"), "start", "Encounter.participant.period.start element is missing");
            }
            present("participant", participant.path("individual"), encounter);
        }
    }

    private static void procedure(JsonNode procedure) {
        if (procedure.path("id").asText().isBlank()
                && procedure.path("identifier").path(0).path("value").asText().isBlank()) {
            throw invalid("Procedure.id is missing");
        }
        if (procedure.path("code").isEmpty()) {
            throw invalid("Procedure.code is missing");
        }
    }

    private static void relatedPerson(JsonNode person) {
        JsonNode coding = person.path("relationship").path(0).path("coding").path(0);
        if (!coding.path("system").asText().equals(RELATIONSHIP)) {
            throw invalid(
                    "Invalid RelatedPerson.relationship.coding.system: %s".formatted(shown(coding.path("system"))));
        }
        UploadRules.require(coding, "code", "RelatedPerson.relationship.coding.code is missing");
        UploadRules.require(coding, "display", "RelatedPerson.relationship.coding.display is missing");
        if (person.path("name").isEmpty()) {
            throw invalid("RelatedPerson.name is missing");
        }
    }

    private void present(JsonNode resource, String member, String type) {
        JsonNode reference = resource.path(member);
        if (reference.has("reference")) {
            present(type, reference, resource);
        }
    }

    private void present(String what, JsonNode reference, JsonNode resource) {
        String target = reference.path("reference").asText();
        boolean found = target.isEmpty()
                || target.startsWith("#")
                || places.contains(target)
                || places.contains(CoreSummary.lastTwoSegments(target));
        if (!found) {
            String shown = Problem.shown(target);
            throw invalid("Bundle is Missing %s %s that is linked to %s %s"
                    .formatted(
                            typeIn(target, what),
                            shown.substring(shown.lastIndexOf('/') + 1),
                            resource.path("resourceType").asText(),
                            shown(resource.path("id"))));
        }
    }

    private static String typeIn(String target, String otherwise) {
        String two = CoreSummary.lastTwoSegments(target);
        int slash = two.indexOf('/');
        return slash > 0 && Character.isUpperCase(two.charAt(0)) ? Problem.shown(two.substring(0, slash)) : otherwise;
    }
}
