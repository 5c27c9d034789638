package org.openspine.referrals.bars;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.api.JsonBody;
import org.openspine.api.QueryParameters;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.referrals.Elements;
import org.openspine.repository.StoredResource;

/** A Bundle of matches, and of what was included with them. */
final class BarsSearchSet {
    private final IncomingRequest request;
    private final ObjectNode bundle = Elements.resource("Bundle");
    private final Set<String> seen = new LinkedHashSet<>();
    private int matches;

    /** @param self the parameters that counted */
    BarsSearchSet(IncomingRequest request, QueryParameters self, Clock clock) {
        this.request = request;
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        bundle.put("id", UUID.randomUUID().toString());
        bundle.putObject("meta").put("lastUpdated", now);
        bundle.put("type", "searchset").put("timestamp", now).put("total", 0);
        String place = request.base() + request.place();
        bundle.putArray("link")
                .addObject()
                .put("relation", "self")
                .put("url", self.isEmpty() ? place : place + "?" + self);
    }

    BarsSearchSet match(StoredResource stored) {
        matches++;
        bundle.put("total", matches);
        return entry(stored, "match");
    }

    /** One that is not a record but made for the answer. */
    void match(String key, ObjectNode made) {
        matches++;
        bundle.put("total", matches);
        ObjectNode entry = bundle.withArray("entry").addObject();
        entry.put("fullUrl", request.base() + "/" + key);
        entry.set("resource", made);
        entry.putObject("search").put("mode", "match");
    }

    BarsSearchSet include(StoredResource stored) {
        return entry(stored, "include");
    }

    private BarsSearchSet entry(StoredResource stored, String mode) {
        if (seen.add(stored.key().toString())) {
            ObjectNode entry = bundle.withArray("entry").addObject();
            entry.put("fullUrl", request.base() + "/" + stored.key());
            entry.set("resource", Receipt.without(stored));
            entry.putObject("search").put("mode", mode);
        }
        return this;
    }

    /** The Bundle, for what a search adds to it. */
    ObjectNode tree() {
        return bundle;
    }

    FhirResponse answer() {
        return FhirResponse.of(200, JsonBody.of(ResourceJson.write(bundle)));
    }
}
