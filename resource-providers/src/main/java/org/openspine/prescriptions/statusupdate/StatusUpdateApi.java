package org.openspine.prescriptions.statusupdate;

import static org.openspine.api.HttpMethod.POST;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.openspine.access.AccessMode;
import org.openspine.api.ApiDescription;
import org.openspine.api.ApiDescription.ErrorRow;
import org.openspine.api.ApiDescription.Example;
import org.openspine.api.ApiDescription.Header;
import org.openspine.api.Endpoint;
import org.openspine.api.Endpoints;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.api.SpineApi;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.error.ErrorCode;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.prescriptions.eps.EpsMetadata;
import org.openspine.prescriptions.message.Elements;
import org.openspine.repository.ResourceRepository;

/** The endpoints of the prescription status update API and the order in which a Bundle of updates is checked. */
public final class StatusUpdateApi implements SpineApi {
    private static final String BASE_PATH = "/prescription-status-update";
    private static final String TITLE = "Prescription Status Update";
    private static final String REQUEST_ID = "X-Request-ID";
    private static final String EXAMPLE = """
            {"resourceType": "Bundle", "type": "transaction", "entry": [{
              "fullUrl": "urn:uuid:0c5e1d5c-3c9e-4a6e-9d35-6f3f1b6a7c01",
              "resource": {"resourceType": "Task", "id": "0c5e1d5c-3c9e-4a6e-9d35-6f3f1b6a7c01", "intent": "order",
                "status": "in-progress",
                "basedOn": [{"identifier": {"system": "https://fhir.nhs.uk/Id/prescription-order-number", "value": "3F7B20-A99981-C1D948"}}],
                "businessStatus": {"coding": [{"system": "https://fhir.nhs.uk/CodeSystem/task-businessStatus-nppt", "code": "Ready to Collect"}]},
                "focus": {"identifier": {"system": "https://fhir.nhs.uk/Id/prescription-order-item-number", "value": "2711a060-70a9-55cb-bae3-aa6c5ec417b1"}},
                "for": {"identifier": {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9700000168"}},
                "owner": {"identifier": {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "FZA91"}},
                "lastModified": "2026-01-14T10:11:12Z"},
              "request": {"method": "POST", "url": "Task"}}]}
            """;
    private static final Pattern ODS = Pattern.compile("[A-Z0-9]+");

    private final ResourceRepository repository;
    private final StatusUpdates updates;
    private final StatusUpdateAnswers answers;
    private final Clock clock;
    private final Endpoints endpoints;

    public StatusUpdateApi(ResourceRepository repository, Clock clock) {
        this.repository = repository;
        this.updates = new StatusUpdates(repository);
        this.answers = new StatusUpdateAnswers(clock);
        this.clock = clock;
        EpsMetadata metadata = new EpsMetadata(TITLE, clock.instant());
        endpoints = new Endpoints(List.of(
                Endpoint.of(POST, "", "Updates of items, as a transaction Bundle of Tasks", this::update),
                Endpoint.get(
                        "checkprescriptionstatusupdates",
                        "What was sent, by prescription, patient or pharmacy",
                        new CheckUpdates(updates)::answer),
                Endpoint.get("_ping", "Whether the service answers", metadata::ping),
                Endpoint.get("_status", "Whether the service is well", metadata::status)));
    }

    @Override
    public ApiDescription description() {
        return new ApiDescription(
                TITLE,
                BASE_PATH,
                "Pharmacies tell patients how far each item of a prescription is",
                endpoints,
                List.of(
                        new Header(REQUEST_ID, true, "a UUID; mirrored"),
                        new Header("X-Correlation-ID", false, "any text; mirrored")),
                List.of(
                        new Example(
                                "An item is ready to collect",
                                POST,
                                "/",
                                List.of(
                                        "X-Request-ID: 60e0b220-8136-4ca5-ae46-1d97ef59d068",
                                        "Content-Type: application/fhir+json"),
                                EXAMPLE),
                        Example.get(
                                "What was sent about a prescription",
                                "/checkprescriptionstatusupdates?prescriptionid=3F7B20-A99981-C1D948")),
                List.of(
                        new ErrorRow("", 400, "value", "error", "Text of every rule that an entry breaks"),
                        new ErrorRow(
                                "REC_CONFLICT",
                                409,
                                "duplicate",
                                "error",
                                "409: The Receiver identified a conflict.")));
    }

    @Override
    public FhirResponse answer(IncomingRequest request) {
        Endpoint endpoint = endpoints
                .of(request.method(), request.path())
                .orElseThrow(() -> new SpineException(
                        endpoints.methodsAt(request.path()).isEmpty()
                                ? FhirError.NOT_FOUND
                                : FhirError.METHOD_NOT_ALLOWED,
                        "There is nothing at this path with this method"));
        return answers.mirrored(request.headers(), endpoint.handler().answer(request));
    }

    @Override
    public FhirResponse refusal(IncomingRequest request, SpineException failure) {
        ErrorCode row = failure.code();
        String text = row == FhirError.INTERNAL
                ? "The Server has encountered an error processing the request."
                : failure.problems().get(0).diagnostics();
        return answers.mirrored(request.headers(), answers.refused(row.status(), text));
    }

    private FhirResponse update(IncomingRequest request) {
        AccessMode mode = request.caller().mode();
        if (mode == AccessMode.USER_RESTRICTED || mode == AccessMode.PATIENT_ACCESS) {
            return answers.refused(403, "Only applications may send status updates.");
        }
        Optional<String> requestId = request.headers().filled(REQUEST_ID);
        if (requestId.isEmpty()) {
            return answers.refused(400, "Missing or empty x-request-id header.");
        }
        JsonNode bundle = ResourceJson.parseAny(request.content().bytes(), JsonLimits.DOCUMENT);
        if (!bundle.path("resourceType").asText().equals("Bundle")
                || !bundle.path("type").asText().equals("transaction")
                || (bundle.has("entry") && !bundle.get("entry").isArray())) {
            return answers.refused(
                    400, "Request body does not have resourceType of 'Bundle' and type of 'transaction'.");
        }
        List<JsonNode> entries = Elements.list(bundle, "entry");
        if (entries.isEmpty()) {
            return answers.of(200, List.of());
        }
        List<Optional<String>> wrong = entries.stream()
                .map(entry -> StatusUpdateRules.check(entry, clock.instant()))
                .toList();
        if (wrong.stream().anyMatch(Optional::isPresent)) {
            return answers.invalid(entries, wrong);
        }
        List<StatusUpdate> sent = entries.stream()
                .map(entry -> new StatusUpdate(entry.path("resource")))
                .toList();
        Set<String> pharmacies = new TreeSet<>();
        sent.forEach(update ->
                update.pharmacy().filter(ods -> !ODS.matcher(ods).matches()).ifPresent(pharmacies::add));
        if (!pharmacies.isEmpty()) {
            List<String> quoted = new ArrayList<>();
            pharmacies.forEach(ods -> quoted.add("\"" + ods + "\""));
            return answers.refused(400, "Received invalid ODS codes: [%s]".formatted(String.join(",", quoted)));
        }
        return repository.inTransaction(
                () -> store(entries, sent, requestId.get(), request.caller().client()));
    }

    private FhirResponse store(List<JsonNode> entries, List<StatusUpdate> sent, String requestId, String application) {
        updates.guard(sent);
        Set<Integer> conflicts = updates.conflicts(sent);
        if (!conflicts.isEmpty()) {
            return answers.conflict(entries, conflicts);
        }
        updates.store(sent, requestId, application);
        return answers.created(entries);
    }
}
