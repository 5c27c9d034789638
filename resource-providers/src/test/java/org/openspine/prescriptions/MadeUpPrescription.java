package org.openspine.prescriptions;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.prescriptions.message.EpsUrl;
import org.openspine.prescriptions.state.ItemStatus;
import org.openspine.prescriptions.state.PrescriptionStatus;
import org.openspine.prescriptions.state.Treatment;
import org.openspine.terminology.identifier.NhsNumber;
import org.openspine.terminology.identifier.OdsCode;
import org.openspine.terminology.identifier.PrescriptionNumber;

/** A prescription of nobody, and the messages that its prescriber and dispensers send of it. */
record MadeUpPrescription(
        PrescriptionNumber number,
        String longForm,
        String nhsNumber,
        Treatment treatment,
        int issues,
        Optional<String> nominated,
        List<String> items,
        LocalDate start,
        int supplyDays) {
    static final String PRESCRIBER = "A99991";
    static final String NHS_NUMBER = "9000000009";

    private static final AtomicInteger NEXT = new AtomicInteger(0x1000);
    private static final String NHS = "https://fhir.nhs.uk/StructureDefinition/";

    static MadeUpPrescription of(Treatment treatment, int issues, int items, LocalDate start) {
        int next = NEXT.incrementAndGet();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < items; i++) {
            ids.add(uuid());
        }
        return new MadeUpPrescription(
                PrescriptionNumber.of("%06X".formatted(next), PRESCRIBER, "%05X".formatted(next * 7 % 0xFFFFF)),
                uuid(),
                NHS_NUMBER,
                treatment,
                issues,
                Optional.empty(),
                ids,
                start,
                28);
    }

    static MadeUpPrescription acute(int items, LocalDate start) {
        return of(Treatment.ACUTE, 1, items, start);
    }

    MadeUpPrescription nominatedTo(String ods) {
        return new MadeUpPrescription(
                number, longForm, nhsNumber, treatment, issues, Optional.of(ods), items, start, supplyDays);
    }

    MadeUpPrescription supplying(int days) {
        return new MadeUpPrescription(number, longForm, nhsNumber, treatment, issues, nominated, items, start, days);
    }

    MadeUpPrescription of(String otherNhsNumber) {
        return new MadeUpPrescription(
                number, longForm, otherNhsNumber, treatment, issues, nominated, items, start, supplyDays);
    }

    static String uuid() {
        return UUID.randomUUID().toString();
    }

    ObjectNode order(String messageId) {
        return order(messageId, start.atTime(9, 0).atOffset(ZoneOffset.UTC).toInstant());
    }

    ObjectNode order(String messageId, Instant signed) {
        ObjectNode bundle = message(messageId, "prescription-order");
        for (String item : items) {
            request(bundle, item);
        }
        people(bundle);
        ObjectNode provenance = add(bundle, "Provenance", "provenance");
        ObjectNode signature = provenance.putArray("signature").addObject();
        signature.put("when", PrescriptionOutcomes.time(signed));
        signature.putObject("who").put("reference", url("role"));
        signature.put("data", Base64.getEncoder().encodeToString("<Signature/>".getBytes(StandardCharsets.UTF_8)));
        return bundle;
    }

    ObjectNode cancel(String messageId, String item) {
        ObjectNode bundle = message(messageId, "prescription-order-update");
        ObjectNode request = request(bundle, item);
        request.put("status", "cancelled");
        request.putObject("statusReason")
                .putArray("coding")
                .addObject()
                .put("system", "https://fhir.nhs.uk/CodeSystem/medicationrequest-status-reason")
                .put("code", "0001");
        people(bundle);
        return bundle;
    }

    /** The same message from someone else. */
    static ObjectNode from(ObjectNode bundle, String prescriber) {
        bundle.path("entry").forEach(entry -> {
            if (entry.path("resource").path("resourceType").asText().equals("Organization")) {
                ((ObjectNode) entry.path("resource").path("identifier").path(0)).put("value", prescriber);
            }
        });
        return bundle;
    }

    private static ObjectNode message(String messageId, String event) {
        ObjectNode bundle = JsonNodeFactory.instance.objectNode();
        bundle.put("resourceType", "Bundle");
        identifier(bundle.putObject("identifier"), EpsUrl.UUID_SYSTEM, messageId);
        bundle.put("type", "message").putArray("entry");
        ObjectNode header = add(bundle, "MessageHeader", "header");
        header.putObject("eventCoding")
                .put("system", "https://fhir.nhs.uk/CodeSystem/message-event")
                .put("code", event);
        identifier(header.putObject("sender").putObject("identifier"), OdsCode.SYSTEM, PRESCRIBER);
        header.putObject("source").put("endpoint", "urn:nhs-uk:addressing:ods:" + PRESCRIBER);
        return bundle;
    }

    private ObjectNode request(ObjectNode bundle, String item) {
        ObjectNode request = add(bundle, "MedicationRequest", item);
        ArrayNode extensions = request.putArray("extension");
        extensions
                .addObject()
                .put("url", EpsUrl.PRESCRIPTION_TYPE)
                .putObject("valueCoding")
                .put("system", "https://fhir.nhs.uk/CodeSystem/prescription-type")
                .put("code", "0101");
        identifier(request.putArray("identifier").addObject(), EpsUrl.LINE_ITEM_ID, item);
        request.put("status", "active").put("intent", treatment.intent());
        coding(request.putObject("medicationCodeableConcept"), "http://snomed.info/sct", "322236009");
        request.putObject("subject").put("reference", url("patient"));
        request.putObject("requester").put("reference", url("role"));
        group(request.putObject("groupIdentifier"));
        coding(request.putObject("courseOfTherapyType"), treatment.system(), treatment.code());
        request.putArray("dosageInstruction").addObject().put("text", "One a day");
        ObjectNode dispense = request.putObject("dispenseRequest");
        dispense.putObject("validityPeriod").put("start", start.toString());
        dispense.putObject("quantity").put("value", 28).put("unit", "tablet");
        dispense.putObject("expectedSupplyDuration").put("value", supplyDays).put("code", "d");
        if (treatment == Treatment.REPEAT_DISPENSING) {
            dispense.put("numberOfRepeatsAllowed", issues - 1);
        }
        nominated.ifPresent(
                ods -> identifier(dispense.putObject("performer").putObject("identifier"), OdsCode.SYSTEM, ods));
        return request;
    }

    private void people(ObjectNode bundle) {
        ObjectNode patient = add(bundle, "Patient", "patient");
        identifier(patient.putArray("identifier").addObject(), NhsNumber.SYSTEM, nhsNumber);
        ObjectNode role = add(bundle, "PractitionerRole", "role");
        identifier(role.putArray("identifier").addObject(), EpsUrl.ROLE_PROFILE_ID, "999100000011");
        role.putObject("practitioner").put("reference", url("doctor"));
        role.putObject("organization").put("reference", url("practice"));
        ObjectNode doctor = add(bundle, "Practitioner", "doctor");
        doctor.putArray("name")
                .addObject()
                .put("family", "Nobody")
                .putArray("prefix")
                .add("Dr");
        ObjectNode practice = add(bundle, "Organization", "practice");
        identifier(practice.putArray("identifier").addObject(), OdsCode.SYSTEM, PRESCRIBER);
    }

    private void group(ObjectNode group) {
        ObjectNode extension = group.putArray("extension").addObject().put("url", EpsUrl.PRESCRIPTION_ID);
        identifier(extension.putObject("valueIdentifier"), EpsUrl.LONG_FORM_ID, longForm);
        identifier(group, PrescriptionNumber.SYSTEM, number.value());
    }

    static ObjectNode release(String ods) {
        ObjectNode parameters = JsonNodeFactory.instance.objectNode();
        parameters.put("resourceType", "Parameters");
        ArrayNode parameter = parameters.putArray("parameter");
        ObjectNode owner = parameter.addObject().put("name", "owner").putObject("resource");
        pharmacy(owner, ods);
        ObjectNode agent = parameter.addObject().put("name", "agent").putObject("resource");
        agent.put("resourceType", "PractitionerRole");
        identifier(
                agent.putObject("practitioner").putObject("identifier"), "https://fhir.nhs.uk/Id/sds-user-id", "999");
        parameter.addObject().put("name", "status").put("valueCode", "accepted");
        return parameters;
    }

    ObjectNode releaseTo(String ods) {
        ObjectNode parameters = release(ods);
        identifier(
                parameters
                        .withArray("parameter")
                        .addObject()
                        .put("name", "group-identifier")
                        .putObject("valueIdentifier"),
                PrescriptionNumber.SYSTEM,
                number.value());
        return parameters;
    }

    private static void pharmacy(ObjectNode organization, String ods) {
        organization.put("resourceType", "Organization").put("name", "Pharmacy " + ods);
        identifier(organization.putArray("identifier").addObject(), OdsCode.SYSTEM, ods);
    }

    /** What a dispenser tells: the prescription status, and the item statuses in the order of the items. */
    ObjectNode notification(String messageId, PrescriptionStatus status, List<ItemStatus> told, Notice notice) {
        ObjectNode bundle = message(messageId, "dispense-notification");
        notice.replaces().ifPresent(id -> replacementOf((ObjectNode) bundle.at("/entry/0/resource"), id));
        for (int i = 0; i < told.size(); i++) {
            ObjectNode dispense = add(bundle, "MedicationDispense", "dispense" + i);
            ArrayNode contained = dispense.putArray("contained");
            ObjectNode role = contained
                    .addObject()
                    .put("resourceType", "PractitionerRole")
                    .put("id", "performer");
            role.putObject("organization").put("reference", url("pharmacy"));
            ObjectNode request = contained
                    .addObject()
                    .put("resourceType", "MedicationRequest")
                    .put("id", "m");
            identifier(request.putArray("identifier").addObject(), EpsUrl.LINE_ITEM_ID, items.get(i));
            group(request.putObject("groupIdentifier"));
            dispense.putArray("extension")
                    .addObject()
                    .put("url", EpsUrl.TASK_BUSINESS_STATUS)
                    .putObject("valueCoding")
                    .put("code", status.code());
            repeats(dispense, notice.issue(), notice.repeatsAllowed());
            identifier(
                    dispense.putArray("identifier").addObject(),
                    "https://fhir.nhs.uk/Id/prescription-dispense-item-number",
                    uuid());
            dispense.put("status", "completed");
            coding(dispense.putObject("medicationCodeableConcept"), "http://snomed.info/sct", "322236009");
            identifier(dispense.putObject("subject").putObject("identifier"), NhsNumber.SYSTEM, nhsNumber);
            dispense.putArray("performer").addObject().putObject("actor").put("reference", "#performer");
            dispense.putArray("authorizingPrescription").addObject().put("reference", "#m");
            coding(dispense.putObject("type"), ItemStatus.SYSTEM, told.get(i).code());
            dispense.putObject("quantity").put("value", 28);
            dispense.put("whenHandedOver", PrescriptionOutcomes.time(notice.handedOver()));
        }
        pharmacy(add(bundle, "Organization", "pharmacy"), notice.ods());
        return bundle;
    }

    /** Who notifies, when, and of which issue. */
    record Notice(
            String ods, Instant handedOver, OptionalInt issue, OptionalInt repeatsAllowed, Optional<String> replaces) {
        static Notice by(String ods, Instant handedOver) {
            return new Notice(ods, handedOver, OptionalInt.empty(), OptionalInt.empty(), Optional.empty());
        }

        Notice replacing(String id) {
            return new Notice(ods, handedOver, issue, repeatsAllowed, Optional.of(id));
        }

        Notice of(int number) {
            return new Notice(ods, handedOver, OptionalInt.of(number), repeatsAllowed, replaces);
        }

        Notice allowing(int repeats) {
            return new Notice(ods, handedOver, issue, OptionalInt.of(repeats), replaces);
        }
    }

    private static void repeats(ObjectNode element, OptionalInt issue, OptionalInt allowed) {
        if (issue.isEmpty() && allowed.isEmpty()) {
            return;
        }
        ArrayNode parts = element.withArray("extension")
                .addObject()
                .put("url", EpsUrl.REPEAT_INFORMATION)
                .putArray("extension");
        issue.ifPresent(
                number -> parts.addObject().put("url", "numberOfRepeatsIssued").put("valueInteger", number - 1));
        allowed.ifPresent(
                number -> parts.addObject().put("url", "numberOfRepeatsAllowed").put("valueInteger", number));
    }

    private static void replacementOf(ObjectNode element, String id) {
        identifier(
                element.withArray("extension")
                        .addObject()
                        .put("url", EpsUrl.REPLACEMENT_OF)
                        .putObject("valueIdentifier"),
                EpsUrl.UUID_SYSTEM,
                id);
    }

    ObjectNode giveBack(String id, String ods, OptionalInt issue) {
        ObjectNode task = task(id, ods, "rejected", issue);
        coding(
                task.putObject("statusReason"),
                "https://fhir.nhs.uk/CodeSystem/EPS-task-dispense-return-status-reason",
                "0003");
        return task;
    }

    ObjectNode withdraw(String id, String ods, String notification, OptionalInt issue) {
        ObjectNode task = task(id, ods, "in-progress", issue);
        coding(
                task.putObject("statusReason"),
                "https://fhir.nhs.uk/CodeSystem/EPS-task-dispense-withdraw-reason",
                "MU");
        identifier(task.putObject("focus").putObject("identifier"), EpsUrl.UUID_SYSTEM, notification);
        return task;
    }

    private ObjectNode task(String id, String ods, String status, OptionalInt issue) {
        ObjectNode task = JsonNodeFactory.instance.objectNode();
        task.put("resourceType", "Task");
        contained(task, ods);
        repeats(task, issue, OptionalInt.empty());
        identifier(task.putArray("identifier").addObject(), EpsUrl.UUID_SYSTEM, id);
        identifier(task.putObject("groupIdentifier"), PrescriptionNumber.SYSTEM, number.value());
        task.put("status", status).put("intent", "order");
        identifier(task.putObject("for").putObject("identifier"), NhsNumber.SYSTEM, nhsNumber);
        task.putObject("requester").put("reference", "#role");
        return task;
    }

    private static void contained(ObjectNode resource, String ods) {
        ArrayNode contained = resource.putArray("contained");
        ObjectNode role =
                contained.addObject().put("resourceType", "PractitionerRole").put("id", "role");
        role.putObject("organization").put("reference", "#pharmacy");
        ObjectNode organization = contained.addObject();
        pharmacy(organization, ods);
        organization.put("id", "pharmacy");
    }

    ObjectNode claim(String id, String ods, Instant created, OptionalInt issue, Optional<String> replaces) {
        ObjectNode claim = JsonNodeFactory.instance.objectNode();
        claim.put("resourceType", "Claim");
        contained(claim, ods);
        replaces.ifPresent(replaced -> replacementOf(claim, replaced));
        identifier(claim.putArray("identifier").addObject(), EpsUrl.UUID_SYSTEM, id);
        claim.put("status", "active").put("use", "claim").put("created", created.toString());
        identifier(claim.putObject("patient").putObject("identifier"), NhsNumber.SYSTEM, nhsNumber);
        claim.putObject("provider").put("reference", "#role");
        ObjectNode group = claim.putObject("prescription")
                .putArray("extension")
                .addObject()
                .put("url", EpsUrl.GROUP_IDENTIFIER);
        identifier(
                group.putArray("extension").addObject().put("url", "shortForm").putObject("valueIdentifier"),
                PrescriptionNumber.SYSTEM,
                number.value());
        ArrayNode details = claim.putArray("item").addObject().putArray("detail");
        for (String item : items) {
            ObjectNode detail = details.addObject();
            identifier(
                    detail.putArray("extension")
                            .addObject()
                            .put("url", NHS + "Extension-ClaimMedicationRequestReference")
                            .putObject("valueReference")
                            .putObject("identifier"),
                    EpsUrl.LINE_ITEM_ID,
                    item.toUpperCase(Locale.ROOT));
            repeats(detail, issue, OptionalInt.empty());
        }
        return claim;
    }

    /** A message from its text. */
    static ObjectNode tree(String json) {
        return ResourceJson.parse(json.getBytes(StandardCharsets.UTF_8), JsonLimits.DOCUMENT);
    }

    private static ObjectNode add(ObjectNode bundle, String type, String name) {
        ObjectNode entry = bundle.withArray("entry").addObject().put("fullUrl", url(name));
        return entry.putObject("resource").put("resourceType", type);
    }

    private static String url(String name) {
        return "urn:uuid:" + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    private static void identifier(ObjectNode element, String system, String value) {
        element.setAll(Map.of(
                "system", element.textNode(system),
                "value", element.textNode(value)));
    }

    private static void coding(ObjectNode concept, String system, String code) {
        concept.putArray("coding").addObject().put("system", system).put("code", code);
    }
}
