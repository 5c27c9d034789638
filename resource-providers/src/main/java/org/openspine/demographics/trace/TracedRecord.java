package org.openspine.demographics.trace;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.openspine.demographics.CurrentItems;
import org.openspine.terminology.identifier.OdsCode;

/**
 * What of a patient's record a trace looks at. Empty texts where the record has nothing.
 *
 * @param emergencyPhones of whoever is to be rung for the patient: the basic trace finds by them too, as the national one does
 * @param formerGender whether an earlier version of the record had a gender; asked only where it matters
 */
record TracedRecord(
        List<Name> names,
        String gender,
        String birthDate,
        String deathDate,
        List<Item> postcodes,
        List<Item> phones,
        List<Item> emails,
        List<Item> emergencyPhones,
        List<Item> emergencyEmails,
        String practice,
        String managingOrganization,
        Predicate<String> formerGender) {
    /** A value that holds today, or did once. */
    record Item(String value, boolean current) {}

    record Name(String family, List<String> given, boolean current) {}

    static TracedRecord of(JsonNode patient, CurrentItems items, Predicate<String> formerGender) {
        return new TracedRecord(
                names(patient, items),
                patient.path("gender").asText(),
                patient.path("birthDate").asText(),
                patient.path("deceasedDateTime").asText(),
                postcodes(patient, items),
                telecoms(patient, items, "phone"),
                telecoms(patient, items, "email"),
                emergency(patient, items, "phone"),
                emergency(patient, items, "email"),
                code(patient.path("generalPractitioner").path(0)),
                code(patient.path("managingOrganization")),
                formerGender);
    }

    private static List<Name> names(JsonNode patient, CurrentItems items) {
        Set<JsonNode> current = identities(items.names(patient));
        List<Name> names = new ArrayList<>();
        for (JsonNode name : patient.path("name")) {
            List<String> given = new ArrayList<>();
            name.path("given").forEach(value -> given.add(value.asText()));
            names.add(new Name(name.path("family").asText(), given, current.contains(name)));
        }
        return names;
    }

    private static List<Item> postcodes(JsonNode patient, CurrentItems items) {
        Set<JsonNode> current = identities(items.addresses(patient));
        List<Item> postcodes = new ArrayList<>();
        for (JsonNode address : patient.path("address")) {
            String postcode = Postcode.plain(address.path("postalCode").asText());
            if (!postcode.isEmpty()) {
                postcodes.add(new Item(postcode, current.contains(address)));
            }
        }
        return postcodes;
    }

    private static List<Item> telecoms(JsonNode patient, CurrentItems items, String system) {
        Set<JsonNode> current = identities(items.telecoms(patient));
        List<Item> values = new ArrayList<>();
        patient.path("telecom").forEach(telecom -> add(telecom, system, current.contains(telecom), values));
        return values;
    }

    private static List<Item> emergency(JsonNode patient, CurrentItems items, String system) {
        Set<JsonNode> current = identities(items.contacts(patient));
        List<Item> values = new ArrayList<>();
        for (JsonNode contact : patient.path("contact")) {
            contact.path("telecom").forEach(telecom -> add(telecom, system, current.contains(contact), values));
        }
        return values;
    }

    private static void add(JsonNode telecom, String system, boolean current, List<Item> values) {
        if (telecom.path("system").asText().equals(system)) {
            String value = telecom.path("value").asText();
            values.add(new Item(system.equals("phone") ? Contact.phone(value) : Contact.email(value), current));
        }
    }

    /** Equal items are equally current, so that equality will do. */
    private static Set<JsonNode> identities(List<JsonNode> items) {
        return new HashSet<>(items);
    }

    private static String code(JsonNode reference) {
        JsonNode identifier = reference.path("identifier");
        return identifier.path("system").asText().equals(OdsCode.SYSTEM)
                ? identifier.path("value").asText().toUpperCase(Locale.ROOT)
                : "";
    }

    /** Every telephone that leads to the patient. */
    List<Item> reachedByPhone() {
        return Stream.concat(phones.stream(), emergencyPhones.stream()).toList();
    }

    List<Item> reachedByEmail() {
        return Stream.concat(emails.stream(), emergencyEmails.stream()).toList();
    }

    boolean hasGender(Optional<String> asked) {
        return asked.isEmpty() || asked.get().equals(gender);
    }
}
