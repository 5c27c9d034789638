package org.openspine.prescriptions.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.openspine.prescriptions.message.Elements;
import org.openspine.prescriptions.message.EpsUrl;
import org.openspine.prescriptions.message.MessageTime;
import org.openspine.prescriptions.state.Dispenser;
import org.openspine.prescriptions.state.Issue;
import org.openspine.prescriptions.state.IssueState;
import org.openspine.prescriptions.state.ItemStatus;
import org.openspine.prescriptions.state.Line;
import org.openspine.prescriptions.state.OrderDetails;
import org.openspine.prescriptions.state.Prescription;
import org.openspine.prescriptions.state.PrescriptionStatus;
import org.openspine.prescriptions.state.TimeRules;
import org.openspine.prescriptions.state.Treatment;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.SearchQuery;
import org.openspine.repository.search.ValueMatch;
import org.openspine.terminology.identifier.NhsNumber;
import org.openspine.terminology.identifier.OdsCode;
import org.openspine.terminology.identifier.PrescriptionNumber;

/**
 * Prescriptions that came as plain resources, without an order message. Their Task tells the state, from which the record is
 * made when the Task is stored; their MedicationRequests, which may come before or after it, tell the rest, which is read
 * when the record is first used.
 */
final class PlainPrescriptions {
    private static final int DEFAULT_SUPPLY_DAYS = 28;

    private final ResourceRepository repository;

    PlainPrescriptions(ResourceRepository repository) {
        this.repository = repository;
    }

    /** Whether the MedicationRequests of a prescription have not been looked for. */
    static boolean isIncomplete(Prescription prescription) {
        return prescription.lines().stream().anyMatch(line -> line.request().isEmpty());
    }

    /** Whether a Task is an issue of a prescription. */
    static boolean isIssue(JsonNode task) {
        return PrescriptionNumber.SYSTEM.equals(
                        task.path("focus").path("identifier").path("system").textValue())
                && businessStatus(task).isPresent();
    }

    static Optional<String> businessStatus(JsonNode task) {
        return Elements.code(task.path("businessStatus"), PrescriptionStatus.SYSTEM);
    }

    /** The record with the issue that a Task is; {@code known} is the record so far. Empty if the Task says too little. */
    static Optional<Prescription> record(ObjectNode task, String taskId, Optional<Prescription> known) {
        Optional<PrescriptionNumber> number =
                Elements.text(task.path("focus").path("identifier"), "value").flatMap(PrescriptionNumber::parse);
        Optional<PrescriptionStatus> status = businessStatus(task).flatMap(PrescriptionStatus::of);
        Map<String, ItemStatus> items = items(task);
        Optional<String> patient = Elements.text(task.path("for").path("identifier"), "value")
                .flatMap(NhsNumber::parse)
                .map(NhsNumber::value);
        if (number.isEmpty() || status.isEmpty() || items.isEmpty() || patient.isEmpty()) {
            return Optional.empty();
        }
        Instant authored =
                Elements.text(task, "authoredOn").flatMap(MessageTime::instant).orElse(Instant.EPOCH);
        Prescription start = known.orElseGet(() -> new Prescription(
                number.get(),
                details(task, patient.get(), authored),
                Optional.empty(),
                items.entrySet().stream()
                        .map(item ->
                                line(item.getKey(), item.getValue(), authored, repeats(task, "numberOfRepeatsAllowed")))
                        .toList(),
                List.of(),
                List.of(),
                List.of()));
        return Optional.of(withIssue(start, issue(start, task, taskId, status.get(), items), ods(task)));
    }

    private static Map<String, ItemStatus> items(ObjectNode task) {
        Map<String, ItemStatus> items = new LinkedHashMap<>();
        for (JsonNode input : Elements.list(task, "input")) {
            Optional<String> id = Elements.text(input.path("valueReference").path("identifier"), "value");
            Optional<ItemStatus> status = Elements.extension(input, EpsUrl.DISPENSING_INFORMATION)
                    .flatMap(information -> Elements.extension(information, "dispenseStatus"))
                    .flatMap(part -> Elements.text(part.path("valueCoding"), "code"))
                    .flatMap(ItemStatus::of);
            if (id.isPresent() && status.isPresent()) {
                items.put(id.get().toLowerCase(Locale.ROOT), status.get());
            }
        }
        return items;
    }

    private static OrderDetails details(ObjectNode task, String patient, Instant authored) {
        Optional<String> course = Elements.list(task, "extension").stream()
                .flatMap(extension -> Elements.extension(extension, "courseOfTherapyType").stream())
                .flatMap(part -> Elements.text(part.path("valueCoding"), "code").stream())
                .findFirst();
        return new OrderDetails(
                ResourceParts.longForm(task.path("groupIdentifier")),
                patient,
                Elements.text(task.path("requester").path("identifier"), "value")
                        .orElse(""),
                "",
                course.flatMap(Treatment::of).orElse(Treatment.ACUTE),
                "",
                DEFAULT_SUPPLY_DAYS,
                TimeRules.date(authored),
                authored,
                authored,
                repeats(task, "numberOfRepeatsAllowed"),
                false);
    }

    private static Line line(String id, ItemStatus status, Instant authored, int issues) {
        Optional<Line.Cancellation> cancellation = status == ItemStatus.ITEM_CANCELLED
                ? Optional.of(new Line.Cancellation("", authored))
                : Optional.empty();
        return new Line(id, issues, cancellation, "");
    }

    /** A count of the repeat information, 1 if there is none. */
    private static int repeats(JsonNode task, String name) {
        return Elements.extension(task, EpsUrl.REPEAT_INFORMATION)
                .flatMap(information -> Elements.extension(information, name))
                .map(part -> part.has("valueInteger")
                        ? part.path("valueInteger").asInt(1)
                        : part.path("valueUnsignedInt").asInt(1))
                .filter(count -> count >= 1 && count <= 99)
                .orElse(1);
    }

    private static Optional<String> ods(JsonNode task) {
        return Elements.text(task.path("owner").path("identifier"), "value").map(ods -> ods.toUpperCase(Locale.ROOT));
    }

    private static Issue issue(
            Prescription prescription,
            ObjectNode task,
            String taskId,
            PrescriptionStatus status,
            Map<String, ItemStatus> items) {
        Optional<Instant> dispensed = Elements.list(task, "input").stream()
                .flatMap(input -> Elements.extension(input, EpsUrl.DISPENSING_INFORMATION).stream())
                .flatMap(information -> Elements.extension(information, "dateLastDispensed").stream())
                .flatMap(part -> Elements.text(part, "valueDateTime").stream())
                .flatMap(text -> MessageTime.instant(text).stream())
                .findFirst();
        List<ItemStatus> states = prescription.lines().stream()
                .map(line -> items.getOrDefault(line.id(), ItemStatus.EXPIRED_ITEM))
                .toList();
        boolean waits = status.taskStatus().equals("requested");
        return new Issue(
                repeats(task, "numberOfRepeatsIssued"),
                new IssueState(status, states, dispensed, status.isSupplied() ? dispensed : Optional.empty()),
                ods(task).filter(code -> !waits).map(code -> dispenser(task, code)),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                taskId);
    }

    private static Dispenser dispenser(ObjectNode task, String ods) {
        ObjectNode organization = task.objectNode();
        ResourceParts.identifier(organization.putArray("identifier").addObject(), OdsCode.SYSTEM, ods);
        Elements.text(task.path("owner"), "display").ifPresent(name -> organization.put("name", name));
        return new Dispenser(ods, organization, MissingNode.getInstance());
    }

    /** Issues between that nobody told of are over. */
    private static Prescription withIssue(Prescription prescription, Issue issue, Optional<String> ods) {
        List<Issue> issues = new ArrayList<>(prescription.issues());
        if (issue.status() == PrescriptionStatus.FUTURE_ISSUE && !issues.isEmpty()) {
            return prescription;
        }
        List<ItemStatus> supplied = prescription.lines().stream()
                .map(line -> ItemStatus.FULLY_DISPENSED)
                .toList();
        while (issues.size() < issue.number() - 1) {
            issues.add(Issue.opened(
                    issues.size() + 1,
                    new IssueState(PrescriptionStatus.CLAIMED, supplied, Optional.empty(), Optional.empty())));
        }
        if (issue.number() > issues.size()) {
            issues.add(issue);
        } else {
            issues.set(issue.number() - 1, issue);
        }
        Optional<String> nominated = issue.status().taskStatus().equals("requested") ? ods : prescription.nominated();
        return new Prescription(
                prescription.number(),
                prescription.details(),
                nominated,
                prescription.lines(),
                issues,
                prescription.pending(),
                prescription.history());
    }

    /** The prescription with what its MedicationRequests tell, if that is still missing. */
    Prescription completed(Prescription prescription) {
        if (!isIncomplete(prescription)) {
            return prescription;
        }
        Map<String, StoredResource> requests = requests(prescription);
        if (requests.isEmpty()) {
            return prescription;
        }
        List<Line> lines = prescription.lines().stream()
                .map(line -> Optional.ofNullable(requests.get(line.id()))
                        .map(request -> completed(line, request))
                        .orElse(line))
                .toList();
        JsonNode first = requests.values().iterator().next().tree();
        OrderDetails told = prescription.details();
        JsonNode dispense = first.path("dispenseRequest");
        OrderDetails details = new OrderDetails(
                ResourceParts.longForm(first.path("groupIdentifier")),
                told.nhsNumber(),
                told.prescriber(),
                told.orderId(),
                told.treatment(),
                Elements.extension(first, EpsUrl.PRESCRIPTION_TYPE)
                        .flatMap(type -> Elements.text(type.path("valueCoding"), "code"))
                        .orElse(""),
                dispense.path("expectedSupplyDuration").path("value").asInt(DEFAULT_SUPPLY_DAYS),
                Elements.text(dispense.path("validityPeriod"), "start")
                        .flatMap(MessageTime::day)
                        .orElse(told.base()),
                told.authored(),
                told.uploaded(),
                told.issues(),
                Elements.extension(first, EpsUrl.CONTROLLED_DRUG).isPresent());
        Optional<String> nominated = Elements.text(dispense.at("/performer/identifier/value"))
                .map(ods -> ods.toUpperCase(Locale.ROOT))
                .or(prescription::nominated);
        return new Prescription(
                prescription.number(),
                details,
                nominated,
                lines,
                prescription.issues(),
                prescription.pending(),
                prescription.history());
    }

    private static Line completed(Line line, StoredResource request) {
        Optional<Line.Cancellation> cancellation = line.cancellation()
                .map(why -> new Line.Cancellation(
                        Elements.list(request.tree().path("statusReason"), "coding").stream()
                                .flatMap(coding -> Elements.text(coding, "code").stream())
                                .findFirst()
                                .orElse(why.reason()),
                        why.at()));
        return new Line(line.id(), line.issues(), cancellation, request.key().id());
    }

    /** The MedicationRequests by line item id. */
    private Map<String, StoredResource> requests(Prescription prescription) {
        List<ValueMatch> ids = new ArrayList<>();
        OptionalLong system = OptionalLong.of(IndexId.system(EpsUrl.LINE_ITEM_ID));
        prescription.lines().forEach(line -> {
            ids.add(new ValueMatch.Token(system, line.id()));
            ids.add(new ValueMatch.Token(system, line.id().toUpperCase(Locale.ROOT)));
        });
        SearchQuery query = new SearchQuery(
                PrescriptionStore.REQUEST,
                List.of(new Criterion.Indexed(IndexId.parameter(PrescriptionStore.REQUEST, "identifier"), ids)),
                List.of(),
                SearchQuery.MAX_COUNT,
                Optional.empty());
        Map<String, StoredResource> found = new LinkedHashMap<>();
        for (StoredResource stored : repository.search(query).matches()) {
            JsonNode request = stored.tree();
            boolean ours = PrescriptionStore.stem(
                            request.path("groupIdentifier").path("value").asText(""))
                    .equals(Optional.of(prescription.number().stem()));
            Elements.identifier(request, EpsUrl.LINE_ITEM_ID)
                    .filter(id -> ours)
                    .ifPresent(id -> found.put(id.toLowerCase(Locale.ROOT), stored));
        }
        return found;
    }

    /** An order made of the resources, without a signature; empty if the lines are not there. */
    Optional<ObjectNode> order(Prescription prescription) {
        return Optional.of(prescription)
                .filter(complete -> !isIncomplete(complete))
                .map(complete -> new PlainOrder(repository).of(complete));
    }
}
