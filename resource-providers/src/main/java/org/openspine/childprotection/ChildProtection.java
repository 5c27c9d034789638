package org.openspine.childprotection;

import java.time.Clock;
import java.util.List;
import org.openspine.api.ContentRules;
import org.openspine.api.SpineApi;
import org.openspine.childprotection.cpis.CpisApi;
import org.openspine.childprotection.flags.PatientFlagsApi;
import org.openspine.fhir.SpineService;
import org.openspine.notification.Notifications;
import org.openspine.repository.ResourceRepository;

/** The child protection services: Child Protection Information Sharing and the Patient Flags API. */
public final class ChildProtection implements SpineService {
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
        PatientAudit audit = new PatientAudit(repository, clock);
        PlanViews views = new PlanViews(repository, audit, new PlanNotices(notifications, clock), clock);
        return List.of(
                new CpisApi(repository, rules, views, clock), new PatientFlagsApi(repository, rules, views, clock));
    }
}
