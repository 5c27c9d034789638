package org.openspine.demographics.pds;

import static org.openspine.demographics.pds.Shape.any;
import static org.openspine.demographics.pds.Shape.list;
import static org.openspine.demographics.pds.Shape.matching;
import static org.openspine.demographics.pds.Shape.oneOf;
import static org.openspine.demographics.pds.Shape.text;
import static org.openspine.demographics.pds.Shape.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.openspine.demographics.pds.Shape.Fault;
import org.openspine.error.SpineException;
import org.openspine.terminology.identifier.NhsNumber;

/** What a maternity unit tells of a birth: a transaction Bundle whose entries stand in a fixed order. */
record BirthNotice(ObjectNode bundle) {
    static final int BABY = 0;
    private static final int STILLBIRTH = 2;
    private static final int RELATED = 6;
    private static final int MOTHER = 7;
    private static final String SNOMED = "http://snomed.info/sct";
    private static final String OID = "urn:oid:2.16.840.1.113883.2.1.3.2.4.17.";
    private static final String ETHNIC_CATEGORY = PatientSchema.UK_CORE + "Extension-UKCore-EthnicCategory";
    private static final String BORN_ALIVE = "1";
    private static final String FORMAL_DEATH = "2";

    private static final ObjectShape NHS_NUMBER = ObjectShape.OPEN
            .required("value", text(value -> NhsNumber.parse(value).isPresent()))
            .optional("system", oneOf(NhsNumber.SYSTEM));

    /** The baby; {@code gender} and {@code birthDate} are looked at apart, because their faults are told in another way. */
    private static final ObjectShape BABY_SHAPE = ObjectShape.EMPTY
            .required("name", list(PatientSchema.NAME.required("use", oneOf("usual")), 1, 1))
            .required("gender", any())
            .required("birthDate", any())
            .required("address", list(PatientSchema.ADDRESS, 1, 3))
            .required("multipleBirthInteger", PatientSchema.MULTIPLE_BIRTH)
            .optional(
                    "_birthDate",
                    ObjectShape.OPEN.required("extension", list(PatientSchema.sub("valueDateTime", text(40)), 1, 1)))
            .optional("telecom", list(PatientSchema.TELECOM, 0, 16))
            .optional("deceasedDateTime", PatientSchema.DECEASED)
            .optional("extension", list(Shape.byUrl(extensions()), 0, 20))
            .optional("resourceType", any())
            .optional("id", any())
            .optional("meta", any());

    /** Mandatory entries in their order; who made the notice may follow. */
    private static final List<Entry> ENTRIES = List.of(
            new Entry("Patient", BABY_SHAPE),
            observation("364589006", "valueQuantity", quantity(1000, 9999)),
            observation("237364002", "valueCodeableConcept", concept(OID + "172", oneOf("1", "2", "3", "4"))),
            observation("268477000", "valueQuantity", quantity(1, 50)),
            observation("246435002", "valueInteger", Shape.integer(1, 9)),
            observation("66091009", "valueCodeableConcept", concept(OID + "171", oneOf("Y", "N"))),
            new Entry(
                    "RelatedPerson",
                    ObjectShape.OPEN
                            .required("identifier", list(NHS_NUMBER, 1, 1))
                            .required(
                                    "relationship",
                                    list(
                                            concept(
                                                    "http://terminology.hl7.org/CodeSystem/v3-RoleCode",
                                                    oneOf("GESTM")),
                                            1,
                                            1))),
            new Entry(
                    "Patient",
                    ObjectShape.OPEN
                            .required("identifier", list(NHS_NUMBER, 1, 1))
                            .optional("birthDate", PatientSchema.BIRTH_DATE)),
            new Entry("Organization", identified(PatientSchema.ODS)),
            new Entry(
                    "Location",
                    identified("https://fhir.nhs.uk/Id/ods-site-code")
                            .required("type", list(concept(OID + "173", matching("[0-9A-Z]{1,4}")), 1, 1))),
            new Entry("CareTeam", ObjectShape.OPEN.required("participant", list(any(), 1, 10))));

    /** The entry at one place of the Bundle. */
    private record Entry(String type, Shape shape) {}

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
        JsonNode entries = bundle.path("entry");
        if (entries.isMissingNode()) {
            throw Breach.missing("entry");
        }
        requireAll(entries);
        for (Fault kind : Fault.values()) {
            for (int i = 0; i < ENTRIES.size(); i++) {
                ENTRIES.get(i).shape().check(resource(i), place(i), kind);
            }
            if (kind == Fault.MISSING) {
                requireExtension(NewPatient.REGISTERING_AUTHORITY);
                requireExtension(ETHNIC_CATEGORY);
            }
        }
        ObjectNode baby = baby();
        PatientSchema.GENDER.require(baby.path("gender"), "gender");
        PatientSchema.BIRTH_DATE.require(baby.path("birthDate"), "birthDate");
        NewPatient.requireRules(baby, place(BABY) + "/", today);
        if (!number(RELATED).equals(mother())) {
            throw Breach.invalid(number(RELATED), place(RELATED) + "/identifier/0/value");
        }
        requireDeath(baby);
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
        ENTRIES.forEach(entry -> needed.merge(entry.type(), 1, Integer::sum));
        boolean complete =
                needed.entrySet().stream().allMatch(need -> found.getOrDefault(need.getKey(), 0) >= need.getValue());
        if (!complete) {
            throw Breach.tooFew(entries, "entry");
        }
        for (int i = 0; i < ENTRIES.size(); i++) {
            JsonNode type = entries.path(i).path("resource").path("resourceType");
            if (!type.asText().equals(ENTRIES.get(i).type())) {
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
        return IntStream.range(0, ENTRIES.size())
                .filter(entry -> ENTRIES.get(entry).type().equals("Observation"))
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

    private static Map<String, Shape> extensions() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put(NewPatient.REGISTERING_AUTHORITY, NewPatient.AUTHORITY);
        shapes.put(
                ETHNIC_CATEGORY,
                PatientSchema.concept(
                        "https://fhir.hl7.org.uk/CodeSystem/UKCore-EthnicCategoryEngland",
                        matching("[A-Z][0-9A-Z]{0,2}|99")));
        shapes.put(
                PdsExtension.BIRTH_PLACE.url(),
                ObjectShape.EMPTY
                        .required("url", any())
                        .required("valueAddress", PatientSchema.PLACE.optional("text", text(255))));
        shapes.put(PdsExtension.DEATH_NOTIFICATION.url(), PatientSchema.EXTENSION);
        return Map.copyOf(shapes);
    }

    private static Entry observation(String code, String member, Shape value) {
        return new Entry(
                "Observation",
                ObjectShape.OPEN.required("code", concept(SNOMED, oneOf(code))).required(member, value));
    }

    private static Shape quantity(int least, int most) {
        return ObjectShape.OPEN.required(
                "value", value(node -> node.isNumber() && node.doubleValue() >= least && node.doubleValue() <= most));
    }

    private static Shape concept(String system, Shape code) {
        return ObjectShape.OPEN.required(
                "coding",
                list(ObjectShape.OPEN.optional("system", oneOf(system)).required("code", code), 1, 10));
    }

    private static ObjectShape identified(String system) {
        return ObjectShape.OPEN.required(
                "identifier",
                list(ObjectShape.OPEN.optional("system", oneOf(system)).required("value", text(20)), 1, 10));
    }
}
