package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.openspine.access.AccessMode;
import org.openspine.api.IncomingRequest;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.MalformedContentException;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;

/**
 * What an application is shown beyond what everybody is. Beside the access mode it is granted per application: a trusted gateway
 * tells it in the header {@value #ATTRIBUTES}, which means nothing next to an access token.
 *
 * @param location of restricted patients
 * @param emptyAddressLines all five places of an address
 * @param confidentialReasons for which a patient left the register of a practice
 * @param sharingConsent whether the patient lets the record be shared
 */
public record Entitlement(
        boolean location, boolean emptyAddressLines, boolean confidentialReasons, boolean sharingConsent) {
    /** Nothing but what everybody is shown. */
    public static final Entitlement NONE = new Entitlement(false, false, false, false);

    static final String ATTRIBUTES = "NHSE-PDS-Custom-Attributes";

    /** Throws {@link PdsError#INVALID_VALUE} if the header is no JSON object. */
    static Entitlement of(IncomingRequest request) {
        boolean location = request.caller().mode() == AccessMode.PRIVILEGED_APPLICATION_RESTRICTED;
        Optional<String> sent = request.caller().isVerified()
                ? Optional.empty()
                : request.headers().filled(ATTRIBUTES);
        if (sent.isEmpty()) {
            return new Entitlement(location, false, false, false);
        }
        JsonNode attributes = parse(sent.get());
        return new Entitlement(
                location,
                has(attributes, "return-empty-address-lines"),
                has(attributes, "return-confidential-reason-for-removal"),
                has(attributes, "return-nhs-record-sharing-consent"));
    }

    /** What everybody is shown of restricted patients, and what else the application is entitled to. */
    Entitlement withoutLocation() {
        return new Entitlement(false, emptyAddressLines, confidentialReasons, sharingConsent);
    }

    /** How an application counts the lines of an address: as it is shown them. */
    CountedLines.Counting counting() {
        return emptyAddressLines ? CountedLines.Counting.PLACES : CountedLines.Counting.FILLED;
    }

    private static JsonNode parse(String header) {
        try {
            JsonNode json = ResourceJson.parseAny(header.getBytes(StandardCharsets.UTF_8), JsonLimits.RESOURCE);
            if (json.isObject()) {
                return json;
            }
        } catch (MalformedContentException malformed) {
            // told below
        }
        throw new SpineException(
                PdsError.INVALID_VALUE,
                "Invalid value - '%s' in header '%s'".formatted(Problem.shown(header), ATTRIBUTES));
    }

    /** Gateways write the flags as booleans or as texts. */
    private static boolean has(JsonNode attributes, String name) {
        return attributes.path(name).asText().equalsIgnoreCase("true");
    }
}
