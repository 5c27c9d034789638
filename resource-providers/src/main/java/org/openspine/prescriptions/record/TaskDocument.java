package org.openspine.prescriptions.record;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.openspine.prescriptions.PrescriptionOutcomes;
import org.openspine.prescriptions.message.EpsUrl;
import org.openspine.prescriptions.state.Dispenser;
import org.openspine.prescriptions.state.Issue;
import org.openspine.prescriptions.state.ItemStatus;
import org.openspine.prescriptions.state.Line;
import org.openspine.prescriptions.state.OrderDetails;
import org.openspine.prescriptions.state.Prescription;
import org.openspine.prescriptions.state.PrescriptionStatus;
import org.openspine.prescriptions.state.TimeRules;
import org.openspine.prescriptions.state.Treatment;
import org.openspine.terminology.identifier.NhsNumber;
import org.openspine.terminology.identifier.OdsCode;
import org.openspine.terminology.identifier.PrescriptionNumber;

/** One issue of a prescription as a Task: as the task tracker shows it, and as it is stored. */
public final class TaskDocument {
    private static final String NHS = "https://fhir.nhs.uk/StructureDefinition/";
    private static final String PRESCRIPTION = NHS + "Extension-EPS-Prescription";
    private static final String RELEASE_INFORMATION = NHS + "Extension-EPS-DispensingReleaseInformation";

    private TaskDocument() {}

    /** As the tracker shows it, without an id. */
    public static ObjectNode tracked(Prescription prescription, Issue issue) {
        OrderDetails details = prescription.details();
        ObjectNode task = JsonNodeFactory.instance.objectNode();
        task.put("resourceType", "Task");
        extensions(task.putArray("extension"), details, issue);
        if (!details.orderId().isEmpty()) {
            ResourceParts.identifier(task.putArray("identifier").addObject(), EpsUrl.UUID_SYSTEM, details.orderId());
        }
        PrescriptionStatus status = issue.status();
        task.put("status", status.taskStatus());
        concept(task.putObject("businessStatus"), PrescriptionStatus.SYSTEM, status.code(), status.display());
        task.put("intent", "order");
        concept(
                task.putObject("code"),
                "http://hl7.org/fhir/CodeSystem/task-code",
                "fulfill",
                "Fulfill the focal request");
        ResourceParts.identifier(
                task.putObject("focus").putObject("identifier"),
                PrescriptionNumber.SYSTEM,
                prescription.number().value());
        ResourceParts.identifier(task.putObject("for").putObject("identifier"), NhsNumber.SYSTEM, details.nhsNumber());
        task.put("authoredOn", TimeRules.date(details.authored()).toString()); // the tracker tells the day alone
        ResourceParts.identifier(
                task.putObject("requester").putObject("identifier"), OdsCode.SYSTEM, details.prescriber());
        owner(task, prescription, issue);
        inputs(task.putArray("input"), prescription, issue);
        outputs(task.putArray("output"), prescription, issue);
        return task;
    }

    /** As it is stored: also with the time of the order, and references to what it is about. */
    static ObjectNode stored(Prescription prescription, Issue issue) {
        ObjectNode task = tracked(prescription, issue);
        task.put("authoredOn", PrescriptionOutcomes.time(prescription.details().authored()));
        List<String> requests = prescription.lines().stream()
                .map(Line::request)
                .filter(id -> !id.isEmpty())
                .toList();
        if (!requests.isEmpty()) {
            ArrayNode basedOn = task.putArray("basedOn");
            requests.forEach(id -> basedOn.addObject().put("reference", "MedicationRequest/" + id));
        }
        ResourceParts.groupIdentifier(task.putObject("groupIdentifier"), prescription);
        ResourceParts.patient(task.putObject("for"), prescription.details().nhsNumber());
        return task;
    }

    private static void extensions(ArrayNode extensions, OrderDetails details, Issue issue) {
        Treatment treatment = details.treatment();
        ObjectNode course = extensions
                .addObject()
                .put("url", PRESCRIPTION)
                .putArray("extension")
                .addObject()
                .put("url", "courseOfTherapyType");
        ResourceParts.coding(
                course.putObject("valueCoding"), treatment.system(), treatment.code(), treatment.display());
        if (details.issues() > 1) {
            ArrayNode repeats =
                    extensions.addObject().put("url", EpsUrl.REPEAT_INFORMATION).putArray("extension");
            repeats.addObject().put("url", "numberOfRepeatsAllowed").put("valueUnsignedInt", details.issues());
            repeats.addObject().put("url", "numberOfRepeatsIssued").put("valueUnsignedInt", issue.number());
        }
    }

    private static void owner(ObjectNode task, Prescription prescription, Issue issue) {
        Optional<String> ods = issue.holder().map(Dispenser::ods).or(prescription::nominated);
        ods.ifPresent(code -> {
            ObjectNode owner = task.putObject("owner");
            ResourceParts.identifier(owner.putObject("identifier"), OdsCode.SYSTEM, code);
            issue.holder()
                    .map(holder -> holder.organization().path("name").asText(""))
                    .filter(name -> !name.isEmpty())
                    .ifPresent(name -> owner.put("display", name));
        });
    }

    private static void inputs(ArrayNode inputs, Prescription prescription, Issue issue) {
        for (int i = 0; i < prescription.lines().size(); i++) {
            ItemStatus status = issue.state().items().get(i);
            ObjectNode input = inputs.addObject();
            ObjectNode information = ResourceParts.dispensingInformation(input, status);
            lastDispensed(issue).ifPresent(when -> ((ArrayNode) information.path("extension"))
                    .addObject()
                    .put("url", "dateLastDispensed")
                    .put("valueDateTime", PrescriptionOutcomes.time(when)));
            concept(input.putObject("type"), EpsUrl.SNOMED, "16076005", "Prescription");
            item(input, prescription.lines().get(i));
        }
    }

    /** In this issue, or else in the one before. */
    private static Optional<Instant> lastDispensed(Issue issue) {
        return issue.state().dispensed().or(issue::earlier);
    }

    private static void outputs(ArrayNode outputs, Prescription prescription, Issue issue) {
        for (Line line : prescription.lines()) {
            ObjectNode output = outputs.addObject();
            ArrayNode dates = output.putArray("extension")
                    .addObject()
                    .put("url", RELEASE_INFORMATION)
                    .putArray("extension");
            date(dates, "dateLastIssuedDispensed", lastDispensed(issue));
            date(dates, "dateDownloaded", issue.release().map(Issue.Release::at));
            date(dates, "dateClaimed", issue.lastClaim().map(claim -> claim.created()));
            if (dates.isEmpty()) {
                output.remove("extension");
            }
            concept(output.putObject("type"), EpsUrl.SNOMED, "373784005", "Dispensing medication");
            item(output, line);
        }
    }

    private static void date(ArrayNode dates, String name, Optional<Instant> when) {
        when.ifPresent(instant -> dates.addObject()
                .put("url", name)
                .put("valueDate", TimeRules.date(instant).toString()));
    }

    private static void item(ObjectNode parameter, Line line) {
        ResourceParts.identifier(
                parameter.putObject("valueReference").putObject("identifier"), EpsUrl.LINE_ITEM_ID, line.id());
    }

    private static void concept(ObjectNode concept, String system, String code, String display) {
        ResourceParts.coding(concept.putArray("coding").addObject(), system, code, display);
    }
}
