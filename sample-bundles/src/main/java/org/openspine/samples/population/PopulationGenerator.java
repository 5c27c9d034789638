package org.openspine.samples.population;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalDouble;
import org.openspine.samples.Progress;
import org.openspine.samples.population.Household.Role;

/**
 * Makes a believable population of any size: one transaction Bundle per line (NDJSON), the directory first, then household
 * by household, {@value #RESOURCES_PER_PATIENT} resources for each patient or so.
 *
 * <p>The same seed, number and day give the same bytes on any machine. The first part of a larger population is not the
 * smaller one: the directory and the choice of practice depend on the number. Memory does not grow with the number.
 */
public final class PopulationGenerator {
    /** How many resources there are for each patient, on average and about. */
    static final int RESOURCES_PER_PATIENT = 8;

    /** How many patients can be asked for: as many as there are NHS numbers, less those of superseded records. */
    public static final int MOST_PATIENTS = NhsNumbers.CAPACITY - NhsNumbers.CAPACITY / 50;

    private static final int SUPERSEDED_PER_THOUSAND = 5;
    private static final int REFERRED_PER_HUNDRED = 18;
    private static final int BUFFER_BYTES = 1 << 16;

    private final long seed;
    private final int patients;
    private final LocalDate today;

    /**
     * A generator that has not begun.
     *
     * @param patients from 1 to {@link #MOST_PATIENTS}
     * @param today the day on which the population is as it is: ages and stages follow from it, never from the clock
     */
    public PopulationGenerator(long seed, int patients, LocalDate today) {
        if (patients < 1 || patients > MOST_PATIENTS) {
            throw new IllegalArgumentException("patients must be from 1 to " + MOST_PATIENTS);
        }
        this.seed = seed;
        this.patients = patients;
        this.today = today;
    }

    /** Writes the whole population and flushes, without closing. Returns the number of resources. */
    public long writeTo(OutputStream out, Progress progress) throws IOException {
        long started = System.nanoTime();
        var json = new FhirJson(new BufferedOutputStream(out, BUFFER_BYTES));
        var lines = new BundleLines(json);
        new DirectoryWriter(lines, seed, today).write(patients);
        var numbers = new NhsNumbers(seed);
        var households = new Households(seed, patients, today, numbers);
        var writers = new Writers(lines);
        int written = 0;
        for (long index = 0; written < patients; index++) {
            var chance = new SeededStream(seed, "household", index);
            Household home = households.make(index, chance);
            lines.begin("household-" + index);
            List<Person> people =
                    home.people().subList(0, Math.min(home.people().size(), patients - written));
            for (Person person : people) {
                writers.write(person, home, numbers, chance);
            }
            written += people.size();
            if (index % 256 == 0) {
                report(progress, written, started);
            }
        }
        lines.finish();
        json.flush();
        report(progress, written, started);
        return lines.resources();
    }

    private void report(Progress progress, int written, long started) {
        double fraction = (double) written / patients;
        Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
        progress.report(new Progress.State(written, OptionalDouble.of(fraction), elapsed));
    }

    /** Everything that is written about one person. */
    private final class Writers {
        private final PatientWriter patient;
        private final RelatedPersonWriter relatedPerson;
        private final ConsentWriter consent;
        private final ClinicalWriter clinical;
        private final PrescriptionWriter prescription;
        private final ReferralWriter referral;
        private final FlagWriter flag;

        private Writers(BundleLines lines) {
            patient = new PatientWriter(lines);
            relatedPerson = new RelatedPersonWriter(lines);
            consent = new ConsentWriter(lines);
            clinical = new ClinicalWriter(lines);
            prescription = new PrescriptionWriter(lines);
            referral = new ReferralWriter(lines);
            flag = new FlagWriter(lines);
        }

        private void write(Person person, Household home, NhsNumbers numbers, SeededStream chance) throws IOException {
            patient.write(person, home, today, chance);
            if (chance.inThousand(SUPERSEDED_PER_THOUSAND)) {
                patient.writeSuperseded(numbers.next(), person);
            }
            relatedPerson.write(person, home, chance);
            LocalDate lastDay = person.lastDay(today);
            consent.write(person, home, lastDay, chance);
            int age = person.ageOn(lastDay);
            List<Condition> conditions = Condition.at(age, chance);
            clinical.write(person, conditions, lastDay, chance);
            if (person.died().isPresent()) {
                return;
            }
            prescription.writeRepeat(person, home, conditions, today, chance);
            if (chance.inHundred(person.role() == Role.CHILD ? 25 : 45)) {
                prescription.writeAcute(person, home, today, chance);
            }
            if (chance.inHundred(age >= 50 ? REFERRED_PER_HUNDRED : REFERRED_PER_HUNDRED / 2)) {
                referral.write(person, home, today, chance);
            }
            flag.write(person, home, today, chance);
        }
    }
}
