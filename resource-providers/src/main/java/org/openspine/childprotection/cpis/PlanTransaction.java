package org.openspine.childprotection.cpis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.openspine.api.FhirResponse;
import org.openspine.childprotection.Authority;
import org.openspine.childprotection.PatientAudit;
import org.openspine.childprotection.PatientParameter;
import org.openspine.childprotection.ProtectionError;
import org.openspine.childprotection.ProtectionPlan;
import org.openspine.childprotection.ProtectionPlans;
import org.openspine.childprotection.ProtectionPlans.Teamed;
import org.openspine.childprotection.SentBundle;
import org.openspine.childprotection.TransactionAnswer;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Verb;
import org.openspine.terminology.identifier.NhsNumber;
import org.openspine.terminology.identifier.OdsCode;

/** A Bundle of plans on its way into the store: in the caller's transaction, whole or not at all. */
final class PlanTransaction {
    private final Parts parts;
    private final PlanOwners owners;
    private final SentBundle bundle;
    private final TransactionAnswer answer = new TransactionAnswer();
    private final Map<String, Subject> subjects = new TreeMap<>();
    private final Map<SentBundle.Entry, ResourceKey> teams = new HashMap<>();

    /** What stores the plans. */
    record Parts(ResourceRepository repository, ProtectionPlans plans, PlanFlag flag, PatientAudit audit) {}

    PlanTransaction(Parts parts, PlanOwners owners, SentBundle bundle) {
        this.parts = parts;
        this.owners = owners;
        this.bundle = bundle;
    }

    FhirResponse run() {
        lockPatients();
        bundle.of("CarePlan").forEach(this::plan);
        bundle.of("CareTeam").forEach(this::looseTeam);
        flags();
        return answer.toResponse();
    }

    /** What is known of one patient while the Bundle is stored. */
    private record Subject(NhsNumber number, List<Teamed> stored, List<ResourceKey> written) {}

    private void lockPatients() {
        Map<String, NhsNumber> numbers = new TreeMap<>();
        for (SentBundle.Entry entry : bundle.entries()) {
            if (entry.type().equals("Flag") || entry.type().equals("CarePlan")) {
                NhsNumber number = PlanChecks.patient(bundle, entry);
                numbers.put(number.value(), number);
            }
        }
        parts.repository()
                .lock(numbers.keySet().stream()
                        .map(number -> new ResourceKey("Patient", number))
                        .toList());
        for (NhsNumber number : numbers.values()) {
            if (parts.repository()
                    .lock(new ResourceKey("Patient", number.value()))
                    .filter(stored -> !stored.isDeleted())
                    .isEmpty()) {
                throw new SpineException(ProtectionError.INVALID_VALUE, "NHS number is not known");
            }
        }
        numbers.values()
                .forEach(number -> subjects.put(
                        number.value(),
                        new Subject(
                                number,
                                parts.plans().teamedWithErrors(parts.plans().stored(Set.of(number))),
                                new ArrayList<>())));
        for (SentBundle.Entry entry : bundle.of("Patient")) {
            answer.put(entry.index(), false, Optional.empty());
        }
    }

    private void plan(SentBundle.Entry entry) {
        ObjectNode sent = entry.resource();
        Subject subject = subject(entry);
        List<ResourceKey> named = new ArrayList<>();
        Optional<String> authority = Optional.empty();
        Map<SentBundle.Entry, ObjectNode> sentTeams = new HashMap<>();
        for (JsonNode reference : sent.path("careTeam")) {
            Optional<SentBundle.Entry> team = bundle.find(
                            reference.path("reference").asText())
                    .filter(found -> found.type().equals("CareTeam"));
            JsonNode content = team.<JsonNode>map(SentBundle.Entry::resource)
                    .or(() -> storedTeam(reference).map(StoredResource::tree))
                    .orElseThrow(() -> SpineException.at(
                            ProtectionError.VALIDATION_ERROR,
                            entry.place() + ".careTeam",
                            "The CareTeam is neither in the Bundle nor stored"));
            authority = authority.or(() -> owners.authority(content));
            team.ifPresent(found -> sentTeams.put(found, found.resource()));
        }
        Optional<String> owner = authority;
        Optional<Teamed> existing = existing(entry, subject, owner);
        owners.requireOwn(owner);
        existing.ifPresent(found -> owners.requireOwn(found.authority()));
        int position = 0;
        for (JsonNode reference : sent.path("careTeam")) {
            ResourceKey key = bundle.find(reference.path("reference").asText())
                    .map(team -> team(team, existing, subject, owner))
                    .orElseGet(() -> storedTeam(reference).orElseThrow().key());
            named.add(key);
            ((ObjectNode) sent.path("careTeam").path(position++)).put("reference", key.toString());
        }
        sent.set("subject", PatientParameter.subject(subject.number(), sent.path("subject")));
        StoredResource stored = store(
                existing.map(found -> found.plan().key()).orElseGet(() -> newKey("CarePlan", entry)),
                existing.map(found -> found.plan().version()).orElse(0L),
                sent);
        subject.written().add(stored.key());
        answer.put(entry.index(), existing.isEmpty(), Optional.of(stored));
    }

    private ResourceKey team(
            SentBundle.Entry entry, Optional<Teamed> plan, Subject subject, Optional<String> authority) {
        ResourceKey known = teams.get(entry);
        if (known != null) {
            return known;
        }
        ObjectNode sent = entry.resource();
        sent.set("subject", PatientParameter.subject(subject.number(), sent.path("subject")));
        if (Authority.of(sent).isEmpty() || !sent.has("managingOrganization")) {
            authority.ifPresent(code -> {
                ArrayNode organisations = sent.putArray("managingOrganization");
                organisations
                        .addObject()
                        .putObject("identifier")
                        .put("system", OdsCode.SYSTEM)
                        .put("value", code);
            });
        }
        Optional<StoredResource> current = plan.flatMap(Teamed::team)
                .filter(team -> !teams.containsValue(team.key()))
                .flatMap(team -> parts.repository().lock(team.key()))
                .filter(found -> !found.isDeleted());
        StoredResource stored = store(
                current.map(StoredResource::key).orElseGet(() -> newKey("CareTeam", entry)),
                current.map(StoredResource::version).orElse(0L),
                sent);
        teams.put(entry, stored.key());
        answer.put(entry.index(), current.isEmpty(), Optional.of(stored));
        return stored.key();
    }

    /** A team without a plan in the Bundle: only an update of one that is stored means anything. */
    private void looseTeam(SentBundle.Entry entry) {
        if (teams.containsKey(entry)) {
            return;
        }
        String id = entry.resource().path("id").asText();
        StoredResource current = Optional.of(id)
                .filter(ResourceKey::isLogicalId)
                .flatMap(valid -> parts.repository().lock(new ResourceKey("CareTeam", valid)))
                .filter(found -> !found.isDeleted())
                .orElseThrow(() -> SpineException.at(
                        ProtectionError.VALIDATION_ERROR, entry.place(), "No CarePlan names this CareTeam"));
        owners.requireOwn(Authority.of(current.tree()));
        owners.requireOwn(owners.authority(entry.resource()));
        JsonNode subject = current.tree().path("subject");
        if (subject.isObject() && !entry.resource().has("subject")) {
            entry.resource().set("subject", subject);
        }
        answer.put(entry.index(), false, Optional.of(store(current.key(), current.version(), entry.resource())));
    }

    /** One flag for each patient, whether one was sent or not. */
    private void flags() {
        for (Subject subject : subjects.values()) {
            Optional<SentBundle.Entry> sent = bundle.of("Flag").stream()
                    .filter(entry -> subject(entry) == subject)
                    .findFirst();
            List<ProtectionPlan> now = parts.plans().stored(Set.of(subject.number()));
            PlanFlag.Kept kept =
                    parts.flag().keep(subject.number(), sent.map(SentBundle.Entry::resource), now, subject.written());
            bundle.of("Flag").stream()
                    .filter(entry -> subject(entry) == subject)
                    .forEach(entry -> answer.put(entry.index(), kept.created(), Optional.of(kept.stored())));
            parts.audit()
                    .record(
                            owners.request(),
                            subject.number(),
                            owners.viewer(),
                            PatientAudit.Deed.written(CpisApi.PRODUCT, "transaction", kept.created() ? "C" : "U"));
        }
    }

    private Subject subject(SentBundle.Entry entry) {
        return Optional.ofNullable(
                        subjects.get(PlanChecks.patient(bundle, entry).value()))
                .orElseThrow();
    }

    /** The stored plan this one is: the one with the id of a PUT, or the same by its nature. */
    private Optional<Teamed> existing(SentBundle.Entry entry, Subject subject, Optional<String> authority) {
        Optional<Teamed> byId = entry.demandedId().flatMap(id -> subject.stored().stream()
                .filter(plan -> plan.plan().key().id().equals(id))
                .findFirst());
        return byId.or(() -> subject.stored().stream()
                .filter(plan -> !subject.written().contains(plan.plan().key()))
                .filter(plan -> plan.plan().isSameAs(entry.resource())
                        && plan.authority().equals(authority))
                .findFirst());
    }

    private Optional<StoredResource> storedTeam(JsonNode reference) {
        String[] target = reference.path("reference").asText().split("/");
        return target.length == 2 && target[0].equals("CareTeam") && ResourceKey.isLogicalId(target[1])
                ? parts.repository()
                        .read(new ResourceKey("CareTeam", target[1]))
                        .filter(found -> !found.isDeleted())
                : Optional.empty();
    }

    /** The id of a PUT if nobody has it, else a new one. */
    private ResourceKey newKey(String type, SentBundle.Entry entry) {
        return entry.demandedId()
                .filter(ResourceKey::isLogicalId)
                .map(id -> new ResourceKey(type, id))
                .filter(key -> parts.repository().lock(key).isEmpty())
                .orElseGet(() -> new ResourceKey(type, parts.repository().nextLogicalId()));
    }

    private StoredResource store(ResourceKey key, long version, ObjectNode content) {
        return parts.repository().store(new ResourceWrite(key, version == 0 ? Verb.POST : Verb.PUT, version, content));
    }
}
