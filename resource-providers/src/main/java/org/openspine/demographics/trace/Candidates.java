package org.openspine.demographics.trace;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.DateRange;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.Prefix;
import org.openspine.repository.search.SearchQuery;
import org.openspine.repository.search.SortKey;
import org.openspine.repository.search.ValueMatch;

/**
 * Which index rows lead to the records worth looking at. Every record that a method would match is among the candidates of its
 * query; that most others are not is what makes a trace quick.
 */
final class Candidates {
    /** Birth dates up to this many days apart are looked up day by day, longer spans by the names. */
    private static final int MOST_DAYS = 31;

    /** An order no index has: the store then goes by the rarest criterion and never through all patients. */
    private static final List<SortKey> COLLECTED = List.of(new SortKey.Id(false), new SortKey.LastUpdated(false));

    private Candidates() {}

    static SearchQuery search(TraceQuery query, TraceMethod method, int count) {
        boolean byNames = query.birthDate().orElse(DateSpan.EVER).days() > MOST_DAYS;
        return new SearchQuery("Patient", of(query, method), byNames ? COLLECTED : List.of(), count, Optional.empty());
    }

    private static List<Criterion> of(TraceQuery query, TraceMethod method) {
        DateSpan span = query.birthDate().orElse(DateSpan.EVER);
        if (span.isEmpty()) {
            return List.of(new Criterion.Nothing());
        }
        if (span.days() > MOST_DAYS) {
            return method.isFuzzy() ? fuzzyByNames(query, span) : basicByNames(query, span);
        }
        List<LocalDate> days = span.from().datesUntil(span.to().plusDays(1)).toList();
        return List.of(method.isFuzzy() ? fuzzyByDay(query, method, days) : basicByDay(query, days));
    }

    private static Criterion basicByDay(TraceQuery query, List<LocalDate> days) {
        NamePattern family = NamePattern.of(query.family().orElse("*"));
        return TraceKeys.anyOf(days.stream()
                .map(day -> family.isWild()
                        ? TraceKeys.beginning(day.toString(), family.beginning())
                        : TraceKeys.sounding(day.toString(), family.plain()))
                .toList());
    }

    /** All that the indexes of the search parameters can tell, since a name alone leads to many. */
    private static List<Criterion> basicByNames(TraceQuery query, DateSpan span) {
        List<Criterion> criteria = new ArrayList<>();
        query.family()
                .ifPresent(family ->
                        criteria.add(beginning("family", NamePattern.of(family).beginning())));
        query.given()
                .forEach(given ->
                        criteria.add(beginning("given", NamePattern.of(given).beginning())));
        criteria.addAll(born(span));
        query.gender().ifPresent(gender -> criteria.add(indexed("gender", List.of(ValueMatch.Token.of(gender)))));
        query.postcode()
                .map(Postcode::plain)
                .map(NamePattern::of)
                .ifPresent(postcode -> criteria.add(postcode(postcode.beginning())));
        return criteria;
    }

    private static Criterion fuzzyByDay(TraceQuery query, TraceMethod method, List<LocalDate> days) {
        Set<String> dates = new LinkedHashSet<>();
        days.forEach(day -> dates.add(day.toString()));
        if (days.size() == 1) {
            FuzzyMatch.exchanged(days.get(0)).ifPresent(day -> dates.add(day.toString()));
        }
        Set<ValueMatch> keys = new LinkedHashSet<>();
        for (String date : dates) {
            names(query).forEach(name -> keys.add(TraceKeys.sounding(date, name)));
        }
        Optional<String> place = query.postcode().map(Postcode::plain).filter(TraceKeys::isPlace);
        if (method == TraceMethod.FUZZY) { // with the exchanged day; the postcode is the rarer item
            place.ifPresent(postcode -> years(days).forEach(year -> keys.add(TraceKeys.living(year, postcode))));
        }
        Criterion byKeys = keys.isEmpty() ? new Criterion.Nothing() : TraceKeys.anyOf(List.copyOf(keys));
        return method == TraceMethod.FUZZY || place.isEmpty()
                ? byKeys
                : new Criterion.AnyOf(List.of(byKeys, wholePostcode(place.get())));
    }

    private static Set<Integer> years(List<LocalDate> days) {
        return days.stream().map(LocalDate::getYear).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Family, forename, its other forms, and parts of double-barrelled names: what a key may have been made of. */
    private static Set<String> names(TraceQuery query) {
        Set<String> names = new LinkedHashSet<>();
        query.family().ifPresent(family -> {
            names.add(family);
            names.addAll(NameFolding.parts(family));
        });
        query.given().stream().findFirst().ifPresent(given -> {
            names.add(given);
            names.add(String.join(" ", query.given()));
            NameFolding.parts(given).stream().limit(1).forEach(first -> {
                names.add(first);
                names.addAll(Forenames.formsOf(first));
            });
        });
        names.removeIf(name -> NameFolding.fold(name).isEmpty());
        return names;
    }

    /** Without a day both names must sound right, or one and the postcode be right. */
    private static List<Criterion> fuzzyByNames(TraceQuery query, DateSpan span) {
        List<Criterion> criteria = new ArrayList<>();
        query.family().ifPresent(family -> criteria.add(sounding("family", family, Set.of())));
        query.given().stream()
                .flatMap(given -> NameFolding.parts(given).stream())
                .findFirst()
                .ifPresent(first -> {
                    criteria.add(sounding("given", first, Forenames.formsOf(first)));
                });
        if (criteria.size() == 1) {
            query.postcode()
                    .map(Postcode::plain)
                    .map(Postcode::outward)
                    .ifPresent(place -> criteria.add(postcode(place)));
        }
        criteria.addAll(born(span));
        return criteria;
    }

    private static List<Criterion> born(DateSpan span) {
        List<Criterion> criteria = new ArrayList<>();
        if (!span.from().equals(DateSpan.EVER.from())) {
            criteria.add(indexed("birthdate", List.of(date(Prefix.GE, span.from()))));
        }
        if (!span.to().equals(DateSpan.EVER.to())) {
            criteria.add(indexed("birthdate", List.of(date(Prefix.LE, span.to()))));
        }
        return criteria;
    }

    private static ValueMatch date(Prefix prefix, LocalDate day) {
        DateRange range = DateRange.parse(day.toString()).orElseThrow();
        return new ValueMatch.Date(prefix, range.low(), range.high());
    }

    private static Criterion beginning(String parameter, String text) {
        return indexed(parameter, List.of(ValueMatch.Text.beginning(text)));
    }

    /** Names that sound like this one or another form of it; without a sound those that begin like it. */
    private static Criterion sounding(String parameter, String name, Set<String> forms) {
        ValueMatch.Text sound = ValueMatch.Text.sounding(name);
        if (sound.text().isEmpty()) {
            return beginning(parameter, name);
        }
        Set<ValueMatch> sounds = new LinkedHashSet<>(List.of(sound));
        forms.forEach(form -> sounds.add(ValueMatch.Text.sounding(form)));
        return indexed("phonetic", List.copyOf(sounds));
    }

    private static Criterion wholePostcode(String plain) {
        String outward = Postcode.outward(plain);
        String spaced = outward + " " + plain.substring(outward.length());
        return indexed(
                "address-postalcode", List.of(ValueMatch.Text.beginning(spaced), ValueMatch.Text.beginning(plain)));
    }

    /** Recorded postcodes may have their space or not; of a beginning nobody knows whether the space lies within. */
    private static Criterion postcode(String plain) {
        List<ValueMatch> spellings = new ArrayList<>();
        spellings.add(ValueMatch.Text.beginning(plain));
        for (int space = 2; space <= 4 && space < plain.length(); space++) {
            spellings.add(ValueMatch.Text.beginning(plain.substring(0, space) + " " + plain.substring(space)));
        }
        return indexed("address-postalcode", spellings);
    }

    private static Criterion indexed(String parameter, List<? extends ValueMatch> anyOf) {
        return new Criterion.Indexed(IndexId.parameter("Patient", parameter), anyOf);
    }
}
