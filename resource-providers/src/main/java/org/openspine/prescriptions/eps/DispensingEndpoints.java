package org.openspine.prescriptions.eps;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.prescriptions.Finding;
import org.openspine.prescriptions.PrescriptionEvents;
import org.openspine.prescriptions.TaskSearch;
import org.openspine.prescriptions.message.MessageRules;
import org.openspine.prescriptions.message.Permission;
import org.openspine.prescriptions.message.TaskQuery;

/** {@code Task/$release}, {@code Task} and {@code Claim}. */
final class DispensingEndpoints {
    private final MessageReader reader;
    private final PrescriptionEvents events;
    private final TaskSearch tracker;
    private final EpsSettings settings;

    DispensingEndpoints(MessageReader reader, PrescriptionEvents events, TaskSearch tracker, EpsSettings settings) {
        this.reader = reader;
        this.events = events;
        this.tracker = tracker;
        this.settings = settings;
    }

    FhirResponse release(IncomingRequest request) {
        return events.release(checked(request, MessageRules::release), request.caller());
    }

    FhirResponse changeTask(IncomingRequest request) {
        return events.changeTask(checked(request, MessageRules::task), request.caller());
    }

    FhirResponse claim(IncomingRequest request) {
        return events.claim(checked(request, MessageRules::claim), request.caller());
    }

    FhirResponse searchTasks(IncomingRequest request) {
        Refused.ifAny(EpsPermission.of(settings, request).refusal(Permission.Use.TRACKER).stream()
                .toList());
        Refused.ifAny(TaskQuery.check(request.query()));
        return tracker.search(TaskQuery.of(request.query()), request);
    }

    /** The rules of one kind of message. */
    @FunctionalInterface
    private interface Rules {
        List<Finding> check(ObjectNode body, Permission permission);
    }

    private ObjectNode checked(IncomingRequest request, Rules rules) {
        ObjectNode body = reader.read(request);
        Refused.ifAny(reader.invalid(request, body));
        Refused.ifAny(rules.check(body, EpsPermission.of(settings, request)));
        return body;
    }
}
