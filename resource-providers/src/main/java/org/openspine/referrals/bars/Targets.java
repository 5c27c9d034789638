package org.openspine.referrals.bars;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.openspine.api.RequestHeaders;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.SearchQuery;
import org.openspine.repository.search.ValueMatch;

/** Whom a request is for: an active service or endpoint with the identifier in {@code NHSD-Target-Identifier}. */
final class Targets {
    private static final int MOST = 20;

    private final ResourceRepository repository;

    Targets(ResourceRepository repository) {
        this.repository = repository;
    }

    /** The service or endpoint. Throws the rows of the gateway. */
    StoredResource required(RequestHeaders headers) {
        if (headers.all(BarsHeaders.TARGET).size() > 1) {
            throw new SpineException(BarsError.SEVERAL_TARGETS, "More than one target is named");
        }
        String sent = headers.filled(BarsHeaders.TARGET)
                .orElseThrow(() -> new SpineException(
                        BarsError.TARGET_REQUIRED, "Missing header '%s'".formatted(BarsHeaders.TARGET)));
        if (!BarsHeaders.isBase64(sent)) {
            throw new SpineException(
                    BarsError.TARGET_INVALID, "Invalid Base64 in %s header".formatted(BarsHeaders.TARGET));
        }
        Optional<JsonNode> identifier =
                BarsHeaders.decoded(sent).filter(json -> isText(json.path("value")) && isText(json.path("system")));
        if (identifier.isEmpty()) {
            throw new SpineException(
                    BarsError.TARGET_STRUCTURE, "Invalid schema for %s header".formatted(BarsHeaders.TARGET));
        }
        return find(
                identifier.get().path("system").asText(),
                identifier.get().path("value").asText());
    }

    private static boolean isText(JsonNode member) {
        return member.isTextual() && !member.asText().isBlank();
    }

    private StoredResource find(String system, String value) {
        List<StoredResource> services = named("HealthcareService", system, value);
        List<StoredResource> found = services.isEmpty() ? named("Endpoint", system, value) : services;
        if (found.isEmpty()) {
            throw new SpineException(BarsError.TARGET_UNKNOWN, "The target of this request is not known");
        }
        if (found.size() > 1) {
            throw new SpineException(BarsError.SEVERAL_TARGETS, "More than one target has this identifier");
        }
        return found.get(0);
    }

    private List<StoredResource> named(String type, String system, String value) {
        Criterion byValue = new Criterion.Indexed(
                IndexId.parameter(type, "identifier"),
                List.of(new ValueMatch.Token(OptionalLong.empty(), value.strip())));
        List<StoredResource> named = new ArrayList<>();
        SearchQuery query = new SearchQuery(type, List.of(byValue), List.of(), MOST, Optional.empty());
        for (StoredResource stored : repository.search(query).matches()) {
            JsonNode tree = stored.tree();
            boolean active = type.equals("Endpoint")
                    ? tree.path("status").asText().equals("active")
                    : tree.path("active").asBoolean(true);
            if (active && has(tree.path("identifier"), system, value.strip())) {
                named.add(stored);
            }
        }
        return named;
    }

    private static boolean has(JsonNode identifiers, String system, String value) {
        for (JsonNode identifier : identifiers) {
            if (identifier.path("value").asText().equals(value)
                    && plain(identifier.path("system").asText()).equals(plain(system))) {
                return true;
            }
        }
        return false;
    }

    /** Systems are written with http and https, and in either case. */
    private static String plain(String system) {
        return system.strip().toLowerCase(Locale.ROOT).replaceFirst("^https?://", "");
    }
}
