package org.openspine.prescriptions.tracker;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.openspine.api.IncomingRequest;
import org.openspine.api.QueryParameters;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;
import org.openspine.prescriptions.message.MessageTime;
import org.openspine.terminology.identifier.NhsNumber;
import org.openspine.terminology.identifier.PrescriptionNumber;

/** What a request to the tracker must be. All findings of a request are told together. */
final class TrackerRequest {
    private static final List<String> HEADERS =
            List.of("x-request-id", "nhsd-organization-uuid", "nhsd-session-urid", "nhsd-session-jobrole");
    private static final Pattern COMPACT_DATE = Pattern.compile("[0-9]{8}");

    private TrackerRequest() {}

    static List<Problem> headers(IncomingRequest request) {
        return HEADERS.stream()
                .filter(name -> request.headers().filled(name).isEmpty())
                .map(name -> Problem.of("Missing required header, %s.".formatted(name)))
                .toList();
    }

    static List<Problem> search(QueryParameters query) {
        Optional<String> number = filled(query, "prescriptionId");
        Optional<String> nhsNumber = filled(query, "nhsNumber");
        List<Problem> problems = new ArrayList<>();
        if (number.isEmpty() && nhsNumber.isEmpty()) {
            problems.add(Problem.of(
                    "Missing required query string parameter; either prescriptionId or nhsNumber must be included."));
        } else if (number.isPresent() && nhsNumber.isPresent()) {
            problems.add(Problem.of(
                    "Invalid query string parameters; only prescriptionId or nhsNumber must be provided, not both."));
        }
        number.ifPresent(value -> problems.addAll(prescription(value)));
        nhsNumber.ifPresent(value -> problems.addAll(patient(value)));
        for (String name : new String[] {"lowDate", "highDate"}) {
            if (filled(query, name).filter(value -> date(value).isEmpty()).isPresent()) {
                problems.add(Problem.of("%s does not match required format.".formatted(name)));
            }
        }
        return problems;
    }

    static List<Problem> prescription(String number) {
        if (!PrescriptionNumber.hasShape(number)) {
            return List.of(Problem.of("prescriptionId does not match required format."));
        }
        return PrescriptionNumber.parse(number).isPresent()
                ? List.of()
                : List.of(Problem.of("prescriptionId checksum is invalid."));
    }

    private static List<Problem> patient(String nhsNumber) {
        if (!NhsNumber.hasShape(nhsNumber)) {
            return List.of(Problem.of("nhsNumber does not match required format."));
        }
        return NhsNumber.parse(nhsNumber).isPresent()
                ? List.of()
                : List.of(Problem.of("nhsNumber checksum is invalid."));
    }

    static void refuse(List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw new SpineException(TrackerError.BAD_REQUEST, problems);
        }
    }

    static Optional<String> filled(QueryParameters query, String name) {
        return query.last(name).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** A day written {@code 2026-01-31} or {@code 20260131}. */
    static Optional<LocalDate> date(String text) {
        if (!COMPACT_DATE.matcher(text).matches()) {
            return MessageTime.day(text);
        }
        try {
            return Optional.of(LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE));
        } catch (java.time.DateTimeException e) {
            return Optional.empty();
        }
    }
}
