package org.openspine.prescriptions.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openspine.prescriptions.PrescriptionOutcomes;
import org.openspine.prescriptions.state.ClaimEntry;
import org.openspine.prescriptions.state.Dispenser;
import org.openspine.prescriptions.state.HistoryEvent;
import org.openspine.prescriptions.state.Issue;
import org.openspine.prescriptions.state.IssueState;
import org.openspine.prescriptions.state.ItemStatus;
import org.openspine.prescriptions.state.Line;
import org.openspine.prescriptions.state.Notification;
import org.openspine.prescriptions.state.OrderDetails;
import org.openspine.prescriptions.state.PendingCancellation;
import org.openspine.prescriptions.state.Prescription;
import org.openspine.prescriptions.state.PrescriptionStatus;
import org.openspine.prescriptions.state.Treatment;
import org.openspine.terminology.identifier.OdsCode;
import org.openspine.terminology.identifier.PrescriptionNumber;

/** A prescription as the RequestGroup in which it is stored, and back. */
public final class RecordDocument {
    /** The extension that holds the state. */
    public static final String URL = "https://openspine.org/fhir/StructureDefinition/prescription-record";

    private static final String ROLE = "-role";

    private RecordDocument() {}

    /** Whether a RequestGroup is the record of a prescription. */
    public static boolean isRecord(JsonNode group) {
        return URL.equals(group.path("extension").path(0).path("url").textValue());
    }

    static ObjectNode of(Prescription prescription) {
        OrderDetails details = prescription.details();
        ObjectNode group = JsonNodeFactory.instance.objectNode();
        group.put("resourceType", "RequestGroup");
        contained(group, prescription);
        ObjectNode extension = group.putArray("extension").addObject().put("url", URL);
        ResourceParts.identifier(
                group.putArray("identifier").addObject(),
                PrescriptionNumber.SYSTEM,
                prescription.number().value());
        ResourceParts.groupIdentifier(group.putObject("groupIdentifier"), prescription);
        group.put("status", status(prescription));
        group.put("intent", details.treatment().trackedIntent());
        ResourceParts.patient(group.putObject("subject"), details.nhsNumber());
        group.put("authoredOn", PrescriptionOutcomes.time(details.authored()));
        ResourceParts.identifier(
                group.putObject("author").putObject("identifier"), OdsCode.SYSTEM, details.prescriber());
        write(Fields.in(extension), prescription);
        return group;
    }

    private static String status(Prescription prescription) {
        if (prescription.isCleanedUp()) {
            return "completed";
        }
        return prescription.isPlaceholder() ? "draft" : "active";
    }

    private static void contained(ObjectNode group, Prescription prescription) {
        Map<String, Dispenser> dispensers = new LinkedHashMap<>();
        prescription.issues().forEach(issue -> issue.holder()
                .ifPresent(holder -> dispensers.put(holder.ods(), holder)));
        if (dispensers.isEmpty()) {
            return;
        }
        ArrayNode contained = group.putArray("contained");
        dispensers.values().forEach(dispenser -> {
            contained.add(ResourceParts.named(dispenser.organization(), "Organization", dispenser.ods()));
            ObjectNode role = ResourceParts.named(dispenser.role(), "PractitionerRole", dispenser.ods() + ROLE);
            role.putObject("organization").put("reference", "#" + dispenser.ods());
            contained.add(role);
        });
    }

    private static void write(Fields out, Prescription prescription) {
        OrderDetails details = prescription.details();
        out.put("orderId", details.orderId())
                .put("treatment", details.treatment().code())
                .put("type", details.type())
                .put("daysSupply", details.daysSupply())
                .put("base", details.base().toString())
                .put("authored", details.authored().toString())
                .put("uploaded", details.uploaded().toString())
                .put("issues", details.issues())
                .put("controlled", details.controlled() ? 1 : 0)
                .put("nominated", prescription.nominated());
        prescription.lines().forEach(line -> write(out.add("line"), line));
        prescription.issues().forEach(issue -> write(out.add("issue"), issue));
        prescription.pending().forEach(waiting -> out.add("pending")
                .put("item", waiting.item())
                .put("reason", waiting.reason())
                .put("organization", waiting.organization())
                .put("at", waiting.at().toString()));
        prescription.history().forEach(event -> out.add("event")
                .put("kind", event.kind().name())
                .put("at", event.at().toString())
                .put("issue", event.issue())
                .put("status", event.status().code())
                .put("organization", event.organization())
                .put("message", event.message())
                .put("item", event.item())
                .put("outcome", event.outcome()));
    }

    private static void write(Fields out, Line line) {
        out.put("id", line.id()).put("issues", line.issues()).put("request", line.request());
        line.cancellation().ifPresent(cancellation -> out.put("cancelled", cancellation.reason())
                .put("cancelledAt", cancellation.at().toString()));
    }

    private static void write(Fields out, Issue issue) {
        out.put("number", issue.number());
        write(out.add("state"), issue.state());
        issue.holder().ifPresent(holder -> out.putReference("holder", "#" + holder.ods() + ROLE));
        issue.release().ifPresent(release -> out.put("release", release.id())
                .put("released", release.at().toString()));
        issue.notifications().forEach(notification -> {
            Fields part = out.add("notification")
                    .put("id", notification.id())
                    .put("at", notification.at().toString());
            write(part.add("before"), notification.before());
            notification.dispenses().forEach(dispense -> part.put("dispense", dispense));
        });
        issue.claims().forEach(claim -> out.add("claim")
                .put("id", claim.id())
                .put("created", claim.created().toString())
                .put("at", claim.at().toString())
                .put("resource", claim.resource()));
        out.put("download", issue.download()).put("earlier", issue.earlier()).put("task", issue.task());
    }

    private static void write(Fields out, IssueState state) {
        out.put("status", state.status().code());
        state.items().forEach(item -> out.put("item", item.code()));
        out.put("dispensed", state.dispensed()).put("completed", state.completed());
    }

    /** The prescription in a stored RequestGroup. */
    public static Prescription read(ObjectNode group) {
        ObjectNode extension = (ObjectNode) group.path("extension").path(0);
        Fields in = Fields.in(extension);
        OrderDetails details = new OrderDetails(
                ResourceParts.longForm(group.path("groupIdentifier")),
                group.path("subject").path("identifier").path("value").asText(),
                group.path("author").path("identifier").path("value").asText(),
                in.text("orderId"),
                Treatment.of(in.text("treatment")).orElse(Treatment.ACUTE),
                in.text("type"),
                in.number("daysSupply"),
                LocalDate.parse(in.text("base")),
                Instant.parse(in.text("authored")),
                Instant.parse(in.text("uploaded")),
                in.number("issues"),
                in.number("controlled") == 1);
        Map<String, Dispenser> dispensers = dispensers(group);
        return new Prescription(
                new PrescriptionNumber(
                        group.path("groupIdentifier").path("value").asText()),
                details,
                in.optional("nominated"),
                in.all("line").stream().map(RecordDocument::line).toList(),
                in.all("issue").stream().map(issue -> issue(issue, dispensers)).toList(),
                in.all("pending").stream().map(RecordDocument::pending).toList(),
                in.all("event").stream().map(RecordDocument::event).toList());
    }

    private static Map<String, Dispenser> dispensers(ObjectNode group) {
        Map<String, JsonNode> contained = new LinkedHashMap<>();
        group.path("contained").forEach(each -> contained.put(each.path("id").asText(), each));
        Map<String, Dispenser> dispensers = new LinkedHashMap<>();
        contained.forEach((id, resource) -> {
            if (!id.endsWith(ROLE)) {
                JsonNode role = contained.getOrDefault(id + ROLE, MissingNode.getInstance());
                dispensers.put("#" + id + ROLE, new Dispenser(id, resource, role));
            }
        });
        return dispensers;
    }

    private static Line line(Fields in) {
        return new Line(
                in.text("id"),
                in.number("issues"),
                in.instant("cancelledAt").map(at -> new Line.Cancellation(in.text("cancelled"), at)),
                in.text("request"));
    }

    private static Issue issue(Fields in, Map<String, Dispenser> dispensers) {
        return new Issue(
                in.number("number"),
                state(in.all("state").get(0)),
                Optional.ofNullable(dispensers.get(in.reference("holder"))),
                in.optional("release").map(id -> new Issue.Release(id, Instant.parse(in.text("released")))),
                in.all("notification").stream()
                        .map(part -> new Notification(
                                part.text("id"),
                                Instant.parse(part.text("at")),
                                state(part.all("before").get(0)),
                                part.texts("dispense")))
                        .toList(),
                in.all("claim").stream()
                        .map(part -> new ClaimEntry(
                                part.text("id"),
                                Instant.parse(part.text("created")),
                                Instant.parse(part.text("at")),
                                part.text("resource")))
                        .toList(),
                in.optional("download").map(LocalDate::parse),
                in.instant("earlier"),
                in.text("task"));
    }

    private static IssueState state(Fields in) {
        List<ItemStatus> items = new ArrayList<>();
        in.texts("item").forEach(code -> items.add(ItemStatus.of(code).orElseThrow()));
        return new IssueState(status(in), items, in.instant("dispensed"), in.instant("completed"));
    }

    private static PrescriptionStatus status(Fields in) {
        return PrescriptionStatus.of(in.text("status")).orElseThrow();
    }

    private static PendingCancellation pending(Fields in) {
        return new PendingCancellation(
                in.text("item"), in.text("reason"), in.text("organization"), Instant.parse(in.text("at")));
    }

    private static HistoryEvent event(Fields in) {
        return new HistoryEvent(
                HistoryEvent.Kind.valueOf(in.text("kind")),
                Instant.parse(in.text("at")),
                in.number("issue"),
                status(in),
                in.text("organization"),
                in.text("message"),
                in.text("item"),
                in.text("outcome"));
    }
}
