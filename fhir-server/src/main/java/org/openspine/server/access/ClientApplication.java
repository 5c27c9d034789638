package org.openspine.server.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.repository.ClientStore.RegisteredClient;

/**
 * A registered application.
 *
 * @param algorithms with which it may sign assertions: {@code RS512}
 * @param scopes that it may have at most
 * @param multiOrganisation whether its users may act for other organisations than that of their role
 * @param keys public keys, by key id
 */
public record ClientApplication(
        String id,
        String name,
        String organisation,
        boolean enabled,
        Set<String> algorithms,
        Set<String> scopes,
        boolean multiOrganisation,
        JWKSet keys) {
    public static ClientApplication of(RegisteredClient stored) {
        JsonNode details =
                ResourceJson.parseAny(stored.details().getBytes(StandardCharsets.UTF_8), JsonLimits.RESOURCE);
        try {
            return new ClientApplication(
                    stored.id(),
                    stored.name(),
                    stored.organisation(),
                    stored.enabled(),
                    texts(details.path("algorithms")),
                    texts(details.path("scopes")),
                    details.path("multiOrganisation").asBoolean(),
                    JWKSet.parse(details.path("jwks").toString()));
        } catch (ParseException e) {
            throw new IllegalStateException("the stored keys of a client are no key set", e);
        }
    }

    public RegisteredClient toStored() {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        algorithms.stream().sorted().forEach(details.putArray("algorithms")::add);
        scopes.stream().sorted().forEach(details.putArray("scopes")::add);
        details.put("multiOrganisation", multiOrganisation);
        details.set(
                "jwks",
                ResourceJson.parseAny(keys.toString(true).getBytes(StandardCharsets.UTF_8), JsonLimits.RESOURCE));
        return new RegisteredClient(
                id, name, organisation, enabled, new String(ResourceJson.write(details), StandardCharsets.UTF_8));
    }

    /** Whether this is a scope that can be registered: SMART, or one of the NHS names. */
    public static boolean isScope(String text) {
        return Scopes.isKnown(text);
    }

    Optional<JWK> key(String id) {
        return Optional.ofNullable(keys.getKeyByKeyId(id));
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new LinkedHashSet<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
