package org.openspine.samples.population;

import java.io.IOException;
import java.time.LocalDate;

/** Writes what people decided about sharing their record: the Summary Care Record preference and the data opt-out. */
final class ConsentWriter {
    private static final String TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/";
    private static final String CATEGORY = "https://openspine.org/fhir/CodeSystem/consent-category";
    private static final Coding PRIVACY =
            new Coding(TERMINOLOGY + "consentscope", "patient-privacy", "Privacy Consent");
    private static final Coding INFORMATION_ACCESS =
            new Coding(TERMINOLOGY + "v3-ActCode", "INFA", "information access");

    private final BundleLines lines;

    ConsentWriter(BundleLines lines) {
        this.lines = lines;
    }

    /** A third of the people have said what they want; no record means that they will be asked. */
    void write(Person person, Household home, LocalDate today, SeededStream chance) throws IOException {
        if (chance.inHundred(35)) {
            String answer = chance.inHundred(70) ? "Yes" : chance.inHundred(80) ? "Ask" : "No";
            FhirJson json = begin(person, home, "scr-consent-preference", today, chance);
            json.text("type", answer.equals("No") ? "deny" : "permit");
            json.concepts("code", new Coding("https://fhir.nhs.uk/CodeSystem/SCR-ACSPermission", answer, answer));
            json.end();
            lines.end();
        }
        if (chance.inHundred(5)) {
            begin(person, home, "national-data-opt-out", today, chance)
                    .text("type", "deny")
                    .end();
            lines.end();
        }
    }

    /** Everything up to the members of the provision. */
    private FhirJson begin(Person person, Household home, String kind, LocalDate today, SeededStream chance)
            throws IOException {
        FhirJson json = lines.resource("Consent", chance.uuid());
        json.text("status", "active").concept("scope", PRIVACY);
        json.concepts("category", new Coding(CATEGORY, kind, kind), INFORMATION_ACCESS);
        json.patient("patient", person.number());
        LocalDate decided = person.notBeforeBirth(today.minusDays(chance.between(10, 3000)));
        json.text("dateTime", decided + "T09:00:00Z");
        json.array("organization").object();
        json.text("reference", "Organization/" + home.practice().code()).end().end();
        json.object("policyRule").text("text", kind).end();
        return json.object("provision");
    }
}
