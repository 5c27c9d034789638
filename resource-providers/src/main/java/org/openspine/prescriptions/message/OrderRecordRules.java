package org.openspine.prescriptions.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.openspine.error.SpineException;
import org.openspine.prescriptions.MessageFailure;
import org.openspine.prescriptions.PrescriptionError;
import org.openspine.prescriptions.state.Treatment;
import org.openspine.terminology.identifier.NhsNumber;
import org.openspine.terminology.identifier.PrescriptionNumber;
import org.openspine.terminology.identifier.UuidForm;

/**
 * What the record asks of an order before it looks whether it has one of that number. The first rule that is broken ends
 * the request with its {@link MessageFailure} or {@link PrescriptionError}.
 */
public final class OrderRecordRules {
    private static final int MOST_ISSUES = 99;
    private static final int MOST_DAYS = 366;
    private static final int MOST_MONTHS_AHEAD = 12;
    private static final Pattern NOMINATED = Pattern.compile("[A-Za-z0-9-]{1,8}");
    private static final Set<String> NOMINATED_TYPES = Set.of("P1", "P2", "P3");

    private OrderRecordRules() {}

    /** @param today in the United Kingdom */
    public static void check(MessageBundle message, LocalDate today) {
        if (message.requesterSignature()
                .flatMap(signature -> Elements.text(signature, "data"))
                .isEmpty()) {
            throw new SpineException(PrescriptionError.MISSING_DIGITAL_SIGNATURE);
        }
        List<JsonNode> requests = message.medicationRequests();
        JsonNode first = requests.get(0);
        number(Elements.text(first.path("groupIdentifier"), "value").orElse(""));
        patient(message.only("Patient"), today);
        for (JsonNode request : requests) {
            require(
                    Elements.identifier(request, EpsUrl.LINE_ITEM_ID)
                            .filter(UuidForm::isUuid)
                            .isPresent(),
                    "lineItemID has invalid format");
        }
        nomination(first.path("dispenseRequest"));
        require(
                first.at("/dispenseRequest/expectedSupplyDuration/value").asInt(0) <= MOST_DAYS,
                "daysSupply must be %d or less".formatted(MOST_DAYS));
        if (CourseOfTherapy.of(requests) == Treatment.REPEAT_DISPENSING) {
            repeats(first.path("dispenseRequest"), today);
        }
    }

    private static void number(String number) {
        require(PrescriptionNumber.hasShape(number), "prescriptionID has invalid format");
        require(PrescriptionNumber.parse(number).isPresent(), "prescriptionID has invalid checksum");
    }

    private static void patient(JsonNode patient, LocalDate today) {
        require(
                Elements.identifier(patient, NhsNumber.SYSTEM)
                        .flatMap(NhsNumber::parse)
                        .isPresent(),
                "nhsNumber is not valid");
        require(
                Elements.text(patient, "birthDate")
                        .flatMap(MessageTime::day)
                        .filter(born -> born.isAfter(today))
                        .isEmpty(),
                "birthTime is in the future");
    }

    private static void nomination(JsonNode dispenseRequest) {
        if (!dispenseRequest.has("performer")) {
            return;
        }
        require(
                Elements.text(dispenseRequest.at("/performer/identifier/value"))
                        .filter(ods -> NOMINATED.matcher(ods).matches())
                        .isPresent(),
                "nominatedPerformer has invalid format");
        require(
                Elements.extension(dispenseRequest, EpsUrl.PERFORMER_SITE_TYPE)
                        .flatMap(type -> Elements.text(type.path("valueCoding"), "code"))
                        .filter(NOMINATED_TYPES::contains)
                        .isPresent(),
                "nominatedPerformer has invalid type");
    }

    private static void repeats(JsonNode dispenseRequest, LocalDate today) {
        int issues = dispenseRequest.path("numberOfRepeatsAllowed").asInt(0) + 1;
        if (issues < 1 || issues > MOST_ISSUES) {
            throw new SpineException(PrescriptionError.INVALID_REPEAT_COUNT);
        }
        Optional<LocalDate> start = day(dispenseRequest.path("validityPeriod"), "start");
        Optional<LocalDate> end = day(dispenseRequest.path("validityPeriod"), "end");
        if (end.isEmpty()) {
            return;
        }
        require(
                !end.get().isAfter(today.plusMonths(MOST_MONTHS_AHEAD)),
                "daysSupplyValidHigh is more than 12 months beyond current day");
        require(!end.get().isBefore(today), "daysSupplyValidHigh is in the past");
        require(
                start.filter(day -> day.isAfter(end.get())).isEmpty(),
                "daysSupplyValid low is after daysSupplyValidHigh");
    }

    private static Optional<LocalDate> day(JsonNode period, String name) {
        return Elements.text(period, name).flatMap(MessageTime::day);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new SpineException(MessageFailure.of(otherwise));
        }
    }
}
