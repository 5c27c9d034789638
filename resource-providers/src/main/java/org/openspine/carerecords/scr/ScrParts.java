package org.openspine.carerecords.scr;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
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
        Replays replays) {
    private static final Duration REPLAYS_KEPT = Duration.ofHours(24);

    /**
     * What an operator decides.
     *
     * @param permissionToViewNeeded whether a read needs a permission to view, or an override
     * @param readsAudited whether every find and read is recorded, which makes a write of each
     */
    public record Settings(boolean permissionToViewNeeded, boolean readsAudited) {
        /** As the national service does. */
        public static final Settings DEFAULT = new Settings(false, false);
    }

    public static ScrParts of(
            ResourceRepository repository, ResourceValidator validator, Settings settings, Clock clock) {
        Consents consents = new Consents(repository, clock);
        SummaryAccess access = new SummaryAccess(new Overrides(repository, clock), settings.permissionToViewNeeded());
        Summaries summaries = new Summaries(repository, consents);
        UploadContent content = new UploadContent(validator);
        ScrAudit audit = new ScrAudit(repository, settings.readsAudited(), clock);
        return new ScrParts(
                new FindSummary(repository, access, audit),
                new ReadSummary(repository, access, audit),
                new UploadSummary(repository, summaries, content, audit),
                new SetPermission(repository, consents, content, audit),
                new RaiseAlert(repository, content, clock),
                summaries,
                new Replays(repository, REPLAYS_KEPT, clock));
    }

    public SpineApi api() {
        return new ScrApi(this);
    }

    public List<Operation> operations() {
        return List.of(new PermissionOperation(permission));
    }

    public List<WriteRule> writeRules() {
        return List.of(new SummaryWriteRule(summaries));
    }
}
