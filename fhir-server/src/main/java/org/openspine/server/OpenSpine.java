package org.openspine.server;

import ca.uhn.fhir.context.FhirContext;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.openspine.api.BackgroundWork;
import org.openspine.api.ContentRules;
import org.openspine.api.ReindexWork;
import org.openspine.carerecords.CareRecords;
import org.openspine.childprotection.ChildProtection;
import org.openspine.childprotection.FlagSearchParameters;
import org.openspine.conformance.packages.OwnPackage;
import org.openspine.conformance.packages.PackageReader;
import org.openspine.conformance.profile.Definitions;
import org.openspine.conformance.search.SearchParameterRegistry;
import org.openspine.conformance.structure.Structures;
import org.openspine.conformance.validation.ResourceValidator;
import org.openspine.definitions.DefinitionsService;
import org.openspine.definitions.PackageStore;
import org.openspine.definitions.ReleaseService;
import org.openspine.definitions.StoredDefinitions;
import org.openspine.demographics.Demographics;
import org.openspine.demographics.trace.TraceKeys;
import org.openspine.fhir.PatientIdentity;
import org.openspine.fhir.SpineService;
import org.openspine.fhir.UnifiedBase;
import org.openspine.notification.NotificationService;
import org.openspine.prescriptions.Prescriptions;
import org.openspine.prescriptions.eps.EpsSettings.Deployment;
import org.openspine.referrals.Referrals;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.hibernate.HibernateResourceRepository;
import org.openspine.server.access.SecuredBase;
import org.openspine.server.http.HttpServer;
import org.openspine.terminology.release.Releases;

/** The running program: every part made once, here, and handed to those that need it. */
public final class OpenSpine implements AutoCloseable {
    private final ResourceRepository repository;
    private final List<BackgroundWork.Running> work = new ArrayList<>();
    private final HttpServer http;
    private final String host;
    private final String scheme;
    private final AtomicReference<String> known = new AtomicReference<>("");
    private int port;

    /** Opens the store, loads the samples if it is empty and they are wanted, and starts to listen. */
    public static OpenSpine start(ServerConfig config, Clock clock) {
        return start(config, AccessConfig.Mode.SANDBOX, clock);
    }

    /** The same, for callers as {@code mode} has them. */
    public static OpenSpine start(ServerConfig config, AccessConfig.Mode mode, Clock clock) {
        OpenSpine program = new OpenSpine(config, mode, clock);
        try {
            program.port = program.http.start();
            program.known.compareAndSet("", program.address());
            return program;
        } catch (RuntimeException failure) {
            program.stopWork();
            program.repository.close();
            throw failure;
        }
    }

    private OpenSpine(ServerConfig config, AccessConfig.Mode mode, Clock clock) {
        FhirContext context = FhirContext.forR4Cached();
        Structures structures = Structures.r4(context);
        SearchParameterRegistry registry = FlagSearchParameters.addTo(SearchParameterRegistry.r4(context));
        repository = new HibernateResourceRepository(config.store(), registry, List.of(new TraceKeys()), clock);
        try {
            Releases releases = config.definitions().kept().map(Releases::new).orElseGet(Releases::new);
            StoredDefinitions definitions = new StoredDefinitions(
                    structures,
                    repository,
                    Definitions.r4().with(OwnPackage.definitions()).with(releases));
            definitions.load();
            ResourceValidator validator = new ResourceValidator(structures, definitions);
            ContentRules rules = new ContentRules(validator, List.of(new PatientIdentity()), config.validation());
            NotificationService notifications =
                    new NotificationService(repository, registry, config.notifications(), clock);
            ChildProtection childProtection =
                    new ChildProtection(repository, rules, notifications.notifications(), clock);
            notifications.watch(childProtection.alerts());
            List<SpineService> services = new ArrayList<>(List.of(
                    notifications,
                    childProtection,
                    new Demographics(repository, rules, config.pds(), clock),
                    new Prescriptions(
                            repository,
                            new ResourceValidator(structures),
                            config.prescriptions(),
                            mode == AccessConfig.Mode.SECURED ? Deployment.PRODUCTION : Deployment.SANDBOX,
                            clock),
                    new Referrals(repository, rules, clock),
                    new CareRecords(
                            repository,
                            new ResourceValidator(structures),
                            config.scr().beside(config.access().isAudited(mode)),
                            clock),
                    new DefinitionsService(definitions, repository, clock),
                    new ReleaseService(releases, config.definitions().terminology())));
            services.add(new SecuredBase(repository, registry));
            notifications.limitBy(services.stream()
                    .flatMap(service -> service.visibilities().stream())
                    .toList());
            UnifiedBase base = new UnifiedBase(repository, structures, registry, rules, services, clock);
            if (config.samples() == ServerConfig.Samples.LOAD && repository.isEmpty()) {
                SampleData.load(base, clock);
            }
            addPackages(structures, config.definitions().packages());
            definitions.refresh();
            host = config.http().host();
            known.set(config.http().baseUrl().orElse(""));
            Guarding guarding = Guarding.of(config, mode, repository, known, clock);
            guarding.audit().ifPresent(audit -> work.add(audit::close));
            http = new HttpServer(
                    new HttpServer.Settings(
                            host,
                            config.http().port(),
                            config.http().baseUrl(),
                            mode != AccessConfig.Mode.SECURED,
                            mode != AccessConfig.Mode.SECURED || config.access().trustedProxy(),
                            guarding.tls()),
                    context,
                    base,
                    new HttpServer.Mounted(
                            services.stream()
                                    .flatMap(service -> service.apis().stream())
                                    .toList(),
                            guarding.servlets()),
                    guarding.gate());
            scheme = guarding.tls().isPresent() ? "https" : "http";
            guarding.tls().ifPresent(tls -> work.add(TlsReload.start(tls)));
            work.add(base.startWork());
            work.add(new ReindexWork(repository.reindexing()).start());
            services.forEach(service -> service.work().forEach(one -> work.add(one.start())));
        } catch (RuntimeException failure) {
            stopWork();
            repository.close();
            throw failure;
        }
    }

    private void addPackages(Structures structures, List<Path> packages) {
        PackageStore store = new PackageStore(repository);
        store.keep(OwnPackage.NAME, OwnPackage.digest(), OwnPackage::read);
        packages.forEach(file -> store.addOnce(new PackageReader(structures).read(file)));
    }

    /** {@code http://127.0.0.1:8080}. */
    public String address() {
        return scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    public ResourceRepository repository() {
        return repository;
    }

    /** Whether the store holds the sample people. */
    public boolean hasSamples() {
        return SampleData.isIn(repository);
    }

    /** Lets running requests end, then closes the store. */
    @Override
    public void close() {
        http.close();
        stopWork();
        repository.close();
    }

    private void stopWork() {
        work.forEach(BackgroundWork.Running::close);
    }
}
