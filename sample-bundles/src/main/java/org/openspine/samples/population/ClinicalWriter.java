package org.openspine.samples.population;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/** Writes what a GP record holds besides prescriptions: conditions, measurements, allergies and vaccinations. */
final class ClinicalWriter {
    private static final String TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/";
    private static final Weighted<List<String>> ALLERGIES =
            Weighted.of(WordList.rows("allergies.tsv"), row -> Integer.parseInt(row.get(3)));
    private static final Coding ACTIVE_CONDITION = new Coding(TERMINOLOGY + "condition-clinical", "active", "Active");
    private static final Coding CONFIRMED = new Coding(TERMINOLOGY + "condition-ver-status", "confirmed", "Confirmed");
    private static final Coding VITAL_SIGNS =
            new Coding(TERMINOLOGY + "observation-category", "vital-signs", "Vital Signs");
    private static final Coding LABORATORY =
            new Coding(TERMINOLOGY + "observation-category", "laboratory", "Laboratory");
    private static final String DIABETES = "diabetes";

    private final BundleLines lines;

    ClinicalWriter(BundleLines lines) {
        this.lines = lines;
    }

    void write(Person person, List<Condition> conditions, LocalDate today, SeededStream chance) throws IOException {
        int age = person.ageOn(today);
        for (Condition condition : conditions) {
            int years = Math.max(0, age - condition.fromAge());
            condition(person, condition, today.minusYears(chance.between(0, Math.min(years, 20))), chance.uuid());
        }
        if (age >= 18 && chance.inHundred(age >= 40 ? 80 : 45)) {
            bloodPressure(person, age, today.minusDays(chance.between(5, 700)), chance);
        }
        if (chance.inHundred(60)) {
            weight(person, age, person.notBeforeBirth(today.minusDays(chance.between(5, 700))), chance);
        }
        if (conditions.stream().anyMatch(condition -> condition.treats().equals(DIABETES))) {
            hba1c(person, today.minusDays(chance.between(5, 300)), chance);
        }
        if (chance.inHundred(age < 18 ? 7 : 16)) {
            allergy(person, person.notBeforeBirth(today.minusDays(chance.between(100, 5000))), chance);
        }
        vaccinations(person, age, today, chance);
    }

    private void condition(Person person, Condition condition, LocalDate since, String id) throws IOException {
        FhirJson json = lines.resource("Condition", id);
        json.concept("clinicalStatus", ACTIVE_CONDITION);
        json.concepts(
                "category", new Coding(TERMINOLOGY + "condition-category", "problem-list-item", "Problem List Item"));
        json.concept("code", condition.code()).patient("subject", person.number());
        json.text("onsetDateTime", since.toString());
        lines.end();
    }

    private FhirJson observation(Person person, Coding category, Coding code, LocalDate on, SeededStream chance)
            throws IOException {
        FhirJson json = lines.resource("Observation", chance.uuid());
        json.text("status", "final").concepts("category", category).concept("code", code);
        return json.patient("subject", person.number()).text("effectiveDateTime", on + "T10:15:00Z");
    }

    private void bloodPressure(Person person, int age, LocalDate on, SeededStream chance) throws IOException {
        FhirJson json = observation(person, VITAL_SIGNS, Coding.snomed("75367002", "Blood pressure"), on, chance);
        Coding unit = new Coding("http://unitsofmeasure.org", "mm[Hg]", "mmHg");
        int systolic = 105 + age / 3 + chance.between(-5, 28);
        json.array("component").object().concept("code", Coding.snomed("271649006", "Systolic blood pressure"));
        json.quantity("valueQuantity", systolic, unit).end();
        json.object().concept("code", Coding.snomed("271650006", "Diastolic blood pressure"));
        json.quantity("valueQuantity", systolic * 6 / 10 + chance.between(-5, 8), unit)
                .end()
                .end();
        lines.end();
    }

    private void weight(Person person, int age, LocalDate on, SeededStream chance) throws IOException {
        FhirJson json = observation(person, VITAL_SIGNS, Coding.snomed("27113001", "Body weight"), on, chance);
        int kilograms = age < 18 ? 9 + age * 3 : person.sex() == Sex.FEMALE ? 68 : 80;
        BigDecimal value = BigDecimal.valueOf(kilograms * 10L + chance.between(-60, 150), 1);
        json.object("valueQuantity").number("value", value).text("unit", "kg");
        json.text("system", "http://unitsofmeasure.org").text("code", "kg").end();
        lines.end();
    }

    private void hba1c(Person person, LocalDate on, SeededStream chance) throws IOException {
        Coding code = Coding.snomed("1003671000000109", "Haemoglobin A1c level");
        FhirJson json = observation(person, LABORATORY, code, on, chance);
        json.quantity(
                "valueQuantity",
                chance.between(42, 88),
                new Coding("http://unitsofmeasure.org", "mmol/mol", "mmol/mol"));
        lines.end();
    }

    private void allergy(Person person, LocalDate on, SeededStream chance) throws IOException {
        List<String> row = ALLERGIES.pick(chance);
        FhirJson json = lines.resource("AllergyIntolerance", chance.uuid());
        json.concept("clinicalStatus", new Coding(TERMINOLOGY + "allergyintolerance-clinical", "active", "Active"));
        json.concept(
                "verificationStatus",
                new Coding(TERMINOLOGY + "allergyintolerance-verification", CONFIRMED.code(), CONFIRMED.display()));
        json.text("type", "allergy").texts("category", List.of(row.get(2)));
        json.concept("code", Coding.snomed(row)).patient("patient", person.number());
        json.text("recordedDate", on.toString());
        lines.end();
    }

    private void vaccinations(Person person, int age, LocalDate today, SeededStream chance) throws IOException {
        if (age >= 1 && age < 25 && chance.inHundred(89)) {
            vaccination(
                    person,
                    "871831003",
                    "Measles, mumps and rubella vaccine",
                    person.born().plusDays(365),
                    chance);
        }
        if (age < 18 && age >= 1 && chance.inHundred(92)) {
            vaccination(
                    person, "836374004", "Hepatitis B vaccine", person.born().plusDays(60), chance);
        }
        if (age >= 2 && chance.inHundred(age >= 65 ? 80 : age >= 50 ? 45 : 15)) {
            vaccination(person, "1181000221105", "Influenza vaccine", today.minusDays(chance.between(1, 340)), chance);
        }
        if (age >= 5 && chance.inHundred(age >= 75 ? 80 : age >= 18 ? 55 : 2)) {
            vaccination(
                    person, "1119349007", "COVID-19 mRNA vaccine", today.minusDays(chance.between(20, 1500)), chance);
        }
    }

    private void vaccination(Person person, String code, String display, LocalDate on, SeededStream chance)
            throws IOException {
        FhirJson json = lines.resource("Immunization", chance.uuid());
        json.text("status", "completed").concept("vaccineCode", Coding.snomed(code, display));
        json.patient("patient", person.number()).text("occurrenceDateTime", on.toString());
        json.truth("primarySource", true);
        lines.end();
    }
}
