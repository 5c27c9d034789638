package org.openspine.carerecords;

import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.openspine.api.SpineApi;
import org.openspine.api.Visibility;
import org.openspine.api.WriteRule;
import org.openspine.carerecords.consent.ConsentWriteRule;
import org.openspine.carerecords.consent.Consents;
import org.openspine.carerecords.consent.Overrides;
import org.openspine.carerecords.scr.ScrParts;
import org.openspine.carerecords.scr.SummaryVisibility;
import org.openspine.conformance.validation.ResourceValidator;
import org.openspine.fhir.Operation;
import org.openspine.fhir.SpineService;
import org.openspine.repository.ResourceRepository;

/** The care record services: the Summary Care Record, and consent. */
public final class CareRecords implements SpineService {
    private final ScrParts scr;
    private final ConsentWriteRule consentRule;
    private final CareRecordVisibility visibility;

    public CareRecords(
            ResourceRepository repository, ResourceValidator validator, ScrParts.Settings settings, Clock clock) {
        scr = ScrParts.of(repository, validator, settings, clock);
        consentRule = new ConsentWriteRule(new Consents(repository, clock), new Overrides(repository, clock), clock);
        visibility = new CareRecordVisibility(new SummaryVisibility(repository, settings.permissionToViewNeeded()));
    }

    @Override
    public List<SpineApi> apis() {
        return List.of(scr.api());
    }

    @Override
    public List<Operation> operations() {
        return scr.operations();
    }

    @Override
    public List<WriteRule> writeRules() {
        return Stream.concat(Stream.of(consentRule), scr.writeRules().stream()).toList();
    }

    @Override
    public List<Visibility> visibilities() {
        return List.of(visibility);
    }
}
