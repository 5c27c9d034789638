package org.openspine.terminology;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Translates codes by concept maps.
 *
 * @see <a href="https://hl7.org/fhir/R4/conceptmap-operation-translate.html">$translate</a>
 */
public final class Translator {
    /** Maps may send on to each other in a circle: the depth ends that. */
    private static final int MAX_DEPTH = 10;

    private final Function<String, Optional<? extends JsonNode>> maps;

    /** {@code maps} finds a map by its canonical, for maps that send on to others. */
    public Translator(Function<String, Optional<? extends JsonNode>> maps) {
        this.maps = maps;
    }

    /** A code of a system; {@code version} is empty if it does not matter. */
    public record From(String system, String version, String code) {}

    /** A code it becomes; {@code code} is empty if there is none. */
    public record Target(String system, String version, String code, String display) {}

    /** A value of another element that the translation depends on; {@code system} is empty if it was not given. */
    public record Dependency(String element, String system, String code) {}

    /** A value for another element that comes with the translation. */
    public record Product(String element, Target value) {}

    /**
     * One translation.
     *
     * @param equivalence as the map states it, seen from the side the code is on
     * @param map canonical of the map it is from
     */
    public record Match(String equivalence, Target target, List<Product> products, String map) {
        public Match {
            products = List.copyOf(products);
        }

        /** Whether it says that there is a target. */
        public boolean isPositive() {
            return !equivalence.equals("unmatched")
                    && !equivalence.equals("disjoint")
                    && !target.code().isEmpty();
        }
    }

    /**
     * What to translate.
     *
     * @param targetSystem only into this system; empty for any
     * @param reverse from the targets of the map to its sources
     */
    public record Request(From from, String targetSystem, boolean reverse, List<Dependency> dependencies) {
        public Request {
            dependencies = List.copyOf(dependencies);
        }
    }

    /** All translations a map has for a code. */
    public List<Match> translate(JsonNode map, Request request) {
        return translate(map, request, 0);
    }

    private List<Match> translate(JsonNode map, Request request, int depth) {
        var matches = new ArrayList<Match>();
        String canonical = map.path("url").asText("");
        for (JsonNode group : map.path("group")) {
            if (isWanted(group, request)) {
                List<Match> found = inGroup(group, request, canonical);
                matches.addAll(found);
                if (found.isEmpty() && !request.reverse && !isMapped(group, request.from.code)) {
                    unmapped(group, request, canonical, depth, matches);
                }
            }
        }
        return matches;
    }

    private static boolean isWanted(JsonNode group, Request request) {
        String near = request.reverse ? "target" : "source";
        String far = request.reverse ? "source" : "target";
        String version = group.path(near + "Version").asText("");
        return isOrIsOpen(group.path(near).asText(""), request.from.system)
                && (version.isEmpty() || isOrIsOpen(request.from.version, version))
                && (request.targetSystem.isEmpty() || group.path(far).asText("").equals(request.targetSystem));
    }

    private static boolean isOrIsOpen(String stated, String wanted) {
        return stated.isEmpty() || stated.equals(wanted);
    }

    private static boolean isMapped(JsonNode group, String code) {
        for (JsonNode element : group.path("element")) {
            if (element.path("code").asText("").equals(code)) {
                return true;
            }
        }
        return false;
    }

    private static List<Match> inGroup(JsonNode group, Request request, String canonical) {
        var matches = new ArrayList<Match>();
        for (JsonNode element : group.path("element")) {
            for (JsonNode target : element.path("target")) {
                JsonNode from = request.reverse ? target : element;
                JsonNode into = request.reverse ? element : target;
                if (from.path("code").asText("").equals(request.from.code) && dependenciesHold(target, request)) {
                    matches.add(new Match(
                            equivalence(target.path("equivalence").asText("equivalent"), request.reverse),
                            target(
                                    group,
                                    request.reverse ? "source" : "target",
                                    into.path("code").asText(""),
                                    into.path("display").asText("")),
                            products(target),
                            canonical));
                }
            }
        }
        return matches;
    }

    /** A target that depends on other elements is only one if they have these values. */
    private static boolean dependenciesHold(JsonNode target, Request request) {
        for (JsonNode needed : target.path("dependsOn")) {
            String system = needed.path("system").asText("");
            boolean isGiven = request.dependencies.stream()
                    .anyMatch(given ->
                            given.element.equals(needed.path("property").asText(""))
                                    && given.code.equals(needed.path("value").asText(""))
                                    && (system.isEmpty() || given.system.isEmpty() || given.system.equals(system)));
            if (!isGiven) {
                return false;
            }
        }
        return true;
    }

    private static List<Product> products(JsonNode target) {
        var products = new ArrayList<Product>();
        for (JsonNode product : target.path("product")) {
            products.add(new Product(
                    product.path("property").asText(""),
                    new Target(
                            product.path("system").asText(""),
                            "",
                            product.path("value").asText(""),
                            product.path("display").asText(""))));
        }
        return products;
    }

    private static Target target(JsonNode group, String side, String code, String display) {
        return new Target(
                group.path(side).asText(""), group.path(side + "Version").asText(""), code, display);
    }

    /** Seen from the other side narrower is wider. */
    private static String equivalence(String stated, boolean reverse) {
        if (!reverse) {
            return stated;
        }
        return switch (stated) {
            case "wider" -> "narrower";
            case "narrower" -> "wider";
            case "subsumes" -> "specializes";
            case "specializes" -> "subsumes";
            default -> stated;
        };
    }

    private void unmapped(JsonNode group, Request request, String canonical, int depth, List<Match> matches) {
        JsonNode rule = group.path("unmapped");
        switch (rule.path("mode").asText("")) {
            case "provided" ->
                matches.add(new Match("equal", target(group, "target", request.from.code, ""), List.of(), canonical));
            case "fixed" ->
                matches.add(new Match(
                        "inexact",
                        target(
                                group,
                                "target",
                                rule.path("code").asText(""),
                                rule.path("display").asText("")),
                        List.of(),
                        canonical));
            case "other-map" ->
                maps.apply(rule.path("url").asText(""))
                        .filter(map -> depth < MAX_DEPTH)
                        .ifPresent(map -> matches.addAll(translate(map, request, depth + 1)));
            default -> {
                // the map says nothing of codes it does not have
            }
        }
    }
}
