package org.openspine.referrals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The services a referral may go to, with the criteria by which they were found; contained in the record. */
public record Shortlist(List<Item> services, JsonNode criteria) {
    private static final String LIST = "shortlist";
    private static final String CRITERIA = "serviceSearchCriteria";

    /** @param display the name of the service; may be empty */
    public record Item(String id, String display) {}

    public Shortlist {
        services = List.copyOf(services);
    }

    /** Of a ServiceRequest. One without a list has the services that are its performers. */
    static Shortlist of(JsonNode request) {
        List<Item> items = items(Elements.contained(request, LIST));
        if (items.isEmpty()) {
            request.path("performer").forEach(performer -> Elements.idOf(performer, "HealthcareService")
                    .ifPresent(id ->
                            items.add(new Item(id, performer.path("display").asText()))));
        }
        return new Shortlist(items, Elements.contained(request, CRITERIA).path("parameter"));
    }

    /** The entries of a List of services. */
    public static List<Item> items(JsonNode list) {
        List<Item> items = new ArrayList<>();
        for (JsonNode entry : list.path("entry")) {
            JsonNode item = entry.path("item");
            Elements.text(item.path("identifier").path("value"))
                    .ifPresent(id -> items.add(new Item(id, item.path("display").asText())));
        }
        return items;
    }

    public boolean has(String service) {
        return services.stream().anyMatch(item -> item.id().equals(service));
    }

    public Optional<Item> item(String service) {
        return services.stream().filter(item -> item.id().equals(service)).findFirst();
    }

    /** A coded criterion; empty text if it was not given. */
    public String coded(String name) {
        return criterion(name).path("valueCoding").path("code").asText();
    }

    public JsonNode criterion(String name) {
        for (JsonNode parameter : criteria) {
            if (parameter.path("name").asText().equals(name)) {
                return parameter;
            }
        }
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }

    /** Puts this list and its criteria in the place of those in the record, with one performer for each service. */
    public void writeTo(ObjectNode request) {
        Elements.removeContained(request, LIST);
        Elements.removeContained(request, CRITERIA);
        ObjectNode parameters = Elements.resource("Parameters").put("id", CRITERIA);
        parameters.set("parameter", criteria);
        ObjectNode list = Elements.resource("List").put("id", LIST);
        Elements.setExtension(list, ErsExtension.SEARCH_CRITERIA, "valueReference", Elements.reference("#" + CRITERIA));
        list.put("status", "current").put("mode", "snapshot");
        ArrayNode entries = list.putArray("entry");
        ArrayNode performers = request.putArray("performer");
        for (Item item : services) {
            ObjectNode entry = entries.addObject().putObject("item");
            entry.set("identifier", Elements.identifier(Elements.SERVICE_ID, item.id()));
            ObjectNode performer = performers.addObject().put("reference", "HealthcareService/" + item.id());
            if (!item.display().isEmpty()) {
                entry.put("display", item.display());
                performer.put("display", item.display());
            }
        }
        request.withArray("contained").add(parameters).add(list);
        Elements.setExtension(request, ErsExtension.SHORTLIST, "valueReference", Elements.reference("#" + LIST));
    }
}
