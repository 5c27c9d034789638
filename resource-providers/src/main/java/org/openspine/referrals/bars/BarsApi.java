package org.openspine.referrals.bars;

import static org.openspine.api.HttpMethod.DELETE;
import static org.openspine.api.HttpMethod.PATCH;
import static org.openspine.api.HttpMethod.POST;
import static org.openspine.api.HttpMethod.PUT;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.openspine.api.ApiDescription;
import org.openspine.api.ContentRules;
import org.openspine.api.Endpoint;
import org.openspine.api.Endpoints;
import org.openspine.api.FhirResponse;
import org.openspine.api.HttpMethod;
import org.openspine.api.IncomingRequest;
import org.openspine.api.SpineApi;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;

/** The endpoints of Booking and Referral and the order in which a request is checked. */
public final class BarsApi implements SpineApi {
    public static final String BASE_PATH = "/booking-and-referral/FHIR/R4";

    /** Paths on which no target needs to be named. */
    private static final Set<String> WITHOUT_TARGET =
            Set.of("metadata", "DocumentReference", "HealthcareService", "Endpoint");

    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

    private final Targets targets;
    private final Endpoints table;
    private final ApiDescription description;

    public BarsApi(ResourceRepository repository, ContentRules rules, Clock clock) {
        targets = new Targets(repository);
        ReceivedRecords records = new ReceivedRecords(repository, rules);
        Bookings bookings = new Bookings(repository, records, clock);
        MessageProcessing messages = new MessageProcessing(repository, records, bookings, clock);
        BarsSlots slots = new BarsSlots(repository, clock);
        BarsCapabilities capabilities = new BarsCapabilities(rules, clock);
        List<Endpoint> rows = new ArrayList<>();
        rows.add(Endpoint.get(
                "metadata", "The capability statement", request -> capabilities.statement(request, List.copyOf(rows))));
        rows.add(Endpoint.get("MessageDefinition", "Which messages a service takes", capabilities::messages));
        rows.add(Endpoint.of(
                POST,
                "$process-message",
                "Refers, asks for validation, books, cancels or responds",
                request -> messages.answer(request, BarsHeaders.read(request))));
        rows.add(Endpoint.get(
                "Slot",
                "What a service has to offer",
                request -> slots.answer(request, target(request).orElseThrow())));
        for (String type : List.of(Bookings.TYPE, "ServiceRequest")) {
            addRecords(rows, new BarsRecords(type, repository, records, bookings, clock), type);
        }
        addDirectory(
                rows,
                "DocumentReference",
                new BarsDirectory(
                        "DocumentReference",
                        Map.of(
                                "subject:identifier", "subject",
                                "custodian:identifier", "custodian",
                                "type", "type"),
                        repository,
                        records,
                        clock));
        addDirectory(
                rows,
                "HealthcareService",
                new BarsDirectory(
                        "HealthcareService",
                        Map.of(
                                "HealthcareService.providedBy", "organization",
                                "HealthcareService.identifier", "identifier",
                                "identifier", "identifier"),
                        repository,
                        records,
                        clock));
        BarsDirectory endpoints = new BarsDirectory(
                "Endpoint",
                Map.of(
                        "Endpoint.identifier", "identifier",
                        "identifier", "identifier",
                        "ConnectionType", "connection-type",
                        "PayloadType", "payload-type"),
                repository,
                records,
                clock);
        addDirectory(rows, "Endpoint", endpoints);
        addTemplates(rows, endpoints.templates());
        table = new Endpoints(rows);
        description = new ApiDescription(
                "Booking and Referral",
                BASE_PATH,
                "Urgent-care systems refer patients to each other and book",
                table,
                BarsExamples.HEADERS,
                BarsExamples.REQUESTS,
                Arrays.stream(BarsError.values())
                        .map(row -> new ApiDescription.ErrorRow(
                                row.details().map(coding -> coding.getCode()).orElse(row.name()),
                                row.status(),
                                row.issueType().toCode(),
                                row.severity().toCode(),
                                row.issueType().getDisplay()))
                        .toList());
    }

    private static void addRecords(List<Endpoint> rows, BarsRecords records, String type) {
        rows.add(Endpoint.get(type, "Finds by patient", records::search));
        rows.add(Endpoint.of(POST, type, "Makes one", records::create));
        String one = type + "/{id}";
        rows.add(Endpoint.get(one, "Reads one", records::read));
        rows.add(Endpoint.of(PUT, one, "Replaces one", records::replace));
        rows.add(Endpoint.of(PATCH, one, "Replaces parts of one", records::merge));
        rows.add(Endpoint.of(DELETE, one, "Cancels one", records::takeBack));
    }

    private static void addDirectory(List<Endpoint> rows, String type, BarsDirectory directory) {
        rows.add(Endpoint.get(type, "Finds", directory::search));
        rows.add(Endpoint.of(POST, type, "Makes one", directory::create));
        String one = type + "/{id}";
        rows.add(Endpoint.get(one, "Reads one", directory::read));
        rows.add(Endpoint.of(PUT, one, "Replaces one", directory::replace));
        rows.add(Endpoint.of(DELETE, one, "Removes one", directory::remove));
    }

    private static void addTemplates(List<Endpoint> rows, BarsDirectory templates) {
        rows.add(Endpoint.get("Endpoint/$template", "Finds patterns for endpoints", templates::search));
        rows.add(Endpoint.of(POST, "Endpoint/$template", "Makes a pattern", templates::create));
        rows.add(Endpoint.of(PUT, "Endpoint/{id}/$template", "Replaces a pattern", templates::replace));
        rows.add(Endpoint.of(DELETE, "Endpoint/{id}/$template", "Removes a pattern", templates::remove));
    }

    @Override
    public ApiDescription description() {
        return description;
    }

    @Override
    public FhirResponse answer(IncomingRequest request) {
        Endpoint row = table.of(request.method(), request.path()).orElseThrow(() -> noRow(request));
        String first = request.path().get(0);
        if (!first.equals("metadata")) {
            BarsHeaders.read(request);
        }
        if (first.equals("DocumentReference")) {
            BarsHeaders.requireVersion(request.headers());
        }
        if (WITH_BODY.contains(request.method())) {
            BarsHeaders.requireJson(request.headers());
        }
        if (!first.equals("Slot")) { // a search for slots needs the target itself
            target(request);
        }
        return BarsHeaders.mirrored(request.headers(), row.handler().answer(request));
    }

    /** Whom the request is for; empty where nobody needs to be named. */
    private Optional<StoredResource> target(IncomingRequest request) {
        return WITHOUT_TARGET.contains(request.path().get(0))
                ? Optional.empty()
                : Optional.of(targets.required(request.headers()));
    }

    /** Methods as the standard lists them: that HEAD is answered like GET goes without saying. */
    private String allowed(IncomingRequest request) {
        return table.methodsAt(request.path()).stream()
                .filter(method -> method != HttpMethod.HEAD)
                .map(HttpMethod::name)
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private SpineException noRow(IncomingRequest request) {
        String allowed = allowed(request);
        return allowed.isEmpty()
                ? new SpineException(BarsError.PATH_UNKNOWN, "Nothing is served at this path")
                : new SpineException(
                        BarsError.METHOD_NOT_ALLOWED, "This method is not allowed: allowed here are " + allowed);
    }

    @Override
    public FhirResponse refusal(IncomingRequest request, SpineException failure) {
        FhirResponse answer = BarsHeaders.mirrored(request.headers(), Outcomes.refusal(failure));
        return failure.code() == BarsError.METHOD_NOT_ALLOWED ? answer.withHeader("Allow", allowed(request)) : answer;
    }
}
