package org.openspine.carerecords.consent;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openspine.demographics.PatientIndex;
import org.openspine.repository.BusinessKey;
import org.openspine.repository.Holders;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Verb;
import org.openspine.terminology.identifier.NhsNumber;
import org.openspine.terminology.identifier.OdsCode;

/** The decisions in force: one active Consent per patient and kind. Every method runs in the caller's transaction. */
public final class Consents {
    private final ResourceRepository repository;
    private final PatientIndex patients;
    private final Clock clock;

    public Consents(ResourceRepository repository, Clock clock) {
        this.repository = repository;
        this.patients = new PatientIndex(repository);
        this.clock = clock;
    }

    /** The business identifier by which the preference in force is found. */
    public static BusinessKey preferenceKey(NhsNumber patient) {
        return ConsentRecord.inForce(ConsentKind.SCR_PREFERENCE, patient, Optional.empty());
    }

    /** The business identifier that a refusal of this kind holds. */
    public static BusinessKey refusalKey(ConsentKind kind, NhsNumber patient) {
        return new BusinessKey(kind.refusal().orElseThrow(), patient.value());
    }

    /** The permission in force, of what {@link #preferenceKey} found. */
    public static Permission permission(Holders holders, NhsNumber patient) {
        return holders.of(preferenceKey(patient))
                .flatMap(stored -> new ConsentRecord(stored.tree()).permission())
                .orElse(Permission.ASK);
    }

    /** Makes everybody else who changes this patient's consent or summary wait until the transaction ends. */
    public void guard(NhsNumber patient) {
        repository.guard(List.of(guarded(patient)));
    }

    private static String guarded(NhsNumber patient) {
        return "care-record:" + patient.value();
    }

    /**
     * Keeps identifiers in step with a Consent that is about to be stored, and makes the one it takes the place of inactive.
     *
     * @param next empty for a deletion
     */
    void keepInStep(ResourceKey key, Optional<ConsentRecord> before, Optional<ConsentRecord> next) {
        List<BusinessKey> held = before.map(ConsentRecord::holdings).orElse(List.of());
        List<BusinessKey> wanted = next.map(ConsentRecord::holdings).orElse(List.of());
        Set<BusinessKey> given = new HashSet<>(held);
        given.removeAll(wanted);
        Set<BusinessKey> taken = new HashSet<>(wanted);
        taken.removeAll(held);
        if (given.isEmpty() && taken.isEmpty()) {
            return;
        }
        Set<BusinessKey> places = new LinkedHashSet<>();
        taken.stream().filter(ConsentRecord::isInForce).forEach(place -> places.addAll(underEveryNumber(place)));
        Holders holders = repository.holders(places, List.of());
        for (BusinessKey place : places) {
            holders.of(place)
                    .filter(other -> !other.key().equals(key))
                    .ifPresent(other -> given.addAll(inactivate(other)));
        }
        repository.release(given);
        if (!taken.isEmpty()) {
            repository.claim(key, taken);
        }
    }

    /** The place of a decision, and the same place under the numbers that were merged with the patient's. */
    private List<BusinessKey> underEveryNumber(BusinessKey place) {
        NhsNumber patient = place.patient().orElseThrow();
        String rest = place.value().substring(patient.value().length());
        Set<NhsNumber> numbers = patients.numbers(patient);
        if (numbers.size() > 1) {
            repository.guard(numbers.stream().map(Consents::guarded).toList());
        }
        return numbers.stream()
                .map(number -> new BusinessKey(place.kind(), number.value() + rest))
                .toList();
    }

    /** What it held. */
    private List<BusinessKey> inactivate(StoredResource other) {
        ObjectNode tree = other.tree();
        List<BusinessKey> held = new ConsentRecord(tree).holdings();
        tree.put("status", "inactive");
        repository.store(new ResourceWrite(other.key(), Verb.PUT, other.version(), tree));
        return held;
    }

    /** Sets the preference; returns the one before. */
    public Permission setPermission(NhsNumber patient, Permission permission, String organisation) {
        guard(patient);
        Optional<StoredResource> current =
                repository.holders(List.of(preferenceKey(patient)), List.of()).of(preferenceKey(patient));
        Optional<ConsentRecord> before = current.map(stored -> new ConsentRecord(stored.tree()));
        ObjectNode next = current.map(StoredResource::tree).orElseGet(JsonNodeFactory.instance::objectNode);
        write(next, patient, permission, organisation);
        ResourceKey key = current.map(StoredResource::key)
                .orElseGet(() -> new ResourceKey("Consent", repository.nextLogicalId()));
        keepInStep(key, before, Optional.of(new ConsentRecord(next)));
        repository.store(new ResourceWrite(
                key,
                current.isPresent() ? Verb.PUT : Verb.POST,
                current.map(StoredResource::version).orElse(0L),
                next));
        return before.flatMap(ConsentRecord::permission).orElse(Permission.ASK);
    }

    private void write(ObjectNode consent, NhsNumber patient, Permission permission, String organisation) {
        consent.put("resourceType", "Consent");
        consent.put("status", "active");
        concept(consent.putObject("scope"), "http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy");
        consent.remove("category");
        consent.putObject("patient").put("reference", "Patient/" + patient);
        consent.put("dateTime", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        ObjectNode performer = consent.putArray("performer").addObject().put("reference", "Patient/" + patient);
        performer.putObject("identifier").put("system", NhsNumber.SYSTEM).put("value", patient.value());
        consent.remove("organization");
        if (!organisation.isEmpty()) {
            consent.putArray("organization")
                    .addObject()
                    .putObject("identifier")
                    .put("system", OdsCode.SYSTEM)
                    .put("value", organisation);
        }
        concept(
                consent.putObject("policyRule"),
                "http://terminology.hl7.org/CodeSystem/v3-ActCode",
                permission == Permission.NO ? "OPTOUT" : "OPTIN");
        ObjectNode provision = consent.putObject("provision");
        provision.put("type", permission.provisionType());
        provision
                .putArray("purpose")
                .addObject()
                .put("system", "http://terminology.hl7.org/CodeSystem/v3-ActReason")
                .put("code", "TREAT");
        concept(provision.putArray("code").addObject(), Permission.SYSTEM, permission.code());
        ConsentCompletion.complete(consent, ConsentKind.SCR_PREFERENCE, patient, clock.instant());
    }

    private static void concept(ObjectNode concept, String system, String code) {
        concept.putArray("coding").addObject().put("system", system).put("code", code);
    }
}
