package org.openspine.demographics.miniservice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openspine.access.AccessMode;
import org.openspine.access.Caller;
import org.openspine.api.Endpoint;
import org.openspine.api.FhirResponse;
import org.openspine.api.HttpMethod;
import org.openspine.api.IncomingRequest;
import org.openspine.api.JsonBody;
import org.openspine.api.QueryParameters;
import org.openspine.conformance.json.MalformedContentException;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.demographics.pds.PdsError;
import org.openspine.error.SpineException;
import org.openspine.fhir.FhirRequest;
import org.openspine.fhir.Operation;
import org.openspine.fhir.OperationParameters;
import org.openspine.repository.ResourceRepository;

/** One question as an operation on {@code Patient}, of the unified base and of a national one. */
public final class MiniServiceOperation implements Operation {
    private final String name;
    private final String meaning;
    private final List<String> inputs;
    private final Question question;
    private final ResourceRepository repository;
    private final Clock clock;

    /** What is asked of the service over the record as the caller may see it. */
    @FunctionalInterface
    private interface Question {
        ObjectNode answer(MiniService service, MiniServiceInput input);
    }

    private MiniServiceOperation(
            String name,
            String meaning,
            List<String> inputs,
            Question question,
            ResourceRepository repository,
            Clock clock) {
        this.name = name;
        this.meaning = meaning;
        this.inputs = inputs;
        this.question = question;
        this.repository = repository;
        this.clock = clock;
    }

    public static List<MiniServiceOperation> all(ResourceRepository repository, Clock clock) {
        return List.of(
                new MiniServiceOperation(
                        "verify-nhs-number",
                        "Whether an NHS number is that of a person",
                        MiniService.NUMBER_AND_NAMES,
                        MiniService::verifyNhsNumber,
                        repository,
                        clock),
                new MiniServiceOperation(
                        "get-nhs-number",
                        "The NHS number of a person, if they are found without doubt",
                        MiniService.KNOWN_OF_PERSON,
                        MiniService::getNhsNumber,
                        repository,
                        clock),
                new MiniServiceOperation(
                        "get-patient-details",
                        "The record of a person, by number or by what is known of them",
                        MiniService.EITHER,
                        MiniService::getPatientDetails,
                        repository,
                        clock));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String definition() {
        return "https://openspine.org/fhir/OperationDefinition/" + name;
    }

    @Override
    public Set<Level> levels() {
        return Set.of(Level.TYPE);
    }

    @Override
    public Set<String> types() {
        return Set.of("Patient");
    }

    @Override
    public Set<HttpMethod> methods() {
        return READING;
    }

    @Override
    public FhirResponse run(FhirRequest request, Target target) {
        return run(request, target, repository);
    }

    @Override
    public FhirResponse run(FhirRequest request, Target target, ResourceRepository visible) {
        requireNoPatient(request.caller());
        return answer(OperationParameters.of(request, name, inputs).asQuery(), visible);
    }

    /** The same operation at the path of a national API. */
    public Endpoint endpoint() {
        return new Endpoint(
                Set.of(HttpMethod.GET, HttpMethod.POST), List.of("Patient", "$" + name), meaning, this::answer);
    }

    private FhirResponse answer(IncomingRequest request) {
        requireNoPatient(request.caller());
        QueryParameters given = request.query();
        return answer(request.method().equals("POST") ? given.and(body(request)) : given, repository);
    }

    private FhirResponse answer(QueryParameters given, ResourceRepository visible) {
        ObjectNode parameters = question.answer(new MiniService(visible, clock), MiniServiceInput.of(given, inputs));
        return FhirResponse.of(200, JsonBody.of(ResourceJson.write(parameters)));
    }

    /** The primitive values of a Parameters. */
    private static QueryParameters body(IncomingRequest request) {
        if (request.content().isEmpty()) {
            return QueryParameters.NONE;
        }
        JsonNode body = parsed(request);
        if (!body.path("resourceType").asText().equals("Parameters")) {
            throw new SpineException(PdsError.VALIDATION_ERROR, "The body of an operation is a Parameters");
        }
        List<QueryParameters.Parameter> values = new ArrayList<>();
        for (JsonNode parameter : body.path("parameter")) {
            String name = parameter.path("name").asText("");
            value(parameter).ifPresent(value -> values.add(new QueryParameters.Parameter(name, value)));
        }
        return new QueryParameters(values);
    }

    private static Optional<String> value(JsonNode parameter) {
        for (Map.Entry<String, JsonNode> member : parameter.properties()) {
            if (member.getKey().startsWith("value")
                    && member.getValue().isValueNode()
                    && !member.getValue().isNull()) {
                return Optional.of(member.getValue().asText());
            }
        }
        return Optional.empty();
    }

    private static JsonNode parsed(IncomingRequest request) {
        try {
            return request.content().json();
        } catch (MalformedContentException malformed) {
            throw new SpineException(
                    PdsError.VALIDATION_ERROR, "The body is not valid JSON: " + malformed.getMessage());
        }
    }

    /** A patient cannot ask about others, and needs not ask about themselves. */
    private static void requireNoPatient(Caller caller) {
        if (caller.mode() == AccessMode.PATIENT_ACCESS) {
            throw new SpineException(
                    PdsError.PATIENT_CANNOT,
                    "Your access token has insufficient permissions. See documentation regarding Patient access"
                            + " restrictions https://digital.nhs.uk/developer/api-catalogue/personal-demographics-service-fhir");
        }
    }
}
