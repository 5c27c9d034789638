package org.openspine.repository;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Search as the text of the specification describes it, straight over the JSON of a few resources: slow, plain and written
 * without a look at the store. Knows the parameters it lists and nothing else.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html">FHIR R4 search</a>
 */
final class SpecSearch {
    /** Where a parameter looks, and how it compares; a path steps through arrays. */
    private record Parameter(String type, String... paths) {}

    private static final Map<String, Parameter> PARAMETERS = Map.ofEntries(
            Map.entry("Patient.family", new Parameter("string", "name.family")),
            Map.entry("Patient.given", new Parameter("string", "name.given")),
            Map.entry("Patient.name", new Parameter("string", "name.family", "name.given", "name.text")),
            Map.entry("Patient.gender", new Parameter("code", "gender")),
            Map.entry("Patient.active", new Parameter("boolean", "active")),
            Map.entry("Patient.identifier", new Parameter("Identifier", "identifier")),
            Map.entry("Patient.birthdate", new Parameter("date", "birthDate")),
            Map.entry("Patient.death-date", new Parameter("date", "deceasedDateTime")),
            Map.entry("Patient.organization", new Parameter("reference", "managingOrganization")),
            Map.entry("Patient.general-practitioner", new Parameter("reference", "generalPractitioner")),
            Map.entry("Organization.name", new Parameter("string", "name")),
            Map.entry("Observation.status", new Parameter("code", "status")),
            Map.entry("Observation.code", new Parameter("CodeableConcept", "code")),
            Map.entry("Observation.subject", new Parameter("reference", "subject")),
            Map.entry("Observation.patient", new Parameter("Patient", "subject")),
            Map.entry("Observation.date", new Parameter("date", "effectiveDateTime", "effectivePeriod")),
            Map.entry("Observation.value-quantity", new Parameter("quantity", "valueQuantity")),
            Map.entry("RiskAssessment.probability", new Parameter("number", "prediction.probabilityDecimal")),
            Map.entry("RiskAssessment.subject", new Parameter("reference", "subject")),
            Map.entry("ValueSet.url", new Parameter("uri", "url")));

    private final List<ObjectNode> resources;

    SpecSearch(List<ObjectNode> resources) {
        this.resources = resources;
    }

    /** Ids of the resources for which {@code name=value} joined by {@code &} hold, in the order of the list. */
    List<String> search(String type, String query) {
        return ofType(type).stream()
                .filter(resource -> Arrays.stream(query.split("&"))
                        .filter(criterion -> criterion.contains("=") && !criterion.startsWith("_sort"))
                        .map(criterion -> criterion.split("=", 2))
                        .allMatch(criterion -> holds(type, resource, criterion[0], criterion[1])))
                .map(resource -> resource.path("id").textValue())
                .toList();
    }

    private List<ObjectNode> ofType(String type) {
        return resources.stream()
                .filter(resource -> resource.path("resourceType").textValue().equals(type))
                .toList();
    }

    private boolean holds(String type, ObjectNode resource, String name, String value) {
        if (name.startsWith("_has:")) {
            String[] parts = name.split(":", 4);
            String reference = type + "/" + resource.path("id").textValue();
            return ofType(parts[1]).stream()
                    .filter(source -> elements(source, parameter(parts[1], parts[2])).stream()
                            .anyMatch(element ->
                                    element.path("reference").asText().equals(reference)))
                    .anyMatch(source -> holds(parts[1], source, parts[3], value));
        }
        int dot = name.indexOf('.');
        if (dot > 0) {
            String[] link = name.substring(0, dot).split(":");
            return elements(resource, parameter(type, link[0])).stream()
                    .map(element -> element.path("reference").asText().split("/"))
                    .filter(reference -> reference.length == 2 && (link.length == 1 || reference[0].equals(link[1])))
                    .anyMatch(reference -> ofType(reference[0]).stream()
                            .filter(target -> target.path("id").textValue().equals(reference[1]))
                            .anyMatch(target -> holds(reference[0], target, name.substring(dot + 1), value)));
        }
        if (name.equals("_id")) {
            return List.of(value.split(",")).contains(resource.path("id").textValue());
        }
        if (name.equals("code-value-quantity")) {
            return Arrays.stream(value.split(","))
                    .map(way -> way.split("\\$"))
                    .anyMatch(way ->
                            holds(type, resource, "code", way[0]) && holds(type, resource, "value-quantity", way[1]));
        }
        String[] parts = name.split(":");
        String modifier = parts.length == 2 ? parts[1] : "";
        Parameter parameter = parameter(type, parts[0]);
        List<JsonNode> elements = elements(resource, parameter);
        if (modifier.equals("missing")) {
            return elements.isEmpty() == value.equals("true");
        }
        Predicate<JsonNode> any = element ->
                Arrays.stream(value.split(",")).anyMatch(one -> matches(parameter.type(), modifier, element, one));
        return elements.stream().anyMatch(any) != modifier.equals("not");
    }

    private static Parameter parameter(String type, String code) {
        return Objects.requireNonNull(PARAMETERS.get(type + "." + code), code);
    }

    private static List<JsonNode> elements(JsonNode resource, Parameter parameter) {
        List<JsonNode> found = new ArrayList<>();
        for (String path : parameter.paths()) {
            collect(resource, path, found);
        }
        if (parameter.type().equals("Patient")) { // subject.where(resolve() is Patient)
            found.removeIf(element -> !element.path("reference").asText().startsWith("Patient/"));
        }
        return found;
    }

    private static void collect(JsonNode node, String path, List<JsonNode> found) {
        if (node.isArray()) {
            node.forEach(item -> collect(item, path, found));
        } else if (path.isEmpty()) {
            if (!node.isMissingNode()) {
                found.add(node);
            }
        } else {
            String[] steps = path.split("\\.", 2);
            collect(node.path(steps[0]), steps.length == 2 ? steps[1] : "", found);
        }
    }

    private static boolean matches(String type, String modifier, JsonNode element, String value) {
        return switch (type) {
            case "string" ->
                switch (modifier) {
                    case "exact" -> element.textValue().equals(value);
                    case "contains" -> plain(element.textValue()).contains(plain(value));
                    default -> plain(element.textValue()).startsWith(plain(value));
                };
            case "code" -> value.substring(value.indexOf('|') + 1).equals(element.asText()); // its system is implied
            case "boolean" -> token("", element.asText(), value);
            case "Identifier" ->
                token(element.path("system").asText(), element.path("value").asText(), value);
            case "CodeableConcept" -> {
                boolean found = false;
                for (JsonNode coding : element.path("coding")) {
                    found |= token(
                            coding.path("system").asText(), coding.path("code").asText(), value);
                }
                yield found;
            }
            case "reference", "Patient" -> reference(element.path("reference").asText(), modifier, value);
            case "date" -> date(element, value);
            case "number" -> number(element.decimalValue(), value);
            case "quantity" -> quantity(element, value.split("\\|", -1));
            default -> uri(element.textValue(), modifier, value);
        };
    }

    /** Case, accents, punctuation and repeated spaces do not count. */
    static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("[^\\p{L}\\p{N}\\s]", "")
                .replaceAll("\\s+", " ")
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    private static boolean token(String system, String code, String value) {
        int bar = value.indexOf('|');
        if (bar < 0) {
            return code.equals(value);
        }
        return system.equals(value.substring(0, bar))
                && (bar == value.length() - 1 || code.equals(value.substring(bar + 1)));
    }

    private static boolean reference(String reference, String modifier, String value) {
        if (!modifier.isEmpty() && !modifier.equals("not")) {
            return reference.equals(modifier + "/" + value);
        }
        return value.contains("/") ? reference.equals(value) : reference.endsWith("/" + value);
    }

    private static boolean uri(String uri, String modifier, String value) {
        return switch (modifier) {
            case "below" -> uri.equals(value) || uri.startsWith(value.endsWith("/") ? value : value + "/");
            case "above" -> value.equals(uri) || value.startsWith(uri.endsWith("/") ? uri : uri + "/");
            default -> uri.equals(value);
        };
    }

    /** From the first millisecond to the one after the last. */
    private record Range(long start, long end) {
        static final long EVER = Long.MAX_VALUE;

        static Range of(String text) {
            return switch (text.length()) {
                case 4 ->
                    days(
                            LocalDate.parse(text + "-01-01"),
                            LocalDate.parse(text + "-01-01").plusYears(1));
                case 7 ->
                    days(
                            YearMonth.parse(text).atDay(1),
                            YearMonth.parse(text).plusMonths(1).atDay(1));
                case 10 -> days(LocalDate.parse(text), LocalDate.parse(text).plusDays(1));
                default -> {
                    long start = OffsetDateTime.parse(text).toInstant().toEpochMilli();
                    boolean minute =
                            text.replaceFirst("(Z|[+-]\\d\\d:\\d\\d)$", "").length() == 16;
                    yield new Range(start, start + (minute ? 60_000 : text.contains(".") ? 1 : 1_000));
                }
            };
        }

        private static Range days(LocalDate start, LocalDate end) {
            return new Range(
                    start.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli(),
                    end.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli());
        }

        boolean contains(Range other) {
            return start <= other.start && other.end <= end;
        }
    }

    private static boolean date(JsonNode element, String value) {
        Range target = element.isTextual()
                ? Range.of(element.textValue())
                : new Range(
                        element.has("start")
                                ? Range.of(element.path("start").textValue()).start()
                                : -Range.EVER,
                        element.has("end")
                                ? Range.of(element.path("end").textValue()).end()
                                : Range.EVER);
        boolean prefixed = Character.isLetter(value.charAt(0));
        Range asked = Range.of(prefixed ? value.substring(2) : value);
        return switch (prefixed ? value.substring(0, 2) : "eq") {
            case "eq" -> asked.contains(target);
            case "ne" -> !asked.contains(target);
            case "gt" -> target.end() > asked.end();
            case "lt" -> target.start() < asked.start();
            case "ge" -> target.end() > asked.end() || asked.contains(target);
            case "le" -> target.start() < asked.start() || asked.contains(target);
            case "sa" -> target.start() >= asked.end();
            default -> target.end() <= asked.start();
        };
    }

    private static boolean number(BigDecimal target, String value) {
        boolean prefixed = Character.isLetter(value.charAt(0));
        BigDecimal asked = new BigDecimal(prefixed ? value.substring(2) : value);
        BigDecimal half = asked.ulp().divide(BigDecimal.valueOf(2));
        boolean same = target.compareTo(asked.subtract(half)) >= 0 && target.compareTo(asked.add(half)) < 0;
        return switch (prefixed ? value.substring(0, 2) : "eq") {
            case "eq" -> same;
            case "ne" -> !same;
            case "gt", "sa" -> target.compareTo(asked) > 0;
            case "lt", "eb" -> target.compareTo(asked) < 0;
            case "ge" -> target.compareTo(asked) >= 0;
            case "le" -> target.compareTo(asked) <= 0;
            default -> target.subtract(asked).abs().compareTo(asked.abs().movePointLeft(1)) <= 0;
        };
    }

    private static boolean quantity(JsonNode element, String[] value) {
        if (!number(element.path("value").decimalValue(), value[0])) {
            return false;
        }
        if (value.length == 1) {
            return true;
        }
        boolean byCode = element.path("code").asText().equals(value[2])
                && (value[1].isEmpty() || element.path("system").asText().equals(value[1]));
        boolean byUnit = value[1].isEmpty() && element.path("unit").asText().equals(value[2]);
        return byCode || byUnit;
    }
}
