package org.openspine.childprotection.flags;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.openspine.api.ContentRules;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.api.QueryParameters;
import org.openspine.childprotection.FlagDetails;
import org.openspine.childprotection.FlagKind;
import org.openspine.childprotection.PatientAudit;
import org.openspine.childprotection.PatientParameter;
import org.openspine.childprotection.ProtectionError;
import org.openspine.childprotection.SentBundle;
import org.openspine.childprotection.TransactionAnswer;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Verb;
import org.openspine.terminology.identifier.NhsNumber;

/** A Bundle of flags, adjustments and conditions on its way into the store: in the caller's transaction, whole or not at all. */
final class FlagTransaction {
    private final Parts parts;
    private final IncomingRequest request;
    private final SentBundle bundle;
    private final FlagRights.Actor actor;
    private final TransactionAnswer answer = new TransactionAnswer();
    private final Map<String, NhsNumber> patients = new TreeMap<>();

    /** What stores the parts.records(). */
    record Parts(
            ResourceRepository repository,
            ContentRules rules,
            FlagChecks checks,
            FlagRecords records,
            FlagTargets targets,
            FlagRemoval removal,
            PatientAudit audit) {}

    FlagTransaction(Parts parts, IncomingRequest request, SentBundle bundle, FlagRights.Actor actor) {
        this.parts = parts;
        this.request = request;
        this.bundle = bundle;
        this.actor = actor;
    }

    FhirResponse run() {
        Map<SentBundle.Entry, ObjectNode> details = new LinkedHashMap<>();
        Map<SentBundle.Entry, FlagKind> flags = new LinkedHashMap<>();
        for (SentBundle.Entry entry : bundle.entries()) {
            sort(entry, flags, details);
        }
        parts.repository()
                .lock(patients.keySet().stream()
                        .map(number -> new ResourceKey("Patient", number))
                        .toList());
        bundle.of("Patient").forEach(this::context);
        patients.values().forEach(parts.targets()::lock);
        Map<SentBundle.Entry, List<ResourceKey>> kept = new LinkedHashMap<>();
        flags.forEach((entry, kind) -> kept.put(entry, flag(entry, kind)));
        details.forEach(this::detail);
        patients.values().forEach(patient -> parts.audit()
                .record(
                        request,
                        patient,
                        actor.viewer(),
                        PatientAudit.Deed.written(PatientFlagsApi.PRODUCT, "transaction", "C")));
        return answer.toResponse();
    }

    private void sort(
            SentBundle.Entry entry, Map<SentBundle.Entry, FlagKind> flags, Map<SentBundle.Entry, ObjectNode> details) {
        if (entry.method().equals("DELETE")) {
            delete(entry);
            return;
        }
        switch (entry.type()) {
            case "Patient" -> {} // tells whose number is meant
            case "Flag" -> {
                Optional<FlagKind> kind = FlagKind.ofCode(entry.resource());
                if (kind.isPresent()) {
                    FlagRights.requireWrite(actor.role(), kind.get());
                    below(entry, () -> parts.checks().requirePatientFlag(entry.resource()));
                    flags.put(entry, kind.get());
                } else {
                    below(entry, () -> parts.checks().requireAdjustment(entry.resource()));
                    details.put(entry, entry.resource());
                }
                patientOf(entry);
            }
            case "Condition" -> {
                below(entry, () -> parts.checks().requireCondition(entry.resource()));
                details.put(entry, entry.resource());
                patientOf(entry);
            }
            default ->
                throw FlagChecks.invalid(entry.place(), "Only flags, adjustments and conditions are stored here");
        }
    }

    private static void below(SentBundle.Entry entry, Runnable check) {
        try {
            check.run();
        } catch (SpineException failure) {
            throw failure.below(entry.place());
        }
    }

    private NhsNumber patientOf(SentBundle.Entry entry) {
        NhsNumber patient = bundle.patient(entry.resource().path("subject"))
                .orElseThrow(() -> SpineException.at(
                        ProtectionError.INVALID_VALUE, entry.place() + ".subject", "Invalid NHS number"));
        patients.put(patient.value(), patient);
        return patient;
    }

    private void delete(SentBundle.Entry entry) {
        String[] target = entry.url().split("\\?", 2);
        QueryParameters query = QueryParameters.parse(target.length > 1 ? target[1] : "");
        parts.removal().remove(request.withQuery(query), actor.viewer(), actor.role(), List.of(target[0].split("/")));
        answer.put(entry.index(), false, Optional.empty());
    }

    /** A Patient that travels along is stored only if nobody has heard of the person. */
    private void context(SentBundle.Entry entry) {
        Optional<NhsNumber> number = PatientParameter.ofPatient(entry.resource());
        boolean created = number.isPresent()
                && patients.containsKey(number.get().value())
                && parts.repository()
                        .lock(new ResourceKey("Patient", number.get().value()))
                        .isEmpty();
        if (created) {
            below(entry, () -> parts.rules().require("Patient", entry.resource()));
            ResourceKey key = new ResourceKey("Patient", number.get().value());
            StoredResource stored = parts.repository().store(new ResourceWrite(key, Verb.POST, 0, entry.resource()));
            answer.put(entry.index(), true, Optional.of(stored));
        } else {
            answer.put(entry.index(), false, Optional.empty());
        }
    }

    /** References to entries of the Bundle are left to {@link #detail}, which attaches what was stored. */
    private List<ResourceKey> flag(SentBundle.Entry entry, FlagKind kind) {
        ObjectNode sent = entry.resource();
        List<ResourceKey> elsewhere = FlagDetails.of(sent).stream()
                .filter(key -> bundle.find(key.toString()).isEmpty())
                .toList();
        FlagDetails.set(sent, elsewhere);
        FlagRecords.Kept kept = parts.records().flag(patientOf(entry), kind, sent, entry.demandedId());
        answer.put(entry.index(), kept.created(), Optional.of(kept.stored()));
        return elsewhere;
    }

    private void detail(SentBundle.Entry entry, ObjectNode detail) {
        NhsNumber patient = patientOf(entry);
        FlagKind kind = FlagKind.ofCategory(detail).orElseThrow();
        FlagRights.requireWrite(actor.role(), kind);
        FlagRecords.Kept kept =
                parts.records().detail(patient, parts.targets().flag(patient, kind), detail, entry.demandedId());
        answer.put(entry.index(), kept.created(), Optional.of(kept.stored()));
    }
}
