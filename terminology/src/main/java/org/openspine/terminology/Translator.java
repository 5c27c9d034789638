package org.openspine.terminology;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Translates codes by concept maps.
 *
 * @see <a href="https://hl7.org/fhir/R4/conceptmap-operation-translate.html">$translate</a>
 */
public final class Translator {
    private Translator() {}

    /** One translation: {@code equivalence} as the map states it, {@code source} the canonical of the map. */
    public record Match(String equivalence, String system, String code, String display, String source) {
        /** Whether it says that there is a target. */
        public boolean isPositive() {
            return !equivalence.equals("unmatched") && !equivalence.equals("disjoint") && !code.isEmpty();
        }
    }

    /**
     * What to translate.
     *
     * @param targetSystem only into this system; empty for any
     * @param reverse from the targets of the map to its sources
     */
    public record Request(String system, String code, String targetSystem, boolean reverse) {}

    /** All translations a map has for a code. */
    public static List<Match> translate(JsonNode map, Request request) {
        var matches = new ArrayList<Match>();
        String canonical = map.path("url").asText("");
        for (JsonNode group : map.path("group")) {
            String from = group.path(request.reverse ? "target" : "source").asText("");
            String to = group.path(request.reverse ? "source" : "target").asText("");
            boolean wanted = (request.system.isEmpty() || from.isEmpty() || from.equals(request.system))
                    && (request.targetSystem.isEmpty() || to.equals(request.targetSystem));
            if (wanted) {
                int before = matches.size();
                inGroup(group, to, request, canonical, matches);
                if (matches.size() == before && !request.reverse) {
                    unmapped(group.path("unmapped"), to, request, canonical, matches);
                }
            }
        }
        return matches;
    }

    private static void inGroup(JsonNode group, String to, Request request, String canonical, List<Match> matches) {
        for (JsonNode element : group.path("element")) {
            for (JsonNode target : element.path("target")) {
                JsonNode from = request.reverse ? target : element;
                JsonNode into = request.reverse ? element : target;
                if (from.path("code").asText("").equals(request.code)) {
                    matches.add(new Match(
                            equivalence(target.path("equivalence").asText("equivalent"), request.reverse),
                            to,
                            into.path("code").asText(""),
                            into.path("display").asText(""),
                            canonical));
                }
            }
        }
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

    private static void unmapped(JsonNode rule, String to, Request request, String canonical, List<Match> matches) {
        switch (rule.path("mode").asText("")) {
            case "provided" -> matches.add(new Match("equal", to, request.code, "", canonical));
            case "fixed" ->
                matches.add(new Match(
                        "inexact",
                        to,
                        rule.path("code").asText(""),
                        rule.path("display").asText(""),
                        canonical));
            default -> {
                // other-map names a map that the caller may ask for
            }
        }
    }
}
