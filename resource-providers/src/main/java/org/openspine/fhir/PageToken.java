package org.openspine.fhir;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openspine.access.Caller;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.repository.search.PagePosition;

/**
 * Where a page ended, as text that stands in the next link: self-contained, so that any node can go on, and signed together
 * with the query and the caller it belongs to, so that nobody can make one up or use another's.
 */
final class PageToken {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final String MAC = "HmacSHA256";
    private static final int MAC_LENGTH = 16;

    private final SecretKeySpec key;

    PageToken(byte[] secret) {
        key = new SecretKeySpec(secret, MAC);
    }

    /** A place within the results: which of several types, and where in it. */
    record Place(int typeIndex, Optional<PagePosition> position) {}

    /** What a token is good for: this query, asked by this application and this person. */
    static String signed(Caller caller, String query) {
        return String.join(
                "\n",
                query,
                caller.client(),
                caller.user(),
                caller.login().map(Caller.Login::nhsNumber).orElse(""));
    }

    String write(String query, Place place) {
        ArrayNode values = JSON.createArrayNode();
        values.add(place.typeIndex());
        place.position().ifPresent(position -> {
            values.add(position.surrogateKey());
            position.sortValues().forEach(value -> value.ifPresentOrElse(values::addPOJO, values::addNull));
        });
        try {
            byte[] payload = JSON.writeValueAsBytes(values);
            byte[] token = Arrays.copyOf(sign(query, payload), MAC_LENGTH + payload.length);
            System.arraycopy(payload, 0, token, MAC_LENGTH, payload.length);
            return ENCODER.encodeToString(token);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Throws {@link FhirError#INVALID_PARAMETER} for anything but a token this store wrote for the same query. */
    Place read(String query, String text) {
        try {
            byte[] token = Base64.getUrlDecoder().decode(text);
            if (token.length > MAC_LENGTH) {
                byte[] payload = Arrays.copyOfRange(token, MAC_LENGTH, token.length);
                if (MessageDigest.isEqual(sign(query, payload), Arrays.copyOf(token, MAC_LENGTH))) {
                    return place(JSON.readTree(payload));
                }
            }
        } catch (IllegalArgumentException | IOException e) {
            // refused below like any other text
        }
        throw new SpineException(
                FhirError.INVALID_PARAMETER,
                "'%s' is not from a next link of this query; start again without it".formatted(SearchRequest.PAGE));
    }

    private static Place place(JsonNode values) {
        int typeIndex = values.get(0).asInt();
        if (values.size() == 1) {
            return new Place(typeIndex, Optional.empty());
        }
        List<Optional<Object>> sortValues = new ArrayList<>();
        for (int i = 2; i < values.size(); i++) {
            sortValues.add(sortValue(values.get(i)));
        }
        return new Place(
                typeIndex,
                Optional.of(new PagePosition(sortValues, values.get(1).asLong())));
    }

    private static Optional<Object> sortValue(JsonNode value) {
        if (value.isNull()) {
            return Optional.empty();
        }
        if (value.isTextual()) {
            return Optional.of(value.textValue());
        }
        return Optional.of(value.isIntegralNumber() ? (Object) value.longValue() : (Object) value.doubleValue());
    }

    private byte[] sign(String query, byte[] payload) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            mac.update(query.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return Arrays.copyOf(mac.doFinal(payload), MAC_LENGTH);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
