package org.openspine.prescriptions.patientview;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.openspine.access.AccessMode;
import org.openspine.access.Caller;
import org.openspine.api.ApiDescription;
import org.openspine.api.ApiDescription.ErrorRow;
import org.openspine.api.ApiDescription.Example;
import org.openspine.api.ApiDescription.Header;
import org.openspine.api.Endpoint;
import org.openspine.api.Endpoints;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.api.JsonBody;
import org.openspine.api.SpineApi;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.error.SpineException;
import org.openspine.prescriptions.MirroredHeaders;
import org.openspine.prescriptions.PrescriptionOutcomes;
import org.openspine.prescriptions.eps.EpsMetadata;
import org.openspine.prescriptions.message.MessageBundle;
import org.openspine.prescriptions.record.PrescriptionStore;
import org.openspine.prescriptions.state.Prescription;
import org.openspine.prescriptions.statusupdate.StatusUpdates;
import org.openspine.prescriptions.tracker.TrackerError;
import org.openspine.repository.ResourceRepository;
import org.openspine.terminology.identifier.NhsNumber;

/** The endpoint of the patient view, and who may ask it for what. */
public final class PatientViewApi implements SpineApi {
    private static final String BASE_PATH = "/prescriptions-for-patients";
    private static final String TITLE = "Prescriptions for Patients";
    private static final int MOST = 25;

    private final PrescriptionStore store;
    private final StatusUpdates updates;
    private final PrescriptionOutcomes outcomes;
    private final Clock clock;
    private final Endpoints endpoints;

    public PatientViewApi(PrescriptionStore store, ResourceRepository repository, Clock clock) {
        this.store = store;
        this.updates = new StatusUpdates(repository);
        this.outcomes = new PrescriptionOutcomes(clock);
        this.clock = clock;
        EpsMetadata metadata = new EpsMetadata(TITLE, clock.instant());
        endpoints = new Endpoints(List.of(
                Endpoint.get("Bundle", "The prescriptions of the patient who asks", this::prescriptions),
                Endpoint.get("_ping", "Whether the service answers", metadata::ping),
                Endpoint.get("_status", "Whether the service is well", metadata::status)));
    }

    @Override
    public ApiDescription description() {
        return new ApiDescription(
                TITLE,
                BASE_PATH,
                "What patients see of their own prescriptions, with what pharmacies say of each item",
                endpoints,
                List.of(
                        new Header("X-Request-ID", false, "a UUID; mirrored"),
                        new Header("NHSD-NHSLogin-User", true, "the patient: P9:9700000168"),
                        new Header("x-nhs-number", false, "the patient in tests; must be the one who signed in")),
                List.of(Example.get("My prescriptions", "/Bundle", "NHSD-NHSLogin-User: P9:9700000168")),
                Arrays.stream(TrackerError.values()).map(ErrorRow::of).toList());
    }

    @Override
    public FhirResponse answer(IncomingRequest request) {
        Endpoint endpoint = endpoints
                .of(request.method(), request.path())
                .orElseThrow(() -> new SpineException(TrackerError.NOT_FOUND, "There is nothing at this path."));
        return mirrored(request, endpoint.handler().answer(request));
    }

    @Override
    public FhirResponse refusal(IncomingRequest request, SpineException failure) {
        return mirrored(request, outcomes.refusal(TrackerError.told(failure)));
    }

    private FhirResponse prescriptions(IncomingRequest request) {
        String nhsNumber = patient(request);
        List<Prescription> shown = store.ofPatient(nhsNumber).stream()
                .filter(prescription -> !prescription.details().isRepeatDispensing() && !prescription.isCleanedUp())
                .sorted(Comparator.comparing((Prescription prescription) ->
                                prescription.details().authored())
                        .thenComparing(prescription -> prescription.details().uploaded())
                        .reversed())
                .limit(MOST)
                .toList();
        Map<String, ObjectNode> orders = shown.isEmpty() ? Map.of() : store.orders(shown);
        Map<String, List<JsonNode>> told =
                updates
                        .of(shown.stream()
                                .map(prescription -> prescription.number().value())
                                .toList())
                        .stream()
                        .collect(Collectors.groupingBy(update ->
                                update.at("/basedOn/0/identifier/value").asText()));
        ObjectNode bundle = JsonNodeFactory.instance.objectNode().put("resourceType", "Bundle");
        bundle.put("id", UUID.randomUUID().toString());
        bundle.putObject("meta").put("lastUpdated", PrescriptionOutcomes.time(clock.instant()));
        bundle.put("type", "searchset").put("total", shown.size());
        ArrayNode entries = bundle.putArray("entry");
        for (Prescription prescription : shown) {
            MessageBundle order = new MessageBundle(
                    orders.getOrDefault(prescription.number().stem(), JsonNodeFactory.instance.objectNode()));
            ObjectNode entry = entries.addObject().put("fullUrl", "urn:uuid:" + PatientCollection.id(prescription));
            entry.putObject("search").put("mode", "match");
            entry.set(
                    "resource",
                    PatientCollection.of(
                            prescription,
                            order,
                            told.getOrDefault(prescription.number().value(), List.of()),
                            clock.instant()));
        }
        return FhirResponse.of(200, JsonBody.of(ResourceJson.write(bundle)));
    }

    /** Whose prescriptions are asked for. Throws a refusal unless that is who signed in. */
    private static String patient(IncomingRequest request) {
        Optional<String> named = request.headers().filled("x-nhs-number");
        Caller caller = request.caller();
        if (!caller.isOpen() && caller.mode() != AccessMode.PATIENT_ACCESS) {
            throw new SpineException(TrackerError.FORBIDDEN, "Only patients see their prescriptions here.");
        }
        if (caller.mode() == AccessMode.PATIENT_ACCESS
                && caller.login().filter(Caller.Login::isProved).isEmpty()) {
            throw new SpineException(TrackerError.FORBIDDEN, "The identity of the patient is not proved.");
        }
        Optional<String> signedIn = caller.login().map(Caller.Login::nhsNumber);
        String number = signedIn.or(() -> named)
                .orElseThrow(() -> new SpineException(TrackerError.UNAUTHORIZED, "No patient has signed in."));
        if (signedIn.isPresent() && named.filter(other -> !other.equals(number)).isPresent()) {
            throw new SpineException(TrackerError.FORBIDDEN, "Patients see only their own prescriptions.");
        }
        return NhsNumber.parse(number)
                .orElseThrow(() -> new SpineException(TrackerError.BAD_REQUEST, "NHS number is invalid."))
                .value();
    }

    private static FhirResponse mirrored(IncomingRequest request, FhirResponse answer) {
        return MirroredHeaders.on(answer, request.headers(), "application/fhir+json; fhirVersion=4.0");
    }
}
