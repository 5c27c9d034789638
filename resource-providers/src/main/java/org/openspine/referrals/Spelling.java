package org.openspine.referrals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Brings what clients send into the spelling of R4. Clients of the STU3 API write {@code
 * https://fhir.nhs.uk/STU3/StructureDefinition/Extension-eRS-X-1}, {@code https://fhir.nhs.uk/STU3/CodeSystem/eRS-X-1} and {@code
 * http://fhir.nhs.net/Id/…}; reference data have a code system below the server's own base.
 */
public final class Spelling {
    /** Canonical of the reference data, whatever base a client wrote. */
    public static final String REFERENCE_DATA = "https://openspine.org/fhir/CodeSystem/";

    private static final Pattern STU3 =
            Pattern.compile("https://fhir\\.nhs\\.uk/STU3/(StructureDefinition|CodeSystem)/(.+?)(?:-1)?");
    private static final Pattern R4 =
            Pattern.compile("https://fhir\\.nhs\\.uk/(StructureDefinition|CodeSystem)/((?:Extension-)?eRS-.+)-1");
    private static final Pattern OLD_IDENTIFIER = Pattern.compile("https?://fhir\\.nhs\\.net/Id/(.+)");
    private static final Pattern SET = Pattern.compile(".*/CodeSystem/([A-Z][A-Z-]*)");
    private static final Set<String> URI_MEMBERS = Set.of("url", "system");

    private Spelling() {}

    /** Changes {@code tree} in place. */
    public static void modernise(JsonNode tree) {
        if (tree instanceof ArrayNode list) {
            list.forEach(Spelling::modernise);
        } else if (tree instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                JsonNode value = object.path(name);
                if (value.isTextual() && URI_MEMBERS.contains(name)) {
                    object.set(name, TextNode.valueOf(uri(value.textValue())));
                } else {
                    modernise(value);
                }
            }
        }
    }

    /** The R4 spelling of a system or of the URL of an extension. */
    public static String uri(String text) {
        Matcher old = STU3.matcher(text);
        if (old.matches()) {
            boolean functions = old.group(2).equals("eRS-BusinessFunction");
            return "https://fhir.nhs.uk/" + old.group(1) + "/" + old.group(2) + (functions ? "-1" : "");
        }
        Matcher versioned = R4.matcher(text);
        if (versioned.matches() && !versioned.group(2).equals("eRS-BusinessFunction")) {
            return "https://fhir.nhs.uk/" + versioned.group(1) + "/" + versioned.group(2);
        }
        Matcher identifier = OLD_IDENTIFIER.matcher(text);
        if (identifier.matches()) {
            return "https://fhir.nhs.uk/Id/" + identifier.group(1);
        }
        Matcher set = SET.matcher(text);
        return set.matches() ? REFERENCE_DATA + set.group(1) : text;
    }

    /** {@code {base}/CodeSystem/SPECIALTY} for clients, in place of the canonical kept in the record. */
    public static void localise(JsonNode tree, String base) {
        if (tree instanceof ArrayNode list) {
            list.forEach(item -> localise(item, base));
        } else if (tree instanceof ObjectNode object) {
            String system = object.path("system").asText();
            if (system.startsWith(REFERENCE_DATA)) {
                object.put("system", base + "/CodeSystem/" + system.substring(REFERENCE_DATA.length()));
            }
            object.forEach(item -> localise(item, base));
        }
    }
}
