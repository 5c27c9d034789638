package org.openspine.demographics.pds;

import static org.openspine.demographics.pds.Shape.any;
import static org.openspine.demographics.pds.Shape.bool;
import static org.openspine.demographics.pds.Shape.date;
import static org.openspine.demographics.pds.Shape.integer;
import static org.openspine.demographics.pds.Shape.list;
import static org.openspine.demographics.pds.Shape.matching;
import static org.openspine.demographics.pds.Shape.oneOf;
import static org.openspine.demographics.pds.Shape.text;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The elements of a national Patient as clients may send them, each by itself; rules between elements stand elsewhere. */
final class PatientSchema {
    static final String ODS = "https://fhir.nhs.uk/Id/ods-organization-code";
    static final String UK_CORE = "https://fhir.hl7.org.uk/StructureDefinition/";
    static final String ADDRESS_KEY = UK_CORE + "Extension-UKCore-AddressKey";
    private static final String CODES = "https://fhir.hl7.org.uk/CodeSystem/UKCore-";
    private static final String OTHER_CONTACT = UK_CORE + "Extension-UKCore-OtherContactSystem";
    private static final int LONGEST_TEXT = 255;

    private static final Shape TEXT = text(LONGEST_TEXT);
    private static final Shape NAME_PART = text(35);
    private static final Shape NAME_LIST = list(NAME_PART, 0, 5);
    static final ObjectShape PERIOD =
            ObjectShape.EMPTY.required("start", date()).optional("end", date());

    static final ObjectShape NAME = ObjectShape.EMPTY
            .optional("id", TEXT)
            .required("use", oneOf("usual", "temp", "nickname", "old", "maiden"))
            .optional("period", PERIOD)
            .optional("given", NAME_LIST)
            .required("family", NAME_PART)
            .optional("prefix", list(NAME_PART, 0, 10))
            .optional("suffix", list(NAME_PART, 0, 10));

    private static final Shape ADDRESS_KEYS = list(
            Shape.byUrl(Map.of(
                    ADDRESS_KEY,
                    ObjectShape.EMPTY
                            .required("url", any())
                            .required(
                                    "extension",
                                    Shape.extensions(
                                            Map.of(
                                                    "type",
                                                    sub(
                                                            "valueCoding",
                                                            coding(CODES + "AddressKeyType", oneOf("PAF", "UPRN"))),
                                                    "value",
                                                    sub("valueString", matching("[0-9]{1,12}"))),
                                            2,
                                            2)))),
            0,
            2);

    static final ObjectShape ADDRESS = ObjectShape.EMPTY
            .optional("id", TEXT)
            .optional("period", PERIOD)
            .required("use", oneOf("home", "work", "temp", "billing"))
            .optional("text", TEXT)
            .optional("line", list(text(line -> line.length() <= 100), 0, 5))
            .optional("postalCode", text(line -> line.length() <= 10))
            .optional("extension", ADDRESS_KEYS);

    static final ObjectShape TELECOM = ObjectShape.EMPTY
            .optional("id", TEXT)
            .optional("period", PERIOD)
            .required("system", oneOf("phone", "fax", "email", "other"))
            .required("value", TEXT)
            .optional("use", oneOf("home", "work", "temp", "mobile"))
            .optional(
                    "extension",
                    list(
                            Shape.byUrl(Map.of(
                                    OTHER_CONTACT,
                                    sub("valueCoding", coding(CODES + "OtherContactSystem", oneOf("textphone"))))),
                            0,
                            1));

    /** Contact points of a contact have neither use nor period. */
    private static final ObjectShape CONTACT_POINT = ObjectShape.EMPTY
            .optional("id", TEXT)
            .required("system", oneOf("phone", "email", "other"))
            .required("value", TEXT)
            .optional("use", Shape.value(use -> false))
            .optional("period", Shape.value(period -> false))
            .optional("extension", any());

    static final ObjectShape CONTACT = ObjectShape.EMPTY
            .optional("id", TEXT)
            .optional("period", PERIOD)
            .required(
                    "relationship",
                    list(
                            ObjectShape.EMPTY.required(
                                    "coding",
                                    list(coding("http://terminology.hl7.org/CodeSystem/v2-0131", oneOf("C")), 1, 1)),
                            1,
                            1))
            .required("telecom", list(CONTACT_POINT, 1, 10));

    static final ObjectShape GENERAL_PRACTITIONER = ObjectShape.EMPTY
            .optional("id", TEXT)
            .optional("type", oneOf("Organization"))
            .required(
                    "identifier",
                    ObjectShape.EMPTY
                            .optional("system", oneOf(ODS))
                            .required("value", matching("[0-9A-Z]{1,12}"))
                            .optional(
                                    "period",
                                    ObjectShape.EMPTY
                                            .required("start", date())
                                            .optional("end", Shape.value(end -> false))));

    static final Shape GENDER = oneOf("male", "female", "unknown");
    static final Shape BIRTH_DATE = date();
    static final Shape MULTIPLE_BIRTH = integer(1, 9);
    static final Shape DECEASED = text(PatientSchema::isTimeOfDeath);

    private static final Shape LANGUAGE =
            text(code -> !code.equals("en") && (isLanguage(code) || code.matches("q[1-5]")));
    private static final Shape COUNTRY = text(code -> Countries.ALPHA_3.contains(code) || code.matches("[123479]|10"));

    static final ObjectShape PLACE =
            ObjectShape.EMPTY.optional("city", TEXT).optional("district", TEXT).optional("country", COUNTRY);
    private static final Shape BIRTH_PLACE =
            ObjectShape.EMPTY.required("url", any()).required("valueAddress", PLACE);
    static final Shape COMMUNICATION = parts(Map.of(
            "language",
            concept(CODES + "HumanLanguage", LANGUAGE),
            "interpreterRequired",
            sub("valueBoolean", bool())));
    static final Shape CONTACT_PREFERENCE = parts(Map.of(
            "PreferredWrittenCommunicationFormat",
            concept(CODES + "PreferredWrittenCommunicationFormat", oneOf("11", "12", "13")),
            "PreferredContactMethod",
            concept(CODES + "PreferredContactMethod", matching("[1-8]")),
            "PreferredContactTimes",
            sub("valueString", text(40))));

    private static final Shape DISPENSER = ObjectShape.EMPTY
            .required("url", any())
            .required(
                    "valueReference",
                    ObjectShape.EMPTY
                            .optional("type", oneOf("Organization"))
                            .required(
                                    "identifier",
                                    ObjectShape.EMPTY
                                            .optional("system", oneOf(ODS))
                                            .required("value", matching("[A-Za-z0-9]{3,10}"))
                                            .optional("period", any())));

    /** The codes of a death notification that are no values at all; which of the others may be set is a rule. */
    private static final Shape DEATH_NOTIFICATION = parts(Map.of(
            "deathNotificationStatus",
            concept(CODES + "DeathNotificationStatus", oneOf("1", "2", "U")),
            "systemEffectiveDate",
            sub("valueDateTime", TEXT)));

    /** Any extension of a Patient that can be updated. */
    static final Shape EXTENSION = Shape.byUrl(extensions());

    private PatientSchema() {}

    private static Map<String, Shape> extensions() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (PdsExtension pharmacy : PdsExtension.DISPENSERS) {
            shapes.put(pharmacy.url(), DISPENSER);
        }
        shapes.put(PdsExtension.DEATH_NOTIFICATION.url(), DEATH_NOTIFICATION);
        shapes.put(PdsExtension.COMMUNICATION.url(), COMMUNICATION);
        shapes.put(PdsExtension.CONTACT_PREFERENCE.url(), CONTACT_PREFERENCE);
        shapes.put(PdsExtension.BIRTH_PLACE.url(), BIRTH_PLACE);
        return Map.copyOf(shapes);
    }

    /** An extension made of extensions, each of these at most once. */
    static Shape parts(Map<String, Shape> shapes) {
        return ObjectShape.EMPTY
                .required("url", any())
                .required("extension", Shape.extensions(shapes, 1, shapes.size()));
    }

    /** An extension with one value. */
    static Shape sub(String member, Shape value) {
        return ObjectShape.EMPTY.required("url", any()).required(member, value);
    }

    /** An extension whose value is a concept of one coding. */
    static Shape concept(String system, Shape code) {
        return sub(
                "valueCodeableConcept",
                ObjectShape.EMPTY
                        .required("coding", list(coding(system, code), 1, 1))
                        .optional("text", TEXT));
    }

    static ObjectShape coding(String system, Shape code) {
        return ObjectShape.EMPTY
                .optional("system", oneOf(system))
                .optional("version", TEXT)
                .required("code", code)
                .optional("display", TEXT);
    }

    /** A day, or a second of it; if an offset is given it must be {@code +00:00}. */
    static boolean isTimeOfDeath(String text) {
        return Shape.isDate(text.substring(0, Math.min(10, text.length())))
                && text.substring(10).matches("(T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\+00:00)?)?");
    }

    private static boolean isLanguage(String code) {
        return Countries.LANGUAGES.contains(code);
    }

    /** Codes that ISO gives countries and languages. */
    static final class Countries {
        static final Set<String> ALPHA_3 = Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA3);
        static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());

        private Countries() {}
    }
}
