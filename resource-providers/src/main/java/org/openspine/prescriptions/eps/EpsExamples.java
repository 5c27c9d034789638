package org.openspine.prescriptions.eps;

import static org.openspine.api.HttpMethod.POST;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.openspine.api.ApiDescription.Example;
import org.openspine.prescriptions.PrescriptionOutcomes;

/**
 * The life of one prescription in requests to try, from the order of a practice in the sample data to its claim. The order is
 * rightly signed; its period of validity, which is not part of what is signed, begins on the day the program started.
 */
final class EpsExamples {
    private static final String R4 = "/FHIR/R4/";
    private static final List<String> HEADERS = List.of("Content-Type: application/fhir+json");

    private EpsExamples() {}

    /** @param now the time at which the prescription is ordered and dispensed */
    static List<Example> of(EpsDoor door, Instant now) {
        List<Example> prescribing = List.of(
                example("Prepare: what the prescriber signs", "$prepare", "order", now),
                example("Send the order", "$process-message", "order", now));
        List<Example> dispensing = List.of(
                example("Release it to a pharmacy", "Task/$release", "release", now),
                example("Tell that it was dispensed", "$process-message", "dispense-notification", now),
                example("Claim for it", "Claim", "claim", now));
        Example cancel = example("Cancel an item", "$process-message", "cancellation", now);
        String tasks = R4 + "Task?patient:identifier=9700000168";
        Example track = Example.get("Where the prescriptions of a patient are", tasks);
        Example over = Example.get("Where it is now: claimed", tasks);
        return switch (door) {
            case PRESCRIBING -> List.of(prescribing.get(0), prescribing.get(1), cancel);
            case DISPENSING -> List.of(dispensing.get(0), dispensing.get(1), dispensing.get(2), track);
            case COMBINED ->
                List.of(
                        prescribing.get(0),
                        prescribing.get(1),
                        track,
                        dispensing.get(0),
                        dispensing.get(1),
                        dispensing.get(2),
                        over,
                        renamed(cancel, "Too late to cancel an item: R-0004"));
        };
    }

    private static Example renamed(Example example, String title) {
        return new Example(title, example.method(), example.path(), example.headers(), example.body());
    }

    private static Example example(String title, String path, String file, Instant now) {
        String time = PrescriptionOutcomes.time(now);
        String body = message(file).replace("{{now}}", time).replace("{{today}}", time.substring(0, 10));
        return new Example(title, POST, R4 + path, HEADERS, body);
    }

    private static String message(String name) {
        try (InputStream in = EpsExamples.class.getResourceAsStream(name + ".json")) {
            if (in == null) {
                throw new IllegalStateException("no message " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
