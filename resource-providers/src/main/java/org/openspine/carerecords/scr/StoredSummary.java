package org.openspine.carerecords.scr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.JsonSlices;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.repository.StoredResource;

/** What the metadata of a stored resource tell, read without the rest of it. */
final class StoredSummary {
    private StoredSummary() {}

    /** {@code meta}, wherever it stands; missing if there is none. */
    static JsonNode meta(StoredResource stored) {
        return JsonSlices.member(stored.body(), "meta")
                .map(meta -> ResourceJson.parseAny(meta.bytes(), JsonLimits.RESOURCE))
                .orElseGet(MissingNode::getInstance);
    }

    static boolean hasTag(JsonNode meta, String system, String code) {
        for (JsonNode tag : meta.path("tag")) {
            if (tag.path("system").asText().equals(system)
                    && tag.path("code").asText().equals(code)) {
                return true;
            }
        }
        return false;
    }

    static boolean isSummary(JsonNode meta) {
        return hasTag(meta, SummaryKeys.TAG_SYSTEM, SummaryKeys.SUMMARY);
    }
}
