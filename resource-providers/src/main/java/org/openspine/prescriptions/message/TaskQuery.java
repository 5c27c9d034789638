package org.openspine.prescriptions.message;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openspine.api.QueryParameters;
import org.openspine.prescriptions.Finding;
import org.openspine.terminology.identifier.NhsNumber;
import org.openspine.terminology.identifier.PrescriptionNumber;

/**
 * What {@code GET Task} asks for.
 *
 * @param prescription number of a prescription as sent
 * @param nhsNumber of a patient as sent
 * @param businessStatus code of a prescription's status
 */
public record TaskQuery(
        Optional<String> prescription,
        Optional<String> nhsNumber,
        Optional<String> businessStatus,
        List<Authored> authored) {
    private static final String BUSINESS_STATUS = "https://fhir.nhs.uk/CodeSystem/EPS-task-business-status";
    private static final String AUTHORED_ON = "authored-on";
    private static final List<String> SUBJECTS = List.of("focus:identifier", "identifier", "patient:identifier");
    private static final Map<String, String> SYSTEMS = systems();
    private static final Pattern DATE = Pattern.compile("(eq|le|ge)([0-9]{4}-[0-9]{2}-[0-9]{2})");

    public TaskQuery {
        authored = List.copyOf(authored);
    }

    /** A bound on the day of a prescription. */
    public record Authored(Relation relation, LocalDate date) {
        public boolean holds(LocalDate day) {
            return switch (relation) {
                case EQ -> day.equals(date);
                case LE -> !day.isAfter(date);
                case GE -> !day.isBefore(date);
            };
        }
    }

    public enum Relation {
        EQ,
        LE,
        GE
    }

    /** Everything wrong with a query. */
    public static List<Finding> check(QueryParameters query) {
        List<Finding> findings = new ArrayList<>();
        if (SUBJECTS.stream().allMatch(name -> query.values(name).isEmpty())) {
            findings.add(MessageError.QUERY_WITHOUT_SUBJECT.finding());
        }
        if (SYSTEMS.keySet().stream().anyMatch(name -> query.values(name).size() > 1)) {
            findings.add(MessageError.QUERY_COMBINATION.finding());
        }
        SYSTEMS.forEach((name, system) -> query.values(name).stream()
                .filter(value -> value.indexOf('|') >= 0 && !value.startsWith(system + "|"))
                .findFirst()
                .ifPresent(value -> findings.add(MessageError.QUERY_SYSTEM.finding(name, system))));
        for (String value : query.values(AUTHORED_ON)) {
            if (value.indexOf('|') >= 0) {
                findings.add(MessageError.QUERY_NO_SYSTEM.finding(AUTHORED_ON));
            } else if (authored(value).isEmpty()) {
                findings.add(MessageError.QUERY_DATE.finding(AUTHORED_ON));
            }
        }
        return findings.stream().distinct().toList();
    }

    /** A query that {@link #check} finds nothing wrong with. */
    public static TaskQuery of(QueryParameters query) {
        return new TaskQuery(
                value(query, "focus:identifier").or(() -> value(query, "identifier")),
                value(query, "patient:identifier"),
                value(query, "business-status"),
                query.values(AUTHORED_ON).stream()
                        .flatMap(value -> authored(value).stream())
                        .toList());
    }

    private static Optional<String> value(QueryParameters query, String name) {
        return query.last(name).map(value -> value.substring(value.indexOf('|') + 1));
    }

    private static Optional<Authored> authored(String value) {
        Matcher matcher = DATE.matcher(value);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Relation relation = Relation.valueOf(matcher.group(1).toUpperCase(java.util.Locale.ROOT));
        return MessageTime.day(matcher.group(2)).map(date -> new Authored(relation, date));
    }

    private static Map<String, String> systems() {
        Map<String, String> systems = new LinkedHashMap<>();
        systems.put("focus:identifier", PrescriptionNumber.SYSTEM);
        systems.put("identifier", PrescriptionNumber.SYSTEM);
        systems.put("patient:identifier", NhsNumber.SYSTEM);
        systems.put("business-status", BUSINESS_STATUS);
        return systems;
    }
}
