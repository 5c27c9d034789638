package org.openspine.server.access;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.openspine.conformance.json.ResourceJson;

/**
 * What SMART clients discover.
 *
 * @see <a href="https://hl7.org/fhir/smart-app-launch/conformance.html">SMART conformance</a>
 */
final class SmartConfiguration {
    private final Supplier<String> issuer;
    private final boolean embedded;

    /** @param embedded whether this server issues the tokens */
    SmartConfiguration(Supplier<String> issuer, boolean embedded) {
        this.issuer = issuer;
        this.embedded = embedded;
    }

    String json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("issuer", issuer.get());
        if (embedded) {
            json.put("jwks_uri", issuer.get() + "/oauth2/jwks");
            json.put("token_endpoint", issuer.get() + "/oauth2/token");
            add(json.putArray("token_endpoint_auth_methods_supported"), List.of("private_key_jwt"));
            add(json.putArray("token_endpoint_auth_signing_alg_values_supported"), List.of("RS512", "RS384", "ES384"));
            add(json.putArray("grant_types_supported"), TokenEndpoint.grantTypes());
        }
        add(json.putArray("scopes_supported"), List.of("system/*.cruds", "user/*.cruds", "patient/*.rs"));
        add(
                json.putArray("capabilities"),
                List.of("client-confidential-asymmetric", "permission-v2", "permission-patient", "permission-user"));
        return new String(ResourceJson.write(json), StandardCharsets.UTF_8);
    }

    private static void add(ArrayNode list, List<String> values) {
        values.forEach(list::add);
    }
}
