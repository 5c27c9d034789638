package org.openspine.carerecords.scr;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** Which sections are core. Titles may carry date ranges, so the code tells; the oldest summaries have none and are core. */
final class SectionCode {
    private static final Set<String> CORE =
            Set.of("Title", "AllergiesHeader", "AcuteMedsHeader", "RepeatMedsHeader", "DiscRepeatMedsHeader");

    private SectionCode() {}

    static boolean isCore(JsonNode section) {
        JsonNode codings = section.path("code").path("coding");
        if (codings.isEmpty()) {
            return true;
        }
        for (JsonNode coding : codings) {
            if (CORE.contains(coding.path("code").asText())) {
                return true;
            }
        }
        return false;
    }
}
