package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.demographics.PatientRecord;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;
import org.openspine.terminology.identifier.NhsNumber;

/**
 * {@code POST Patient/$process-birth-details}: a record and an NHS number for a baby, related to its mother, with what was observed
 * at its birth.
 */
final class ProcessBirth {
    private final ResourceRepository repository;
    private final Registration registration;
    private final RelatedRecords related;
    private final Clock clock;

    ProcessBirth(ResourceRepository repository, Registration registration, Clock clock) {
        this.repository = repository;
        this.registration = registration;
        this.related = new RelatedRecords(repository);
        this.clock = clock;
    }

    FhirResponse answer(IncomingRequest request) {
        boolean ignorePotential = ignoresPotentialMatches(request);
        BirthNotice notice = BirthNotice.spelt(PostedJson.object(request));
        LocalDate today = LocalDate.now(clock);
        notice.require(today);
        ObjectNode baby = notice.baby();
        complete(baby);
        KnownPerson person = KnownPerson.of(baby);
        List<JsonNode> extensions = notice.keptExtensions();
        StoredResource stored = registration.register(
                person.guard(),
                () -> KnownPerson.requireNobody(known(person, notice, ignorePotential, today)),
                number -> record(baby, number.value(), extensions),
                number -> beside(notice, number.value()));
        return CreatePatient.created(request, stored)
                .withHeader("notification-id", UUID.randomUUID().toString());
    }

    private static boolean ignoresPotentialMatches(IncomingRequest request) {
        String value = request.query().last("ignore_potential_matches").orElse("false");
        if (!value.equals("true") && !value.equals("false")) {
            throw Breach.invalid(value, "ignore_potential_matches");
        }
        return value.equals("true");
    }

    /** Whoever is like the baby; if that is no hindrance, only those of the same mother. */
    private List<PatientRecord> known(
            KnownPerson person, BirthNotice notice, boolean ignorePotential, LocalDate today) {
        List<PatientRecord> like = person.records(repository, today);
        return ignorePotential
                ? like.stream()
                        .filter(record -> isChildOf(record.nhsNumber(), notice.mother()))
                        .toList()
                : like;
    }

    private boolean isChildOf(String baby, String mother) {
        return related.of(baby).stream()
                .map(stored -> RelatedPersonView.of(stored, baby).ownNumber())
                .anyMatch(Optional.of(mother)::equals);
    }

    /** Names that do not say since when are those of the birth. */
    private static void complete(ObjectNode baby) {
        ObjectNode name = (ObjectNode) baby.path("name").path(0);
        if (!name.has("period")) {
            name.putObject("period").put("start", baby.path("birthDate").asText());
        }
        String death = baby.path("deceasedDateTime").asText("");
        if (death.length() == "yyyy-mm-ddTHH:MM:SS".length()) {
            baby.put("deceasedDateTime", death + "+00:00");
        }
    }

    private ObjectNode record(ObjectNode baby, String nhsNumber, List<JsonNode> extensions) {
        ObjectNode record = NewPatient.record(baby, nhsNumber, extensions);
        if (baby.has("_birthDate")) {
            record.set("_birthDate", baby.path("_birthDate"));
        }
        UpdateDefaults.afterRules(record, clock.instant());
        return record;
    }

    private static List<ObjectNode> beside(BirthNotice notice, String baby) {
        List<ObjectNode> resources = new ArrayList<>(BirthObservations.of(notice, baby));
        resources.add(relation(baby, notice.mother()));
        return resources;
    }

    private static ObjectNode relation(String baby, String mother) {
        ObjectNode person = JsonNodeFactory.instance.objectNode();
        person.put("resourceType", "RelatedPerson");
        person.put("active", true);
        person.putArray("identifier")
                .addObject()
                .put("system", NhsNumber.SYSTEM)
                .put("value", mother);
        person.putObject("patient").put("reference", "Patient/" + baby);
        person.putArray("relationship")
                .addObject()
                .putArray("coding")
                .addObject()
                .put("system", "http://hl7.org/fhir/ValueSet/relatedperson-relationshiptype")
                .put("code", "MTH")
                .put("display", "mother");
        return person;
    }
}
