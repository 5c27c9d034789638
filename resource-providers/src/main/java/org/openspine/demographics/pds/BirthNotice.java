package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.openspine.demographics.pds.Shape.Fault;
import org.openspine.error.SpineException;

/** What a maternity unit tells of a birth: a transaction Bundle whose entries stand in a fixed order. */
record BirthNotice(ObjectNode bundle) {
    static final int BABY = 0;
    private static final int STILLBIRTH = 2;
    private static final int RELATED = 6;
    private static final int MOTHER = 7;
    private static final ZoneId ENGLISH_TIME = ZoneId.of("Europe/London");
    private static final String BORN_ALIVE = "1";
    private static final String FORMAL_DEATH = "2";

    /** What was sent, with the baby spelt as the service does. */
    static BirthNotice spelt(ObjectNode sent) {
        ObjectNode bundle = (ObjectNode) PatientPatch.currentUrls(sent);
        NewPatient.spell(bundle.path("entry").path(BABY).path("resource"));
        PatchedPatient.dropNulls(bundle);
        return new BirthNotice(bundle);
    }

    /** Throws a row of the error table for the first fault of the notice. */
    void require(LocalDate today) {
        JsonNode type = bundle.path("resourceType");
        if (!type.asText("Bundle").equals("Bundle")) {
            throw Breach.invalid(type, "resourceType");
        }
        requireTransaction(bundle.path("type"));
        JsonNode entries = bundle.path("entry");
        if (entries.isMissingNode()) {
            throw Breach.missing("entry");
        }
        requireAll(entries);
        for (Fault kind : Fault.values()) {
            for (int i = 0; i < BirthSchema.ENTRIES.size(); i++) {
                BirthSchema.ENTRIES.get(i).shape().check(resource(i), place(i), kind);
            }
            if (kind == Fault.MISSING) {
                requireExtension(NewPatient.REGISTERING_AUTHORITY);
                requireExtension(BirthSchema.ETHNIC_CATEGORY);
            }
        }
        ObjectNode baby = baby();
        PatientSchema.GENDER.require(baby.path("gender"), "gender");
        PatientSchema.BIRTH_DATE.require(baby.path("birthDate"), "birthDate");
        NewPatient.requireRules(baby, place(BABY) + "/", today);
        if (!number(RELATED).equals(mother())) {
            throw Breach.invalid(number(RELATED), place(RELATED) + "/identifier/0/value");
        }
        requireTimeAndPlace(baby);
        requireDeath(baby);
    }

    private void requireTimeAndPlace(ObjectNode baby) {
        String time = timeOfBirth();
        String day = baby.path("birthDate").asText();
        boolean fits = time.startsWith(day)
                || OffsetDateTime.parse(time)
                        .atZoneSameInstant(ENGLISH_TIME)
                        .toLocalDate()
                        .toString()
                        .equals(day);
        if (!fits) {
            throw Breach.invalid(time, place(BABY) + "/_birthDate/extension/0/valueDateTime");
        }
        JsonNode extensions = baby.path("extension");
        for (int i = 0; i < extensions.size(); i++) {
            if (extensions.get(i).path("valueAddress").isObject()
                    && extensions.get(i).path("valueAddress").isEmpty()) {
                throw Breach.missing("%s/extension/%d/valueAddress".formatted(place(BABY), i));
            }
        }
    }

    private static void requireTransaction(JsonNode type) {
        if (type.isMissingNode()) {
            throw Breach.missing("type");
        }
        if (!type.asText().equals("transaction")) {
            throw Breach.invalid(type, "type");
        }
    }

    /** Each mandatory entry at its place. */
    private static void requireAll(JsonNode entries) {
        if (!entries.isArray()) {
            throw Breach.invalid(entries, "entry");
        }
        Map<String, Integer> found = new HashMap<>();
        entries.forEach(
                entry -> found.merge(entry.path("resource").path("resourceType").asText(), 1, Integer::sum));
        Map<String, Integer> needed = new HashMap<>();
        BirthSchema.ENTRIES.forEach(entry -> needed.merge(entry.type(), 1, Integer::sum));
        boolean complete =
                needed.entrySet().stream().allMatch(need -> found.getOrDefault(need.getKey(), 0) >= need.getValue());
        if (!complete) {
            throw Breach.tooFew(entries, "entry");
        }
        if (entries.size() > BirthSchema.MOST_ENTRIES) {
            throw Breach.tooMany(entries, "entry");
        }
        for (int i = 0; i < entries.size(); i++) {
            JsonNode type = entries.path(i).path("resource").path("resourceType");
            if (!type.asText().equals(BirthSchema.type(i))) {
                throw Breach.invalid(type, place(i) + "/resourceType");
            }
        }
    }

    private void requireExtension(String url) {
        if (PatientChange.find(baby(), url).isMissingNode()) {
            throw Breach.missing(place(BABY) + "/extension");
        }
    }

    private void requireDeath(ObjectNode baby) {
        String status = LifeRules.status(PatientChange.find(baby, PdsExtension.DEATH_NOTIFICATION));
        if (baby.has("deceasedDateTime") != !status.isEmpty()) {
            throw Breach.invalidCreate("a date of death and a death notification status must come together");
        }
        String outcome = resource(STILLBIRTH)
                .path("valueCodeableConcept")
                .path("coding")
                .path(0)
                .path("code")
                .asText();
        if (status.equals(FORMAL_DEATH) && outcome.equals(BORN_ALIVE)) {
            throw new SpineException(
                    PdsError.INSERT_BIRTH_DEATH_STATUS_INCONSISTENT, "Insert Birth - Death Status Inconsistent");
        }
    }

    ObjectNode baby() {
        return (ObjectNode) resource(BABY);
    }

    /** Observations of the baby, in their order. */
    List<JsonNode> observations() {
        return IntStream.range(0, BirthSchema.ENTRIES.size())
                .filter(entry -> BirthSchema.ENTRIES.get(entry).type().equals("Observation"))
                .mapToObj(this::resource)
                .toList();
    }

    /** The day if the notice does not tell the time. */
    String timeOfBirth() {
        return baby().path("_birthDate")
                .path("extension")
                .path(0)
                .path("valueDateTime")
                .asText(baby().path("birthDate").asText());
    }

    /** NHS number of the mother. */
    String mother() {
        return number(MOTHER);
    }

    /** Extensions of the baby that are kept. */
    List<JsonNode> keptExtensions() {
        List<JsonNode> kept = new ArrayList<>();
        for (PdsExtension kind : List.of(PdsExtension.BIRTH_PLACE, PdsExtension.DEATH_NOTIFICATION)) {
            JsonNode extension = PatientChange.find(baby(), kind);
            if (extension instanceof ObjectNode object) {
                if (object.path("valueAddress") instanceof ObjectNode place) {
                    place.remove("text");
                }
                kept.add(object);
            }
        }
        return kept;
    }

    private String number(int entry) {
        return resource(entry).path("identifier").path(0).path("value").asText();
    }

    private JsonNode resource(int entry) {
        return bundle.path("entry").path(entry).path("resource");
    }

    private static String place(int entry) {
        return "entry/%d/resource".formatted(entry);
    }
}
