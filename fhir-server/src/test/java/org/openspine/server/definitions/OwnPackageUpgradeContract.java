package org.openspine.server.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.openspine.conformance.packages.OwnPackage;
import org.openspine.conformance.search.SearchParameterRegistry;
import org.openspine.definitions.PackageStore;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Verb;
import org.openspine.repository.hibernate.HibernateResourceRepository;
import org.openspine.repository.hibernate.StoreConfig;
import org.openspine.server.OpenSpine;
import org.openspine.server.ServerConfig;
import org.openspine.server.http.TestServers;

/** A store that an earlier program filled, under a newer one: its own definitions follow, what people changed stays. */
public interface OwnPackageUpgradeContract {
    ResourceKey PATIENT = new ResourceKey("StructureDefinition", "openspine-patient");
    ResourceKey FLAG = new ResourceKey("StructureDefinition", "openspine-flag");
    ResourceKey ORGANIZATION = new ResourceKey("StructureDefinition", "openspine-organization");
    ResourceKey OBSOLETE = new ResourceKey("ValueSet", "obsolete");
    ResourceKey NOTE = new ResourceKey("ImplementationGuide", "package-org.openspine.fhir-0.1.0");

    /** An empty store of its own for each call. */
    StoreConfig emptyStore();

    @Test
    default void definitionsOfAnEarlierProgramAreReplacedAndThoseOfPeopleStay() {
        StoreConfig store = emptyStore();
        try (ResourceRepository repository = open(store)) {
            earlier(repository);
        }

        TestServers.start(store, ServerConfig.Samples.NONE).close();

        try (ResourceRepository repository = open(store)) {
            assertThat(title(repository, PATIENT)).isEqualTo(ownTitle(PATIENT));
            assertThat(title(repository, FLAG)).isEqualTo("changed by hand");
            assertThat(repository.read(ORGANIZATION).map(StoredResource::isDeleted))
                    .contains(true);
            assertThat(repository.read(OBSOLETE).map(StoredResource::isDeleted)).contains(true);
            assertThat(new PackageStore(repository).list()).hasSize(1);
        }
    }

    @Test
    default void secondStartWritesNothing() {
        StoreConfig store = emptyStore();
        TestServers.start(store, ServerConfig.Samples.NONE).close();
        try (ResourceRepository repository = open(store)) {
            store(repository, FLAG, "changed by hand");
        }

        try (OpenSpine server = TestServers.start(store, ServerConfig.Samples.NONE)) {
            assertThat(version(server.repository(), PATIENT)).isEqualTo(1);
            assertThat(version(server.repository(), NOTE)).isEqualTo(1);
            assertThat(title(server.repository(), FLAG)).isEqualTo("changed by hand");
        }
    }

    @Test
    default void whatPeopleChangedStaysThroughEveryLaterProgram() {
        try (ResourceRepository repository = open(emptyStore())) {
            var packages = new PackageStore(repository);
            packages.keep(OwnPackage.NAME, "one", OwnPackage::read);
            store(repository, FLAG, "changed by hand");

            packages.keep(OwnPackage.NAME, "two", OwnPackage::read);
            packages.keep(OwnPackage.NAME, "three", OwnPackage::read);

            assertThat(title(repository, FLAG)).isEqualTo("changed by hand");
            assertThat(version(repository, FLAG)).isEqualTo(2);
            assertThat(version(repository, PATIENT)).isEqualTo(1);
            assertThat(version(repository, NOTE)).isEqualTo(3);
        }
    }

    @Test
    default void noteThatNamesRecordsOfPeopleHarmsNone() {
        ResourceKey person = new ResourceKey("Patient", "p");
        try (ResourceRepository repository = open(emptyStore())) {
            var packages = new PackageStore(repository);
            packages.keep(OwnPackage.NAME, "one", OwnPackage::read);
            ObjectNode note = repository.read(NOTE).orElseThrow().tree();
            for (String reference : List.of("Patient/p/_history/1", "no reference")) {
                note.withObject("/definition")
                        .withArray("resource")
                        .addObject()
                        .putObject("reference")
                        .put("reference", reference);
            }
            repository.store(new ResourceWrite(NOTE, Verb.PUT, 1, note));
            repository.store(new ResourceWrite(person, Verb.PUT, 0, resource(person)));

            packages.keep(OwnPackage.NAME, "two", OwnPackage::read);

            assertThat(repository.read(person).map(StoredResource::isDeleted)).contains(false);
        }
    }

    /** As a program stored it that noted no versions and no digest. */
    private static void earlier(ResourceRepository repository) {
        for (ResourceKey key : List.of(PATIENT, FLAG, ORGANIZATION, OBSOLETE)) {
            store(repository, key, "of an earlier program");
        }
        ObjectNode note = resource(NOTE);
        note.put("url", "https://openspine.org/fhir/ImplementationGuide/package-org.openspine.fhir");
        note.put("version", "0.1.0");
        note.put("packageId", "org.openspine.fhir");
        for (ResourceKey key : List.of(PATIENT, FLAG, ORGANIZATION, OBSOLETE)) {
            note.withObject("/definition")
                    .withArray("resource")
                    .addObject()
                    .putObject("reference")
                    .put("reference", key.type() + "/" + key.id());
        }
        repository.store(new ResourceWrite(NOTE, Verb.PUT, 0, note));
        store(repository, FLAG, "changed by hand");
        repository.store(ResourceWrite.deletion(ORGANIZATION, 1));
    }

    private static ObjectNode resource(ResourceKey key) {
        ObjectNode resource = JsonNodeFactory.instance.objectNode();
        return resource.put("resourceType", key.type()).put("id", key.id());
    }

    private static void store(ResourceRepository repository, ResourceKey key, String title) {
        Optional<StoredResource> current = repository.read(key);
        ObjectNode content = current.map(StoredResource::tree).orElseGet(() -> resource(key)
                .put("url", "https://openspine.org/fhir/" + key.type() + "/" + key.id())
                .put("version", "0.1.0"));
        long version = current.map(StoredResource::version).orElse(0L);
        repository.store(new ResourceWrite(key, Verb.PUT, version, content.put("title", title)));
    }

    private static String title(ResourceRepository repository, ResourceKey key) {
        return repository.read(key).orElseThrow().tree().path("title").asText();
    }

    private static long version(ResourceRepository repository, ResourceKey key) {
        return repository.read(key).orElseThrow().version();
    }

    private static String ownTitle(ResourceKey key) {
        return OwnPackage.resources(key.type()).stream()
                .filter(resource -> resource.path("id").asText().equals(key.id()))
                .findFirst()
                .orElseThrow()
                .path("title")
                .asText();
    }

    private static ResourceRepository open(StoreConfig store) {
        return new HibernateResourceRepository(
                store, SearchParameterRegistry.r4(FhirContext.forR4Cached()), Clock.systemUTC());
    }
}
