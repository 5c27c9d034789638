package org.openspine.referrals.ers;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.openspine.api.FhirResponse;
import org.openspine.api.JsonBody;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.referrals.Elements;
import org.openspine.referrals.Spelling;

/** A Bundle of matches in this API's form: dated, with a link to itself, and without {@code entry} where nothing matches. */
final class ErsSearchSet {
    private final ErsRequest request;
    private final ObjectNode bundle = Elements.resource("Bundle");
    private int matches;

    ErsSearchSet(ErsRequest request, Clock clock) {
        this.request = request;
        String now = Times.text(clock.instant());
        bundle.put("id", UUID.randomUUID().toString());
        bundle.putObject("meta").put("lastUpdated", now);
        bundle.put("type", "searchset").put("timestamp", now).put("total", 0);
        link("self", request.http().query().toString());
    }

    ErsSearchSet link(String relation, String query) {
        String place = request.base() + request.http().place();
        bundle.withArray("link")
                .addObject()
                .put("relation", relation)
                .put("url", query.isEmpty() ? place : place + "?" + query);
        return this;
    }

    ErsSearchSet match(ObjectNode resource) {
        matches++;
        bundle.put("total", matches);
        return entry(resource, "match");
    }

    ErsSearchSet matches(List<ObjectNode> resources) {
        resources.forEach(this::match);
        return this;
    }

    ErsSearchSet include(ObjectNode resource) {
        return entry(resource, "include");
    }

    /** Of which this page shows a part. */
    ErsSearchSet total(long total) {
        bundle.put("total", total);
        return this;
    }

    private ErsSearchSet entry(ObjectNode resource, String mode) {
        ArrayNode entries = bundle.withArray("entry");
        ObjectNode entry = entries.addObject();
        entry.put(
                "fullUrl",
                "%s/%s/%s"
                        .formatted(
                                request.base(),
                                resource.path("resourceType").asText(),
                                resource.path("id").asText()));
        entry.set("resource", resource);
        entry.putObject("search").put("mode", mode);
        return this;
    }

    FhirResponse answer() {
        Spelling.localise(bundle, request.base());
        return FhirResponse.of(200, JsonBody.of(ResourceJson.write(bundle)));
    }
}
