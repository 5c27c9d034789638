package org.openspine.server.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.model.api.ResourceMetadataKeyEnum;
import ca.uhn.fhir.model.valueset.BundleEntryTransactionMethodEnum;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.api.PreferReturnEnum;
import ca.uhn.fhir.rest.api.SearchTotalModeEnum;
import ca.uhn.fhir.rest.api.SummaryEnum;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import ca.uhn.fhir.rest.client.exceptions.NonFhirResponseException;
import ca.uhn.fhir.rest.gclient.StringClientParam;
import ca.uhn.fhir.rest.gclient.TokenClientParam;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.server.OpenSpine;
import org.openspine.server.http.TestServers;

/** HAPI's generic client with its check of the CapabilityStatement on. */
class HapiClientIT {
    private static OpenSpine server;
    private static IGenericClient client;

    /** A family name for each test. */
    private String family = "";

    @BeforeAll
    static void start(@TempDir Path folder) {
        server = TestServers.empty(folder);
        FhirContext context = FhirContext.forR4();
        context.getRestfulClientFactory().setServerValidationMode(ServerValidationModeEnum.ONCE);
        client = context.newRestfulGenericClient(server.address() + "/FHIR/R4");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void choose(TestInfo test) {
        family = test.getDisplayName().replaceAll("[^A-Za-z]", "");
    }

    @Test
    void theCapabilityStatementIsRead() {
        CapabilityStatement statement =
                client.capabilities().ofType(CapabilityStatement.class).execute();
        assertThat(statement.getFhirVersion().toCode()).isEqualTo("4.0.1");
        assertThat(statement.getRestFirstRep().getResource()).hasSizeGreaterThan(140);
    }

    @Test
    void aResourceLivesFromCreateToDelete() {
        MethodOutcome created = client.create().resource(patient()).execute();
        assertThat(created.getCreated()).isTrue();
        IdType id = (IdType) created.getId();
        assertThat(id.getVersionIdPart()).isEqualTo("1");

        Patient read =
                client.read().resource(Patient.class).withId(id.getIdPart()).execute();
        read.setGender(AdministrativeGender.OTHER);
        MethodOutcome updated = client.update().resource(read).execute();
        assertThat(updated.getId().getVersionIdPart()).isEqualTo("2");

        Patient first = client.read()
                .resource(Patient.class)
                .withIdAndVersion(id.getIdPart(), "1")
                .execute();
        assertThat(first.getGender()).isEqualTo(AdministrativeGender.FEMALE);

        client.delete().resourceById("Patient", id.getIdPart()).execute();
        assertThatThrownBy(() ->
                        client.read().resource("Patient").withId(id.getIdPart()).execute())
                .isInstanceOf(ResourceGoneException.class);
        assertThatThrownBy(
                        () -> client.read().resource("Patient").withId("nobody").execute())
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void aVersionTheClientHasIsNotReadAgain() {
        IdType id = create();
        Patient known = new Patient();
        Patient read = client.read()
                .resource(Patient.class)
                .withId(id.getIdPart())
                .ifVersionMatches("1")
                .returnResource(known)
                .execute();
        assertThat(read).isSameAs(known);
    }

    @Test
    void anUpdateOfAnOldVersionIsRefused() {
        IdType id = create();
        Patient patient =
                client.read().resource(Patient.class).withId(id.getIdPart()).execute();
        client.update().resource(patient).execute();
        patient.setId(id.withVersion("1"));
        assertThatThrownBy(() -> client.update().resource(patient).execute()) // sends If-Match by itself
                .isInstanceOf(PreconditionFailedException.class);
    }

    @Test
    void aPatchIsApplied() {
        IdType id = create();
        MethodOutcome patched = client.patch()
                .withBody("[{\"op\":\"replace\",\"path\":\"/gender\",\"value\":\"male\"}]")
                .withId(id.toUnqualifiedVersionless())
                .prefer(PreferReturnEnum.REPRESENTATION)
                .execute();
        assertThat(((Patient) patched.getResource()).getGender()).isEqualTo(AdministrativeGender.MALE);
    }

    @Test
    void conditionsFindTheOneMatch() {
        MethodOutcome first = client.create()
                .resource(patient())
                .conditional()
                .where(Patient.FAMILY.matches().value(family))
                .execute();
        MethodOutcome second = client.create()
                .resource(patient())
                .conditional()
                .where(Patient.FAMILY.matches().value(family))
                .execute();
        assertThat(second.getId().getIdPart()).isEqualTo(first.getId().getIdPart());
        MethodOutcome updated = client.update()
                .resource(patient().setActive(true))
                .conditional()
                .where(Patient.FAMILY.matches().value(family))
                .execute();
        assertThat(updated.getId().getVersionIdPart()).isEqualTo("2");
        client.delete()
                .resourceConditionalByType("Patient")
                .where(Patient.FAMILY.matches().value(family))
                .execute();
        assertThat(search().getEntry()).isEmpty();
    }

    @Test
    void aChainedSearchWithIncludeBringsBoth() {
        IdType patient = create();
        client.create().resource(flag("Patient/" + patient.getIdPart())).execute();
        Bundle found = client.search()
                .forResource(Flag.class)
                .where(Flag.PATIENT.hasChainedProperty(Patient.FAMILY.matches().value(family)))
                .include(Flag.INCLUDE_PATIENT)
                .returnBundle(Bundle.class)
                .execute();
        assertThat(found.getEntry())
                .extracting(entry -> entry.getSearch().getMode().toCode())
                .containsExactly("match", "include");
        assertThat(found.getEntry().get(1).getResource()).isInstanceOf(Patient.class);
    }

    @Test
    void pagesLeadToTheEnd() {
        for (int i = 0; i < 7; i++) {
            create();
        }
        Bundle page = client.search()
                .forResource(Patient.class)
                .where(Patient.FAMILY.matches().value(family))
                .sort()
                .descending("_lastUpdated")
                .count(3)
                .totalMode(SearchTotalModeEnum.ACCURATE)
                .returnBundle(Bundle.class)
                .execute();
        assertThat(page.getTotal()).isEqualTo(7);
        List<String> seen = new ArrayList<>();
        add(page, seen);
        while (page.getLink(Bundle.LINK_NEXT) != null) {
            page = client.loadPage().next(page).execute();
            add(page, seen);
        }
        assertThat(seen).hasSize(7).doesNotHaveDuplicates();
    }

    @Test
    void searchesCanBePostedAndSummarised() {
        create();
        Bundle found = client.search()
                .forResource(Patient.class)
                .where(new StringClientParam("family").matches().value(family))
                .and(new TokenClientParam("gender").exactly().code("female"))
                .usingStyle(ca.uhn.fhir.rest.api.SearchStyleEnum.POST)
                .summaryMode(SummaryEnum.TRUE)
                .returnBundle(Bundle.class)
                .execute();
        assertThat(found.getEntry()).hasSize(1);
        assertThat(found.getEntryFirstRep()
                        .getResource()
                        .getMeta()
                        .getTagFirstRep()
                        .getCode())
                .isEqualTo("SUBSETTED");
    }

    @Test
    void aTransactionTakesABundle() {
        Bundle bundle = new Bundle().setType(Bundle.BundleType.TRANSACTION);
        String link = "urn:uuid:11111111-2222-4333-8444-555555555555";
        bundle.addEntry()
                .setFullUrl(link)
                .setResource(patient())
                .getRequest()
                .setMethod(Bundle.HTTPVerb.POST)
                .setUrl("Patient");
        bundle.addEntry()
                .setResource(flag(link))
                .getRequest()
                .setMethod(Bundle.HTTPVerb.POST)
                .setUrl("Flag");
        Bundle answer = client.transaction().withBundle(bundle).execute();
        String patient = new IdType(answer.getEntryFirstRep().getResponse().getLocation()).getIdPart();
        Flag stored = client.read()
                .resource(Flag.class)
                .withId(new IdType(answer.getEntry().get(1).getResponse().getLocation()).getIdPart())
                .execute();
        assertThat(stored.getSubject().getReference()).isEqualTo("Patient/" + patient);
    }

    @Test
    void aTransactionTakesAList() {
        List<IBaseResource> patients = List.of(patient(), patient());
        patients.forEach(patient ->
                ResourceMetadataKeyEnum.ENTRY_TRANSACTION_METHOD.put(patient, BundleEntryTransactionMethodEnum.POST));
        List<IBaseResource> answer =
                client.transaction().withResources(patients).execute();
        assertThat(answer).hasSize(2);
        assertThat(search().getEntry()).hasSize(2);
    }

    @Test
    void historyTellsTheVersions() {
        IdType id = create();
        client.delete().resourceById("Patient", id.getIdPart()).execute();
        Bundle history = client.history()
                .onInstance(id.toUnqualifiedVersionless())
                .returnBundle(Bundle.class)
                .execute();
        assertThat(history.getEntry()).hasSize(2);
        assertThat(history.getEntryFirstRep().getRequest().getMethod()).isEqualTo(Bundle.HTTPVerb.DELETE);
        assertThat(client.history()
                        .onType(Patient.class)
                        .returnBundle(Bundle.class)
                        .count(2)
                        .execute()
                        .getEntry())
                .hasSize(2);
        assertThat(client.history()
                        .onServer()
                        .returnBundle(Bundle.class)
                        .count(2)
                        .execute()
                        .getEntry())
                .hasSize(2);
    }

    @Test
    void xmlIsSpokenToo() {
        IGenericClient xml = client.getFhirContext().newRestfulGenericClient(client.getServerBase());
        xml.setEncoding(EncodingEnum.XML);
        MethodOutcome created = xml.create().resource(patient()).execute();
        Patient read = xml.read()
                .resource(Patient.class)
                .withId(created.getId().getIdPart())
                .execute();
        assertThat(read.getNameFirstRep().getFamily()).isEqualTo(family);
    }

    @Test
    void everyAnswerIsFhir() {
        assertThatThrownBy(() -> client.search()
                        .byUrl("Patient?colour=red")
                        .returnBundle(Bundle.class)
                        .execute())
                .isNotInstanceOf(NonFhirResponseException.class)
                .hasMessageContaining("colour");
    }

    private IdType create() {
        return (IdType) client.create().resource(patient()).execute().getId();
    }

    private Bundle search() {
        return client.search()
                .forResource(Patient.class)
                .where(Patient.FAMILY.matches().value(family))
                .returnBundle(Bundle.class)
                .execute();
    }

    private Patient patient() {
        Patient patient = new Patient().setGender(AdministrativeGender.FEMALE);
        patient.addName().setFamily(family);
        return patient;
    }

    private static Flag flag(String subject) {
        return new Flag()
                .setStatus(Flag.FlagStatus.ACTIVE)
                .setCode(new CodeableConcept().setText("Uses a hearing loop"))
                .setSubject(new Reference(subject));
    }

    private static void add(Bundle page, List<String> ids) {
        page.getEntry()
                .forEach(entry -> ids.add(entry.getResource().getIdElement().getIdPart()));
    }
}
