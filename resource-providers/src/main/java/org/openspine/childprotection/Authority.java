package org.openspine.childprotection;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openspine.terminology.identifier.OdsCode;

/** The local authority behind a team, by ODS code. */
public final class Authority {
    private static final Pattern NAMED = Pattern.compile("([A-Z0-9]{3,6}) - .+");

    private Authority() {}

    /** Of a CareTeam: its managing organisation, or the code that begins its name, as in {@code SFD1 - SHEFFIELD …}. */
    public static Optional<String> of(JsonNode careTeam) {
        for (JsonNode organisation : careTeam.path("managingOrganization")) {
            Optional<String> code = ofReference(organisation);
            if (code.isPresent()) {
                return code;
            }
        }
        Matcher name = NAMED.matcher(careTeam.path("name").asText());
        return name.matches() ? Optional.of(name.group(1)) : Optional.empty();
    }

    /** Of a reference to an Organization, by identifier or id. */
    public static Optional<String> ofReference(JsonNode organisation) {
        JsonNode identifier = organisation.path("identifier");
        if (identifier.path("system").asText().equals(OdsCode.SYSTEM)) {
            return OdsCode.parse(identifier.path("value").asText()).map(OdsCode::value);
        }
        String reference = organisation.path("reference").asText();
        int last = reference.lastIndexOf("Organization/");
        return last < 0
                ? Optional.empty()
                : OdsCode.parse(reference.substring(last + "Organization/".length()))
                        .map(OdsCode::value);
    }
}
