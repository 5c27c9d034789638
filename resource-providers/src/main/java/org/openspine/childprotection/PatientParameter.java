package org.openspine.childprotection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.openspine.api.QueryParameters;
import org.openspine.terminology.identifier.NhsNumber;

/** The ways in which queries and resources name a patient by NHS number. */
public final class PatientParameter {
    private static final String BY_SYSTEM = NhsNumber.SYSTEM + "|";

    private PatientParameter() {}

    /** Every value of {@code patient} and {@code patient:identifier}. */
    public static List<String> values(QueryParameters query) {
        return query.all().stream()
                .filter(parameter -> parameter.name().equals("patient")
                        || parameter.name().equals("patient:identifier")
                        || parameter.name().equals("patient:Patient"))
                .map(QueryParameters.Parameter::value)
                .toList();
    }

    /**
     * The number in one value: {@code 9…}, {@code Patient/9…} or {@code system|9…}. A semicolon after it, as the published
     * guide has, is no part of it.
     */
    public static Optional<NhsNumber> number(String value) {
        String text = value.strip();
        if (text.endsWith(";")) {
            text = text.substring(0, text.length() - 1);
        }
        if (text.startsWith(BY_SYSTEM)) {
            text = text.substring(BY_SYSTEM.length());
        } else if (text.startsWith("Patient/")) {
            text = text.substring("Patient/".length());
        }
        return NhsNumber.parse(text);
    }

    /** The number that a reference such as {@code Flag.subject} holds: its identifier, or else the local id. */
    public static Optional<NhsNumber> ofReference(JsonNode reference) {
        JsonNode identifier = reference.path("identifier");
        if (identifier.path("system").asText().equals(NhsNumber.SYSTEM)) {
            return NhsNumber.parse(identifier.path("value").asText());
        }
        String local = reference.path("reference").asText();
        int patient = local.lastIndexOf("Patient/");
        return patient < 0 ? Optional.empty() : NhsNumber.parse(local.substring(patient + "Patient/".length()));
    }

    /** The number of a Patient as its identifier says. */
    public static Optional<NhsNumber> ofPatient(JsonNode patient) {
        for (JsonNode identifier : patient.path("identifier")) {
            if (identifier.path("system").asText().equals(NhsNumber.SYSTEM)) {
                return NhsNumber.parse(identifier.path("value").asText());
            }
        }
        return Optional.empty();
    }

    /** How a stored resource names its patient: by reference and by identifier. */
    public static ObjectNode subject(NhsNumber patient, JsonNode sent) {
        ObjectNode subject = JsonNodeFactory.instance.objectNode().put("reference", "Patient/" + patient.value());
        subject.putObject("identifier").put("system", NhsNumber.SYSTEM).put("value", patient.value());
        if (sent.path("display").isTextual()) {
            subject.set("display", sent.path("display"));
        }
        return subject;
    }
}
