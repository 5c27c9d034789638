package org.openspine.carerecords.scr;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.Verb;

/** {@code POST Bundle}: a GP summary becomes the newest one of its patient. */
final class UploadSummary {
    private final ResourceRepository repository;
    private final Summaries summaries;
    private final UploadContent content;
    private final ScrAudit audit;

    UploadSummary(ResourceRepository repository, Summaries summaries, UploadContent content, ScrAudit audit) {
        this.repository = repository;
        this.summaries = summaries;
        this.content = content;
        this.audit = audit;
    }

    FhirResponse answer(IncomingRequest request) {
        ObjectNode document = content.read(request.content());
        UploadRules.check(document);
        UploadedSummary summary = new UploadedSummary(document);
        Optional<String> owner = SummaryAccess.organisation(request).or(summary::author);
        String requestId = ScrHeaders.requestId(request.headers());
        Summaries.Outcome outcome = repository.inTransaction(() -> {
            UploadedSummary fresh = new UploadedSummary(document.deepCopy());
            ResourceKey key = new ResourceKey("Bundle", repository.nextLogicalId());
            Summaries.Outcome result = summaries.accept(new Summaries.Upload(fresh, key, owner, requestId));
            if (result == Summaries.Outcome.ACCEPTED) {
                repository.store(new ResourceWrite(key, Verb.POST, 0, fresh.document()));
            }
            audit(result, summary, request, owner);
            return result;
        });
        return switch (outcome) {
            case ACCEPTED, REPLAYED -> FhirResponse.of(201);
            case REFUSED_BY_PATIENT -> throw SummaryAccess.refused();
            case DUPLICATE -> throw Summaries.duplicate(summary);
        };
    }

    private void audit(
            Summaries.Outcome outcome, UploadedSummary summary, IncomingRequest request, Optional<String> owner) {
        ScrAudit.Ending ending =
                switch (outcome) {
                    case ACCEPTED, REPLAYED -> ScrAudit.Ending.DONE;
                    case REFUSED_BY_PATIENT -> ScrAudit.Ending.REFUSED;
                    case DUPLICATE -> ScrAudit.Ending.FAILED;
                };
        if (outcome != Summaries.Outcome.REPLAYED) {
            audit.write(
                    ScrAudit.Deed.UPLOAD,
                    ending,
                    summary.patient(),
                    auditRequest(request, owner),
                    Map.of("SCR id", summary.scrId()));
        }
    }

    static ScrAudit.Request auditRequest(IncomingRequest request) {
        return auditRequest(request, SummaryAccess.organisation(request));
    }

    private static ScrAudit.Request auditRequest(IncomingRequest request, Optional<String> organisation) {
        return new ScrAudit.Request(
                request.caller(),
                request.headers().filled(ScrHeaders.ROLE),
                organisation,
                ScrHeaders.requestId(request.headers()),
                request.base());
    }
}
