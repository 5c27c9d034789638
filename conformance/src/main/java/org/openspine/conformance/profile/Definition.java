package org.openspine.conformance.profile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Comparator;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;

/** One conformance resource: its canonical and its JSON, which stays bytes until it is asked for. */
public final class Definition {
    private static final JsonLimits LIMITS = new JsonLimits(100, 10_000_000, 5_000_000);
    private static final Comparator<String> BY_NUMBERS = (one, other) -> {
        String[] first = one.split("[.-]");
        String[] second = other.split("[.-]");
        for (int i = 0; i < Math.min(first.length, second.length); i++) {
            boolean numbers = first[i].matches("\\d{1,9}") && second[i].matches("\\d{1,9}");
            int order = numbers
                    ? Integer.compare(Integer.parseInt(first[i]), Integer.parseInt(second[i]))
                    : first[i].compareTo(second[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(first.length, second.length);
    };

    private final String type;
    private final String url;
    private final String version;
    private final byte[] json;
    private final Role role;

    private Definition(String type, String url, String version, byte[] json, Role role) {
        this.role = role;
        this.type = type;
        this.url = url;
        this.version = version;
        this.json = json;
    }

    public static Definition of(ObjectNode resource) {
        return new Definition(
                resource.path("resourceType").asText(""),
                resource.path("url").asText(""),
                resource.path("version").asText(""),
                ResourceJson.write(resource),
                Role.of(resource));
    }

    /** What others must know of it without reading it. */
    private record Role(String supplemented, String wholeSystem, String profiled) {
        static Role of(ObjectNode resource) {
            boolean isProfile = resource.path("kind").asText("").equals("resource")
                    && resource.path("derivation").asText("").equals("constraint");
            return new Role(
                    resource.path("content").asText("").equals("supplement")
                            ? resource.path("supplements").asText("")
                            : "",
                    resource.path("valueSet").asText(""),
                    isProfile ? resource.path("type").asText("") : "");
        }
    }

    /** Versions in order, numbers by value: 2.10 is after 2.9. */
    static Comparator<String> versions() {
        return BY_NUMBERS;
    }

    public String type() {
        return type;
    }

    public String url() {
        return url;
    }

    /** Empty if the resource states none. */
    public String version() {
        return version;
    }

    /** Of a supplement, the code system that it adds to, perhaps with a version; else empty. */
    String supplemented() {
        return role.supplemented;
    }

    /** Of a code system, the value set of all its codes if it names one; else empty. */
    String wholeSystem() {
        return role.wholeSystem;
    }

    /** Of a profile, the resource type it is for; else empty. */
    String profiled() {
        return role.profiled;
    }

    public ObjectNode resource() {
        return ResourceJson.parse(json, LIMITS);
    }

    /** Whether the content is the same to the byte. */
    public boolean isSame(Definition other) {
        return Arrays.equals(json, other.json);
    }
}
