package org.openspine.demographics.pds;

import static org.openspine.demographics.pds.Shape.any;
import static org.openspine.demographics.pds.Shape.list;
import static org.openspine.demographics.pds.Shape.matching;
import static org.openspine.demographics.pds.Shape.oneOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openspine.demographics.pds.Shape.Fault;
import org.openspine.error.SpineException;

/** What a client must tell of somebody who has no NHS number yet, and the record that is made of it. */
final class NewPatient {
    static final String REGISTERING_AUTHORITY = PatientSchema.UK_CORE + "Extension-UKCore-RegisteringAuthority";
    private static final int MOST_ADDRESSES = 3;
    private static final int MOST_CONTACTS = 16;

    private static final Shape USUAL_NAME =
            PatientSchema.NAME.required("use", oneOf("usual")).required("period", PatientSchema.PERIOD);
    private static final Shape ADDRESS = PatientSchema.ADDRESS
            .required("use", oneOf("home", "temp", "billing"))
            .mandatory("line")
            .required("period", PatientSchema.PERIOD);

    static final Shape AUTHORITY = ObjectShape.EMPTY
            .required("url", any())
            .required(
                    "extension",
                    Shape.extensions(
                            Map.of(
                                    "registeringAuthorityType",
                                    PatientSchema.concept(
                                            "https://fhir.nhs.uk/CodeSystem/UKCore-RegisteringAuthorityType",
                                            matching("[a-x1]")),
                                    "organisationIdentifier",
                                    PatientSchema.sub("valueString", matching(".{2,15}"))),
                            2,
                            2));

    /** Told by national systems for others to use; the service does not keep them. */
    private static final List<String> NOT_KEPT = List.of(
            "http://hl7.org/fhir/StructureDefinition/patient-birthPlace",
            "http://hl7.org/fhir/StructureDefinition/patient-cadavericDonor",
            PatientSchema.UK_CORE + "Extension-UKCore-BirthSex",
            PatientSchema.UK_CORE + "Extension-UKCore-CadavericDonor",
            PatientSchema.UK_CORE + "Extension-UKCore-DeathNotificationStatus",
            PatientSchema.UK_CORE + "Extension-UKCore-EthnicCategory",
            PatientSchema.UK_CORE + "Extension-UKCore-ResidentialStatus",
            PatientSchema.UK_CORE + "Extension-UKCore-PatientInterpreterRequired",
            PatientSchema.UK_CORE + "Extension-UKCore-NHSNumberUnavailableReason");

    static final ObjectShape SHAPE = ObjectShape.EMPTY
            .required("name", list(USUAL_NAME, 1, 1))
            .required("address", list(ADDRESS, 1, MOST_ADDRESSES))
            .required("gender", PatientSchema.GENDER)
            .required("birthDate", PatientSchema.BIRTH_DATE)
            .optional("telecom", list(PatientSchema.TELECOM, 0, MOST_CONTACTS))
            .optional("extension", Shape.extensions(extensions(), 0, 20))
            .optional("resourceType", oneOf("Patient"));

    private NewPatient() {}

    private static Map<String, Shape> extensions() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        NOT_KEPT.forEach(url -> shapes.put(url, any()));
        shapes.put(REGISTERING_AUTHORITY, AUTHORITY);
        shapes.put(PdsExtension.COMMUNICATION.url(), PatientSchema.COMMUNICATION);
        shapes.put(PdsExtension.CONTACT_PREFERENCE.url(), PatientSchema.CONTACT_PREFERENCE);
        return Map.copyOf(shapes);
    }

    /** Spells what was sent as the service does: no empty values, no full stops behind titles, present URLs. */
    static ObjectNode spelt(ObjectNode sent) {
        ObjectNode patient = (ObjectNode) PatientPatch.currentUrls(sent);
        spell(patient);
        return patient;
    }

    static void spell(JsonNode patient) {
        for (JsonNode name : patient.path("name")) {
            dropBlank(name.path("prefix"));
            dropBlank(name.path("suffix"));
            UpdateDefaults.dropFullStops(name);
        }
        AddressLines.spellOut(patient);
        PatchedPatient.dropNulls(patient);
    }

    private static void dropBlank(JsonNode list) {
        if (list instanceof ArrayNode values) {
            for (int i = values.size() - 1; i >= 0; i--) {
                if (values.get(i).isTextual() && values.get(i).textValue().isBlank()) {
                    values.remove(i);
                }
            }
        }
    }

    /** Throws a row of the error table for the first thing that is missing, too much or wrong, in that order. */
    static void require(ObjectNode patient, LocalDate today) {
        SHAPE.check(patient, "", Fault.MISSING);
        if (PatientChange.find(patient, REGISTERING_AUTHORITY).isMissingNode()) {
            throw Breach.missing("extension");
        }
        SHAPE.check(patient, "", Fault.UNKNOWN);
        SHAPE.check(patient, "", Fault.VALUE);
        requireRules(patient, "", today);
    }

    /** Rules that concern several values. */
    static void requireRules(ObjectNode patient, String prefix, LocalDate today) {
        JsonNode name = patient.path("name").path(0);
        NameRules.unsupportedCharacters(name, prefix + "name/0", (text, path) -> {
            throw Breach.invalid(text, path);
        });
        NameRules.requireSuffixes(name, prefix + "name/0");
        JsonNode born = patient.path("birthDate");
        if (born.asText().compareTo(today.toString()) > 0) {
            throw Breach.invalid(born, "birthDate");
        }
        if (name.path("period").has("end")) {
            throw Breach.invalidCreate("An end date can not be provided on usual name");
        }
        for (int i = 0; i < patient.path("address").size(); i++) {
            AddressRules.requirePafDigits(patient.path("address").get(i), "%saddress/%d".formatted(prefix, i));
        }
        for (JsonNode point : patient.path("telecom")) {
            if (!TelecomRules.isGood(point)) {
                throw Breach.invalidCreate("email format is invalid");
            }
        }
        requireRulesOfUpdates(PatientChange.ofNew(patient, today, prefix));
    }

    /** What an update would refuse to add, in the words of a creation. */
    private static void requireRulesOfUpdates(PatientChange change) {
        try {
            change.items("name").forEach(name -> {
                PeriodRules.requireOrder(name);
                PeriodRules.requirePast(name, change);
            });
            AddressRules.require(change);
            TelecomRules.require(change);
        } catch (SpineException refused) {
            throw Breach.ofCreation(refused);
        }
    }

    /** The record of a new patient with this number: what the service keeps of what was sent. */
    static ObjectNode record(ObjectNode sent, String nhsNumber, List<JsonNode> extensions) {
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        record.put("resourceType", "Patient");
        record.put("id", nhsNumber);
        record.putArray("identifier").add(PatientView.identifier(nhsNumber));
        for (String element : PatientShape.ELEMENTS) {
            if (sent.has(element)) {
                record.set(element, sent.get(element).deepCopy());
            }
        }
        PatchedPatient.prune(record);
        AddressLines.keepPlaces(record);
        for (String list : List.of("name", "address", "telecom")) {
            record.path(list).forEach(item -> ((ObjectNode) item).remove("id"));
        }
        ItemIds.complete(record);
        if (!extensions.isEmpty()) {
            record.putArray("extension").addAll(extensions);
        }
        return record;
    }

    /** Extensions that the service keeps of a patient that a healthcare worker registers. */
    static List<JsonNode> kept(ObjectNode sent) {
        return List.of(PdsExtension.COMMUNICATION, PdsExtension.CONTACT_PREFERENCE).stream()
                .map(kind -> PatientChange.find(sent, kind))
                .filter(found -> !found.isMissingNode())
                .toList();
    }
}
