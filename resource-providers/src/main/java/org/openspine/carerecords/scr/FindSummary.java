package org.openspine.carerecords.scr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.api.JsonBody;
import org.openspine.carerecords.consent.ConsentKind;
import org.openspine.carerecords.consent.Permission;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.JsonSlices;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;
import org.openspine.terminology.identifier.NhsNumber;

/** {@code GET DocumentReference}: the id of a patient's newest summary, and the permission. */
final class FindSummary {
    private static final List<String> KINDS = List.of(SummaryKeys.NEWEST_REFERENCE, ConsentKind.SCR_PREFERENCE.code());

    private final ResourceRepository repository;
    private final SummaryAccess access;
    private final ScrAudit audit;

    FindSummary(ResourceRepository repository, SummaryAccess access, ScrAudit audit) {
        this.repository = repository;
        this.access = access;
        this.audit = audit;
    }

    FhirResponse answer(IncomingRequest request) {
        ScrParameters parameters = new ScrParameters(request.query());
        NhsNumber patient = parameters.nhsNumber("patient", "patient");
        parameters.only("type", SummaryKeys.SNOMED + "|" + SummaryKeys.GP_SUMMARY);
        parameters.only("_sort", "date");
        parameters.only("_count", "1");
        parameters.known(Set.of("patient", "type", "_sort", "_count"));
        return audit.looking(ScrAudit.Deed.FIND, patient, request, () -> find(patient, request));
    }

    private FhirResponse find(NhsNumber patient, IncomingRequest request) {
        List<PatientHoldings> all = PatientHoldings.of(repository, patient, KINDS);
        all.forEach(access::permission);
        ObjectNode answer = PatientHoldings.newest(all, SummaryKeys::newestReference)
                .flatMap(held -> held.held()
                        .of(SummaryKeys.newestReference(held.patient()))
                        .filter(found -> access.mayKnow(all, found, request))
                        .map(found -> found(found, held.patient(), access.permission(held), request)))
                .orElseGet(FindSummary::none);
        return FhirResponse.of(200, JsonBody.of(ResourceJson.write(answer)));
    }

    /** A searchset without a match. */
    static ObjectNode none() {
        return bundle(0);
    }

    private static ObjectNode bundle(int total) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "Bundle")
                .put("id", ScrHeaders.newId())
                .put("type", "searchset")
                .put("total", total);
    }

    private static ObjectNode found(
            StoredResource stored, NhsNumber patient, Permission permission, IncomingRequest request) {
        ObjectNode bundle = bundle(1);
        ArrayNode entries = bundle.putArray("entry");
        ObjectNode match = entries.addObject();
        match.put(
                "fullUrl", request.base() + "/DocumentReference/" + stored.key().id());
        JsonNode master = JsonSlices.member(stored.body(), "masterIdentifier") // the one member that is needed
                .map(slice -> ResourceJson.parseAny(slice.bytes(), JsonLimits.RESOURCE))
                .orElseGet(MissingNode::getInstance);
        ObjectNode reference = match.putObject("resource");
        reference.put("resourceType", "DocumentReference");
        reference.put("id", stored.key().id());
        reference.set("masterIdentifier", master);
        reference.put("status", "current");
        reference.putObject("type").putArray("coding").add(SummaryIndex.gpSummary());
        ObjectNode subject = reference.putObject("subject").put("reference", "Patient/" + patient);
        subject.set("identifier", identifier(patient));
        reference
                .putArray("securityLabel")
                .addObject()
                .putArray("coding")
                .addObject()
                .put("system", Permission.SYSTEM)
                .put("code", permission.code());
        reference
                .putArray("content")
                .addObject()
                .putObject("attachment")
                .put(
                        "url",
                        "%s/Bundle?composition.identifier=%s&composition.subject:Patient.identifier=%s|%s"
                                .formatted(request.base(), master.path("value").asText(), NhsNumber.SYSTEM, patient));
        reference
                .putObject("context")
                .putArray("event")
                .addObject()
                .putArray("coding")
                .add(SummaryIndex.gpSummary());
        match.putObject("search").put("mode", "match");
        ObjectNode second = entries.addObject();
        second.put("fullUrl", request.base() + "/Patient/" + patient);
        ObjectNode person = second.putObject("resource");
        person.put("resourceType", "Patient");
        person.put("id", patient.value());
        person.putArray("identifier").add(identifier(patient));
        return bundle;
    }

    private static ObjectNode identifier(NhsNumber patient) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("system", NhsNumber.SYSTEM)
                .put("value", patient.value());
    }
}
