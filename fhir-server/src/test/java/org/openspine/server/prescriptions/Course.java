package org.openspine.server.prescriptions;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** The messages of one prescription of today with two items, whose numbers no other test uses. */
final class Course {
    /** The pharmacy of most prescriptions. */
    static final String PHARMACY = "FQ123";

    private static final List<String> ITEMS = List.of("/entry/1/resource", "/entry/2/resource");

    final String number = StatusUpdateContract.number();
    final String first = UUID.randomUUID().toString();
    final String second = UUID.randomUUID().toString();
    final String notification = UUID.randomUUID().toString();
    final String nhsNumber;
    private final String pharmacy;
    private final String longForm = UUID.randomUUID().toString();
    private final String today = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();

    Course(String nhsNumber) {
        this(nhsNumber, PHARMACY);
    }

    /** @param pharmacy ODS code of who is nominated, and sends all that dispensers send */
    Course(String nhsNumber, String pharmacy) {
        this.nhsNumber = nhsNumber;
        this.pharmacy = pharmacy;
    }

    Message order() {
        return message("order")
                .with("/identifier/value", quoted(UUID.randomUUID().toString()));
    }

    /** The order as one of repeat dispensing, an issue every so many days from {@code start} on. */
    Message repeatDispensing(int repeats, int days, LocalDate start) {
        Message order = order();
        for (String item : ITEMS) {
            EpsRulesContract.repeatDispensing(order, item);
            order.with(item + "/dispenseRequest/numberOfRepeatsAllowed", String.valueOf(repeats))
                    .with(
                            item + "/dispenseRequest/validityPeriod",
                            "{\"start\": \"%s\", \"end\": \"%s\"}".formatted(start, start.plusMonths(6)))
                    .with(
                            item + "/dispenseRequest/expectedSupplyDuration",
                            EpsRulesContract.days(String.valueOf(days)));
        }
        return order;
    }

    Message repeatDispensing(int repeats, int days) {
        return repeatDispensing(repeats, days, LocalDate.now(ZoneOffset.UTC));
    }

    Message cancellation(String reason) {
        return order().without("/entry/2")
                .with("/entry/0/resource/eventCoding/code", "\"prescription-order-update\"")
                .with("/entry/1/resource/status", "\"cancelled\"")
                .with(
                        "/entry/1/resource/statusReason",
                        "{\"coding\": [{\"system\": \"https://fhir.nhs.uk/CodeSystem/medicationrequest-status-reason\", \"code\": \"%s\"}]}"
                                .formatted(reason));
    }

    Message release() {
        return message("release");
    }

    /** The pharmacy asks for all that waits for it. */
    Message bulkRelease() {
        return release().without("/parameter/3");
    }

    Message notification() {
        return message("dispense-notification").with("/identifier/value", quoted(notification));
    }

    /** The claim of the pharmacy; {@code created} now. */
    Message claim(String id) {
        return message("claim").with("/identifier/0/value", quoted(id)).with("/created", quoted(today));
    }

    /** The pharmacy gives the prescription back. */
    Message giveBack() {
        return message("return")
                .with("/identifier/0/value", quoted(UUID.randomUUID().toString()));
    }

    /** The pharmacy withdraws a notification. */
    Message withdrawal(String withdrawn) {
        return giveBack()
                .with("/status", "\"in-progress\"")
                .with("/code/coding/0/code", "\"abort\"")
                .with(
                        "/statusReason",
                        "{\"coding\": [{\"system\": \"https://fhir.nhs.uk/CodeSystem/EPS-task-dispense-withdraw-reason\", \"code\": \"MU\"}]}")
                .with("/focus/identifier/value", quoted(withdrawn));
    }

    /** A notification of its own id: the status of the prescription, then those of its items. */
    Message notification(String id, String status, String firstItem, String secondItem) {
        return message("dispense-notification")
                .with("/identifier/value", quoted(id))
                .with("/entry/1/resource/extension/0/valueCoding/code", quoted(status))
                .with("/entry/2/resource/extension/0/valueCoding/code", quoted(status))
                .with("/entry/1/resource/type/coding/0/code", quoted(firstItem))
                .with("/entry/2/resource/type/coding/0/code", quoted(secondItem));
    }

    /** The notification as one of an issue, counted as repeats are: from 0. */
    static Message ofIssue(Message notification, int allowed, int issued) {
        for (String item : ITEMS) {
            notification.with(item + "/extension/-", EpsRulesContract.repeats(allowed, issued));
        }
        return notification;
    }

    /** The notification or claim as an amendment of one sent before. */
    static Message replacing(Message message, String replaced) {
        String header = message.at("/entry").isMissingNode() ? "" : "/entry/0/resource";
        return message.with(
                header + "/extension",
                "[{\"url\": \"https://fhir.nhs.uk/StructureDefinition/Extension-replacementOf\", \"valueIdentifier\": {\"system\": \"https://tools.ietf.org/html/rfc4122\", \"value\": \"%s\"}}]"
                        .formatted(replaced));
    }

    private Message message(String name) {
        return Message.of(name, text -> text.replace("3C2366-B91234-5A6B0A", number)
                .replace("5e6f7a8b-1111-4c2d-9a3b-000000000001", first)
                .replace("5e6f7a8b-1111-4c2d-9a3b-000000000002", second)
                .replace("8d1c6f0e-64d4-4a8e-9c0b-0c4f2f8be001", longForm)
                .replace("9000000009", nhsNumber)
                .replace(PHARMACY, pharmacy)
                .replace("2026-01-12T09:30:00+00:00", today)
                .replace("2026-01-12T09:31:00+00:00", today)
                .replace("2026-01-13T10:00:00+00:00", today));
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }
}
