package org.openspine.prescriptions.tracker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openspine.access.AccessMode;
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
import org.openspine.error.Problem;
import org.openspine.error.SpineException;
import org.openspine.prescriptions.MirroredHeaders;
import org.openspine.prescriptions.PrescriptionOutcomes;
import org.openspine.prescriptions.PrescriptionVisibility;
import org.openspine.prescriptions.eps.EpsMetadata;
import org.openspine.prescriptions.record.PrescriptionStore;
import org.openspine.repository.ResourceRepository;

/** The endpoints of the clinical prescription tracker and the order in which a request is checked. */
public final class ClinicalTrackerApi implements SpineApi {
    private static final String BASE_PATH = "/clinical-prescription-tracker";
    private static final String TITLE = "Clinical Prescription Tracker";
    private static final String[] EXAMPLE_HEADERS = {
        "X-Request-ID: 60e0b220-8136-4ca5-ae46-1d97ef59d068",
        "NHSD-Organization-UUID: A99981",
        "NHSD-Session-URID: 555254242106",
        "NHSD-Session-JobRole: R8000"
    };

    private final TrackerSearch search;
    private final TrackerDetail detail;
    private final PrescriptionOutcomes outcomes;
    private final Endpoints endpoints;

    public ClinicalTrackerApi(
            PrescriptionStore store, PrescriptionVisibility visibility, ResourceRepository repository, Clock clock) {
        search = new TrackerSearch(store, visibility, clock);
        detail = new TrackerDetail(store, visibility, repository);
        outcomes = new PrescriptionOutcomes(clock);
        EpsMetadata metadata = new EpsMetadata(TITLE, clock.instant());
        endpoints = new Endpoints(List.of(
                Endpoint.get("RequestGroup", "Prescriptions by number or patient, one for each issue", this::search),
                Endpoint.get("RequestGroup/{prescriptionId}", "One issue of a prescription in full", this::detail),
                Endpoint.get("_ping", "Whether the service answers", metadata::ping),
                Endpoint.get("_status", "Whether the service is well", metadata::status)));
    }

    @Override
    public ApiDescription description() {
        return new ApiDescription(
                TITLE,
                BASE_PATH,
                "What became of a prescription, for healthcare workers",
                endpoints,
                List.of(
                        new Header("X-Request-ID", true, "a UUID; mirrored"),
                        new Header("NHSD-Organization-UUID", true, "the organisation of the healthcare worker"),
                        new Header("NHSD-Session-URID", true, "the role of the healthcare worker: digits"),
                        new Header("NHSD-Session-JobRole", true, "the job role of the healthcare worker")),
                List.of(
                        Example.get(
                                "Prescriptions of a patient", "/RequestGroup?nhsNumber=9700000184", EXAMPLE_HEADERS),
                        Example.get("One of them in full", "/RequestGroup/A4D2C8-A99981-5E016E", EXAMPLE_HEADERS),
                        Example.get(
                                "An earlier issue of it",
                                "/RequestGroup/A4D2C8-A99981-5E016E?issueNumber=1",
                                EXAMPLE_HEADERS)),
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

    private FhirResponse search(IncomingRequest request) {
        requireWorker(request);
        List<Problem> problems = new ArrayList<>(TrackerRequest.headers(request));
        problems.addAll(TrackerRequest.search(request.query()));
        TrackerRequest.refuse(problems);
        return json(search.search(request));
    }

    private FhirResponse detail(IncomingRequest request) {
        requireWorker(request);
        String number = request.path().get(1);
        List<Problem> problems = new ArrayList<>(TrackerRequest.headers(request));
        problems.addAll(TrackerRequest.prescription(number));
        TrackerRequest.refuse(problems);
        return json(detail.detail(number, request));
    }

    /** The tracker is for healthcare workers who signed in. */
    private static void requireWorker(IncomingRequest request) {
        AccessMode mode = request.caller().mode();
        if (mode == AccessMode.PATIENT_ACCESS || mode.isApplication()) {
            throw new SpineException(
                    TrackerError.FORBIDDEN, "The tracker can only be accessed using the user-restricted access mode.");
        }
    }

    private static FhirResponse json(ObjectNode resource) {
        return FhirResponse.of(200, JsonBody.of(ResourceJson.write(resource)));
    }

    private static FhirResponse mirrored(IncomingRequest request, FhirResponse answer) {
        return MirroredHeaders.on(answer, request.headers(), "application/fhir+json")
                .withHeader("Cache-Control", "no-cache");
    }
}
