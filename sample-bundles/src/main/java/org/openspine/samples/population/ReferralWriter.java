package org.openspine.samples.population;

import java.io.IOException;
import java.time.LocalDate;

/**
 * Writes referrals and their appointments as the e-Referral Service holds them.
 *
 * @see <a href="https://digital.nhs.uk/developer/api-catalogue/e-referral-service-fhir">e-RS FHIR API</a>
 */
final class ReferralWriter {
    private static final String ERS = "https://fhir.nhs.uk/CodeSystem/eRS-";
    private static final String NHS = "https://fhir.nhs.uk/StructureDefinition/Extension-eRS-";
    private static final String SERVICE = "https://fhir.nhs.uk/Id/ers-service";
    private static final long FIRST_UBRN = 700_000_000_000L;
    private static final long FIRST_APPOINTMENT = 700_000_000L;

    private final BundleLines lines;
    private long count;

    ReferralWriter(BundleLines lines) {
        this.lines = lines;
    }

    private enum State {
        NOT_BOOKED("Not Booked", "active"),
        BOOKED("Booked", "active"),
        CANCELLED_REFERRAL("Cancelled Referral", "revoked");

        private final String display;
        private final String status;

        State(String display, String status) {
            this.display = display;
            this.status = status;
        }
    }

    void write(Person person, Household home, LocalDate today, SeededStream chance) throws IOException {
        count++;
        State state = chance.inHundred(30)
                ? State.NOT_BOOKED
                : chance.inHundred(80) ? State.BOOKED : State.CANCELLED_REFERRAL;
        Clinic clinic = chance.pick(Clinic.ALL);
        String service = clinic.serviceId(home.practice().trustIndex());
        LocalDate asked = person.notBeforeBirth(today.minusDays(chance.between(1, 200)));
        String id = "r." + chance.uuid();
        FhirJson json = lines.resource("ServiceRequest", id);
        shortlist(json, service, clinic);
        extensions(json, home, state, asked, clinic);
        json.identifiers("https://fhir.nhs.uk/Id/UBRN", Long.toString(FIRST_UBRN + count));
        json.text("status", state.status).text("intent", "order");
        json.concepts(
                "category",
                new Coding("https://fhir.nhs.uk/CodeSystem/message-category-servicerequest", "referral", "Referral"));
        json.text("priority", "routine").patient("subject", person.number());
        json.text("authoredOn", asked + "T11:20:00Z");
        json.reference("requester", "PractitionerRole/" + home.practice().doctorRole(chance.below(Practice.DOCTORS)));
        json.array("performer").object().text("reference", "HealthcareService/" + service);
        json.end().end();
        lines.end();
        if (state == State.BOOKED) {
            appointment(person, id, service, today.plusDays(chance.between(3, 120)), asked);
        }
    }

    private static void shortlist(FhirJson json, String service, Clinic clinic) throws IOException {
        json.array("contained").object().text("resourceType", "List").text("id", "shortlist");
        json.text("status", "current").text("mode", "snapshot").array("entry").object();
        json.object("item").identifier("identifier", SERVICE, service).text("display", clinic.title());
        json.end().end().end().end().end();
    }

    private static void extensions(FhirJson json, Household home, State state, LocalDate asked, Clinic clinic)
            throws IOException {
        json.array("extension").extension(NHS + "ReferralPriority");
        json.concept("valueCodeableConcept", new Coding(ERS + "Priority", "ROUTINE", "Routine"))
                .end();
        json.extension(NHS + "Specialty");
        json.coding(
                "valueCoding",
                new Coding("https://openspine.org/fhir/CodeSystem/SPECIALTY", clinic.name(), clinic.title()));
        json.end().extension(NHS + "ReferralState").array("extension").extension("state");
        json.coding("valueCoding", new Coding(ERS + "ReferralState", state.name(), state.display));
        json.end().end().end().extension(NHS + "Commissioning-Rule-Org");
        json.identifier(
                "valueIdentifier",
                "https://fhir.nhs.uk/Id/ods-organization-code",
                home.practice().code());
        json.end().extension(NHS + "eReferralPathwayStart");
        json.text("valueInstant", asked + "T11:20:00Z").end();
        json.extension(NHS + "ReferralShortlist").reference("valueReference", "#shortlist");
        json.end().end();
    }

    /** Booked by hand at the hospital: start and end are the same and there is no slot. */
    private void appointment(Person person, String referral, String service, LocalDate day, LocalDate asked)
            throws IOException {
        FhirJson json = lines.resource("Appointment", Long.toString(FIRST_APPOINTMENT + count));
        json.text("status", "booked").text("description", "e-Referral Appointment");
        json.text("start", day + "T10:00:00Z").text("end", day + "T10:00:00Z");
        json.text("created", asked.plusDays(1) + "T08:00:00Z").array("basedOn").object();
        json.text("reference", "ServiceRequest/" + referral).end().end();
        json.array("participant").object().object("actor");
        json.text("reference", "HealthcareService/" + service).identifier("identifier", SERVICE, service);
        json.end().text("status", "accepted").end();
        json.object().patient("actor", person.number()).text("status", "accepted");
        json.end().end();
        lines.end();
    }
}
