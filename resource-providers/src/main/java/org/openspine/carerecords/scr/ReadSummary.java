package org.openspine.carerecords.scr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.api.JsonBody;
import org.openspine.carerecords.consent.ConsentKind;
import org.openspine.carerecords.consent.Consents;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.demographics.PatientIndex;
import org.openspine.repository.Holders;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;
import org.openspine.terminology.identifier.NhsNumber;

/** {@code GET Bundle}: a patient's newest summary, if it is the one that is asked for. */
final class ReadSummary {
    private static final List<String> KINDS = List.of(
            SummaryKeys.NEWEST_DOCUMENT,
            ConsentKind.SCR_PREFERENCE.refusal().orElseThrow(),
            ConsentKind.SCR_ADDITIONAL_INFORMATION.refusal().orElseThrow());

    private final ResourceRepository repository;
    private final SummaryAccess access;
    private final ScrAudit audit;

    ReadSummary(ResourceRepository repository, SummaryAccess access, ScrAudit audit) {
        this.repository = repository;
        this.access = access;
        this.audit = audit;
    }

    FhirResponse answer(IncomingRequest request) {
        ScrParameters parameters = new ScrParameters(request.query());
        String scrId = parameters.required("composition.identifier");
        NhsNumber patient = parameters.nhsNumber("composition.subject:Patient.identifier", "patient");
        return audit.looking(ScrAudit.Deed.READ, patient, request, () -> read(scrId, patient, request));
    }

    private FhirResponse read(String scrId, NhsNumber patient, IncomingRequest request) {
        Holders held = repository.holders(patient, KINDS, PatientIndex.key(patient.value()));
        SummaryAccess.requireNoRefusal(held, patient);
        access.requirePermissionToView(patient, request);
        Optional<JsonBody> summary = held.of(SummaryKeys.newestDocument(patient))
                .filter(document -> access.mayKnow(held, patient, document, request))
                .flatMap(document -> view(
                        document,
                        held.of(Consents.refusalKey(ConsentKind.SCR_ADDITIONAL_INFORMATION, patient))
                                .isPresent(),
                        scrId,
                        patient,
                        request));
        return FhirResponse.of(200, summary.orElseGet(() -> JsonBody.of(ResourceJson.write(FindSummary.none()))));
    }

    private static Optional<JsonBody> view(
            StoredResource document, boolean coreOnly, String scrId, NhsNumber patient, IncomingRequest request) {
        DocumentView view = new DocumentView(plain(document, coreOnly));
        return Optional.of(view)
                .filter(found -> found.scrId().equalsIgnoreCase(scrId))
                .map(found ->
                        found.searchset(request.base(), found.scrId().toUpperCase(java.util.Locale.ROOT), patient));
    }

    /** The stored bytes, unless references or sections have to change. */
    private static byte[] plain(StoredResource document, boolean coreOnly) {
        JsonNode meta = StoredSummary.meta(document);
        boolean linkedByUrl = StoredSummary.hasTag(meta, SummaryKeys.TAG_SYSTEM, SummaryKeys.LINKED_BY_URL);
        if (!coreOnly && !linkedByUrl) {
            return document.body();
        }
        ObjectNode tree = document.tree();
        if (coreOnly) {
            CoreSummary.reduce(tree);
        }
        if (linkedByUrl) {
            LocalReferences.makePlain(tree);
        }
        return ResourceJson.write(tree);
    }
}
