package org.openspine.carerecords.scr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.openspine.access.AccessMode;
import org.openspine.access.Caller;
import org.openspine.carerecords.consent.ConsentKind;
import org.openspine.carerecords.consent.Consents;
import org.openspine.carerecords.consent.Permission;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.demographics.Confidentiality;
import org.openspine.repository.Holders;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.ValueMatch;
import org.openspine.terminology.identifier.NhsNumber;
import org.openspine.terminology.identifier.OdsCode;

/** What the unified base shows of summaries: nothing more than the national path. */
public final class SummaryVisibility {
    private static final List<String> CORE_ONLY =
            List.of(ConsentKind.SCR_ADDITIONAL_INFORMATION.refusal().orElseThrow());

    private final ResourceRepository repository;
    private final boolean permissionToViewNeeded;

    /** @param permissionToViewNeeded whether a read needs a permission to view; the unified base then has none to show */
    public SummaryVisibility(ResourceRepository repository, boolean permissionToViewNeeded) {
        this.repository = repository;
        this.permissionToViewNeeded = permissionToViewNeeded;
    }

    /** That a resource is part of a summary. */
    public Criterion isSummary(String type) {
        return token(type, "_tag", SummaryKeys.TAG_SYSTEM, SummaryKeys.SUMMARY);
    }

    /** Not of patients who refused; of restricted ones only to the summary's owner; to patients none. */
    public List<Criterion> criteria(Caller caller, String type) {
        if (permissionToViewNeeded || caller.mode() == AccessMode.PATIENT_ACCESS) {
            return List.of(new Criterion.Not(isSummary(type)));
        }
        List<Criterion> hidden = new ArrayList<>();
        hidden.add(
                new Criterion.PatientHolds(ConsentKind.SCR_PREFERENCE.refusal().orElseThrow()));
        hidden.add(new Criterion.AllOf(List.of(
                new Criterion.Not(token(type, "_tag", OdsCode.SYSTEM, caller.organisation())),
                new Criterion.OfPatient(new Criterion.Indexed(
                        IndexId.parameter("Patient", "_security"),
                        List.of(match("R"), match("V"), match("REDACTED")))))));
        return List.of(new Criterion.Not(new Criterion.AllOf(List.of(isSummary(type), new Criterion.AnyOf(hidden)))));
    }

    private static ValueMatch.Token match(String code) {
        return new ValueMatch.Token(OptionalLong.of(IndexId.system(Confidentiality.SYSTEM)), code);
    }

    private static Criterion token(String type, String parameter, String system, String code) {
        return new Criterion.Indexed(
                IndexId.parameter(type, parameter),
                List.of(new ValueMatch.Token(OptionalLong.of(IndexId.system(system)), code)));
    }

    /** The document without what the patient keeps back; the DocumentReference with the permission in force. */
    public StoredResource view(StoredResource stored) {
        if (stored.isDeleted() || !StoredSummary.isSummary(StoredSummary.meta(stored))) {
            return stored;
        }
        return switch (stored.key().type()) {
            case "Bundle" -> document(stored);
            case "DocumentReference" -> reference(stored);
            default -> stored;
        };
    }

    private StoredResource document(StoredResource stored) {
        ObjectNode tree = stored.tree();
        NhsNumber patient = new UploadedSummary(tree).patient();
        boolean coreOnly = PatientHoldings.of(repository, patient, CORE_ONLY).stream()
                .anyMatch(held -> held.refuses(ConsentKind.SCR_ADDITIONAL_INFORMATION));
        if (!coreOnly) {
            return stored;
        }
        CoreSummary.reduce(tree);
        return with(stored, tree);
    }

    private StoredResource reference(StoredResource stored) {
        ObjectNode tree = stored.tree();
        Optional<NhsNumber> patient = NhsNumber.parse(
                tree.path("subject").path("identifier").path("value").asText());
        if (patient.isEmpty()) {
            return stored;
        }
        Holders held = repository.holders(List.of(Consents.preferenceKey(patient.get())), List.of());
        Permission permission = Consents.permission(held, patient.get());
        ObjectNode coding =
                tree.putArray("securityLabel").addObject().putArray("coding").addObject();
        coding.put("system", Permission.SYSTEM).put("code", permission.code());
        return with(stored, tree);
    }

    private static StoredResource with(StoredResource stored, JsonNode tree) {
        return new StoredResource(
                stored.key(), stored.version(), stored.lastUpdated(), stored.verb(), ResourceJson.write(tree));
    }
}
