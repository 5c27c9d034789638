package org.openspine.childprotection.flags;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.openspine.childprotection.ProtectionRights;
import org.openspine.childprotection.ProtectionRights.Role;
import org.openspine.childprotection.Searchsets;
import org.openspine.childprotection.SentBundle;
import org.openspine.childprotection.TransactionAnswer;
import org.openspine.childprotection.Viewer;
import org.openspine.childprotection.Viewers;
import org.openspine.childprotection.cpis.PlanUpload;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Verb;
import org.openspine.terminology.identifier.NhsNumber;

/** Takes flags, adjustments and conditions: one by one, or a whole record in one transaction. */
final class FlagUpload {
    private final ResourceRepository repository;
    private final ContentRules rules;
    private final FlagChecks checks;
    private final FlagRecords records;
    private final FlagRemoval removal;
    private final PlanUpload plans;
    private final Viewers viewers;
    private final ProtectionRights rights;
    private final PatientAudit audit;

    FlagUpload(
            ResourceRepository repository,
            ContentRules rules,
            FlagRemoval removal,
            PlanUpload plans,
            PatientAudit audit) {
        this.repository = repository;
        this.rules = rules;
        this.checks = new FlagChecks(rules);
        this.records = new FlagRecords(repository);
        this.removal = removal;
        this.plans = plans;
        this.viewers = new Viewers(repository);
        this.rights = new ProtectionRights(repository);
        this.audit = audit;
    }

    /** {@code POST PatientFlag}: a Bundle, or one Flag. */
    FhirResponse patientFlag(IncomingRequest request) {
        ObjectNode body = resource(request);
        return body.path("resourceType").asText().equals("Bundle") ? bundle(request, body) : flag(request, body);
    }

    /** {@code POST} at the base. */
    FhirResponse bundle(IncomingRequest request) {
        return bundle(request, resource(request));
    }

    static ObjectNode resource(IncomingRequest request) {
        JsonNode body = request.content().json();
        if (!(body instanceof ObjectNode resource)) {
            throw FlagChecks.invalid("body", "The body must be one resource");
        }
        SentBundle.mend(resource);
        return resource;
    }

    /** One top-level flag. */
    FhirResponse flag(IncomingRequest request, ObjectNode flag) {
        FlagKind kind = FlagKind.ofCode(flag)
                .orElseThrow(() -> FlagChecks.invalid("Flag.code", "Must be a code of England-FlagCategoryPatient"));
        if (kind == FlagKind.CHILD_PROTECTION) {
            throw ProtectionRights.denied("A child protection flag comes with its plan from a local authority");
        }
        return repository.inTransaction(() -> {
            Viewer viewer = viewers.of(request.headers());
            FlagRights.requireWrite(rights.role(request, viewer), kind);
            checks.requirePatientFlag(flag);
            NhsNumber patient = lock(patient(flag));
            FlagRecords.Kept kept = records.flag(patient, kind, flag, Optional.empty());
            return stored(request, patient, viewer, kept);
        });
    }

    /** One adjustment or condition on the flag the patient has. */
    FhirResponse detail(IncomingRequest request, ObjectNode detail) {
        return repository.inTransaction(() -> {
            Viewer viewer = viewers.of(request.headers());
            requireDetail(detail);
            FlagKind kind = FlagKind.ofCategory(detail).orElseThrow();
            FlagRights.requireWrite(rights.role(request, viewer), kind);
            NhsNumber patient = lock(patient(detail));
            ResourceKey parent = parent(patient, kind);
            return stored(request, patient, viewer, records.detail(patient, parent, detail, Optional.empty()));
        });
    }

    private FhirResponse stored(IncomingRequest request, NhsNumber patient, Viewer viewer, FlagRecords.Kept kept) {
        audit.record(
                request,
                patient,
                viewer,
                PatientAudit.Deed.written(PatientFlagsApi.PRODUCT, "create", kept.created() ? "C" : "U"));
        StoredResource stored = kept.stored();
        return Searchsets.json(kept.created() ? 201 : 200, stored.tree()).at(request.base() + "/" + stored.key());
    }

    private void requireDetail(ObjectNode detail) {
        if (detail.path("resourceType").asText().equals("Condition")) {
            checks.requireCondition(detail);
        } else {
            checks.requireAdjustment(detail);
        }
    }

    private ResourceKey parent(NhsNumber patient, FlagKind kind) {
        return records.active(patient, kind)
                .map(StoredResource::key)
                .orElseThrow(
                        () -> FlagChecks.invalid("category", "The patient has no flag of this kind to attach it to"));
    }

    private static NhsNumber patient(JsonNode resource) {
        return PatientParameter.ofReference(resource.path("subject"))
                .orElseThrow(() -> new SpineException(ProtectionError.INVALID_VALUE, "Invalid NHS number"));
    }

    private NhsNumber lock(NhsNumber patient) {
        boolean known = repository
                .lock(new ResourceKey("Patient", patient.value()))
                .filter(stored -> !stored.isDeleted())
                .isPresent();
        if (!known) {
            throw new SpineException(ProtectionError.INVALID_VALUE, "NHS number is not known");
        }
        return patient;
    }

    private FhirResponse bundle(IncomingRequest request, ObjectNode body) {
        SentBundle bundle = SentBundle.parse(body);
        boolean protection = !bundle.of("CarePlan").isEmpty()
                || !bundle.of("CareTeam").isEmpty()
                || bundle.of("Flag").stream().anyMatch(entry -> FlagKind.ofCode(entry.resource())
                        .filter(FlagKind.CHILD_PROTECTION::equals)
                        .isPresent());
        if (protection) {
            return plans.store(request, bundle);
        }
        return repository.inTransaction(() -> {
            Viewer viewer = viewers.of(request.headers());
            return new Transaction(request, bundle, viewer, rights.role(request, viewer)).run();
        });
    }

    /** One Bundle on its way into the store. */
    private final class Transaction {
        private final IncomingRequest request;
        private final SentBundle bundle;
        private final Viewer viewer;
        private final Role role;
        private final TransactionAnswer answer = new TransactionAnswer();
        private final Map<String, NhsNumber> patients = new TreeMap<>();

        Transaction(IncomingRequest request, SentBundle bundle, Viewer viewer, Role role) {
            this.request = request;
            this.bundle = bundle;
            this.viewer = viewer;
            this.role = role;
        }

        FhirResponse run() {
            Map<SentBundle.Entry, ObjectNode> details = new LinkedHashMap<>();
            Map<SentBundle.Entry, FlagKind> flags = new LinkedHashMap<>();
            for (SentBundle.Entry entry : bundle.entries()) {
                sort(entry, flags, details);
            }
            repository.lock(patients.keySet().stream()
                    .map(number -> new ResourceKey("Patient", number))
                    .toList());
            bundle.of("Patient").forEach(this::context);
            patients.values().forEach(FlagUpload.this::lock);
            Map<SentBundle.Entry, List<ResourceKey>> kept = new LinkedHashMap<>();
            flags.forEach((entry, kind) -> kept.put(entry, flag(entry, kind)));
            details.forEach(this::detail);
            patients.values()
                    .forEach(patient -> audit.record(
                            request,
                            patient,
                            viewer,
                            PatientAudit.Deed.written(PatientFlagsApi.PRODUCT, "transaction", "C")));
            return answer.toResponse();
        }

        private void sort(
                SentBundle.Entry entry,
                Map<SentBundle.Entry, FlagKind> flags,
                Map<SentBundle.Entry, ObjectNode> details) {
            if (entry.method().equals("DELETE")) {
                delete(entry);
                return;
            }
            switch (entry.type()) {
                case "Patient" -> {} // tells whose number is meant
                case "Flag" -> {
                    Optional<FlagKind> kind = FlagKind.ofCode(entry.resource());
                    if (kind.isPresent()) {
                        FlagRights.requireWrite(role, kind.get());
                        below(entry, () -> checks.requirePatientFlag(entry.resource()));
                        flags.put(entry, kind.get());
                    } else {
                        below(entry, () -> checks.requireAdjustment(entry.resource()));
                        details.put(entry, entry.resource());
                    }
                    patientOf(entry);
                }
                case "Condition" -> {
                    below(entry, () -> checks.requireCondition(entry.resource()));
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
            String[] parts = entry.url().split("\\?", 2);
            QueryParameters query = QueryParameters.parse(parts.length > 1 ? parts[1] : "");
            removal.remove(request.withQuery(query), viewer, role, List.of(parts[0].split("/")));
            answer.put(entry.index(), false, Optional.empty());
        }

        /** A Patient that travels along is stored only if nobody has heard of the person. */
        private void context(SentBundle.Entry entry) {
            Optional<NhsNumber> number = PatientParameter.ofPatient(entry.resource());
            boolean created = number.isPresent()
                    && patients.containsKey(number.get().value())
                    && repository
                            .lock(new ResourceKey("Patient", number.get().value()))
                            .isEmpty();
            if (created) {
                below(entry, () -> rules.require("Patient", entry.resource()));
                ResourceKey key = new ResourceKey("Patient", number.get().value());
                StoredResource stored = repository.store(new ResourceWrite(key, Verb.POST, 0, entry.resource()));
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
            FlagRecords.Kept kept = records.flag(patientOf(entry), kind, sent, entry.demandedId());
            answer.put(entry.index(), kept.created(), Optional.of(kept.stored()));
            return elsewhere;
        }

        private void detail(SentBundle.Entry entry, ObjectNode detail) {
            NhsNumber patient = patientOf(entry);
            FlagKind kind = FlagKind.ofCategory(detail).orElseThrow();
            FlagRights.requireWrite(role, kind);
            FlagRecords.Kept kept = records.detail(patient, parent(patient, kind), detail, entry.demandedId());
            answer.put(entry.index(), kept.created(), Optional.of(kept.stored()));
        }
    }
}
