package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.openspine.access.AccessMode;
import org.openspine.api.ContentRules;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.api.RequestHeaders;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.MalformedContentException;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.demographics.PatientIndex;
import org.openspine.demographics.PatientRecord;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Verb;

/** {@code PATCH Patient/{nhsNumber}}: all patches of a request, or none; one version more. */
final class UpdatePatient {
    private static final String MEDIA_TYPE = "application/json-patch+json";

    private final ResourceRepository repository;
    private final PatientIndex index;
    private final ContentRules content;
    private final OrganisationCodes organisations;
    private final Clock clock;

    UpdatePatient(ResourceRepository repository, ContentRules content, Clock clock) {
        this.repository = repository;
        this.index = new PatientIndex(repository);
        this.content = content;
        this.organisations = new OrganisationCodes(repository, clock);
        this.clock = clock;
    }

    FhirResponse answer(IncomingRequest request) {
        String number = request.path().get(1);
        PdsPatients.requireNumber(number);
        ExpectedVersion expected = ExpectedVersion.of(request.headers());
        requireMediaType(request.headers());
        byte[] body = request.content().bytes();
        return repository.inTransaction(() -> {
            PatientRecord record = updatable(number);
            JsonNode list = PatientPatch.listOf(parse(body));
            expected.require(record.version());
            List<PatientPatch> patches = PatientPatch.parse(list);
            StoredResource next = store(record, changed(record, patches, request));
            return ReadPatient.versioned(
                    200,
                    PatientView.read(
                            PatientRecord.of(next), Entitlement.of(request).withoutLocation()),
                    next.version());
        });
    }

    /** The record, locked. Throws unless there is one that may be changed under this number. */
    private PatientRecord updatable(String number) {
        PatientRecord record = index.lock(number).orElseThrow(() -> new SpineException(PdsError.RESOURCE_NOT_FOUND));
        if (record.isSuperseded()) {
            throw Breach.forbiddenUpdate("Update Failed - NHS No. supplied has been superseded in a merge");
        }
        if (record.isInvalidated()) {
            throw new SpineException(PdsError.INVALIDATED_RESOURCE);
        }
        if (record.confidentiality().isSensitive()) {
            throw Breach.forbiddenUpdate("source not permitted to update a restricted patient");
        }
        return record;
    }

    private ObjectNode changed(PatientRecord record, List<PatientPatch> patches, IncomingRequest request) {
        ObjectNode before = PatientView.update(record);
        PatchedPatient.prune(before);
        if (request.caller().mode() == AccessMode.PATIENT_ACCESS) {
            PatientAccessLimits.require(before, patches);
        }
        PatchTargets.require(before, patches);
        ObjectNode after =
                PatchedPatient.of(before, patches, Entitlement.of(request).counting());
        AddressLines.spellOut(before);
        AddressLines.spellOut(after);
        Instant now = clock.instant();
        UpdateDefaults.beforeRules(after, UpdateDefaults.replacedWhole(patches), now);
        PatientChange change = PatientChange.ofExisting(before, after, now);
        NameRules.require(change);
        LifeRules.require(change);
        AddressRules.require(change);
        TelecomRules.require(change);
        RegistrationRules.require(change);
        ExtensionRules.require(change);
        organisations.require(change);
        AddressLines.keepPlaces(before);
        UpdateDefaults.afterRules(after, now);
        return StoredPatient.merged(record.tree(), change);
    }

    private StoredResource store(PatientRecord record, ObjectNode next) {
        try {
            content.require("Patient", next);
        } catch (SpineException failure) {
            if (failure.code() == FhirError.INVALID_CONTENT || failure.code() == FhirError.BUSINESS_RULE) {
                throw Breach.invalidUpdate(failure.problems().get(0).diagnostics());
            }
            throw failure;
        }
        return repository.store(
                new ResourceWrite(PatientIndex.key(record.nhsNumber()), Verb.PATCH, record.version(), next));
    }

    private static JsonNode parse(byte[] body) {
        if (body.length == 0) {
            throw Breach.invalidUpdate("No patches found");
        }
        try {
            return ResourceJson.parseAny(body, JsonLimits.RESOURCE);
        } catch (MalformedContentException malformed) {
            throw Breach.invalidUpdate("the body is not valid JSON: " + malformed.getMessage());
        }
    }

    private static void requireMediaType(RequestHeaders headers) {
        if (!PdsHeaders.mediaType(headers).equals(MEDIA_TYPE)) {
            throw new SpineException(PdsError.UNSUPPORTED_SERVICE);
        }
    }
}
