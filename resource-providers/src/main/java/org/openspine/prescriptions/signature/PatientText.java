package org.openspine.prescriptions.signature;

import static org.openspine.prescriptions.signature.CanonicalXml.with;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.regex.Pattern;
import org.openspine.prescriptions.message.Elements;
import org.openspine.prescriptions.message.Expected;
import org.openspine.prescriptions.message.TranslationFailure;
import org.openspine.terminology.identifier.NhsNumber;

/** The fragment about the patient. */
final class PatientText {
    private static final String UNKNOWN_PRACTICE = "V81999";
    private static final Map<String, String> GENDERS = Map.of("male", "1", "female", "2", "other", "9", "unknown", "0");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    private final CanonicalXml xml;

    PatientText(CanonicalXml xml) {
        this.xml = xml;
    }

    void write(JsonNode patient) {
        xml.open("recordTarget", Hl7Id.NAMESPACE, with("typeCode", "RCT"));
        xml.open("Patient", with("classCode", "PAT"));
        Hl7Id.identifier(xml, Hl7Id.NHS_NUMBER, Expected.identifier(patient, NhsNumber.SYSTEM, "Patient.identifier"));
        Elements.list(patient, "address").forEach(address -> ContactText.address(xml, address, "Patient.address"));
        Elements.list(patient, "telecom").forEach(telecom -> ContactText.telecom(xml, telecom, "Patient.telecom"));
        xml.open("patientPerson", with("classCode", "PSN"), with("determinerCode", "INSTANCE"));
        Elements.list(patient, "name").forEach(name -> ContactText.name(xml, name, "Patient.name"));
        xml.empty("administrativeGenderCode", with("code", gender(patient)), with("codeSystem", Hl7Id.GENDER));
        xml.empty("birthTime", with("value", birthDate(patient)));
        practice(patient);
        xml.close("patientPerson").close("Patient").close("recordTarget");
    }

    private void practice(JsonNode patient) {
        String ods = Elements.list(patient, "generalPractitioner").stream()
                .flatMap(practice -> Elements.text(practice.path("identifier"), "value").stream())
                .findFirst()
                .orElse(UNKNOWN_PRACTICE);
        xml.open("playedProviderPatient", with("classCode", "PAT"));
        xml.open("subjectOf", with("typeCode", "SBJ"));
        xml.open("patientCareProvision", with("classCode", "PCPR"), with("moodCode", "EVN"));
        Hl7Id.code(xml, Hl7Id.CARE_PROVISION, "1");
        xml.open("responsibleParty", with("typeCode", "RESP"));
        xml.open("healthCareProvider", with("classCode", "PROV"));
        Hl7Id.identifier(xml, Hl7Id.ORGANISATION, ods);
        xml.close("healthCareProvider").close("responsibleParty").close("patientCareProvision");
        xml.close("subjectOf").close("playedProviderPatient");
    }

    private static String gender(JsonNode patient) {
        String said = Elements.text(patient, "gender").orElse("undefined");
        String code = GENDERS.get(said);
        if (code == null) {
            throw TranslationFailure.invalid("Unhandled gender '%s'.".formatted(said), "Patient.gender");
        }
        return code;
    }

    private static String birthDate(JsonNode patient) {
        String date = Elements.text(patient, "birthDate").orElse("undefined");
        if (!DATE.matcher(date).matches()) {
            throw TranslationFailure.invalid(
                    "Incorrect format for date string '%s'.".formatted(date), "Patient.birthDate");
        }
        return date.replace("-", "");
    }
}
