package org.openspine.prescriptions.state;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/** Which issue a message is about. Only repeat dispensing has several; the counts of repeat prescribing mean other orders. */
final class IssueChoice {
    private IssueChoice() {}

    /** The issue that the message names, else the current one; empty if there is none of that number. */
    static Optional<Issue> of(Prescription prescription, OptionalInt named) {
        return named.isPresent() && prescription.details().isRepeatDispensing()
                ? prescription.issue(named.getAsInt())
                : Optional.of(prescription.current());
    }

    /** The same; a message that names none but refers to an earlier one is about the issue of that. */
    static Optional<Issue> of(Prescription prescription, OptionalInt named, Predicate<Issue> referredTo) {
        if (named.isPresent()) {
            return of(prescription, named);
        }
        return prescription.issues().stream()
                .filter(referredTo)
                .findFirst()
                .or(() -> Optional.of(prescription.current()));
    }
}
