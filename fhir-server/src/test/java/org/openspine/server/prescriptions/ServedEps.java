package org.openspine.server.prescriptions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import java.util.UUID;
import org.openspine.server.http.ServedBase;

/** A server whose Electronic Prescription Service tests can reach. */
interface ServedEps extends ServedBase {
    /** {@code http://127.0.0.1:1234}. */
    String address();

    @Override
    default String base() {
        return address() + "/FHIR/R4";
    }

    /** Sends a message to the combined API, as a request of its own. */
    default Response send(String path, Message message, String... headers) {
        return post("/electronic-prescriptions/FHIR/R4/" + path, message.json(), headers);
    }

    /** @param headers names and values in turn */
    default Response post(String path, String body, String... headers) {
        var request = fhir().baseUri(address())
                .contentType(JSON)
                .header("X-Request-ID", UUID.randomUUID().toString());
        for (int i = 0; i < headers.length; i += 2) {
            request = request.header(headers[i], headers[i + 1]);
        }
        return request.body(body).post(path);
    }

    /** The order, signed by its prescriber. */
    default Message signed(Message order) {
        String digest =
                ok(send("$prepare", order)).at("/parameter/0/valueString").asText();
        return order.with("/entry/7/resource/signature/0/data", "\"" + Signer.sign(digest) + "\"");
    }

    static JsonNode ok(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return ServedBase.body(response);
    }
}
