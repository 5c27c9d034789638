package org.openspine.referrals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.openspine.terminology.identifier.OdsCode;

/**
 * The service a referral or advice request is with, and the providers that run it. Kept in extensions of the record, so that lists
 * and relationships need no look into the directory.
 *
 * @param service id
 * @param providers ODS codes
 */
public record Placement(String service, Set<String> providers) {
    private static final String WITH = ErsExtension.OWN + "placed-with";
    private static final String PROVIDER = ErsExtension.OWN + "provider";

    public Placement {
        providers = Set.copyOf(providers);
    }

    static Optional<Placement> of(JsonNode request) {
        JsonNode with = Elements.extension(request, WITH);
        return Elements.idOf(Elements.extension(with, "service").path("valueReference"), "HealthcareService")
                .map(service -> {
                    Set<String> providers = new LinkedHashSet<>();
                    for (JsonNode part : with.path("extension")) {
                        Elements.text(part.path("valueIdentifier").path("value"))
                                .ifPresent(providers::add);
                    }
                    return new Placement(service, providers);
                });
    }

    void writeTo(ObjectNode request) {
        Elements.removeExtension(request, WITH);
        ObjectNode with = request.withArray("extension").addObject().put("url", WITH);
        with.putArray("extension")
                .addObject()
                .put("url", "service")
                .set("valueReference", Elements.reference("HealthcareService/" + service));
        Set<String> ever = providersEver(request);
        for (String ods : new TreeSet<>(providers)) {
            with.withArray("extension")
                    .addObject()
                    .put("url", "provider")
                    .set("valueIdentifier", Elements.identifier(OdsCode.SYSTEM, ods));
            if (!ever.contains(ods)) {
                request.withArray("extension")
                        .addObject()
                        .put("url", PROVIDER)
                        .set("valueIdentifier", Elements.identifier(OdsCode.SYSTEM, ods));
            }
        }
    }

    static void removeFrom(ObjectNode request) {
        Elements.removeExtension(request, WITH);
    }

    static Set<String> providersEver(JsonNode request) {
        Set<String> providers = new LinkedHashSet<>();
        for (JsonNode extension : request.path("extension")) {
            if (extension.path("url").asText().equals(PROVIDER)) {
                Elements.text(extension.path("valueIdentifier").path("value")).ifPresent(providers::add);
            }
        }
        return providers;
    }
}
