package org.openspine.demographics.trace;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The fuzzy trace: names by sound, slip, familiar form and exchanged, former data as well as today's; what cannot be forgiven
 * is another birth date, another gender or another person's contact. Pure.
 *
 * <p>What a single name may be forgiven, both may not at once, unless the postcode or a contact speaks for the person: Jayne
 * Smyth is not Jane Smith, though each name sounds like the other.
 *
 * @see NameLikeness
 * @see NameAgreement
 */
final class FuzzyMatch implements Match {
    /** Day and month stand in each other's place. */
    static final double DAY_AND_MONTH_SWAPPED = 0.8;

    /** The year and one of day and month right, or all but one digit. */
    static final double NEAR_DATE = 0.6;

    static final double FORMER = 0.7;
    static final double NEAR_POSTCODE = 0.6;
    static final double SAME_DISTRICT = 0.4;
    static final double UNKNOWN_GENDER = 0.5;
    static final double FORMER_GENDER = 0.5;

    private static final int POSTCODE_SLIPS = 2;

    private final boolean forgivesDates;

    private FuzzyMatch(boolean forgivesDates) {
        this.forgivesDates = forgivesDates;
    }

    /** The fuzzy trace as the national service promises it: no birth date but the right one, or day and month exchanged. */
    static FuzzyMatch national() {
        return new FuzzyMatch(false);
    }

    /** Also forgives a slip in the birth date, where names and place speak for the person. */
    static FuzzyMatch forgiving() {
        return new FuzzyMatch(true);
    }

    /** Whether the person is reached where the enquirer says. */
    private record Reached(boolean asked, double agreement) {
        boolean agrees() {
            return agreement > 0;
        }

        boolean differs() {
            return asked && agreement == 0;
        }
    }

    /** What of the enquiry says who the person is, item by item. */
    private record Evidence(
            NameAgreement names, double birthDate, double gender, double postcode, Reached email, Reached phone) {
        /** Whether place or contact points at the very person. */
        boolean isSupported() {
            return postcode >= FORMER || email.agrees() || phone.agrees();
        }

        /** Another person's contact is forgiven only where something else supports the match. */
        boolean isContradicted() {
            return (email.differs() || phone.differs()) && !isSupported();
        }
    }

    @Override
    public OptionalDouble score(TraceQuery query, TracedRecord record) {
        NameAgreement names = NameAgreement.best(query.family(), query.given(), record.names());
        double birthDate = birthDate(query.birthDate(), record.birthDate());
        if (!names.agrees(query.family(), query.given()) || birthDate == 0) {
            return OptionalDouble.empty();
        }
        Evidence evidence = new Evidence(
                names,
                birthDate,
                gender(query.gender(), record),
                postcode(query.postcode(), record.postcodes()),
                contact(query.email().map(Contact::email), record.emails()),
                contact(query.phone().map(Contact::phone), record.phones()));
        return suffices(query, evidence) ? OptionalDouble.of(score(query, record, evidence)) : OptionalDouble.empty();
    }

    private static boolean suffices(TraceQuery query, Evidence evidence) {
        if (evidence.gender() == 0 || evidence.isContradicted()) {
            return false;
        }
        boolean supported = evidence.isSupported();
        boolean sure = evidence.names().isSure();
        if (evidence.birthDate() == NEAR_DATE) {
            return evidence.postcode() >= FORMER
                    && evidence.names().family() >= NameLikeness.SLIP
                    && evidence.names().given() >= NameLikeness.SLIP;
        }
        if (query.family().isEmpty()) { // a forename is no rare thing: the place must agree, if not to the letter
            return sure && evidence.postcode() > 0 || supported;
        }
        return sure || supported;
    }

    private static double score(TraceQuery query, TracedRecord record, Evidence evidence) {
        Tally tally = new Tally();
        query.family()
                .ifPresent(asked -> tally.add(Tally.FAMILY, evidence.names().family()));
        if (!query.given().isEmpty()) {
            tally.add(Tally.GIVEN, evidence.names().given());
        }
        tally.add(Tally.BIRTH_DATE, evidence.birthDate());
        query.gender().ifPresent(asked -> tally.add(Tally.GENDER, evidence.gender()));
        query.postcode().ifPresent(asked -> tally.add(Tally.POSTCODE, evidence.postcode()));
        query.email().ifPresent(asked -> tally.add(Tally.EMAIL, evidence.email().agreement()));
        query.phone().ifPresent(asked -> tally.add(Tally.PHONE, evidence.phone().agreement()));
        query.practice().ifPresent(asked -> tally.add(Tally.PRACTICE, same(asked, record.practice())));
        query.managingOrganization()
                .ifPresent(asked -> tally.add(Tally.MANAGING_ORGANIZATION, same(asked, record.managingOrganization())));
        query.deathDate().ifPresent(asked -> tally.add(Tally.DEATH_DATE, asked.holds(record.deathDate()) ? 1 : 0));
        return tally.score();
    }

    private static double same(String asked, String code) {
        return asked.toUpperCase(Locale.ROOT).equals(code) ? 1 : 0;
    }

    private double birthDate(Optional<DateSpan> asked, String recorded) {
        if (asked.isEmpty() || asked.get().holds(recorded)) {
            return 1;
        }
        if (!asked.get().isDay() || recorded.length() != 10) {
            return 0;
        }
        LocalDate day = asked.get().from();
        if (exchanged(day).filter(other -> other.toString().equals(recorded)).isPresent()) {
            return DAY_AND_MONTH_SWAPPED;
        }
        return forgivesDates && isNear(day.toString(), recorded) ? NEAR_DATE : 0;
    }

    private static boolean isNear(String asked, String recorded) {
        boolean sameYear = asked.regionMatches(0, recorded, 0, 4);
        boolean sameMonth = asked.regionMatches(5, recorded, 5, 2);
        boolean sameDay = asked.regionMatches(8, recorded, 8, 2);
        return (sameYear && (sameMonth || sameDay)) || EditDistance.atMost(1, asked, recorded);
    }

    /** The date with day and month in each other's place, if that is another date. */
    static Optional<LocalDate> exchanged(LocalDate day) {
        try {
            return Optional.of(LocalDate.of(day.getYear(), day.getDayOfMonth(), day.getMonthValue()))
                    .filter(other -> !other.equals(day));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static double gender(Optional<String> asked, TracedRecord record) {
        if (record.hasGender(asked)) {
            return 1;
        }
        if (isUnknown(asked.orElse("")) || isUnknown(record.gender())) {
            return UNKNOWN_GENDER;
        }
        return record.formerGender().test(asked.orElse("")) ? FORMER_GENDER : 0;
    }

    private static boolean isUnknown(String gender) {
        return gender.isEmpty() || gender.equals("unknown");
    }

    private static double postcode(Optional<String> asked, List<TracedRecord.Item> recorded) {
        String plain = Postcode.plain(asked.orElse(""));
        if (plain.isEmpty() || Postcode.isPseudo(plain)) {
            return 0;
        }
        double best = 0;
        for (TracedRecord.Item item : recorded) {
            double age = item.current() ? 1 : FORMER;
            best = Math.max(best, likeness(plain, item.value()) * age);
        }
        return best;
    }

    private static double likeness(String asked, String recorded) {
        if (asked.equals(recorded)) {
            return 1;
        }
        if (EditDistance.atMost(POSTCODE_SLIPS, asked, recorded)) {
            return NEAR_POSTCODE;
        }
        return Postcode.outward(asked).equals(Postcode.outward(recorded)) ? SAME_DISTRICT : 0;
    }

    private static Reached contact(Optional<String> asked, List<TracedRecord.Item> recorded) {
        double best = 0;
        for (TracedRecord.Item item : recorded) {
            if (asked.filter(item.value()::equals).isPresent()) {
                best = Math.max(best, item.current() ? 1 : FORMER);
            }
        }
        return new Reached(asked.isPresent(), best);
    }
}
