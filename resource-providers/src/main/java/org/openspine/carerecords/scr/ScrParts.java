package org.openspine.carerecords.scr;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.openspine.api.RateLimit;
import org.openspine.api.Replays;
import org.openspine.api.SpineApi;
import org.openspine.api.WriteRule;
import org.openspine.carerecords.consent.Consents;
import org.openspine.carerecords.consent.Overrides;
import org.openspine.conformance.validation.ResourceValidator;
import org.openspine.fhir.Operation;
import org.openspine.repository.ResourceRepository;

/** Everything the Summary Care Record brings to the program, made once. */
public record ScrParts(
        FindSummary find,
        ReadSummary read,
        UploadSummary upload,
        SetPermission permission,
        RaiseAlert alert,
        Summaries summaries,
        Replays replays,
        RateLimit requests) {
    private static final Duration REPLAYS_KEPT = Duration.ofHours(24);

    /**
     * What an operator decides.
     *
     * @param permissionToViewNeeded whether a read needs a permission to view, or an override
     * @param readsAudited whether every find and read leaves an AuditEvent, which makes a write of each; empty: where
     *     there is no audit log that has it anyway
     * @param requestsPerSecond of one application; 0 is without limit
     */
    public record Settings(boolean permissionToViewNeeded, Optional<Boolean> readsAudited, int requestsPerSecond) {
        /** As the national service does, but for the limit of five requests in a second. */
        public static final Settings DEFAULT = new Settings(false, Optional.empty(), 0);

        /** Decides what was left open. */
        public Settings beside(boolean auditLog) {
            return new Settings(permissionToViewNeeded, Optional.of(readsAudited.orElse(!auditLog)), requestsPerSecond);
        }
    }

    public static ScrParts of(
            ResourceRepository repository, ResourceValidator validator, Settings settings, Clock clock) {
        Consents consents = new Consents(repository, clock);
        Overrides overrides = new Overrides(repository, clock);
        SummaryAccess access = new SummaryAccess(overrides, settings.permissionToViewNeeded());
        Summaries summaries = new Summaries(repository, consents);
        UploadContent content = new UploadContent(validator);
        ScrAudit audit = new ScrAudit(repository, settings.readsAudited().orElse(true), overrides, clock);
        return new ScrParts(
                new FindSummary(repository, access, audit),
                new ReadSummary(repository, access, audit),
                new UploadSummary(repository, summaries, content, audit),
                new SetPermission(repository, consents, content, audit),
                new RaiseAlert(repository, content, audit, clock),
                summaries,
                new Replays(repository, REPLAYS_KEPT, clock),
                new RateLimit(settings.requestsPerSecond(), clock));
    }

    public SpineApi api() {
        return new ScrApi(this);
    }

    public List<Operation> operations() {
        return List.of(new PermissionOperation(permission).operation());
    }

    public List<WriteRule> writeRules() {
        return List.of(new SummaryWriteRule(summaries));
    }
}
