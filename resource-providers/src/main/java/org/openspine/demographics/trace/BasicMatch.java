package org.openspine.demographics.trace;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/**
 * The basic trace: everything that was asked must hold, names equal but for case or by wildcard. Pure.
 *
 * <p>Agreements: 1 for what is as asked today, {@value #WILD} through a wildcard, {@value #FORMER} for what was so once.
 */
final class BasicMatch implements Match {
    static final double WILD = 0.85;
    static final double FORMER = 0.5;

    private final boolean history;

    private BasicMatch(boolean history) {
        this.history = history;
    }

    static BasicMatch today() {
        return new BasicMatch(false);
    }

    static BasicMatch withHistory() {
        return new BasicMatch(true);
    }

    @Override
    public OptionalDouble score(TraceQuery query, TracedRecord record) {
        Tally tally = new Tally();
        boolean holds = birthDate(query, record, tally)
                && gender(query, record, tally)
                && names(query, record, tally)
                && deathDate(query, record, tally)
                && postcode(query, record, tally)
                && reaches(query.email().map(Contact::email), record.reachedByEmail(), Tally.EMAIL, tally)
                && reaches(query.phone().map(Contact::phone), record.reachedByPhone(), Tally.PHONE, tally)
                && organization(query.practice(), record.practice(), Tally.PRACTICE, tally)
                && organization(
                        query.managingOrganization(),
                        record.managingOrganization(),
                        Tally.MANAGING_ORGANIZATION,
                        tally);
        return holds ? OptionalDouble.of(tally.score()) : OptionalDouble.empty();
    }

    private static boolean birthDate(TraceQuery query, TracedRecord record, Tally tally) {
        return query.birthDate().isEmpty()
                || add(tally, Tally.BIRTH_DATE, query.birthDate().get().holds(record.birthDate()) ? 1 : 0);
    }

    private static boolean deathDate(TraceQuery query, TracedRecord record, Tally tally) {
        return query.deathDate().isEmpty()
                || add(tally, Tally.DEATH_DATE, query.deathDate().get().holds(record.deathDate()) ? 1 : 0);
    }

    private static boolean gender(TraceQuery query, TracedRecord record, Tally tally) {
        return query.gender().isEmpty() || add(tally, Tally.GENDER, record.hasGender(query.gender()) ? 1 : 0);
    }

    private static boolean organization(Optional<String> asked, String code, double weight, Tally tally) {
        return asked.isEmpty()
                || add(tally, weight, asked.get().toUpperCase(Locale.ROOT).equals(code) ? 1 : 0);
    }

    /** Family and given names must be those of one and the same name of the record. */
    private boolean names(TraceQuery query, TracedRecord record, Tally tally) {
        Optional<NamePattern> family = query.family().map(NamePattern::of);
        List<NamePattern> given = query.given().stream().map(NamePattern::of).toList();
        double bestFamily = 0;
        double bestGiven = 0;
        for (TracedRecord.Name name : record.names()) {
            if ((name.current() || history) && matches(family, given, name)) {
                double age = name.current() ? 1 : FORMER;
                double ofFamily = family.filter(NamePattern::isWild).isPresent() ? WILD * age : age;
                double ofGiven = given.stream().anyMatch(NamePattern::isWild) ? WILD : 1;
                if (ofFamily + ofGiven > bestFamily + bestGiven) {
                    bestFamily = ofFamily;
                    bestGiven = ofGiven;
                }
            }
        }
        return (family.isEmpty() || add(tally, Tally.FAMILY, bestFamily))
                && (given.isEmpty() || add(tally, Tally.GIVEN, bestGiven));
    }

    private static boolean matches(Optional<NamePattern> family, List<NamePattern> given, TracedRecord.Name name) {
        if (family.isPresent() && !family.get().matches(name.family())) {
            return false;
        }
        if (given.size() > name.given().size()) {
            return false;
        }
        for (int i = 0; i < given.size(); i++) {
            if (!given.get(i).matches(name.given().get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean postcode(TraceQuery query, TracedRecord record, Tally tally) {
        if (query.postcode().isEmpty()) {
            return true;
        }
        NamePattern asked = NamePattern.of(Postcode.plain(query.postcode().get()));
        double whole = asked.isWild() ? WILD : 1;
        return add(tally, Tally.POSTCODE, best(record.postcodes(), asked::matches, whole));
    }

    private boolean reaches(Optional<String> asked, List<TracedRecord.Item> values, double weight, Tally tally) {
        return asked.isEmpty() || add(tally, weight, best(values, asked.get()::equals, 1));
    }

    private double best(List<TracedRecord.Item> items, Predicate<String> asked, double whole) {
        double best = 0;
        for (TracedRecord.Item item : items) {
            if ((item.current() || history) && asked.test(item.value())) {
                best = Math.max(best, item.current() ? whole : whole * FORMER);
            }
        }
        return best;
    }

    /** Whether the item agreed at all: one that does not ends the match. */
    private static boolean add(Tally tally, double weight, double agreement) {
        tally.add(weight, agreement);
        return agreement > 0;
    }
}
