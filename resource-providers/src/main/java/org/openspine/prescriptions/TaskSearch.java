package org.openspine.prescriptions;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.api.JsonBody;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.prescriptions.message.EpsUrl;
import org.openspine.prescriptions.message.TaskQuery;
import org.openspine.prescriptions.record.PrescriptionStore;
import org.openspine.prescriptions.record.ResourceParts;
import org.openspine.prescriptions.record.TaskDocument;
import org.openspine.prescriptions.state.Issue;
import org.openspine.prescriptions.state.Prescription;
import org.openspine.prescriptions.state.PrescriptionStatus;
import org.openspine.prescriptions.state.TimeRules;

/** {@code GET Task}: the current issue of a prescription, or every issue of a patient's that has opened, as they are now. */
public final class TaskSearch {
    private final PrescriptionStore store;
    private final PrescriptionVisibility visibility;
    private final Clock clock;

    public TaskSearch(PrescriptionStore store, PrescriptionVisibility visibility, Clock clock) {
        this.store = store;
        this.visibility = visibility;
        this.clock = clock;
    }

    /** A searchset Bundle of what the sender of {@code request} may know, empty if nothing matches. */
    public FhirResponse search(TaskQuery query, IncomingRequest request) {
        Predicate<Prescription> visible = visibility.of(request);
        List<ObjectNode> tasks = issues(query)
                .filter(found -> !found.prescription().isCleanedUp() && visible.test(found.prescription()))
                .filter(found -> matches(found, query))
                .map(Found::task)
                .toList();
        return FhirResponse.of(200, JsonBody.of(ResourceJson.write(bundle(tasks))));
    }

    private record Found(Prescription prescription, Issue issue) {
        /** With an id that is always the same, as a tracker has none of its own. */
        ObjectNode task() {
            ObjectNode task = TaskDocument.tracked(prescription, issue);
            String id = UUID.nameUUIDFromBytes(
                            (prescription.number() + "/" + issue.number()).getBytes(StandardCharsets.UTF_8))
                    .toString();
            return task.put("id", id);
        }
    }

    private Stream<Found> issues(TaskQuery query) {
        Optional<String> number = query.prescription();
        if (number.isPresent()) {
            return PrescriptionStore.stem(number.get()).flatMap(store::read).stream()
                    .map(prescription -> new Found(prescription, prescription.current()));
        }
        return query.nhsNumber().map(store::ofPatient).orElse(List.of()).stream()
                .flatMap(prescription -> prescription.issues().stream()
                        .filter(issue -> issue.status() != PrescriptionStatus.FUTURE_ISSUE)
                        .map(issue -> new Found(prescription, issue)));
    }

    private static boolean matches(Found found, TaskQuery query) {
        LocalDate authored = TimeRules.date(found.prescription().details().authored());
        return query.nhsNumber()
                        .filter(number ->
                                !number.equals(found.prescription().details().nhsNumber()))
                        .isEmpty()
                && query.businessStatus()
                        .filter(code -> !code.equals(found.issue().status().code()))
                        .isEmpty()
                && query.authored().stream().allMatch(bound -> bound.holds(authored));
    }

    private ObjectNode bundle(List<ObjectNode> tasks) {
        String id = UUID.randomUUID().toString();
        ObjectNode bundle = JsonNodeFactory.instance.objectNode();
        bundle.put("resourceType", "Bundle").put("id", id);
        bundle.putObject("meta").put("lastUpdated", PrescriptionOutcomes.time(clock.instant()));
        ResourceParts.identifier(bundle.putObject("identifier"), EpsUrl.UUID_SYSTEM, id);
        bundle.put("type", "searchset").put("total", tasks.size());
        ArrayNode entries = bundle.putArray("entry");
        tasks.forEach(task -> {
            ObjectNode entry = entries.addObject();
            entry.put("fullUrl", "urn:uuid:" + task.path("id").asText());
            entry.set("resource", task);
            entry.putObject("search").put("mode", "match");
        });
        return bundle;
    }
}
