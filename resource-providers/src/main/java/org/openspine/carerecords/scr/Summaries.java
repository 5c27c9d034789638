package org.openspine.carerecords.scr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.openspine.carerecords.consent.ConsentKind;
import org.openspine.carerecords.consent.Consents;
import org.openspine.error.SpineException;
import org.openspine.repository.BusinessKey;
import org.openspine.repository.Holders;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Verb;
import org.openspine.terminology.identifier.NhsNumber;

/** Stored summaries: which is the newest, and what a new one does to it. Runs in the caller's transaction. */
final class Summaries {
    private static final List<String> REFUSAL =
            List.of(ConsentKind.SCR_PREFERENCE.refusal().orElseThrow());

    private final ResourceRepository repository;
    private final Consents consents;

    Summaries(ResourceRepository repository, Consents consents) {
        this.repository = repository;
        this.consents = consents;
    }

    /** What became of an upload. */
    enum Outcome {
        ACCEPTED,
        /** It was sent before, by the same request. */
        REPLAYED,
        REFUSED_BY_PATIENT,
        DUPLICATE
    }

    /** A document to be stored, who owns it and by which request it came; an empty id is that of no request. */
    record Upload(UploadedSummary summary, ResourceKey key, Optional<String> owner, String requestId) {}

    /**
     * Makes the upload the newest summary, unless the patient refused or it is there already. The document itself is stored
     * by the caller, under its key and with the tags it has afterwards.
     */
    Outcome accept(Upload upload) {
        NhsNumber patient = upload.summary().patient();
        String scrId = upload.summary().scrId();
        consents.guard(patient);
        Holders held = repository.holders(
                List.of(
                        SummaryKeys.summary(patient, scrId),
                        SummaryKeys.newestReference(patient),
                        Consents.refusalKey(ConsentKind.SCR_PREFERENCE, patient),
                        BusinessKey.isMerged(patient)),
                List.of());
        Optional<StoredResource> same = held.of(SummaryKeys.summary(patient, scrId));
        if (same.filter(stored -> cameBy(upload.requestId(), stored)).isPresent()) {
            return Outcome.REPLAYED;
        }
        if (isRefused(patient, held)) {
            return Outcome.REFUSED_BY_PATIENT;
        }
        if (same.isPresent()) {
            return Outcome.DUPLICATE;
        }
        Optional<StoredResource> replaced = held.of(SummaryKeys.newestReference(patient));
        mark(upload);
        replaced.ifPresent(this::supersede);
        if (replaced.isPresent()) {
            repository.release(List.of(SummaryKeys.newestReference(patient), SummaryKeys.newestDocument(patient)));
        }
        repository.claim(upload.key(), List.of(SummaryKeys.newestDocument(patient)));
        ResourceKey reference = create(
                "DocumentReference",
                SummaryIndex.reference(upload.summary(), upload.owner(), upload.key(), replaced, upload.requestId()));
        repository.claim(reference, List.of(SummaryKeys.newestReference(patient), SummaryKeys.summary(patient, scrId)));
        create("Composition", SummaryIndex.composition(upload.summary(), upload.owner()));
        return Outcome.ACCEPTED;
    }

    /** Under this number or any that was merged with it. */
    private boolean isRefused(NhsNumber patient, Holders held) {
        return held.of(Consents.refusalKey(ConsentKind.SCR_PREFERENCE, patient)).isPresent()
                || (held.of(BusinessKey.isMerged(patient)).isPresent()
                        && PatientHoldings.of(repository, patient, REFUSAL).stream()
                                .anyMatch(one -> one.refuses(ConsentKind.SCR_PREFERENCE)));
    }

    private static void mark(Upload upload) {
        ObjectNode document = upload.summary().document();
        boolean plain = LocalReferences.arePlain(document);
        SummaryIndex.tag(document, upload.owner());
        if (!plain) {
            SummaryIndex.add(
                    (ArrayNode) document.path("meta").path("tag"), SummaryKeys.TAG_SYSTEM, SummaryKeys.LINKED_BY_URL);
        }
    }

    private static boolean cameBy(String requestId, StoredResource reference) {
        for (JsonNode identifier : reference.tree().path("identifier")) {
            if (identifier.path("system").asText().equals(SummaryIndex.TRANSACTION)
                    && identifier.path("value").asText().equalsIgnoreCase(requestId)) {
                return true;
            }
        }
        return false;
    }

    private void supersede(StoredResource reference) {
        ObjectNode tree = reference.tree();
        tree.put("status", "superseded");
        repository.store(new ResourceWrite(reference.key(), Verb.PUT, reference.version(), tree));
    }

    private ResourceKey create(String type, ObjectNode resource) {
        ResourceKey key = new ResourceKey(type, repository.nextLogicalId());
        repository.store(new ResourceWrite(key, Verb.POST, 0, resource));
        return key;
    }

    static SpineException duplicate(UploadedSummary summary) {
        return new SpineException(
                ScrError.INVALID_REQUEST,
                "Code: 400, Display: Invalid Request;Code: 30134, Display: [PSIS-30134] - Duplicate event with eventId %s and nhsNumber %s."
                        .formatted(summary.scrId(), summary.patient()));
    }
}
