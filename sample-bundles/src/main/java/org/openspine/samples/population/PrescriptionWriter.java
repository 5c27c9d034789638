package org.openspine.samples.population;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.openspine.samples.population.PrescriptionOrder.Item;
import org.openspine.samples.population.PrescriptionOrder.Therapy;
import org.openspine.terminology.identifier.PrescriptionNumber;

/**
 * Writes prescriptions as they stand in the Electronic Prescription Service: a MedicationRequest for each item, a Task for
 * the state of the whole and a MedicationDispense for each item handed over.
 *
 * @see <a href="https://digital.nhs.uk/developer/api-catalogue/electronic-prescription-service-fhir">EPS FHIR API</a>
 */
final class PrescriptionWriter {
    private static final String NHS = "https://fhir.nhs.uk/StructureDefinition/Extension-";
    private static final String ITEM_NUMBER = "https://fhir.nhs.uk/Id/prescription-order-item-number";
    private static final String SITE = "https://fhir.nhs.uk/CodeSystem/dispensing-site-preference";
    private static final Coding COMMUNITY_PHARMACY = new Coding(SITE, "P1", "Community pharmacy");
    private static final Coding NO_PREFERENCE = new Coding(SITE, "0004", "None");
    private static final int MOST_ITEMS = 4; // a prescription has no more

    private final BundleLines lines;

    PrescriptionWriter(BundleLines lines) {
        this.lines = lines;
    }

    /** The repeat prescription for the conditions of someone, if they have one that is treated. */
    void writeRepeat(Person person, Household home, List<Condition> conditions, LocalDate today, SeededStream chance)
            throws IOException {
        List<Medicine> medicines = new ArrayList<>();
        for (Condition condition : conditions) {
            List<Medicine> fitting = Medicine.treating(condition.treats());
            if (!fitting.isEmpty() && medicines.size() < MOST_ITEMS && chance.inHundred(75)) {
                Medicine medicine = chance.pick(fitting);
                if (!medicines.contains(medicine)) {
                    medicines.add(medicine);
                }
            }
        }
        if (!medicines.isEmpty()) {
            write(PrescriptionOrder.make(person, home, medicines, Therapy.REPEAT, today, chance), today, chance);
        }
    }

    /** One thing for a short illness. */
    void writeAcute(Person person, Household home, LocalDate today, SeededStream chance) throws IOException {
        String use = person.ageOn(today) < 12
                ? "childhood"
                : chance.inHundred(55) ? "infection" : chance.inHundred(70) ? "pain" : "skin";
        List<Medicine> medicines = List.of(chance.pick(Medicine.treating(use)));
        write(PrescriptionOrder.make(person, home, medicines, Therapy.ACUTE, today, chance), today, chance);
    }

    private void write(PrescriptionOrder order, LocalDate today, SeededStream chance) throws IOException {
        for (Item item : order.items()) {
            request(order, item);
        }
        task(order);
        if (order.stage() == PrescriptionStage.DISPENSED) {
            LocalDate collected = order.authored().plusDays(chance.between(1, 3));
            for (Item item : order.items()) {
                dispense(order, item, collected.isAfter(today) ? today : collected, chance.uuid());
            }
        }
    }

    private void request(PrescriptionOrder order, Item item) throws IOException {
        FhirJson json = lines.resource("MedicationRequest", item.id());
        json.array("extension").extension(NHS + "DM-PrescriptionType");
        json.coding(
                "valueCoding",
                new Coding(
                        "https://fhir.nhs.uk/CodeSystem/prescription-type",
                        "0101",
                        "Primary Care Prescriber - Medical Prescriber"));
        json.end().extension(NHS + "EPS-DispensingInformation");
        json.array("extension").extension("dispenseStatus");
        json.coding("valueCoding", order.stage().item()).end().end().end().end();
        json.identifiers(ITEM_NUMBER, item.id());
        json.text("status", order.stage().requestStatus());
        if (order.stage() == PrescriptionStage.CANCELLED) {
            json.concept(
                    "statusReason",
                    new Coding(
                            "https://fhir.nhs.uk/CodeSystem/medicationrequest-status-reason",
                            "0001",
                            "Prescribing Error"));
        }
        json.text("intent", order.therapy().intent());
        json.concepts(
                "category",
                new Coding(
                        "http://terminology.hl7.org/CodeSystem/medicationrequest-category", "community", "Community"));
        medication(json, item.medicine());
        json.patient("subject", order.person().number());
        json.text("authoredOn", order.authored() + "T09:30:00Z");
        json.reference("requester", "PractitionerRole/" + order.prescriberRole());
        group(json, order);
        json.concept("courseOfTherapyType", order.therapy().coding());
        dosage(json, item.medicine());
        supply(json, order, item.medicine());
        json.object("substitution").truth("allowedBoolean", false).end();
        lines.end();
    }

    private static void medication(FhirJson json, Medicine medicine) throws IOException {
        json.object("medicationCodeableConcept").conceptMembers(medicine.code());
        json.text("text", medicine.name()).end();
    }

    private static void group(FhirJson json, PrescriptionOrder order) throws IOException {
        json.object("groupIdentifier").array("extension").extension(NHS + "DM-PrescriptionId");
        json.identifier("valueIdentifier", "https://fhir.nhs.uk/Id/prescription", order.longNumber());
        json.end().end();
        json.text("system", PrescriptionNumber.SYSTEM)
                .text("value", order.number().value())
                .end();
    }

    private static void dosage(FhirJson json, Medicine medicine) throws IOException {
        json.array("dosageInstruction")
                .object()
                .text("text", medicine.dosage())
                .end()
                .end();
    }

    private static void supply(FhirJson json, PrescriptionOrder order, Medicine medicine) throws IOException {
        json.object("dispenseRequest").array("extension").extension(NHS + "DM-PerformerSiteType");
        json.coding("valueCoding", order.nominated() ? COMMUNITY_PHARMACY : NO_PREFERENCE);
        json.end().end();
        json.object("validityPeriod").text("start", order.authored().toString()).end();
        json.quantity("quantity", medicine.quantity(), medicine.unit());
        json.quantity("expectedSupplyDuration", medicine.days(), new Coding("http://unitsofmeasure.org", "d", "day"));
        if (order.nominated()) {
            json.organization("performer", order.pharmacy());
        }
        json.end();
    }

    private void task(PrescriptionOrder order) throws IOException {
        FhirJson json = lines.resource("Task", order.taskId());
        json.array("extension").extension(NHS + "EPS-Prescription");
        json.array("extension").extension("courseOfTherapyType");
        json.coding("valueCoding", order.therapy().coding()).end().end().end().end();
        json.identifiers("https://tools.ietf.org/html/rfc4122", order.taskId());
        json.identifier(
                "groupIdentifier", PrescriptionNumber.SYSTEM, order.number().value());
        json.text("status", order.stage().taskStatus());
        json.concept("businessStatus", order.stage().prescription()).text("intent", "order");
        json.concept(
                "code", new Coding("http://hl7.org/fhir/CodeSystem/task-code", "fulfill", "Fulfill the focal request"));
        json.object("focus")
                .identifier(
                        "identifier", PrescriptionNumber.SYSTEM, order.number().value())
                .end();
        json.patient("for", order.person().number());
        json.text("authoredOn", order.authored() + "T09:30:00Z");
        json.organization("requester", order.practice());
        if (order.isWithPharmacy()) {
            json.organization("owner", order.pharmacy());
        }
        json.array("input");
        for (Item item : order.items()) {
            json.object().array("extension").extension(NHS + "EPS-DispensingInformation");
            json.array("extension").extension("dispenseStatus");
            json.coding("valueCoding", order.stage().item()).end().end().end().end();
            json.concept("type", Coding.snomed("16076005", "Prescription"));
            json.object("valueReference").identifier("identifier", ITEM_NUMBER, item.id());
            json.end().end();
        }
        json.end();
        lines.end();
    }

    private void dispense(PrescriptionOrder order, Item item, LocalDate collected, String id) throws IOException {
        FhirJson json = lines.resource("MedicationDispense", id);
        json.array("extension").extension(NHS + "EPS-TaskBusinessStatus");
        json.coding("valueCoding", order.stage().prescription()).end().end();
        json.identifiers("https://fhir.nhs.uk/Id/prescription-dispense-item-number", id);
        json.text("status", "completed");
        medication(json, item.medicine());
        json.patient("subject", order.person().number());
        json.array("performer").object().reference("actor", "Organization/" + order.pharmacy());
        json.end().end();
        json.array("authorizingPrescription").object();
        json.text("reference", "MedicationRequest/" + item.id()).end().end();
        json.concept("type", order.stage().item());
        json.quantity("quantity", item.medicine().quantity(), item.medicine().unit());
        json.text("whenHandedOver", collected + "T16:10:00Z");
        dosage(json, item.medicine());
        lines.end();
    }
}
