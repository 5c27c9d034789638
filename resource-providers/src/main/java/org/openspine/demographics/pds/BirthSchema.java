package org.openspine.demographics.pds;

import static org.openspine.demographics.pds.Shape.any;
import static org.openspine.demographics.pds.Shape.list;
import static org.openspine.demographics.pds.Shape.matching;
import static org.openspine.demographics.pds.Shape.oneOf;
import static org.openspine.demographics.pds.Shape.text;
import static org.openspine.demographics.pds.Shape.value;

import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openspine.terminology.identifier.NhsNumber;

/** The entries of a {@link BirthNotice}, each by itself. */
final class BirthSchema {
    static final String ETHNIC_CATEGORY = PatientSchema.UK_CORE + "Extension-UKCore-EthnicCategory";
    static final int MOST_ENTRIES = 12;
    private static final String SNOMED = "http://snomed.info/sct";
    private static final String OID = "urn:oid:2.16.840.1.113883.2.1.3.2.4.17.";
    private static final String BIRTH_TIME = "http://hl7.org/fhir/StructureDefinition/patient-birthTime";

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
                    ObjectShape.OPEN.required(
                            "extension",
                            list(
                                    Shape.byUrl(Map.of(
                                            BIRTH_TIME,
                                            PatientSchema.sub("valueDateTime", text(BirthSchema::isInstant)))),
                                    1,
                                    1)))
            .optional("telecom", list(PatientSchema.TELECOM, 0, 16))
            .optional("deceasedDateTime", PatientSchema.DECEASED)
            .optional("extension", Shape.extensions(extensions(), 0, 20))
            .optional("resourceType", any())
            .optional("id", any())
            .optional("meta", any());

    /** Mandatory entries in their order; {@link #MOST_ENTRIES} with the one who made the notice, who may follow. */
    static final List<Entry> ENTRIES = List.of(
            new Entry("Patient", BABY_SHAPE),
            observation("364589006", "valueQuantity", quantity(1000, 9999, "grams", "gram", "g")),
            observation("237364002", "valueCodeableConcept", concept(OID + "172", oneOf("1", "2", "3", "4"))),
            observation("268477000", "valueQuantity", quantity(1, 50, "weeks", "week", "wk")),
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
    record Entry(String type, Shape shape) {}

    private BirthSchema() {}

    /** What stands at that place of the Bundle. */
    static String type(int entry) {
        return entry < ENTRIES.size() ? ENTRIES.get(entry).type() : "Practitioner";
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

    /** @param units ways to name the unit, where it is named */
    private static Shape quantity(int least, int most, String... units) {
        return ObjectShape.OPEN
                .required(
                        "value",
                        value(node -> node.isNumber() && node.doubleValue() >= least && node.doubleValue() <= most))
                .optional("unit", oneOf(units))
                .optional("code", oneOf(units));
    }

    private static boolean isInstant(String text) {
        try {
            return OffsetDateTime.parse(text).getYear() > 0;
        } catch (DateTimeParseException e) {
            return false;
        }
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
