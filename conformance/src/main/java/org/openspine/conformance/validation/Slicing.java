package org.openspine.conformance.validation;

import java.util.List;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openspine.conformance.fhirpath.Item;

/**
 * How the values of an element are divided among slices.
 *
 * @see <a href="https://hl7.org/fhir/R4/profiling.html#slicing">Slicing</a>
 */
record Slicing(Openness openness, boolean ordered, List<Slice> slices) {
    enum Openness {
        OPEN,
        CLOSED,
        OPEN_AT_END
    }

    /** One slice: how many values it takes, which ones, and what they must be. */
    record Slice(String name, int min, int max, Discriminator discriminator, ElementRules rules) {}

    Tally tally() {
        return new Tally(this);
    }

    /** Counts the values of one element as they are met. */
    static final class Tally {
        static final Tally NONE = new Tally(new Slicing(Openness.OPEN, false, List.of()));

        private final Slicing slicing;
        private final int[] counts;
        private final Tally[] within;
        private int last = -1;
        private boolean unmatchedBefore;

        private Tally(Slicing slicing) {
            this.slicing = slicing;
            this.counts = new int[slicing.slices.size()];
            this.within = new Tally[counts.length];
            for (int i = 0; i < counts.length; i++) {
                within[i] = slicing.slices
                        .get(i)
                        .rules
                        .slicing()
                        .map(Slicing::tally)
                        .orElse(NONE);
            }
        }

        void add(Item item, String name, int index, boolean list, Run run) {
            if (counts.length == 0) {
                return;
            }
            int found = find(item, run);
            if (found < 0) {
                unmatched(run);
                return;
            }
            Slice slice = slicing.slices.get(found);
            counts[found]++;
            if (slicing.ordered && found < last) {
                slice.rules.add(
                        "The slice %s must stand before".formatted(slice.name), IssueType.STRUCTURE, "order", run);
            }
            if (slicing.openness == Openness.OPEN_AT_END && unmatchedBefore) {
                slice.rules.add(
                        "The slice %s must stand before what is in no slice".formatted(slice.name),
                        IssueType.STRUCTURE,
                        "order",
                        run);
            }
            last = Math.max(last, found);
            slice.rules.value(item, run);
            within[found].add(item, name, index, list, run);
        }

        private int find(Item item, Run run) {
            for (int i = 0; i < counts.length; i++) {
                if (slicing.slices.get(i).discriminator.selects(item, run)) {
                    return i;
                }
            }
            return -1;
        }

        private void unmatched(Run run) {
            unmatchedBefore = true;
            if (slicing.openness == Openness.CLOSED) {
                slicing.slices
                        .get(0)
                        .rules
                        .add(
                                "The slicing is closed, and this is in none of its slices",
                                IssueType.STRUCTURE,
                                "closed",
                                run);
            }
        }

        /** Compares the counts with the cardinality of the slices, at the element's owner. */
        void finish(ElementRules element, Run run) {
            for (int i = 0; i < counts.length; i++) {
                Slice slice = slicing.slices.get(i);
                within[i].finish(slice.rules, run);
                if (counts[i] < slice.min || counts[i] > slice.max) {
                    String wanted = counts[i] < slice.min ? "at least " + slice.min : "at most " + slice.max;
                    String path = element.shapes().isEmpty()
                            ? element.id()
                            : element.shapes().get(0).path();
                    run.issues.enter(path);
                    slice.rules.add(
                            "There must be %s of %s, not %d".formatted(wanted, slice.rules.id(), counts[i]),
                            IssueType.STRUCTURE,
                            counts[i] < slice.min ? "min" : "max",
                            run);
                    run.issues.leave();
                }
            }
        }
    }
}
