package org.openspine.samples.population;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import org.openspine.terminology.identifier.OdsCode;

/** Writes the directory to which the records refer: councils, trusts with their clinics, practices with their doctors. */
final class DirectoryWriter {
    private static final String ROLE = "https://fhir.nhs.uk/CodeSystem/organisation-role";
    private static final Coding PRACTICE = new Coding(ROLE, "RO76", "GP PRACTICE");
    private static final Coding PHARMACY = new Coding(ROLE, "RO182", "PHARMACY");
    private static final Coding TRUST = new Coding(ROLE, "RO197", "NHS TRUST");
    private static final Coding COUNCIL = new Coding(ROLE, "RO141", "LOCAL AUTHORITY");
    private static final Coding CLINICIAN = new Coding(
            "https://fhir.nhs.uk/CodeSystem/NHSDigital-SDS-JobRoleCode",
            "S8000:G8000:R8000",
            "Clinical Practitioner Access Role");
    private static final Coding REFERRER = new Coding(
            "https://fhir.nhs.uk/CodeSystem/eRS-BusinessFunction-1", "REFERRING_CLINICIAN", "Referring Clinician");
    private static final List<String> PRACTICE_KINDS =
            List.of("Surgery", "Medical Centre", "Health Centre", "Medical Practice", "Family Practice");

    private final BundleLines lines;
    private final long seed;
    private final LocalDate today;

    DirectoryWriter(BundleLines lines, long seed, LocalDate today) {
        this.lines = lines;
        this.seed = seed;
        this.today = today;
    }

    void write(int patients) throws IOException {
        lines.begin("directory-councils");
        for (Town town : Town.ALL) {
            var chance = new SeededStream(seed, "council", town.index());
            organization(town.council(), town.councilName(), COUNCIL, town, chance);
        }
        for (int trust = 0; trust < Practice.trusts(patients); trust++) {
            lines.begin("directory-trust-" + trust);
            trust(trust);
        }
        for (int practice = 0; practice < Practice.count(patients); practice++) {
            lines.begin("directory-practice-" + practice);
            practice(Practice.at(practice, seed));
        }
        lines.finish();
    }

    private void trust(int trust) throws IOException {
        var chance = new SeededStream(seed, "trust", trust);
        Town town = Town.pick(chance);
        String code = Practice.trustCode(trust);
        organization(code, town.county() + " Hospitals NHS Trust " + code, TRUST, town, chance);
        for (Clinic clinic : Clinic.ALL) {
            String id = clinic.serviceId(trust);
            FhirJson json = lines.resource("HealthcareService", id);
            json.identifiers("https://fhir.nhs.uk/Id/ers-service", id).truth("active", true);
            json.reference("providedBy", "Organization/" + code);
            json.concepts(
                    "type",
                    new Coding(
                            "https://fhir.nhs.uk/CodeSystem/eRS-AppointmentType",
                            "FIRST_OUTPATIENT",
                            "First Outpatient"));
            json.text("name", clinic.title() + " at " + code);
            json.concepts(
                    "characteristic",
                    new Coding(
                            "https://fhir.nhs.uk/CodeSystem/eRS-BookableType",
                            "INDIRECTLY_BOOKABLE",
                            "Indirectly Bookable"));
            lines.end();
        }
    }

    private void practice(Practice practice) throws IOException {
        var chance = new SeededStream(seed, "practice-directory", practice.index());
        Address address = Address.in(practice.town(), chance);
        String street = address.street().replaceFirst("^.*?\\d+ (?=[A-Z])", "");
        organization(practice.code(), street + " " + chance.pick(PRACTICE_KINDS), PRACTICE, practice.town(), chance);
        organization(practice.pharmacy(), street + " Pharmacy", PHARMACY, practice.town(), chance);
        for (int doctor = 0; doctor < Practice.DOCTORS; doctor++) {
            doctor(practice, doctor, chance);
        }
    }

    private void organization(String code, String name, Coding type, Town town, SeededStream chance)
            throws IOException {
        Address address = Address.in(town, chance);
        FhirJson json = lines.resource("Organization", code);
        json.identifiers(OdsCode.SYSTEM, code).truth("active", true).concepts("type", type);
        json.text("name", name).array("telecom").object().text("system", "phone");
        json.text("value", town.landline(chance)).text("use", "work").end().end();
        json.array("address").object().text("use", "work").texts("line", List.of(address.street()));
        json.text("city", town.name())
                .text("postalCode", address.postcode())
                .end()
                .end();
        lines.end();
    }

    private void doctor(Practice practice, int number, SeededStream chance) throws IOException {
        Community community = Community.pick(chance);
        Sex sex = Sex.pick(chance);
        int born = today.getYear() - chance.between(30, 66);
        String user = practice.doctor(number);
        FhirJson json = lines.resource("Practitioner", user);
        json.array("identifier").object().text("system", "https://fhir.nhs.uk/Id/sds-user-id");
        json.text("value", user).end().object();
        json.text("system", "https://fhir.hl7.org.uk/Id/gmc-number");
        json.text("value", Integer.toString(9_000_000 + practice.index() * 10 + number))
                .end()
                .end();
        json.truth("active", true).array("name").object();
        json.text("family", community.family(chance)).texts("given", List.of(community.given(sex, born, chance)));
        json.texts("prefix", List.of("Dr")).end().end().text("gender", sex.code());
        lines.end();
        json = lines.resource("PractitionerRole", practice.doctorRole(number));
        json.identifiers("https://fhir.nhs.uk/Id/sds-role-profile-id", "9" + user.substring(1));
        json.truth("active", true).reference("practitioner", "Practitioner/" + user);
        json.reference("organization", "Organization/" + practice.code()).concepts("code", CLINICIAN, REFERRER);
        lines.end();
    }
}
