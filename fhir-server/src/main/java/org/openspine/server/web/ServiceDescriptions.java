package org.openspine.server.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.openspine.api.ApiDescription;
import org.openspine.api.HttpMethod;
import org.openspine.api.SpineApi;
import org.openspine.conformance.json.ResourceJson;

/**
 * {@code /services.json}: the national APIs as they describe themselves, an object each with name, base path, purpose,
 * endpoints, headers, examples and error table.
 */
public final class ServiceDescriptions extends HttpServlet {
    public static final String PATH = "/services.json";

    private final transient byte[] json;

    public ServiceDescriptions(List<SpineApi> apis) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        apis.forEach(api -> list.add(service(api.description())));
        json = ResourceJson.write(list);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-cache");
        response.setContentLength(json.length);
        response.getOutputStream().write(json);
    }

    private static ObjectNode service(ApiDescription api) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", api.basePath().substring(1).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"));
        node.put("name", api.name());
        node.put("basePath", api.basePath());
        node.put("summary", api.purpose());
        ArrayNode endpoints = node.putArray("endpoints");
        api.endpoints().rows().forEach(row -> row.methods().stream()
                .filter(method -> method != HttpMethod.HEAD)
                .sorted()
                .forEach(method -> endpoints
                        .addObject()
                        .put("method", method.name())
                        .put("path", api.basePath() + path(row.pattern()))
                        .put("meaning", row.meaning())));
        ArrayNode headers = node.putArray("headers");
        api.headers().forEach(header -> headers.addObject()
                .put("name", header.name())
                .put("required", header.required())
                .put("meaning", header.meaning()));
        ArrayNode examples = node.putArray("examples");
        api.examples().forEach(example -> examples.add(example(api.basePath(), example)));
        ArrayNode errors = node.putArray("errors");
        api.errors().forEach(row -> errors.addObject()
                .put("status", row.status())
                .put("code", row.code())
                .put("meaning", row.display()));
        return node;
    }

    private static String path(List<String> pattern) {
        return pattern.isEmpty() ? "" : "/" + String.join("/", pattern);
    }

    private static ObjectNode example(String base, ApiDescription.Example example) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("title", example.title());
        node.put("method", example.method().name());
        node.put("path", example.at(base));
        ObjectNode headers = node.putObject("headers");
        example.headers().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        });
        if (!example.body().isEmpty()) {
            node.put("body", example.body());
        }
        return node;
    }
}
