package org.openspine.samples.population;

import java.time.LocalDate;
import java.util.List;
import org.openspine.terminology.identifier.PrescriptionNumber;

/**
 * One prescription, worked out before it is written.
 *
 * @param practice ODS code of the prescriber's practice
 * @param prescriberRole id of the prescriber's PractitionerRole
 * @param pharmacy ODS code of the pharmacy that is nominated, or else the one next to the practice
 * @param nominated whether the prescription goes to the pharmacy by itself
 */
record PrescriptionOrder(
        Person person,
        String practice,
        String prescriberRole,
        String pharmacy,
        boolean nominated,
        PrescriptionNumber number,
        String longNumber,
        String taskId,
        Therapy therapy,
        PrescriptionStage stage,
        LocalDate authored,
        List<Item> items) {

    /** A line of the prescription; its id is both the logical id and the item number. */
    record Item(String id, Medicine medicine) {}

    /** Whether the course ends or goes on. */
    enum Therapy {
        ACUTE("acute", "Short course (acute) therapy", "order"),
        REPEAT("continuous", "Continuous long term therapy", "instance-order");

        private final String code;
        private final String display;
        private final String intent;

        Therapy(String code, String display, String intent) {
            this.code = code;
            this.display = display;
            this.intent = intent;
        }

        Coding coding() {
            return new Coding(
                    "http://terminology.hl7.org/CodeSystem/medicationrequest-course-of-therapy", code, display);
        }

        String intent() {
            return intent;
        }
    }

    /** Whether the pharmacy has to do with it: it was named, or has taken the prescription down. */
    boolean isWithPharmacy() {
        return nominated || stage == PrescriptionStage.WITH_DISPENSER || stage == PrescriptionStage.DISPENSED;
    }

    static PrescriptionOrder make(
            Person person,
            Household home,
            List<Medicine> medicines,
            Therapy therapy,
            LocalDate today,
            SeededStream chance) {
        PrescriptionStage stage = PrescriptionStage.ALL.pick(chance);
        int daysAgo = stage == PrescriptionStage.DISPENSED
                ? chance.between(4, therapy == Therapy.REPEAT ? 28 : 150)
                : chance.between(0, 6);
        Practice practice = home.practice();
        return new PrescriptionOrder(
                person,
                practice.code(),
                practice.doctorRole(chance.below(Practice.DOCTORS)),
                practice.pharmacy(),
                person.nominatesPharmacy(),
                PrescriptionNumber.of(chance.hexadecimal(6), practice.code(), chance.hexadecimal(5)),
                chance.uuid(),
                chance.uuid(),
                therapy,
                stage,
                person.notBeforeBirth(today.minusDays(daysAgo)),
                medicines.stream()
                        .map(medicine -> new Item(chance.uuid(), medicine))
                        .toList());
    }
}
