package org.openspine.server.http;

import static io.restassured.RestAssured.given;
import static io.restassured.config.DecoderConfig.decoderConfig;
import static io.restassured.config.EncoderConfig.encoderConfig;
import static io.restassured.config.RedirectConfig.redirectConfig;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;

/** A unified base that tests can reach, and the words they speak to it. Queries are written as they stand in a URL. */
public interface ServedBase {
    String JSON = "application/fhir+json";
    String XML = "application/fhir+xml";
    String JSON_PATCH = "application/json-patch+json";

    RestAssuredConfig PLAIN = RestAssuredConfig.config()
            .encoderConfig(encoderConfig()
                    .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                    .defaultContentCharset("UTF-8"))
            .decoderConfig(decoderConfig().noContentDecoders().defaultContentCharset("UTF-8"))
            .redirect(redirectConfig().followRedirects(false));
    ObjectMapper MAPPER = new ObjectMapper();

    /** Address of the base, without a slash at the end. */
    String base();

    /** A request that is sent exactly as written. */
    default RequestSpecification fhir() {
        return given().config(PLAIN).baseUri(base()).urlEncodingEnabled(false);
    }

    default RequestSpecification sending(String json) {
        return fhir().contentType(JSON).body(json);
    }

    /** Creates the resource and returns {@code Type/id}. */
    default String create(String json) {
        String type = tree(json).path("resourceType").asText();
        Response response = sending(json).post("/" + type);
        response.then().statusCode(201);
        return type + "/" + body(response).path("id").asText();
    }

    /** What GET answers with 200, below the base or at an absolute address. */
    default JsonNode get(String pathOrUrl) {
        Response response = fhir().get(pathOrUrl.startsWith("http") ? pathOrUrl : "/" + pathOrUrl);
        response.then().statusCode(200);
        return body(response);
    }

    /** References of the matches of one page, in its order. */
    default List<String> matches(String query) {
        return references(get(query), "match");
    }

    /** Posts a Bundle to the base; returns the answer to it, which must be 200. */
    default JsonNode process(String bundle) {
        Response response = sending(bundle).post("");
        response.then().statusCode(200);
        return body(response);
    }

    static List<String> references(JsonNode searchset, String mode) {
        List<String> references = new ArrayList<>();
        for (JsonNode entry : searchset.path("entry")) {
            if (entry.path("search").path("mode").asText().equals(mode)) {
                references.add(reference(entry.path("resource")));
            }
        }
        return references;
    }

    static String reference(JsonNode resource) {
        return resource.path("resourceType").asText() + "/"
                + resource.path("id").asText();
    }

    /** The url of a Bundle's link; empty text if there is none. */
    static String link(JsonNode bundle, String relation) {
        for (JsonNode link : bundle.path("link")) {
            if (link.path("relation").asText().equals(relation)) {
                return link.path("url").asText();
            }
        }
        return "";
    }

    static String diagnostics(Response response) {
        return body(response).path("issue").path(0).path("diagnostics").asText();
    }

    static JsonNode body(Response response) {
        return tree(response.asString());
    }

    static JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + json, e);
        }
    }
}
