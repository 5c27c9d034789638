package org.openspine.carerecords.scr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;
import org.openspine.terminology.identifier.NhsNumber;
import org.openspine.terminology.identifier.OdsCode;

/** A summary document that keeps the rules of an upload. */
record UploadedSummary(ObjectNode document) {
    /** Whether a Bundle is a GP summary, right or wrong. */
    static boolean isSummary(JsonNode bundle) {
        if (!bundle.path("type").asText().equals("document")) {
            return false;
        }
        for (JsonNode coding : resource(bundle, "Composition").path("type").path("coding")) {
            if (coding.path("code").asText().equals(SummaryKeys.GP_SUMMARY)) {
                return true;
            }
        }
        return false;
    }

    JsonNode composition() {
        return resource(document, "Composition");
    }

    /** Upper case, as summaries are named. */
    String scrId() {
        return composition().path("identifier").path("value").asText().toUpperCase(Locale.ROOT);
    }

    NhsNumber patient() {
        for (JsonNode identifier : resource(document, "Patient").path("identifier")) {
            if (identifier.path("system").asText().equals(NhsNumber.SYSTEM)) {
                return NhsNumber.parse(identifier.path("value").asText()).orElseThrow();
            }
        }
        throw new IllegalStateException("an upload without NHS number passed its checks");
    }

    /** The organisation that made it, as far as its author tells. */
    Optional<String> author() {
        for (JsonNode author : composition().path("author")) {
            JsonNode entry = entry(author);
            JsonNode organisation = entry.path("resourceType").asText().equals("PractitionerRole")
                    ? entry(entry.path("organization"))
                    : entry;
            for (JsonNode identifier : organisation.path("identifier")) {
                if (identifier.path("system").asText().equals(OdsCode.SYSTEM)) {
                    return OdsCode.parse(identifier.path("value").asText()).map(OdsCode::value);
                }
            }
        }
        return Optional.empty();
    }

    private JsonNode entry(JsonNode reference) {
        String target = reference.path("reference").asText();
        for (JsonNode entry : document.path("entry")) {
            JsonNode resource = entry.path("resource");
            String own = resource.path("resourceType").asText() + "/"
                    + resource.path("id").asText();
            if (entry.path("fullUrl").asText().equals(target) || own.equals(CoreSummary.lastTwoSegments(target))) {
                return resource;
            }
        }
        return MissingNode.getInstance();
    }

    static JsonNode resource(JsonNode bundle, String type) {
        for (JsonNode entry : bundle.path("entry")) {
            if (entry.path("resource").path("resourceType").asText().equals(type)) {
                return entry.path("resource");
            }
        }
        return MissingNode.getInstance();
    }
}
