package org.openspine.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.Test;

/** Dependencies point one way, and names say something. */
class ArchitectureTest {
    private static final JavaClasses OPENSPINE =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("org.openspine");

    @Test
    void packagesFormNoCycle() {
        slices().matching("org.openspine.(*)..").should().beFreeOfCycles().check(OPENSPINE);
    }

    @Test
    void onlyTheServerKnowsServlets() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.openspine.server..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.servlet..", "org.eclipse.jetty..")
                .check(OPENSPINE);
    }

    @Test
    void onlyTheStoreKnowsTheDatabase() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.openspine.repository.hibernate..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.sql..",
                        "javax.sql..",
                        "jakarta.persistence..",
                        "org.hibernate..",
                        "com.zaxxer..",
                        "org.flywaydb..",
                        "org.h2..",
                        "org.postgresql..")
                .check(OPENSPINE);
    }

    @Test
    void terminologyKnowsNothingElse() {
        none(
                "org.openspine.terminology..",
                "..conformance..",
                "..samples..",
                "..repository..",
                "..error..",
                "..fhir..",
                "..server..");
    }

    @Test
    void conformanceKnowsOnlyTerminology() {
        none("org.openspine.conformance..", "..samples..", "..repository..", "..error..", "..fhir..", "..server..");
    }

    @Test
    void samplesSpeakToAServerOverHttpOnly() {
        none("org.openspine.samples..", "..conformance..", "..repository..", "..error..", "..fhir..", "..server..");
    }

    @Test
    void errorsKnowNobody() {
        none("org.openspine.error..", "..conformance..", "..samples..", "..repository..", "..fhir..", "..server..");
    }

    @Test
    void theRepositoryKnowsNoInteraction() {
        none("org.openspine.repository..", "..samples..", "..fhir..", "..server..");
    }

    @Test
    void interactionsUseTheRepositoryThroughItsPort() {
        none("org.openspine.fhir..", "..samples..", "..server..", "..repository.hibernate..");
    }

    @Test
    void nothingUsesTheServer() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.openspine.server..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.openspine.server..")
                .check(OPENSPINE);
    }

    @Test
    void namesSayWhatAClassIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Helper|Manager|Util|Utils|Impl|Common|Processor|Info)(\\$.*)?")
                .check(OPENSPINE);
    }

    /** {@code names} are packages below org.openspine. */
    private static void none(String source, String... names) {
        String[] packages = new String[names.length];
        for (int i = 0; i < names.length; i++) {
            packages[i] = names[i].replaceFirst("^\\.\\.", "org.openspine.");
        }
        noClasses()
                .that()
                .resideInAPackage(source)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .check(OPENSPINE);
    }
}
