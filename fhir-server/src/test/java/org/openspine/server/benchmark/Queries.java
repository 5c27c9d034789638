package org.openspine.server.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Searches over a synthetic population, with values that are in it: a few hundred of each kind. */
final class Queries {
    private static final int TRIES = 5;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SAMPLED_PAGES = 3;
    private static final String NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number%7C";

    private static final String PDS = "/personal-demographics/FHIR/R4/";

    private final Map<String, List<URI>> byKind = new LinkedHashMap<>();
    private final String base;

    private Queries(String base) {
        this.base = base;
    }

    static Queries of(URI address) throws IOException, InterruptedException {
        Queries queries = new Queries(address + "/FHIR/R4/");
        for (JsonNode patient : queries.sample("Patient?_count=200")) {
            JsonNode name = patient.path("name").path(0).path("family");
            queries.add(
                    "identifier",
                    "Patient?identifier=" + NHS_NUMBER + patient.path("id").asText());
            if (!name.isMissingNode() && patient.path("birthDate").asText().length() == 10) {
                queries.add(
                        "family + birthdate",
                        "Patient?family=" + encoded(name) + "&birthdate="
                                + patient.path("birthDate").asText());
                queries.addTraces(URI.create(address + PDS), patient);
            }
        }
        for (JsonNode request : queries.sample("MedicationRequest?_count=200")) {
            String patient = request.path("subject").path("reference").asText();
            String status = request.path("status").asText();
            queries.add(
                    "patient + status, page of 20",
                    "MedicationRequest?patient=" + patient + "&status=" + status + "&_count=20");
            queries.add(
                    "status, page of 20, _include of the patient",
                    "MedicationRequest?status=" + status + "&_count=20&_include=MedicationRequest:patient");
        }
        for (JsonNode organization : queries.sample("Organization?_count=200")) {
            queries.add(
                    "chain of two",
                    "PractitionerRole?organization:Organization.name=" + encoded(organization.path("name")));
            queries.add(
                    "chain of three, page of 20",
                    "MedicationRequest?requester:PractitionerRole.organization:Organization.name="
                            + encoded(organization.path("name")) + "&_count=20");
        }
        queries.byKind.values().forEach(kind -> Collections.shuffle(kind, new Random(1)));
        return queries;
    }

    Map<String, List<URI>> byKind() {
        return byKind;
    }

    /** Leaves out, saying so, the kinds of search that find nothing for any of some values. */
    void keepThoseThatFind() throws IOException, InterruptedException {
        for (Map.Entry<String, List<URI>> kind : List.copyOf(byKind.entrySet())) {
            int matches = 0;
            for (int i = 0; i < Math.min(TRIES, kind.getValue().size()) && matches == 0; i++) {
                matches = JSON.readTree(HttpLoad.get(kind.getValue().get(i)))
                        .path("entry")
                        .size();
            }
            System.out.printf(
                    "search     %-46s %s%n", kind.getKey(), matches == 0 ? "finds nothing, left out" : "finds");
            if (matches == 0) {
                byKind.remove(kind.getKey());
            }
        }
    }

    URI any(List<URI> queries, Random random) {
        return queries.get(random.nextInt(queries.size()));
    }

    private void addTraces(URI pds, JsonNode patient) {
        JsonNode name = patient.path("name").path(0);
        JsonNode given = name.path("given").path(0);
        String born = "&birthdate=" + patient.path("birthDate").asText();
        if (patient.has("link") || given.asText().length() < 2) {
            return;
        }
        String fuzzy = "Patient?_fuzzy-match=true&family=" + encoded(name.path("family")) + "&given=";
        add("trace: family + birth date", pds, "Patient?family=" + encoded(name.path("family")) + born);
        add("fuzzy trace: names + birth date", pds, fuzzy + encoded(given) + born);
        add(
                "fuzzy trace: misspelt, with postcode",
                pds,
                fuzzy + encoded(TextNode.valueOf("x" + given.asText().substring(1))) + born + "&address-postalcode="
                        + encoded(patient.path("address").path(0).path("postalCode")));
    }

    private void add(String kind, URI at, String query) {
        byKind.computeIfAbsent(kind, unknown -> new ArrayList<>()).add(URI.create(at + query));
    }

    private void add(String kind, String query) {
        byKind.computeIfAbsent(kind, unknown -> new ArrayList<>()).add(URI.create(base + query));
    }

    private static String encoded(JsonNode text) {
        return URLEncoder.encode(text.asText(), StandardCharsets.UTF_8);
    }

    /** The resources of the first pages. */
    private List<JsonNode> sample(String query) throws IOException, InterruptedException {
        List<JsonNode> resources = new ArrayList<>();
        String next = base + query;
        for (int page = 0; page < SAMPLED_PAGES && !next.isEmpty(); page++) {
            JsonNode bundle = JSON.readTree(HttpLoad.get(URI.create(next)));
            bundle.path("entry").forEach(entry -> resources.add(entry.path("resource")));
            next = "";
            for (JsonNode link : bundle.path("link")) {
                next = link.path("relation").asText().equals("next")
                        ? link.path("url").asText()
                        : next;
            }
        }
        return resources;
    }
}
