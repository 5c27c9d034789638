package org.openspine.childprotection.flags;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openspine.api.ContentRules;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.childprotection.Codings;
import org.openspine.childprotection.FlagKind;
import org.openspine.childprotection.PatientAudit;
import org.openspine.childprotection.PatientParameter;
import org.openspine.childprotection.ProtectionError;
import org.openspine.childprotection.ProtectionRights;
import org.openspine.childprotection.Searchsets;
import org.openspine.childprotection.Viewer;
import org.openspine.childprotection.Viewers;
import org.openspine.demographics.PatientIndex;
import org.openspine.demographics.PatientRecord;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;
import org.openspine.terminology.identifier.NhsNumber;

/**
 * FGM Information Sharing: the flag that a girl's family has a history of female genital mutilation is looked up, added and
 * removed. It is the same record as the patient flag of that kind; but where that one merges, this one refuses a second.
 *
 * @see <a href="https://digital.nhs.uk/developer/api-catalogue/female-genital-mutilation-information-sharing-fhir">FGM-IS API</a>
 */
final class FgmFlags {
    private static final FlagKind KIND = FlagKind.FEMALE_GENITAL_MUTILATION;
    private static final int ADULT = 18;
    private static final String DENIED = "sender/receiver ASID not authorised for this interaction";
    private static final Set<String> REMOVED = Set.of("inactive", "entered-in-error");

    private final ResourceRepository repository;
    private final PatientIndex patients;
    private final FlagRecords records;
    private final ContentRules rules;
    private final Viewers viewers;
    private final ProtectionRights rights;
    private final PatientAudit audit;
    private final Clock clock;

    FgmFlags(ResourceRepository repository, ContentRules rules, PatientAudit audit, Clock clock) {
        this.repository = repository;
        this.patients = new PatientIndex(repository);
        this.records = new FlagRecords(repository);
        this.rules = rules;
        this.viewers = new Viewers(repository);
        this.rights = new ProtectionRights(repository);
        this.audit = audit;
        this.clock = clock;
    }

    /** Whether a Flag is written in this API's words: by SNOMED code, or for a patient named by identifier alone. */
    static boolean speaks(JsonNode flag) {
        for (JsonNode coding : flag.path("code").path("coding")) {
            if (coding.path("code").asText().equals(FlagKind.FGM_SNOMED)) {
                return true;
            }
        }
        JsonNode subject = flag.path("subject");
        return subject.has("identifier")
                && !subject.has("reference")
                && FlagKind.ofCode(flag).isEmpty()
                && FlagKind.ofCategory(flag).isEmpty();
    }

    FhirResponse search(IncomingRequest request) {
        List<String> values = PatientParameter.values(request.query());
        NhsNumber patient = Optional.of(values)
                .filter(all -> all.size() == 1)
                .flatMap(all -> PatientParameter.number(all.get(0)))
                .orElseThrow(() -> new SpineException(ProtectionError.INVALID_SEARCH_DATA, "Invalid NHS number"));
        return repository.inTransaction(() -> {
            Viewer viewer = viewers.of(request.headers());
            ProtectionRights.Role role = rights.role(request, viewer);
            if (role == ProtectionRights.Role.LOCAL_AUTHORITY || role == ProtectionRights.Role.PATIENT) {
                throw ProtectionRights.denied(DENIED);
            }
            List<ObjectNode> found =
                    records.active(patient, KIND).map(FgmView::of).stream().toList();
            audit.record(request, patient, viewer, PatientAudit.Deed.read(PatientFlagsApi.PRODUCT));
            return Searchsets.of(request, found, List.of());
        });
    }

    FhirResponse add(IncomingRequest request, ObjectNode flag) {
        return repository.inTransaction(() -> {
            Viewer viewer = requireWriter(request);
            NhsNumber patient = PatientParameter.ofReference(flag.path("subject"))
                    .orElseThrow(() -> new SpineException(ProtectionError.INVALID_VALUE, "Invalid NHS number"));
            PatientRecord record = patients.lock(patient.value())
                    .orElseThrow(() -> new SpineException(ProtectionError.INVALID_VALUE, "Invalid NHS number"));
            if (FlagKind.ofCode(flag).filter(KIND::equals).isEmpty()) {
                throw new SpineException(ProtectionError.UNSUPPORTED_VALUE, "Code must be " + FlagKind.FGM_SNOMED);
            }
            if (!flag.path("status").asText().equals("active")) {
                throw new SpineException(
                        ProtectionError.UNSUPPORTED_VALUE, "Status must be active on this interaction");
            }
            requirePerson(record);
            if (records.active(patient, KIND).isPresent()) {
                throw invalid("Flag value was already set");
            }
            if (reason(flag).isPresent() || hasReasonExtension(flag)) {
                throw invalid("Removal reason not allowed on this interaction");
            }
            LocalDate assessed = assessed(flag);
            ObjectNode stored = JsonNodeFactory.instance.objectNode().put("resourceType", "Flag");
            stored.put("status", "active");
            stored.set("code", FgmView.code());
            stored.set("subject", PatientParameter.subject(patient, flag.path("subject")));
            stored.putObject("period").put("start", assessed.toString());
            rules.require("Flag", stored);
            StoredResource created =
                    records.flag(patient, KIND, stored, Optional.empty()).stored();
            audit.record(request, patient, viewer, PatientAudit.Deed.written(PatientFlagsApi.PRODUCT, "create", "C"));
            return Searchsets.json(201, FgmView.of(created)).at(request.base() + "/" + created.key());
        });
    }

    /** A flag is removed by its status; only that and the reason are taken. */
    FhirResponse remove(IncomingRequest request, ObjectNode sent, String id) {
        return repository.inTransaction(() -> {
            Viewer viewer = requireWriter(request);
            StoredResource current = Optional.of(id)
                    .filter(ResourceKey::isLogicalId)
                    .flatMap(valid -> repository.lock(new ResourceKey("Flag", valid)))
                    .filter(found -> !found.isDeleted() && isRemovable(found.tree()))
                    .orElseThrow(() -> new SpineException(ProtectionError.NO_SUCH_FLAG, "Resource not found"));
            if (!sent.path("id").asText().equals(id)) {
                throw new SpineException(
                        ProtectionError.INVALID_VALUE,
                        "ID specified in the URL does not match the ID specified in the resource");
            }
            String status = sent.path("status").asText();
            if (!REMOVED.contains(status)) {
                throw new SpineException(
                        ProtectionError.UNSUPPORTED_VALUE,
                        "Status must be inactive or entered-in-error on this interaction");
            }
            ObjectNode reason = reason(sent).orElseThrow(() -> invalid("Removal reason must be supplied"));
            ObjectNode tree = current.tree();
            tree.put("status", status);
            ObjectNode extension = tree.withArray("extension").addObject().put("url", FgmView.REMOVAL_REASON);
            extension.set("valueCoding", reason);
            StoredResource stored = records.store(current.key(), current.version(), tree);
            NhsNumber patient =
                    PatientParameter.ofReference(tree.path("subject")).orElseThrow();
            audit.record(
                    request,
                    patient,
                    viewer,
                    PatientAudit.Deed.removal(
                            PatientFlagsApi.PRODUCT, reason.path("display").asText()));
            return Searchsets.json(200, FgmView.of(stored));
        });
    }

    private static boolean isRemovable(JsonNode flag) {
        return FlagKind.ofCode(flag).filter(KIND::equals).isPresent()
                && flag.path("status").asText().equals("active");
    }

    private Viewer requireWriter(IncomingRequest request) {
        Viewer viewer = viewers.of(request.headers());
        if (!FlagRights.mayWrite(rights.role(request, viewer), KIND)) {
            throw ProtectionRights.denied(DENIED);
        }
        return viewer;
    }

    private void requirePerson(PatientRecord record) {
        LocalDate today = LocalDate.now(clock.withZone(ZoneId.of("Europe/London")));
        boolean adult = born(record.tree().path("birthDate").asText())
                .filter(born -> !born.plusYears(ADULT).isAfter(today))
                .isPresent();
        if (adult) {
            throw invalid("Patient is over 18");
        }
        if (record.tree().path("gender").asText().equals("male")) {
            throw invalid("Patient gender must be female, unknown or indeterminate");
        }
    }

    /** The latest day the date of birth can mean. */
    private static Optional<LocalDate> born(String birthDate) {
        try {
            return switch (birthDate.length()) {
                case 4 -> Optional.of(LocalDate.parse(birthDate + "-12-31"));
                case 7 ->
                    Optional.of(LocalDate.parse(birthDate + "-01").plusMonths(1).minusDays(1));
                case 10 -> Optional.of(LocalDate.parse(birthDate));
                default -> Optional.empty();
            };
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static LocalDate assessed(JsonNode flag) {
        String start = flag.path("period").path("start").asText();
        try {
            return LocalDate.parse(start);
        } catch (DateTimeException e) {
            throw invalid("period.start must be the date of the assessment, YYYY-MM-DD");
        }
    }

    private static boolean hasReasonExtension(JsonNode flag) {
        for (JsonNode extension : flag.path("extension")) {
            if (extension.path("url").asText().endsWith("RemovalReason")) {
                return true;
            }
        }
        return false;
    }

    /** A reason of the national list, in the extension as it is defined or as the published example has it. */
    private static Optional<ObjectNode> reason(JsonNode flag) {
        for (JsonNode extension : flag.path("extension")) {
            if (extension.path("url").asText().endsWith("RemovalReason")) {
                JsonNode coding = extension.has("valueCoding")
                        ? extension.path("valueCoding")
                        : extension.path("valueCodeableConcept").path("coding").path(0);
                Optional<ObjectNode> known =
                        RemovalReason.of(coding.path("code").asText());
                if (known.isPresent()) {
                    return known;
                }
            }
        }
        return Optional.empty();
    }

    private static SpineException invalid(String text) {
        return new SpineException(ProtectionError.VALIDATION_ERROR, text);
    }

    /** England-FGMRemovalReason. */
    private static final class RemovalReason {
        private static final String SYSTEM = "https://fhir.nhs.uk/England/CodeSystem/England-FGMRemovalReason";

        static Optional<ObjectNode> of(String code) {
            return switch (code) {
                case "0" ->
                    Optional.of(Codings.coding(
                            SYSTEM, code, "Added in error - this child does not have a family history of FGM"));
                case "2" -> Optional.of(Codings.coding(SYSTEM, code, "No longer required - this child has had FGM"));
                default -> Optional.empty();
            };
        }
    }
}
