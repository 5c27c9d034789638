package org.openspine.prescriptions.statusupdate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.openspine.prescriptions.message.EpsUrl;
import org.openspine.prescriptions.record.ResourceParts;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Verb;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.SearchQuery;
import org.openspine.repository.search.ValueMatch;
import org.openspine.terminology.identifier.NhsNumber;
import org.openspine.terminology.identifier.OdsCode;
import org.openspine.terminology.identifier.PrescriptionNumber;

/** Updates in the store: one Task for each, found by prescription, patient and pharmacy. */
public final class StatusUpdates {
    private static final String TASK = "Task";
    /** Who sent an update, and with which request. */
    static final String SENT = "https://openspine.org/fhir/StructureDefinition/status-update-request";

    private final ResourceRepository repository;

    public StatusUpdates(ResourceRepository repository) {
        this.repository = repository;
    }

    /** Which of these updates cannot be stored, because the same task of the same prescription is known or comes twice. */
    Set<Integer> conflicts(List<StatusUpdate> updates) {
        Set<ResourceKey> known = new HashSet<>(repository
                .read(updates.stream().map(StatusUpdates::key).toList())
                .keySet());
        Set<Integer> conflicts = new HashSet<>();
        for (int i = 0; i < updates.size(); i++) {
            if (!known.add(key(updates.get(i)))) {
                conflicts.add(i);
            }
        }
        return conflicts;
    }

    /** Makes other senders of these updates wait until the transaction ends. */
    void guard(List<StatusUpdate> updates) {
        repository.guard(updates.stream().map(update -> key(update).toString()).toList());
    }

    void store(List<StatusUpdate> updates, String requestId, String application) {
        List<ResourceWrite> writes = new ArrayList<>();
        for (StatusUpdate update : updates) {
            ObjectNode task = document(update);
            ObjectNode sent = task.withArray("extension").addObject().put("url", SENT);
            part(sent, "requestId", requestId);
            if (!application.isEmpty()) { // a sandbox does not ask who calls
                part(sent, "application", application);
            }
            part(sent, "taskId", update.taskId().orElseThrow());
            writes.add(new ResourceWrite(key(update), Verb.POST, 0, task));
        }
        repository.store(writes);
    }

    private static void part(ObjectNode sent, String name, String value) {
        sent.withArray("extension").addObject().put("url", name).put("valueString", value);
    }

    /** All updates about these prescriptions, oldest first. */
    public List<JsonNode> of(Collection<String> prescriptionNumbers) {
        return prescriptionNumbers.isEmpty() ? List.of() : find(List.of(indexed("based-on", prescriptionNumbers)));
    }

    /** Updates of this prescription, patient and pharmacy, as far as they are named; oldest first. */
    List<JsonNode> find(Optional<String> prescription, Optional<String> nhsNumber, Optional<String> pharmacy) {
        List<Criterion> criteria = new ArrayList<>();
        prescription.ifPresent(number -> criteria.add(indexed("based-on", List.of(number.toUpperCase(Locale.ROOT)))));
        nhsNumber.ifPresent(number -> criteria.add(indexed("subject", List.of(number))));
        pharmacy.ifPresent(ods -> criteria.add(indexed("owner", List.of(ods.toUpperCase(Locale.ROOT)))));
        return find(criteria);
    }

    private List<JsonNode> find(List<Criterion> criteria) {
        SearchQuery query = new SearchQuery(TASK, criteria, List.of(), SearchQuery.MAX_COUNT, Optional.empty());
        List<JsonNode> tasks = new ArrayList<>();
        for (StoredResource stored : repository.search(query).matches()) {
            ObjectNode task = stored.tree();
            if (StatusUpdate.PROGRESS.equals(
                    new StatusUpdate(task).coding().path("system").textValue())) {
                tasks.add(task);
            }
        }
        return tasks;
    }

    /** A reference parameter of Task whose target is named by identifier. */
    private static Criterion indexed(String parameter, Collection<String> values) {
        return new Criterion.Indexed(
                IndexId.parameter(TASK, parameter, "identifier"),
                values.stream().map(ValueMatch.Token::of).toList());
    }

    /** The logical id tells task and prescription apart from all others, so that the same cannot be stored twice. */
    private static ResourceKey key(StatusUpdate update) {
        String name = update.prescription().orElseThrow() + "/"
                + update.taskId().orElseThrow().toLowerCase(Locale.ROOT);
        return new ResourceKey(
                TASK,
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString());
    }

    /** The fields that the rules looked at, as a Task. Whatever else was sent nobody has checked, and it is left out. */
    private static ObjectNode document(StatusUpdate update) {
        ObjectNode task = JsonNodeFactory.instance.objectNode().put("resourceType", "Task");
        identifier(task.putArray("basedOn").addObject(), PrescriptionNumber.SYSTEM, update.prescription());
        task.put("status", update.status().orElseThrow());
        task.putObject("businessStatus")
                .putArray("coding")
                .addObject()
                .put("system", StatusUpdate.PROGRESS)
                .put("code", update.progress().orElseThrow());
        task.put("intent", "order");
        identifier(task.putObject("focus"), EpsUrl.LINE_ITEM_ID, update.item());
        identifier(task.putObject("for"), NhsNumber.SYSTEM, update.nhsNumber());
        task.put("lastModified", update.lastModified().orElseThrow());
        identifier(task.putObject("owner"), OdsCode.SYSTEM, update.pharmacy());
        update.repeat().ifPresent(number -> {
            ObjectNode input = task.putArray("input").addObject();
            input.putObject("type").put("text", "Repeat number");
            input.put("valueInteger", number);
        });
        return task;
    }

    private static void identifier(ObjectNode reference, String system, Optional<String> value) {
        ResourceParts.identifier(reference.putObject("identifier"), system, value.orElseThrow());
    }
}
