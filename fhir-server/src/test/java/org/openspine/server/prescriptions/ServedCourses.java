package org.openspine.server.prescriptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.prescriptions.ServedEps.ok;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/** A server on which prescriptions are brought to a point of their lives, and what its tracker says of them. */
interface ServedCourses extends ServedEps {
    String RELEASE = "Task/$release";

    /** Task.status of each status of a prescription: contract, section 7.1. */
    Map<String, String> TASK_STATUS = Map.ofEntries(
            Map.entry("0000", "requested"),
            Map.entry("0001", "requested"),
            Map.entry("0002", "accepted"),
            Map.entry("0003", "in-progress"),
            Map.entry("0004", "failed"),
            Map.entry("0005", "cancelled"),
            Map.entry("0006", "completed"),
            Map.entry("0007", "completed"),
            Map.entry("0008", "completed"),
            Map.entry("0009", "completed"),
            Map.entry("9001", "requested"));

    static String id() {
        return UUID.randomUUID().toString();
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    default Course ordered() {
        Course course = new Course(TestPatients.next());
        ok(send("$process-message", signed(course.order())));
        return course;
    }

    default Course released() {
        Course course = ordered();
        JsonNode answer = ok(send(RELEASE, course.release()));
        assertThat(answer.at("/parameter/0/resource/total").asInt())
                .as(answer.toString())
                .isEqualTo(1);
        return course;
    }

    default Course dispensed() {
        Course course = released();
        ok(send("$process-message", course.notification()));
        return course;
    }

    /** The only Task the tracker has of a prescription. */
    default JsonNode task(Course course) {
        JsonNode bundle = tracked("focus:identifier=" + encoded(course.number));
        assertThat(bundle.path("total").asInt()).isEqualTo(1);
        return bundle.at("/entry/0/resource");
    }

    default JsonNode tracked(String query) {
        return ok(fhir().urlEncodingEnabled(false)
                .header("X-Request-ID", id())
                .get(address() + "/electronic-prescriptions/FHIR/R4/Task?" + query));
    }

    /** Asserts the status of a prescription and its items. */
    default void status(Course course, String prescription, String first, String second) {
        JsonNode task = task(course);
        assertThat(task.at("/businessStatus/coding/0/code").asText()).isEqualTo(prescription);
        assertThat(task.path("status").asText()).isEqualTo(TASK_STATUS.get(prescription));
        assertThat(task.at("/input/0/extension/0/extension/0/valueCoding/code").asText())
                .isEqualTo(first);
        assertThat(task.at("/input/1/extension/0/extension/0/valueCoding/code").asText())
                .isEqualTo(second);
    }
}
