package org.openspine.referrals.ers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.openspine.api.FhirResponse;
import org.openspine.error.SpineException;
import org.openspine.referrals.BusinessFunction;
import org.openspine.referrals.Elements;
import org.openspine.referrals.ErsExtension;
import org.openspine.referrals.Spelling;

/** The code systems of the service (A004), whose properties say when a reason may be given and by whom. */
final class ReferenceData {
    static final String APPOINTMENT_CANCELLATION = "APPOINTMENT-CANCELLATION-REASON";
    static final String REFERRAL_CANCELLATION = "REFERRAL-CANCELLATION-REASON";

    private static final Map<String, Map<String, Concept>> SETS = read();
    private static final Map<String, String> TITLES = Map.of(
            "SPECIALTY",
            "e-RS Specialty",
            "CLINIC-TYPE",
            "e-RS Clinic Type",
            APPOINTMENT_CANCELLATION,
            "e-RS Appointment Cancellation Reason",
            REFERRAL_CANCELLATION,
            "e-RS ReferralRequest Cancellation Reason",
            "APPOINTMENT-NON-ATTENDANCE-REASON",
            "e-RS Appointment Non-attendance Reason",
            "PRIORITY",
            "e-RS Priority");

    private ReferenceData() {}

    /** @param properties by code; a code may have several values */
    record Concept(String code, String display, List<Property> properties) {
        boolean is(String property, String value) {
            return properties.contains(new Property(property, value));
        }

        boolean isTrue(String property) {
            return is(property, "true");
        }

        String value(String property) {
            return properties.stream()
                    .filter(candidate -> candidate.code().equals(property))
                    .map(Property::value)
                    .findFirst()
                    .orElse("");
        }

        boolean isFor(BusinessFunction function) {
            return is("businessFunction", function.name());
        }

        boolean isInForce(Instant now) {
            String from = value("effectiveFrom");
            String to = value("effectiveTo");
            return (from.isEmpty() || !Instant.parse(from).isAfter(now))
                    && (to.isEmpty() || Instant.parse(to).isAfter(now));
        }
    }

    record Property(String code, String value) {}

    static Optional<Concept> concept(String set, String code) {
        return Optional.ofNullable(SETS.getOrDefault(set, Map.of()).get(code));
    }

    /** The Coding of a reason, as it is kept. */
    static ObjectNode coding(String set, Concept concept) {
        return Elements.coding(Spelling.REFERENCE_DATA + set, concept.code(), concept.display());
    }

    /** The Coding of a specialty; of one that this server does not list without a display. */
    static ObjectNode specialty(String code) {
        return concept("SPECIALTY", code)
                .map(concept -> coding("SPECIALTY", concept))
                .orElseGet(() -> Elements.coding(SearchCriteria.SPECIALTY, code));
    }

    /** A004. */
    static FhirResponse answer(ErsRequest request) {
        String set = request.path(1);
        Map<String, Concept> concepts = SETS.get(set);
        if (concepts == null) {
            throw new SpineException(ErsError.NOT_FOUND, "There is no such code system");
        }
        ObjectNode system = Elements.resource("CodeSystem").put("id", set);
        system.put("url", request.base() + "/CodeSystem/" + set).put("version", "1");
        String title = TITLES.getOrDefault(set, set);
        system.put("name", title).put("status", "active").put("experimental", false);
        system.put("date", "2022-02-19T15:30:48.538Z");
        system.put("publisher", "e-Referral Service").put("description", title);
        system.put("copyright", "Copyright (c) 2016 HL7 UK");
        system.put("caseSensitive", true).put("content", "complete");
        Map<String, String> types = new LinkedHashMap<>();
        List.of("effectiveFrom", "effectiveTo").forEach(code -> types.put(code, type(code)));
        concepts.values().forEach(concept -> concept.properties()
                .forEach(property -> types.putIfAbsent(property.code(), type(property.code()))));
        types.forEach((code, type) -> system.withArray("property")
                .addObject()
                .put("code", code)
                .put("uri", "https://fhir.nhs.uk/CodeSystem/eRS-Concept-Properties#" + code)
                .put("type", type));
        concepts.values().forEach(concept -> {
            ObjectNode node = system.withArray("concept").addObject();
            if (set.equals("SPECIALTY")) {
                dates(node, concept);
            }
            write(node, concept);
        });
        return Answers.plain(200, system, request);
    }

    /** Specialties say as extensions too from when and until when they are used. */
    private static void dates(ObjectNode node, Concept concept) {
        for (String end : List.of("from", "to")) {
            String time = concept.value("effective" + Character.toUpperCase(end.charAt(0)) + end.substring(1));
            if (!time.isEmpty()) {
                node.withArray("extension")
                        .addObject()
                        .put("url", ErsExtension.national("Effective" + end + "Date"))
                        .put("valueDate", time.substring(0, "2004-06-01".length()));
            }
        }
    }

    private static void write(ObjectNode node, Concept concept) {
        node.put("code", concept.code()).put("display", concept.display());
        for (Property property : concept.properties()) {
            ObjectNode value = node.withArray("property").addObject().put("code", property.code());
            switch (type(property.code())) {
                case "dateTime" -> value.put("valueDateTime", property.value());
                case "boolean" -> value.put("valueBoolean", Boolean.parseBoolean(property.value()));
                case "integer" -> value.put("valueInteger", Integer.parseInt(property.value()));
                default -> value.set("valueCoding", Elements.coding(systemOf(property.code()), property.value()));
            }
        }
    }

    private static String type(String property) {
        return switch (property) {
            case "effectiveFrom", "effectiveTo" -> "dateTime";
            case "willCancelWholeRequest", "commentIsMandatory", "canCancelAppointment" -> "boolean";
            case "deferToProviderContactDays", "triageContactDays" -> "integer";
            default -> "Coding";
        };
    }

    private static String systemOf(String property) {
        String own = "https://fhir.nhs.uk/CodeSystem/eRS-";
        return switch (property) {
            case "businessFunction" -> BusinessFunction.SYSTEM;
            case "specialty" -> SearchCriteria.SPECIALTY;
            case "usage" -> own + "AppointmentCancellationReasonUsage";
            case "referrerUsage" -> own + "ReferralRequestCancellationReasonUsage";
            case "appointmentBookingCancellationReasonType" -> own + "AppointmentBookingCancellationReasonType";
            default -> own + "AppointmentRequestCancellationReasonType";
        };
    }

    private static Map<String, Map<String, Concept>> read() {
        Map<String, Map<String, Concept>> sets = new LinkedHashMap<>();
        try (InputStream in = Objects.requireNonNull(
                ReferenceData.class.getResourceAsStream("reference-data.txt"), "reference-data.txt")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> {
                        String[] parts = line.split("\\|", -1);
                        sets.computeIfAbsent(parts[0], set -> new LinkedHashMap<>())
                                .put(parts[1], new Concept(parts[1], parts[2], properties(parts[3])));
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sets;
    }

    private static List<Property> properties(String text) {
        List<Property> properties = new ArrayList<>();
        for (String one : text.split(";")) {
            int equals = one.indexOf('=');
            if (equals > 0) {
                properties.add(new Property(one.substring(0, equals), one.substring(equals + 1)));
            }
        }
        return properties;
    }
}
