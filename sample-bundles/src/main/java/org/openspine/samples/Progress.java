package org.openspine.samples;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/** Is told how far a long piece of work has come. Called often, by one thread at a time; must not block for long. */
@FunctionalInterface
public interface Progress {
    /** For work that nobody watches. */
    Progress SILENT = state -> {};

    void report(State state);

    /**
     * How far the work is.
     *
     * @param done pieces finished: patients generated, resources loaded
     * @param fraction how much of the whole is done, 0 to 1; empty if the size of the whole is not known
     */
    record State(long done, OptionalDouble fraction, Duration elapsed) {
        /** Pieces per second since the start. */
        public double rate() {
            double seconds = elapsed.toNanos() / 1e9;
            return seconds > 0 ? done / seconds : 0;
        }

        /** The time left if the work goes on as fast as until now. */
        public Optional<Duration> remaining() {
            if (fraction.isEmpty() || fraction.getAsDouble() <= 0) {
                return Optional.empty();
            }
            double left = elapsed.toMillis() * (1 - fraction.getAsDouble()) / fraction.getAsDouble();
            return Optional.of(Duration.ofMillis(Math.round(left)));
        }
    }
}
