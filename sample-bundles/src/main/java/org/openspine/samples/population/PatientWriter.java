package org.openspine.samples.population;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import org.openspine.terminology.identifier.NhsNumber;
import org.openspine.terminology.identifier.OdsCode;

/**
 * Writes demographic records in the shape of the Personal Demographics Service.
 *
 * @see <a href="https://digital.nhs.uk/developer/api-catalogue/personal-demographics-service-fhir">PDS FHIR API</a>
 */
final class PatientWriter {
    private static final String UK_CORE = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-";
    private static final String CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
    private static final Coding UNRESTRICTED = new Coding(CONFIDENTIALITY, "U", "unrestricted");
    private static final Coding RESTRICTED = new Coding(CONFIDENTIALITY, "R", "restricted");
    private static final Coding VERY_RESTRICTED = new Coding(CONFIDENTIALITY, "V", "very restricted");
    private static final Coding VERIFIED = new Coding(
            "https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatus",
            "01",
            "Number present and verified");
    private static final Coding FORMAL_DEATH = new Coding(
            "https://fhir.hl7.org.uk/CodeSystem/UKCore-DeathNotificationStatus",
            "2",
            "Formal - death notice received from Registrar of Deaths");

    private final BundleLines lines;

    PatientWriter(BundleLines lines) {
        this.lines = lines;
    }

    void write(Person person, Household home, LocalDate today, SeededStream chance) throws IOException {
        FhirJson json = lines.resource("Patient", person.number().value());
        Coding security = chance.inThousand(3) ? RESTRICTED : chance.below(10_000) < 2 ? VERY_RESTRICTED : UNRESTRICTED;
        security(json, security);
        extensions(json, person, home);
        identifier(json, person.number());
        names(json, person, today);
        telecom(json, person, home, today, chance);
        json.text("gender", person.sex().code()).text("birthDate", person.born().toString());
        if (person.died().isPresent()) {
            json.text("deceasedDateTime", person.died().get().toString());
        }
        addresses(json, person, home, chance);
        generalPractitioner(json, person, home);
        lines.end();
    }

    /** An old record of the same person under another number, merged into {@code survivor}. */
    void writeSuperseded(NhsNumber old, Person survivor) throws IOException {
        FhirJson json = lines.resource("Patient", old.value());
        security(json, UNRESTRICTED);
        identifier(json, old);
        json.truth("active", false).array("name");
        name(
                json,
                survivor.name(),
                survivor.birthFamily().orElse(survivor.name().family()),
                "usual");
        json.end().end();
        json.text("gender", survivor.sex().code());
        json.text("birthDate", survivor.born().toString());
        json.array("link").object().patient("other", survivor.number());
        json.text("type", "replaced-by").end().end();
        lines.end();
    }

    private static void security(FhirJson json, Coding label) throws IOException {
        json.object("meta").array("security").object();
        json.text("system", label.system()).text("code", label.code()).text("display", label.display());
        json.end().end().end();
    }

    private static void identifier(FhirJson json, NhsNumber number) throws IOException {
        json.array("identifier").object().array("extension");
        json.extension(UK_CORE + "NHSNumberVerificationStatus").concept("valueCodeableConcept", VERIFIED);
        json.end().end();
        json.text("system", NhsNumber.SYSTEM)
                .text("value", number.value())
                .end()
                .end();
    }

    private static void extensions(FhirJson json, Person person, Household home) throws IOException {
        boolean nominated = person.nominatesPharmacy();
        if (!nominated && person.died().isEmpty()) {
            return;
        }
        json.array("extension");
        if (nominated) {
            json.extension(UK_CORE + "NominatedPharmacy");
            json.organization("valueReference", home.practice().pharmacy()).end();
        }
        if (person.died().isPresent()) {
            json.extension(UK_CORE + "DeathNotificationStatus").array("extension");
            json.extension("deathNotificationStatus")
                    .concept("valueCodeableConcept", FORMAL_DEATH)
                    .end();
            json.extension("systemEffectiveDate");
            json.text("valueDateTime", person.died().get().plusDays(2) + "T09:00:00+00:00")
                    .end();
            json.end().end();
        }
        json.end();
    }

    /** Someone who took another name at marriage keeps the former one as a maiden name. */
    private static void names(FhirJson json, Person person, LocalDate today) throws IOException {
        LocalDate since =
                person.birthFamily().isPresent() ? earlier(person.born().plusYears(26), today) : person.born();
        json.array("name");
        name(json, person.name(), person.name().family(), "usual");
        json.period(since.toString()).end();
        if (person.birthFamily().isPresent()) {
            name(json, person.name(), person.birthFamily().get(), "maiden");
            json.period(person.born().toString(), since.minusDays(1).toString()).end();
        }
        json.end();
    }

    private static LocalDate earlier(LocalDate one, LocalDate other) {
        return one.isBefore(other) ? one : other;
    }

    /** Starts a name; the caller adds a period if there is one, and ends it. */
    private static void name(FhirJson json, Person.Name name, String family, String use) throws IOException {
        json.object().text("id", use).text("use", use).text("family", family);
        json.texts(
                "given",
                name.middle().map(middle -> List.of(name.given(), middle)).orElse(List.of(name.given())));
        json.texts("prefix", List.of(name.prefix()));
    }

    private static void telecom(FhirJson json, Person person, Household home, LocalDate today, SeededStream chance)
            throws IOException {
        int age = person.ageOn(today);
        boolean mobile = age >= 14 && chance.inHundred(92);
        boolean landline = age >= 40 && chance.inHundred(45);
        boolean email = age >= 16 && chance.inHundred(60);
        if (!mobile && !landline && !email) {
            return;
        }
        String since = home.since(person).toString();
        json.array("telecom");
        if (mobile) {
            contact(json, "phone", Town.mobile(chance), "mobile", since);
        }
        if (landline) {
            contact(json, "phone", home.practice().town().landline(chance), "home", since);
        }
        if (email) {
            contact(json, "email", person.name().mailbox() + chance.below(1000) + "@example.org", "home", since);
        }
        json.end();
    }

    private static void contact(FhirJson json, String system, String value, String use, String since)
            throws IOException {
        json.object().text("id", use + "-" + system).text("system", system).text("value", value);
        json.text("use", use).period(since).end();
    }

    private static void addresses(FhirJson json, Person person, Household home, SeededStream chance)
            throws IOException {
        LocalDate since = home.since(person);
        json.array("address");
        address(json, "home", home.address(), chance);
        json.period(since.toString()).end();
        LocalDate before = since.minusYears(chance.between(1, 12));
        if (home.formerAddress().isPresent() && before.isAfter(person.born())) {
            address(json, "former-home", home.formerAddress().get(), chance);
            json.period(before.toString(), since.minusDays(1).toString()).end();
        }
        json.end();
    }

    private static void address(FhirJson json, String id, Address address, SeededStream chance) throws IOException {
        json.object().text("id", id).array("extension").extension(UK_CORE + "AddressKey");
        json.array("extension").extension("type");
        json.coding(
                "valueCoding", new Coding("https://fhir.hl7.org.uk/CodeSystem/UKCore-AddressKeyType", "UPRN", "UPRN"));
        json.end().extension("value");
        json.text("valueString", Integer.toString(chance.between(900_000_000, 999_999_999)));
        json.end().end().end().end();
        json.text("use", "home").texts("line", address.lines()).text("postalCode", address.postcode());
    }

    private static void generalPractitioner(FhirJson json, Person person, Household home) throws IOException {
        json.array("generalPractitioner").object().text("id", "gp").text("type", "Organization");
        json.object("identifier")
                .text("system", OdsCode.SYSTEM)
                .text("value", home.practice().code());
        json.period(home.since(person).toString()).end().end().end();
    }
}
