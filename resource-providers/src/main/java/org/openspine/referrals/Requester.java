package org.openspine.referrals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openspine.terminology.identifier.OdsCode;

/**
 * Who refers: an organisation, and the clinician there.
 *
 * @param organisation ODS code; empty if the record does not tell
 * @param user SDS user id
 */
public record Requester(Optional<String> organisation, Optional<String> user) {
    public static final Requester UNKNOWN = new Requester(Optional.empty(), Optional.empty());

    private static final String ROLE = "PractitionerRole";
    private static final Pattern ROLE_ID = Pattern.compile("PractitionerRole-([A-Z0-9]+)-([A-Za-z0-9]+)");

    /** Of a ServiceRequest: a contained role, a role of the directory by its id, or an organisation. */
    static Requester of(JsonNode request) {
        JsonNode requester = request.path("requester");
        String reference = requester.path("reference").asText();
        if (reference.startsWith("#")) {
            JsonNode role = Elements.contained(request, reference.substring(1));
            return new Requester(
                    identifier(role.path("organization"), OdsCode.SYSTEM),
                    identifier(role.path("practitioner"), Elements.USER_ID));
        }
        Optional<String> role = Elements.idOf(reference, ROLE);
        if (role.isPresent()) {
            Matcher parts = ROLE_ID.matcher(role.get());
            return parts.matches() ? new Requester(Optional.of(parts.group(1)), Optional.of(parts.group(2))) : UNKNOWN;
        }
        Optional<String> organisation =
                Elements.idOf(reference, "Organization").or(() -> identifier(requester, OdsCode.SYSTEM));
        return new Requester(organisation, identifier(requester, Elements.USER_ID));
    }

    /** The SDS user id behind a reference to a person: by its identifier, of a role of the directory, or of a Practitioner. */
    static Optional<String> person(JsonNode reference) {
        return identifier(reference, Elements.USER_ID)
                .or(() -> Elements.idOf(reference, ROLE)
                        .map(ROLE_ID::matcher)
                        .filter(Matcher::matches)
                        .map(parts -> parts.group(2)))
                .or(() -> Elements.idOf(reference, "Practitioner"));
    }

    private static Optional<String> identifier(JsonNode reference, String system) {
        JsonNode identifier = reference.path("identifier");
        return identifier.path("system").asText().equals(system)
                ? Elements.text(identifier.path("value"))
                : Optional.empty();
    }

    /** The logical id that the directory has for this clinician at this organisation. */
    public Optional<String> roleId() {
        return organisation.flatMap(ods -> user.map(id -> roleId(ods, id)));
    }

    public static String roleId(String organisation, String user) {
        return "PractitionerRole-" + organisation + "-" + user;
    }

    /** A PractitionerRole to be contained under {@code id}. */
    public ObjectNode role(String id, BusinessFunction function) {
        ObjectNode role = Elements.resource(ROLE).put("id", id);
        user.ifPresent(known -> role.set("practitioner", Elements.logicalReference(Elements.USER_ID, known)));
        organisation.ifPresent(ods -> role.set("organization", Elements.organisation(ods)));
        role.putArray("code").add(Elements.concept(Elements.coding(BusinessFunction.SYSTEM, function.name())));
        return role;
    }
}
