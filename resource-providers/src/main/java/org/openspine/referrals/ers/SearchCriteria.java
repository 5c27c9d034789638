package org.openspine.referrals.ers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openspine.error.Problem;
import org.openspine.referrals.Elements;
import org.openspine.referrals.Priority;
import org.openspine.referrals.ServiceEntry;
import org.openspine.referrals.Spelling;

/**
 * By what services are looked for. Checking a service against them is pure.
 *
 * @param kept the criteria as they are kept with a shortlist
 */
record SearchCriteria(
        Priority priority,
        Optional<String> specialty,
        Optional<String> clinicType,
        Optional<Integer> longestWait,
        Optional<String> clinicalTerm,
        Optional<String> namedClinician,
        boolean appropriateOnly,
        ArrayNode kept) {
    static final String SPECIALTY = Spelling.REFERENCE_DATA + "SPECIALTY";
    static final String CLINIC_TYPE = "https://fhir.nhs.uk/CodeSystem/eRS-ClinicType";
    static final String CLINIC_TYPE_SET = Spelling.REFERENCE_DATA + "CLINIC-TYPE";
    private static final String PROVISIONING = "commissioningProvisioning";
    private static final String PROVISIONINGS = "https://fhir.nhs.uk/CodeSystem/eRS-CommissioningProvisioning";
    private static final Set<String> NOT_KEPT = Set.of("organisation", PROVISIONING);
    private static final String SNOMED = "http://snomed.info/sct";

    private enum Provisioning {
        ALL_AVAILABLE_FOR_BOOKING,
        ALL_SERVICES,
        LOCALLY_COMMISSIONABLE,
        NATIONALLY_AVAILABLE
    }

    /** {@code valueUnsignedInt}: days until the next appointment, as the directory estimates. */
    static final String WAIT = "https://openspine.org/fhir/StructureDefinition/service-wait-days";

    /** {@code valueRange} in years: whom the service treats. */
    static final String AGE = "https://openspine.org/fhir/StructureDefinition/service-age-treated";

    static final String GENDER = "https://fhir.nhs.uk/CodeSystem/eRS-GenderTreated";

    /** @param parameters a Parameters resource. Throws the {@link BusinessError} of the first that is wrong. */
    static SearchCriteria of(JsonNode parameters) {
        if (!(parameters instanceof ObjectNode resource)) {
            throw BusinessError.MISSING_VALUE.because("The search criteria are required");
        }
        Inputs inputs = Inputs.of(
                resource,
                Inputs.Input.required("priority", "valueCoding"),
                Inputs.Input.optional("specialty", "valueCoding"),
                Inputs.Input.optional("clinicType", "valueCoding"),
                Inputs.Input.optional("indicativeAppointmentWaitTimeLimit", "valueUnsignedInt"),
                Inputs.Input.optional("postcode", "valueString"),
                Inputs.Input.optional("distanceLimit", "valueUnsignedInt"),
                Inputs.Input.optional("clinicalTerm", "valueCoding"),
                Inputs.Input.optional("namedClinician", "valueIdentifier"),
                Inputs.Input.required("ageAndGenderAppropriate", "valueBoolean"),
                Inputs.Input.optional(PROVISIONING, "valueCoding"),
                Inputs.Input.optional("organisation", "valueIdentifier"));
        inputs.coded(PROVISIONING, PROVISIONINGS, Provisioning.class);
        Optional<String> term = inputs.code("clinicalTerm", SNOMED);
        if (term.filter(code -> !code.matches("[1-9][0-9]{3,17}")).isPresent()) {
            throw BusinessError.SNOMED_NOT_FOUND.because("'clinicalTerm' is no SNOMED CT concept");
        }
        if (inputs.has("clinicType") && !inputs.has("specialty")) {
            throw BusinessError.VALUE_IS_REQUIRED.because("'clinicType' needs a 'specialty'");
        }
        if (!inputs.has("specialty") && term.isEmpty() && !inputs.has("namedClinician")) {
            throw BusinessError.VALUE_IS_REQUIRED.because(
                    "One of 'specialty', 'clinicalTerm' and 'namedClinician' is required");
        }
        return new SearchCriteria(
                inputs.coded("priority", Priority.SYSTEM, Priority.class).orElseThrow(),
                inputs.code("specialty", SPECIALTY).map(code -> wellFormed("specialty", code)),
                inputs.code("clinicType", CLINIC_TYPE).map(code -> wellFormed("clinicType", code)),
                inputs.has("indicativeAppointmentWaitTimeLimit")
                        ? Optional.of(
                                inputs.one("indicativeAppointmentWaitTimeLimit").asInt())
                        : Optional.empty(),
                term,
                inputs.identifier("namedClinician", Elements.USER_ID),
                inputs.truth("ageAndGenderAppropriate").orElseThrow(),
                kept(resource));
    }

    private static String wellFormed(String name, String code) {
        if (!code.matches("[A-Z0-9][A-Z0-9_]*")) {
            throw BusinessError.INVALID_CODE.because(
                    "'%s' (%s) is not a code of the set".formatted(name, Problem.shown(code)));
        }
        return code;
    }

    /** All but what is accepted and never returned, and of each only what its type has. Provisioning is always the same. */
    private static ArrayNode kept(ObjectNode parameters) {
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        for (JsonNode parameter : parameters.path("parameter")) {
            if (NOT_KEPT.contains(parameter.path("name").asText())) {
                continue;
            }
            ObjectNode copy =
                    kept.addObject().put("name", parameter.path("name").asText());
            parameter.fields().forEachRemaining(member -> {
                if (member.getKey().startsWith("value")) {
                    copy.set(member.getKey(), plain(member.getValue()));
                }
            });
        }
        kept.addObject()
                .put("name", PROVISIONING)
                .set("valueCoding", Elements.coding(PROVISIONINGS, "ALL_AVAILABLE_FOR_BOOKING"));
        return kept;
    }

    private static JsonNode plain(JsonNode value) {
        if (!value.isObject()) {
            return value;
        }
        ObjectNode plain = Elements.object();
        for (String name : List.of("system", "code", "value", "display")) {
            if (value.path(name).isTextual() && !value.path(name).asText().isBlank()) {
                plain.set(name, value.path(name));
            }
        }
        return plain;
    }

    /** Whether a service that is open fits a patient's referral by these criteria. */
    boolean fits(ServiceEntry service, Patients.Referred patient, LocalDate today) {
        return specialty.filter(code -> !service.hasSpecialty(code)).isEmpty()
                && clinicType
                        .filter(code -> !service.hasSpecialtyOf(Set.of(CLINIC_TYPE_SET, CLINIC_TYPE), code))
                        .isEmpty()
                && clinicalTerm
                        .filter(code -> !service.hasSpecialtyOf(Set.of(SNOMED), code))
                        .isEmpty()
                && longestWait
                        .filter(limit -> waitDays(service).orElse(0) > limit)
                        .isEmpty()
                && service.supports(priority)
                && (!appropriateOnly || isAppropriate(service, patient, today));
    }

    /** From where distances are measured. */
    Optional<String> postcode() {
        return Elements.text(keptValue("postcode", "valueString")).filter(text -> !text.isBlank());
    }

    /** In miles. */
    Optional<Integer> longestDistance() {
        JsonNode limit = keptValue("distanceLimit", "valueUnsignedInt");
        return limit.isInt() ? Optional.of(limit.asInt()) : Optional.empty();
    }

    private JsonNode keptValue(String name, String type) {
        for (JsonNode parameter : kept) {
            if (parameter.path("name").asText().equals(name)) {
                return parameter.path(type);
            }
        }
        return MissingNode.getInstance();
    }

    static Optional<Integer> waitDays(ServiceEntry service) {
        JsonNode days = Elements.extension(service.tree(), WAIT).path("valueUnsignedInt");
        return days.isInt() ? Optional.of(days.asInt()) : Optional.empty();
    }

    private static boolean isAppropriate(ServiceEntry service, Patients.Referred patient, LocalDate today) {
        String treated = gendersTreated(service);
        boolean gender = treated.equals("MALE_AND_FEMALE")
                || patient.gender().isEmpty()
                || treated.equalsIgnoreCase(patient.gender())
                || (!patient.gender().equals("male") && !patient.gender().equals("female"));
        JsonNode range = Elements.extension(service.tree(), AGE).path("valueRange");
        Optional<Integer> age =
                patient.birthDate().map(born -> Period.between(born, today).getYears());
        boolean old = age.isEmpty()
                || (age.get() >= range.path("low").path("value").asInt(0)
                        && age.get() <= range.path("high").path("value").asInt(Integer.MAX_VALUE));
        return gender && old;
    }

    /** {@code MALE}, {@code FEMALE} or {@code MALE_AND_FEMALE}. */
    static String gendersTreated(ServiceEntry service) {
        return Elements.coded(service.tree().path("characteristic"), GENDER).orElse("MALE_AND_FEMALE");
    }
}
