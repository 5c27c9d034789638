package org.openspine.carerecords.scr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.api.JsonBody;
import org.openspine.carerecords.consent.ConsentKind;
import org.openspine.conformance.json.ResourceJson;
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
        parameters.known(Set.of("composition.identifier", "composition.subject:Patient.identifier"));
        return audit.looking(ScrAudit.Deed.READ, patient, request, () -> read(scrId, patient, request));
    }

    private FhirResponse read(String scrId, NhsNumber patient, IncomingRequest request) {
        List<PatientHoldings> all = PatientHoldings.of(repository, patient, KINDS);
        SummaryAccess.requireNoRefusal(all);
        access.requirePermissionToView(all, request);
        boolean coreOnly = all.stream().anyMatch(one -> one.refuses(ConsentKind.SCR_ADDITIONAL_INFORMATION));
        Optional<JsonBody> summary = PatientHoldings.newest(all, SummaryKeys::newestDocument)
                .flatMap(held -> held.held()
                        .of(SummaryKeys.newestDocument(held.patient()))
                        .filter(document -> access.mayKnow(all, document, request))
                        .flatMap(document -> view(document, coreOnly, scrId, held.patient(), request)));
        return FhirResponse.of(200, summary.orElseGet(() -> JsonBody.of(ResourceJson.write(FindSummary.none()))));
    }

    private static Optional<JsonBody> view(
            StoredResource document, boolean coreOnly, String scrId, NhsNumber patient, IncomingRequest request) {
        DocumentView view = new DocumentView(plain(document, coreOnly));
        return Optional.of(view)
                .filter(found -> found.scrId().equalsIgnoreCase(scrId))
                .map(found -> found.searchset(request.base(), found.scrId().toUpperCase(Locale.ROOT), patient));
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
