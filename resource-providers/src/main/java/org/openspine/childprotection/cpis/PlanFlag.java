package org.openspine.childprotection.cpis;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.openspine.childprotection.Codings;
import org.openspine.childprotection.FlagDetails;
import org.openspine.childprotection.FlagKind;
import org.openspine.childprotection.PatientFlags;
import org.openspine.childprotection.PatientParameter;
import org.openspine.childprotection.ProtectionPlan;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Verb;
import org.openspine.terminology.identifier.NhsNumber;

/** Keeps the one child protection flag of a patient in step with the plans: it names them, and is active while one of them is. */
public final class PlanFlag {
    private final ResourceRepository repository;
    private final PatientFlags flags;
    private final Clock clock;

    public PlanFlag(ResourceRepository repository, Clock clock) {
        this.repository = repository;
        this.flags = new PatientFlags(repository);
        this.clock = clock;
    }

    /** The flag as it is now. */
    public record Kept(StoredResource stored, boolean created) {}

    /**
     * Call with the Patient locked.
     *
     * @param sent what the authority sent of the flag, if anything
     * @param plans all plans of the patient
     * @param written those to attach
     */
    public Kept keep(
            NhsNumber patient, Optional<ObjectNode> sent, List<ProtectionPlan> plans, List<ResourceKey> written) {
        Optional<StoredResource> current = flags.stored(patient, FlagKind.CHILD_PROTECTION);
        ObjectNode next = current.map(StoredResource::tree)
                .orElseGet(() -> sent.map(ObjectNode::deepCopy).orElseGet(JsonNodeFactory.instance::objectNode));
        List<ResourceKey> before = current.isPresent() ? FlagDetails.of(next) : List.of();
        sent.ifPresent(flag -> {
            if (flag.has("contained")) {
                next.set("contained", flag.path("contained"));
            }
        });
        next.put("resourceType", "Flag");
        Instant now = clock.instant();
        boolean active = plans.stream().anyMatch(plan -> plan.isActive(now));
        String said = sent.map(flag -> flag.path("status").asText()).orElse("inactive");
        next.put("status", active ? "active" : said.equals("entered-in-error") ? said : "inactive");
        if (!next.has("code")) {
            next.set(
                    "code",
                    Codings.concept(
                            FlagKind.SYSTEM, FlagKind.CHILD_PROTECTION.code(), FlagKind.CHILD_PROTECTION.display()));
        }
        next.set("subject", PatientParameter.subject(patient, next.path("subject")));
        if (!next.path("period").has("start")) {
            next.withObject("/period")
                    .put("start", now.truncatedTo(ChronoUnit.SECONDS).toString());
        }
        FlagDetails.set(next, before);
        FlagDetails.add(next, written);
        ResourceKey key =
                current.map(StoredResource::key).orElseGet(() -> new ResourceKey("Flag", repository.nextLogicalId()));
        long version = current.map(StoredResource::version).orElse(0L);
        Verb verb = version == 0 ? Verb.POST : Verb.PUT;
        return new Kept(repository.store(new ResourceWrite(key, verb, version, next)), version == 0);
    }
}
