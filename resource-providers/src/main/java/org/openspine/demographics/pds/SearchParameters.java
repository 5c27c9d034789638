package org.openspine.demographics.pds;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openspine.api.QueryParameters;
import org.openspine.demographics.trace.DateSpan;
import org.openspine.demographics.trace.TraceMethod;
import org.openspine.demographics.trace.TraceQuery;
import org.openspine.error.SpineException;

/**
 * The parameters of a search for patients, checked in the published order: any at all, unknown ones, formats, birth date, what a
 * basic and what a fuzzy search need.
 *
 * @param most how many matches are wanted at most
 */
record SearchParameters(TraceQuery query, TraceMethod method, boolean exactOnly, int most) {
    static final int MOST = 50;
    static final String TOO_LITTLE_FOR_FUZZY =
            "Invalid search data provided - 'A fuzzy search was requested however the data"
                    + " given did not meet the fuzzy search criteria'";

    private static final Set<String> REPEATABLE = Set.of("given", "birthdate", "death-date");
    private static final Set<String> KNOWN = Set.of(
            "family",
            "given",
            "gender",
            "birthdate",
            "death-date",
            "address-postalcode",
            "address-postcode",
            "general-practitioner",
            "managing-organization",
            "email",
            "phone",
            "_fuzzy-match",
            "_exact-match",
            "_history",
            "history",
            "_max-results");
    static final Set<String> GENDERS = Set.of("male", "female", "other", "unknown");
    private static final Pattern DATE = Pattern.compile("(eq|ge|le)?(\\d{4}-\\d{2}-\\d{2})");
    private static final int LONGEST_NAME = 35;

    /** @param most where the request does not say how many matches it wants */
    static SearchParameters of(QueryParameters sent, int most) {
        if (sent.isEmpty()) {
            throw new SpineException(PdsError.UNSUPPORTED_SERVICE);
        }
        requireKnown(sent);
        boolean fuzzy = flag(sent, "_fuzzy-match");
        SearchParameters read = read(sent, fuzzy, most);
        if (read.query.birthDate().isEmpty()) {
            throw new SpineException(
                    PdsError.MISSING_VALUE, "Missing value - 'birth_date/birth_date_range_start/birth_date_range_end'");
        }
        if (!sent.values("address-postalcode").isEmpty()
                && !sent.values("address-postcode").isEmpty()) {
            throw tooLittle("address-postalcode and address-postcode cannot be used together");
        }
        if (!fuzzy && read.query.family().isEmpty()) {
            throw tooLittle("No searches were performed as the search criteria did not meet the minimum requirements");
        }
        if (fuzzy && (!read.query.isEnoughForFuzzy() || hasWildcard(sent))) {
            throw new SpineException(PdsError.INVALID_SEARCH_DATA, TOO_LITTLE_FOR_FUZZY);
        }
        return read;
    }

    private static void requireKnown(QueryParameters sent) {
        Set<String> unknown = new LinkedHashSet<>();
        sent.all().stream()
                .map(QueryParameters.Parameter::name)
                .filter(name -> !KNOWN.contains(name))
                .forEach(unknown::add);
        if (!unknown.isEmpty()) {
            String names = unknown.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
            throw new SpineException(
                    PdsError.ADDITIONAL_PROPERTIES,
                    "Invalid request with error - Additional properties are not allowed (%s %s unexpected)"
                            .formatted(names, unknown.size() == 1 ? "was" : "were"));
        }
    }

    private static SearchParameters read(QueryParameters sent, boolean fuzzy, int most) {
        for (QueryParameters.Parameter parameter : sent.all()) {
            if (parameter.value().isBlank()) {
                throw invalid(parameter.value(), parameter.name());
            }
        }
        Optional<String> family = one(sent, "family");
        family.ifPresent(value -> requireName(value, "family", fuzzy));
        List<String> given = sent.values("given");
        given.forEach(value -> requireName(value, "given", fuzzy));
        Optional<String> gender = one(sent, "gender");
        gender.filter(value -> !GENDERS.contains(value)).ifPresent(value -> {
            throw invalid(value, "gender");
        });
        Optional<DateSpan> birthDate = span(sent, "birthdate");
        Optional<DateSpan> deathDate = span(sent, "death-date");
        Optional<String> postcode =
                postcode(sent, "address-postalcode", fuzzy).or(() -> postcode(sent, "address-postcode", fuzzy));
        postcode(sent, "address-postcode", fuzzy);
        TraceQuery query = new TraceQuery(
                family,
                given,
                gender,
                birthDate,
                deathDate,
                postcode,
                one(sent, "general-practitioner"),
                one(sent, "managing-organization"),
                one(sent, "email"),
                one(sent, "phone"));
        boolean exactOnly = flag(sent, "_exact-match");
        boolean history = flag(sent, "_history") | flag(sent, "history");
        TraceMethod method = fuzzy ? TraceMethod.FUZZY : history ? TraceMethod.WITH_HISTORY : TraceMethod.BASIC;
        return new SearchParameters(
                query,
                method,
                exactOnly,
                one(sent, "_max-results").map(SearchParameters::most).orElse(most));
    }

    private static Optional<String> postcode(QueryParameters sent, String name, boolean fuzzy) {
        Optional<String> value = one(sent, name);
        value.ifPresent(text -> requireWildcardsAfterTwo(text, name, fuzzy));
        return value;
    }

    private static void requireName(String value, String field, boolean fuzzy) {
        if (value.length() > LONGEST_NAME) {
            throw invalid(value, field);
        }
        requireWildcardsAfterTwo(value, field, fuzzy);
    }

    /** A fuzzy search refuses them anywhere, which is told later. */
    private static void requireWildcardsAfterTwo(String value, String field, boolean fuzzy) {
        int asterisk = value.indexOf('*');
        if (!fuzzy && asterisk >= 0 && asterisk < 2) {
            throw invalid(value, field);
        }
    }

    private static Optional<DateSpan> span(QueryParameters sent, String field) {
        List<String> values = sent.values(field);
        if (values.isEmpty()) {
            return Optional.empty();
        }
        DateSpan span = DateSpan.EVER;
        Set<String> prefixes = new LinkedHashSet<>();
        for (String value : values) {
            Matcher parts = DATE.matcher(value);
            if (!parts.matches()) {
                throw invalid(value, field);
            }
            LocalDate day = day(parts.group(2)).orElseThrow(() -> invalid(value, field));
            String prefix = Optional.ofNullable(parts.group(1)).orElse("eq");
            span = switch (prefix) {
                case "ge" -> span.since(day);
                case "le" -> span.until(day);
                default -> span.since(day).until(day);
            };
            if (!prefixes.add(prefix)) {
                throw invalid(value, field); // a range has one beginning and one end
            }
        }
        if (values.size() > 2) {
            throw tooMany(values, field);
        }
        return Optional.of(span);
    }

    private static Optional<LocalDate> day(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean flag(QueryParameters sent, String name) {
        Optional<String> value = one(sent, name);
        value.filter(text -> !text.equals("true") && !text.equals("false")).ifPresent(text -> {
            throw invalid(text, name);
        });
        return value.filter(text -> text.equals("true")).isPresent();
    }

    private static int most(String value) {
        if (!value.matches("[0-9]{1,9}")) {
            throw invalid(value, "_max-results");
        }
        int most = Integer.parseInt(value);
        if (most < 1 || most > MOST) {
            throw invalid(value, "_max-results");
        }
        return most;
    }

    private static Optional<String> one(QueryParameters sent, String name) {
        List<String> values = sent.values(name);
        if (values.size() > 1 && !REPEATABLE.contains(name)) {
            throw tooMany(values, name);
        }
        return values.stream().findFirst();
    }

    private static boolean hasWildcard(QueryParameters sent) {
        return sent.all().stream().anyMatch(parameter -> parameter.value().indexOf('*') >= 0);
    }

    private static SpineException invalid(String value, String field) {
        return new SpineException(PdsError.INVALID_VALUE, "Invalid value - '%s' in field '%s'".formatted(value, field));
    }

    private static SpineException tooMany(List<String> values, String field) {
        return new SpineException(
                PdsError.TOO_MANY_VALUES_SUBMITTED,
                "Too many values submitted - %s in field '%s'".formatted(String.join(", ", values), field));
    }

    private static SpineException tooLittle(String reason) {
        return new SpineException(
                PdsError.INVALID_SEARCH_DATA, "Invalid search data provided - '%s'".formatted(reason));
    }
}
