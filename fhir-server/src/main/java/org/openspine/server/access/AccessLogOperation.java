package org.openspine.server.access;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.openspine.access.AccessMode;
import org.openspine.access.Caller;
import org.openspine.api.FhirResponse;
import org.openspine.api.HttpMethod;
import org.openspine.api.JsonBody;
import org.openspine.audit.AccessEvents;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.fhir.FhirRequest;
import org.openspine.fhir.Operation;
import org.openspine.repository.AuditStore.AuditRow;
import org.openspine.repository.AuditStore.Query;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.search.DateRange;

/**
 * {@code Patient/[id]/$access-log} and {@code AuditEvent/$access-log}: who looked at or changed what, as AuditEvents, newest
 * first. Patients see the accesses to their own record; everything is for privacy officers (activity B0015 or B0016).
 */
final class AccessLogOperation implements Operation {
    private static final int DEFAULT_COUNT = 50;
    private static final int MAX_COUNT = 200;
    private static final Set<String> PARAMETERS = Set.of("_count", "_since", "_before", "_format", "_pretty");
    private static final Instant END = Instant.parse("9999-01-01T00:00:00Z");

    private final ResourceRepository repository;

    AccessLogOperation(ResourceRepository repository) {
        this.repository = repository;
    }

    @Override
    public String name() {
        return "access-log";
    }

    @Override
    public String definition() {
        return "https://openspine.org/fhir/OperationDefinition/access-log";
    }

    @Override
    public Set<Level> levels() {
        return Set.of(Level.TYPE, Level.INSTANCE);
    }

    @Override
    public Set<String> types() {
        return Set.of("Patient", "AuditEvent");
    }

    @Override
    public Set<HttpMethod> methods() {
        return Set.of(HttpMethod.GET);
    }

    @Override
    public FhirResponse run(FhirRequest request, Target target) {
        String type = target.type().orElse("");
        boolean ofPatient = target.key().isPresent() && type.equals("Patient");
        if (!ofPatient && (target.key().isPresent() || type.equals("Patient"))) {
            throw new SpineException(
                    FhirError.INVALID_REQUEST,
                    "$access-log is asked of one patient, Patient/[id]/$access-log, or of all: AuditEvent/$access-log");
        }
        request.query().all().stream()
                .filter(parameter -> !PARAMETERS.contains(parameter.name()))
                .findFirst()
                .ifPresent(unknown -> {
                    throw new SpineException(
                            FhirError.UNSUPPORTED_PARAMETER, "$access-log takes _count, _since and _before");
                });
        Optional<String> patient = target.key().map(key -> key.id());
        requireRight(request.caller(), patient);
        int count =
                request.query().last("_count").map(AccessLogOperation::count).orElse(DEFAULT_COUNT);
        List<AuditRow> rows = repository
                .audit()
                .search(new Query(
                        patient.map(AccessLogOperation::number).orElse(OptionalLong.empty()),
                        request.query()
                                .last("_since")
                                .map(AccessLogOperation::instant)
                                .orElse(Instant.EPOCH),
                        request.query()
                                .last("_before")
                                .map(AccessLogOperation::instant)
                                .orElse(END),
                        count));
        Function<AuditRow, ObjectNode> shown = request.caller().mode() == AccessMode.PATIENT_ACCESS
                ? row -> AccessEvents.shownTo(patient.orElseThrow(), row)
                : AccessEvents::of;
        return FhirResponse.of(200, JsonBody.of(ResourceJson.write(bundle(request, rows, count, shown))));
    }

    private static void requireRight(Caller caller, Optional<String> patient) {
        boolean own = caller.mode() == AccessMode.PATIENT_ACCESS
                && SecuredBase.ownNumber(caller).equals(patient);
        if (!own && !caller.may("B0015") && !caller.may("B0016")) {
            throw new SpineException(
                    FhirError.FORBIDDEN, "The access log is for patients, about themselves, and for privacy officers");
        }
    }

    private static ObjectNode bundle(
            FhirRequest request, List<AuditRow> rows, int count, Function<AuditRow, ObjectNode> shown) {
        String place = request.base() + "/" + String.join("/", request.path());
        ObjectNode bundle = JsonNodeFactory.instance.objectNode();
        bundle.put("resourceType", "Bundle").put("type", "searchset");
        ArrayNode links = bundle.putArray("link");
        links.addObject()
                .put("relation", "self")
                .put("url", request.query().isEmpty() ? place : place + "?" + request.query());
        if (rows.size() == count) {
            String before = rows.get(rows.size() - 1).at().plusMillis(1).toString();
            links.addObject()
                    .put("relation", "next")
                    .put("url", place + "?" + request.query().with("_before", before));
        }
        if (!rows.isEmpty()) {
            ArrayNode entries = bundle.putArray("entry");
            rows.forEach(row -> {
                ObjectNode event = shown.apply(row);
                ObjectNode entry = entries.addObject();
                entry.put("fullUrl", "urn:openspine:audit:" + event.path("id").asText());
                entry.set("resource", event);
                entry.putObject("search").put("mode", "match");
            });
        }
        return bundle;
    }

    private static OptionalLong number(String text) {
        return text.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.of(-1);
    }

    private static int count(String text) {
        try {
            int count = Integer.parseInt(text);
            if (count > 0) {
                return Math.min(count, MAX_COUNT);
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw new SpineException(FhirError.INVALID_PARAMETER, "'_count' is a whole number above 0");
    }

    private static Instant instant(String text) {
        return DateRange.parse(text)
                .map(range -> Instant.ofEpochMilli(range.low()))
                .orElseThrow(() -> new SpineException(
                        FhirError.INVALID_PARAMETER, "'_since' and '_before' take a date, dateTime or instant"));
    }
}
