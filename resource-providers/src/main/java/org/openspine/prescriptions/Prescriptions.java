package org.openspine.prescriptions;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.openspine.api.BackgroundWork;
import org.openspine.api.SpineApi;
import org.openspine.api.WriteRule;
import org.openspine.conformance.validation.ResourceValidator;
import org.openspine.demographics.PatientIndex;
import org.openspine.fhir.SpineService;
import org.openspine.prescriptions.eps.EpsSettings;
import org.openspine.prescriptions.eps.PrescriptionApis;
import org.openspine.prescriptions.patientview.PatientViewApi;
import org.openspine.prescriptions.record.PrescriptionStore;
import org.openspine.prescriptions.record.PrescriptionWrites;
import org.openspine.prescriptions.signature.SignatureVerifier;
import org.openspine.prescriptions.state.TimeRules;
import org.openspine.prescriptions.statusupdate.StatusUpdateApi;
import org.openspine.prescriptions.tracker.ClinicalTrackerApi;
import org.openspine.repository.ResourceRepository;

/**
 * The prescription services: the Electronic Prescription Service at its three base paths, the clinical tracker, status updates
 * of pharmacies, and the patient view.
 */
public final class Prescriptions implements SpineService {
    private final ResourceRepository repository;
    private final ResourceValidator validator;
    private final SignatureVerifier verifier;
    private final EpsSettings settings;
    private final PrescriptionStore store;
    private final PrescriptionEvents events;
    private final Clock clock;

    public Prescriptions(
            ResourceRepository repository,
            ResourceValidator validator,
            PrescriptionsConfig config,
            EpsSettings.Deployment deployment,
            Clock clock) {
        this.repository = repository;
        this.validator = validator;
        this.verifier = new SignatureVerifier(config.trust());
        this.settings = config.settings(deployment);
        this.clock = clock;
        this.store = new PrescriptionStore(repository, new TimeRules(config.controlledDrugDays()), clock);
        this.events = new PrescriptionService(
                repository, store, order -> verifier.verify(order).isEmpty(), clock);
    }

    @Override
    public List<SpineApi> apis() {
        PrescriptionVisibility visibility = new PrescriptionVisibility(new PatientIndex(repository));
        List<SpineApi> apis = new ArrayList<>(PrescriptionApis.of(
                events, new TaskSearch(store, visibility, clock), verifier, settings, repository, validator, clock));
        apis.add(new ClinicalTrackerApi(store, visibility, repository, clock));
        apis.add(new StatusUpdateApi(repository, clock));
        apis.add(new PatientViewApi(store, repository, clock));
        return apis;
    }

    @Override
    public List<WriteRule> writeRules() {
        return List.of(new PrescriptionWrites(store));
    }

    @Override
    public List<BackgroundWork> work() {
        return List.of(new CalendarWork(new PrescriptionCalendar(repository, store)));
    }
}
