package org.openspine.childprotection;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.openspine.api.ContentRules;
import org.openspine.api.Replays;
import org.openspine.api.SpineApi;
import org.openspine.api.Visibility;
import org.openspine.api.WriteRule;
import org.openspine.childprotection.cpis.CpisApi;
import org.openspine.childprotection.flags.PatientFlagsApi;
import org.openspine.fhir.SpineService;
import org.openspine.notification.ChangeWatcher;
import org.openspine.notification.Notifications;
import org.openspine.repository.ResourceRepository;

/** The child protection services: Child Protection Information Sharing and the Patient Flags API. */
public final class ChildProtection implements SpineService {
    private static final Duration REPLAYED_FOR = Duration.ofDays(1);

    private final ResourceRepository repository;
    private final ContentRules rules;
    private final Notifications notifications;
    private final Clock clock;

    public ChildProtection(
            ResourceRepository repository, ContentRules rules, Notifications notifications, Clock clock) {
        this.repository = repository;
        this.rules = rules;
        this.notifications = notifications;
        this.clock = clock;
    }

    @Override
    public List<SpineApi> apis() {
        Replays replays = new Replays(repository, REPLAYED_FOR, clock);
        PlanViews views = new PlanViews(repository, new PatientAudit(repository, clock), notices(), clock);
        return List.of(
                new CpisApi(repository, rules, views, replays, clock),
                new PatientFlagsApi(repository, rules, views, replays, clock));
    }

    @Override
    public List<WriteRule> writeRules() {
        return List.of(
                new FlagRule(repository), new PlanRule(repository), new AuditRule(), new PlanAlertRule(planAlerts()));
    }

    @Override
    public List<Visibility> visibilities() {
        return List.of(new ProtectionVisibility(repository));
    }

    /** Tells authorities of what happens elsewhere in the record. */
    public ChangeWatcher alerts() {
        return planAlerts();
    }

    private PlanAlerts planAlerts() {
        return new PlanAlerts(repository, new ProtectionPlans(repository, clock), notices());
    }

    private PlanNotices notices() {
        return new PlanNotices(notifications, clock);
    }
}
