package org.openspine.referrals.ers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.openspine.referrals.Elements;
import org.openspine.referrals.ServiceEntry;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.SearchQuery;
import org.openspine.repository.search.ValueMatch;

/**
 * How far services are from a postcode, in whole miles as the crow flies. Where a postcode lies is only known from Locations of the
 * directory that have both it and a position; of other postcodes, and of services without a position, no distance is known.
 */
final class Distances {
    private static final String LOCATION = "Location";
    private static final double EARTH_RADIUS_MILES = 3958.8;
    private static final int MOST = 50;

    private final Map<String, Integer> miles;
    private final boolean isOriginKnown;

    private Distances(Map<String, Integer> miles, boolean isOriginKnown) {
        this.miles = miles;
        this.isOriginKnown = isOriginKnown;
    }

    /** A place in degrees. */
    private record Position(double latitude, double longitude) {
        static Optional<Position> of(JsonNode location) {
            JsonNode position = location.path("position");
            return position.path("latitude").isNumber()
                            && position.path("longitude").isNumber()
                    ? Optional.of(new Position(
                            position.path("latitude").asDouble(),
                            position.path("longitude").asDouble()))
                    : Optional.empty();
        }

        double milesTo(Position other) {
            double here = Math.toRadians(latitude);
            double there = Math.toRadians(other.latitude);
            double across = Math.toRadians(other.longitude - longitude);
            double haversine = Math.pow(Math.sin((there - here) / 2), 2)
                    + Math.cos(here) * Math.cos(there) * Math.pow(Math.sin(across / 2), 2);
            return 2 * EARTH_RADIUS_MILES * Math.asin(Math.min(1, Math.sqrt(haversine)));
        }
    }

    /** Of services from a postcode; two statements. */
    static Distances from(String postcode, List<ServiceEntry> services, ResourceRepository repository) {
        Optional<Position> origin = origin(postcode, repository);
        Map<String, Integer> miles = new HashMap<>();
        if (origin.isPresent()) {
            Map<ResourceKey, StoredResource> places = repository.read(services.stream()
                    .flatMap(service -> place(service).stream())
                    .distinct()
                    .toList());
            for (ServiceEntry service : services) {
                place(service)
                        .flatMap(key -> Optional.ofNullable(places.get(key)))
                        .flatMap(stored -> Position.of(stored.tree()))
                        .ifPresent(there -> miles.put(
                                service.id(), (int) Math.round(origin.get().milesTo(there))));
            }
        }
        return new Distances(miles, origin.isPresent());
    }

    private static Optional<Position> origin(String postcode, ResourceRepository repository) {
        Criterion there = new Criterion.Indexed(
                IndexId.parameter(LOCATION, "address-postalcode"), List.of(ValueMatch.Text.beginning(postcode)));
        return repository
                .search(new SearchQuery(LOCATION, List.of(there), List.of(), MOST, Optional.empty()))
                .matches()
                .stream()
                .map(StoredResource::tree)
                .filter(tree ->
                        plain(tree.path("address").path("postalCode").asText()).equals(plain(postcode)))
                .flatMap(tree -> Position.of(tree).stream())
                .findFirst();
    }

    private static String plain(String postcode) {
        return postcode.replace(" ", "").toUpperCase(Locale.ROOT);
    }

    private static Optional<ResourceKey> place(ServiceEntry service) {
        return Elements.idOf(service.tree().path("location").path(0), LOCATION)
                .filter(ResourceKey::isLogicalId)
                .map(id -> new ResourceKey(LOCATION, id));
    }

    boolean isOriginKnown() {
        return isOriginKnown;
    }

    /** Empty where it is not known. */
    OptionalInt to(ServiceEntry service) {
        Integer known = miles.get(service.id());
        return known == null ? OptionalInt.empty() : OptionalInt.of(known);
    }
}
