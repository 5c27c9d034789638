package org.openspine.server.command;

import ca.uhn.fhir.context.FhirContext;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.openspine.conformance.packages.FhirPackage;
import org.openspine.conformance.packages.OwnPackage;
import org.openspine.conformance.packages.PackageException;
import org.openspine.conformance.packages.PackageReader;
import org.openspine.conformance.profile.Definitions;
import org.openspine.conformance.search.SearchParameterRegistry;
import org.openspine.conformance.structure.Structures;
import org.openspine.definitions.PackageReport;
import org.openspine.definitions.PackageStore;
import org.openspine.definitions.StoredDefinitions;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.hibernate.HibernateResourceRepository;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code openspine packages}: FHIR packages in the store. */
@Command(
        name = "packages",
        description = "Adds FHIR packages (profiles, value sets …) to the store, or lists those that are there.",
        mixinStandardHelpOptions = true,
        subcommands = {PackagesCommand.Add.class, PackagesCommand.Listing.class})
final class PackagesCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new CommandFailedException("packages add FILE… or packages list");
    }

    /** {@code openspine packages add FILE…}. */
    @Command(
            name = "add",
            description = "Adds packages (.tgz or folders); a server over the same PostgreSQL follows within seconds.",
            mixinStandardHelpOptions = true,
            sortOptions = false)
    static final class Add implements Callable<Integer> {
        @Mixin
        private final SettingOptions settings = new SettingOptions();

        @Parameters(arity = "1..*", paramLabel = "FILE", description = "package archives or folders")
        private List<Path> files = List.of();

        @Override
        public Integer call() {
            Structures structures = Structures.r4(FhirContext.forR4Cached());
            var reader = new PackageReader(structures);
            var packages = new ArrayList<FhirPackage>();
            for (Path file : files) {
                try {
                    packages.add(reader.read(file));
                } catch (PackageException e) {
                    throw new CommandFailedException("%s: %s".formatted(file, e.getMessage()));
                }
            }
            try (ResourceRepository repository = open(settings)) {
                var store = new PackageStore(repository);
                var definitions = new StoredDefinitions(
                        structures, repository, Definitions.r4().with(OwnPackage.definitions()));
                for (FhirPackage added : packages) {
                    int written = store.add(added);
                    System.out.printf(
                            "%s %s: %d resources, %d new or changed%n",
                            added.name(), added.version(), added.resources().size(), written);
                }
                definitions.load();
                for (FhirPackage added : packages) {
                    report(added, store, packages, definitions);
                }
            }
            return 0;
        }

        private static void report(
                FhirPackage added, PackageStore store, List<FhirPackage> together, StoredDefinitions definitions) {
            PackageReport report = PackageReport.of(added, definitions.get());
            System.out.printf("%s %s: %d profiles can be used%n", added.name(), added.version(), report.usable());
            for (String dependency : store.missing(added, together)) {
                System.out.printf("  builds on %s, which is not here%n", dependency);
            }
            report.problems().forEach(problem -> System.out.println("  " + problem));
        }
    }

    /** {@code openspine packages list}. */
    @Command(
            name = "list",
            description = "Lists the packages in the store.",
            mixinStandardHelpOptions = true,
            sortOptions = false)
    static final class Listing implements Callable<Integer> {
        @Mixin
        private final SettingOptions settings = new SettingOptions();

        @Override
        public Integer call() {
            try (ResourceRepository repository = open(settings)) {
                List<PackageStore.Noted> packages = new PackageStore(repository).list();
                packages.forEach(noted ->
                        System.out.printf("%s %s (%d resources)%n", noted.name(), noted.version(), noted.resources()));
                if (packages.isEmpty()) {
                    System.out.println("no packages");
                }
            }
            return 0;
        }
    }

    private static ResourceRepository open(SettingOptions settings) {
        return new HibernateResourceRepository(
                settings.read().store(), SearchParameterRegistry.r4(FhirContext.forR4Cached()), Clock.systemUTC());
    }
}
