package org.openspine.samples.population;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;

/**
 * Writes patient flags: reasonable adjustments, and child protection plans with the team of the council.
 *
 * @see <a href="https://digital.nhs.uk/developer/api-catalogue/reasonable-adjustment-flag-fhir">Flag API</a>
 */
final class FlagWriter {
    private static final String KIND = "https://fhir.nhs.uk/England/CodeSystem/England-FlagCategoryPatient";
    private static final String ADJUSTMENT = "https://fhir.nhs.uk/England/CodeSystem/England-FlagCategoryRA";
    private static final String DETAIL = "http://hl7.org/fhir/StructureDefinition/flag-detail";
    private static final Coding ADJUSTMENTS =
            new Coding(KIND, "national-reasonable-adjustment-flag", "National Reasonable Adjustment Flag");
    private static final Coding CHILD_PROTECTION =
            new Coding(KIND, "child-protection-information-system-flag", "Child Protection Information System Flag");
    private static final List<Coding> NEEDS = List.of(
            Coding.snomed("285055002", "Does use hearing aid"),
            Coding.snomed("441092009", "Does lip read"),
            Coding.snomed("415803005", "Uses British sign language"),
            Coding.snomed("225834007", "Uses a citizen advocate"));
    private static final List<Coding> PLANS = List.of(
            Coding.snomed("342191000000101", "Subject to child protection plan"),
            Coding.snomed("764841000000100", "Looked after child"));

    private final BundleLines lines;

    FlagWriter(BundleLines lines) {
        this.lines = lines;
    }

    void write(Person person, Household home, LocalDate today, SeededStream chance) throws IOException {
        if (chance.inThousand(12)) {
            adjustments(person, person.notBeforeBirth(today.minusDays(chance.between(10, 900))), chance);
        }
        if (person.ageOn(today) < 18 && chance.inThousand(9)) {
            LocalDate since = person.notBeforeBirth(today.minusDays(chance.between(10, 700)));
            childProtection(person, home.practice().town(), since, chance);
        }
    }

    private void adjustments(Person person, LocalDate on, SeededStream chance) throws IOException {
        String need = chance.uuid();
        flag(person, ADJUSTMENTS, on, "Flag/" + need, chance);
        FhirJson json = lines.resource("Flag", need);
        json.text("status", "active");
        json.concepts(
                "category", ADJUSTMENTS, new Coding(ADJUSTMENT, "communication-support", "Communication support"));
        json.concept("code", chance.pick(NEEDS)).patient("subject", person.number());
        json.period(on.toString());
        lines.end();
    }

    private void childProtection(Person person, Town town, LocalDate on, SeededStream chance) throws IOException {
        String plan = chance.uuid();
        String team = chance.uuid();
        flag(person, CHILD_PROTECTION, on, "CarePlan/" + plan, chance);
        FhirJson json = lines.resource("CarePlan", plan);
        json.text("status", "active").text("intent", "plan").concepts("category", chance.pick(PLANS));
        json.patient("subject", person.number()).period(on.toString());
        json.array("careTeam")
                .object()
                .text("reference", "CareTeam/" + team)
                .end()
                .end();
        lines.end();
        json = lines.resource("CareTeam", team);
        json.text("status", "active").text("name", town.council() + " - " + town.councilName());
        json.patient("subject", person.number());
        json.array("managingOrganization").object();
        json.text("reference", "Organization/" + town.council()).end().end();
        json.array("telecom").object().text("system", "phone").text("value", town.landline(chance));
        json.text("use", "work").end().object().text("system", "phone");
        json.text("value", Town.mobile(chance)).text("use", "mobile").end().end();
        lines.end();
    }

    private void flag(Person person, Coding kind, LocalDate on, String detail, SeededStream chance) throws IOException {
        FhirJson json = lines.resource("Flag", chance.uuid());
        json.array("extension").extension(DETAIL).reference("valueReference", detail);
        json.end().end().text("status", "active").concept("code", kind);
        json.patient("subject", person.number()).period(on.toString());
        lines.end();
    }
}
