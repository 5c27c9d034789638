package org.openspine.samples.load;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * One organisation as the ORD interface of the Organisation Data Service tells it, {@code {"Organisation": {…}}}, read as the row
 * that its tables have of it.
 *
 * @see <a href="https://digital.nhs.uk/developer/api-catalogue/organisation-data-service-ord">ODS ORD API</a>
 */
final class OrdRecord {
    private static final String ENVELOPE = "Organisation";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Relationships to what an organisation belongs to: it is operated by it, a part of it, commissioned by it. */
    private static final List<String> PARENTS = List.of("RE6", "RE2", "RE4");

    private static final Map<String, String> CONTACTS =
            Map.of("tel", "phone", "fax", "fax", "mail", "email", "http", "url");
    private static final String GP_PRACTICE = "RO76";

    private final JsonNode organisation;

    private OrdRecord(JsonNode organisation) {
        this.organisation = organisation;
    }

    /** The record in {@code document}, if it begins as one. */
    static Optional<OrdRecord> of(byte[] document) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(document)) {
            if (parser.nextToken() != JsonToken.START_OBJECT || !ENVELOPE.equals(parser.nextFieldName())) {
                return Optional.empty();
            }
        }
        return Optional.of(new OrdRecord(JSON.readTree(document).path(ENVELOPE)));
    }

    /** The organisation, and of a site its location. Throws {@link LoadException} without a code and a name. */
    List<ObjectNode> resources(String place) throws LoadException {
        OdsRow row = row();
        if (!row.isIdentified()) {
            throw new LoadException(place, "tells neither an ODS code (OrgId.extension) nor a name (Name)");
        }
        OdsFile file = primaryRole().map(OdsFile::ofRole).orElse(OdsFile.OTHER);
        List<ObjectNode> resources = OdsResources.of(file, row);
        ObjectNode organization = resources.get(0);
        organization.remove(List.of("type", "telecom"));
        roles().forEach(role -> OdsResources.type(organization.withArray("type"), role, display(role)));
        contacts().forEach(contact -> organization
                .withArray("telecom")
                .addObject()
                .put("system", CONTACTS.get(contact.path("type").asText()))
                .put("value", contact.path("value").asText())
                .put("use", "work"));
        return resources;
    }

    private OdsRow row() {
        String[] columns = new String[OdsRow.COLUMNS];
        Arrays.fill(columns, "");
        JsonNode place = organisation.path("GeoLoc").path("Location");
        columns[0] = organisation.path("OrgId").path("extension").asText();
        columns[1] = organisation.path("Name").asText();
        columns[4] = place.path("AddrLn1").asText();
        columns[5] = place.path("AddrLn2").asText();
        columns[6] = place.path("AddrLn3").asText();
        columns[7] = place.path("Town").asText();
        columns[8] = place.path("County").asText();
        columns[9] = place.path("PostCode").asText();
        columns[10] = date("Start");
        columns[11] = date("End");
        columns[12] = organisation.path("Status").asText("Active").equals("Active") ? "A" : "C";
        columns[14] = parent();
        columns[17] = contacts()
                .filter(contact -> contact.path("type").asText().equals("tel"))
                .map(contact -> contact.path("value").asText())
                .findFirst()
                .orElse("");
        return new OdsRow(List.of(columns));
    }

    /** Of when it works, or else of when it exists in law; {@code yyyymmdd}. */
    private String date(String end) {
        return Stream.of("Operational", "Legal")
                .flatMap(type -> items(organisation.path("Date"))
                        .filter(date -> date.path("Type").asText().equals(type)))
                .map(date -> date.path(end).asText().replace("-", ""))
                .filter(date -> !date.isEmpty())
                .findFirst()
                .orElse("");
    }

    private String parent() {
        return PARENTS.stream()
                .flatMap(kind -> items(organisation.path("Rels").path("Rel"))
                        .filter(relationship -> isActive(relationship)
                                && relationship.path("id").asText().equals(kind)))
                .map(relationship -> relationship.at("/Target/OrgId/extension").asText())
                .findFirst()
                .orElse("");
    }

    private Optional<String> primaryRole() {
        return items(organisation.path("Roles").path("Role"))
                .filter(role -> role.path("primaryRole").asBoolean())
                .map(role -> role.path("id").asText())
                .findFirst();
    }

    /** Those it has today, the primary one first; of one that is closed, all it had. */
    private List<String> roles() {
        boolean closed = !isActive(organisation);
        Stream<String> others = items(organisation.path("Roles").path("Role"))
                .filter(role -> closed || isActive(role))
                .map(role -> role.path("id").asText());
        return Stream.concat(primaryRole().stream(), others).distinct().toList();
    }

    private Stream<JsonNode> contacts() {
        return items(organisation.path("Contacts").path("Contact"))
                .filter(contact -> CONTACTS.containsKey(contact.path("type").asText()));
    }

    private static Optional<String> display(String role) {
        return role.equals(GP_PRACTICE)
                ? Optional.of("GP PRACTICE")
                : Optional.of(OdsFile.ofRole(role).display()).filter(text -> !text.isEmpty());
    }

    private static boolean isActive(JsonNode item) {
        return item.path("Status").asText("Active").toLowerCase(Locale.ROOT).equals("active");
    }

    private static Stream<JsonNode> items(JsonNode list) {
        return list.isArray() ? StreamSupport.stream(list.spliterator(), false) : Stream.of(list);
    }
}
