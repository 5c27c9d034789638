package org.openspine.referrals;

import java.time.Clock;
import java.util.List;
import org.openspine.api.BackgroundWork;
import org.openspine.api.ContentRules;
import org.openspine.api.SpineApi;
import org.openspine.api.WriteRule;
import org.openspine.fhir.Operation;
import org.openspine.fhir.SpineService;
import org.openspine.referrals.bars.BarsApi;
import org.openspine.referrals.ers.ErsApi;
import org.openspine.repository.ResourceRepository;

/** The referral services: the e-Referral Service, and Booking and Referral between urgent care systems. */
public final class Referrals implements SpineService {
    private final ResourceRepository repository;
    private final Clock clock;
    private final FileScanWork scan;
    private final ContentRules rules;

    public Referrals(ResourceRepository repository, ContentRules rules, Clock clock) {
        this.rules = rules;
        this.repository = repository;
        this.clock = clock;
        this.scan = new FileScanWork(repository);
    }

    @Override
    public List<SpineApi> apis() {
        return List.of(new ErsApi(repository, scan::wake, clock), new BarsApi(repository, rules, clock));
    }

    @Override
    public List<Operation> operations() {
        return List.of(new ReferralStory());
    }

    @Override
    public List<WriteRule> writeRules() {
        return List.of(new ReferralWrites(repository), new AppointmentWrites(repository), new SlotWrites(repository));
    }

    @Override
    public List<BackgroundWork> work() {
        return List.of(scan);
    }
}
