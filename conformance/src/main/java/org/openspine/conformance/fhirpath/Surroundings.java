package org.openspine.conformance.fhirpath;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.OffsetDateTime;
import java.util.Optional;

/** What lies around a resource as far as expressions may ask: resources it refers to, rules, codes and the time. Nothing is fetched. */
public interface Surroundings {
    /** Surroundings that know nothing. */
    Surroundings NONE = new Surroundings() {
        @Override
        public Optional<JsonNode> resource(String reference) {
            return Optional.empty();
        }

        @Override
        public Optional<Boolean> memberOf(JsonNode code, String valueSet) {
            return Optional.empty();
        }

        @Override
        public Optional<Boolean> conformsTo(Item item, String profile) {
            return Optional.empty();
        }

        @Override
        public Optional<OffsetDateTime> now() {
            return Optional.empty();
        }
    };

    /** The resource behind an absolute or relative reference if it travels along, as in a Bundle. */
    Optional<JsonNode> resource(String reference);

    /** Whether a code, Coding or CodeableConcept is in a value set; empty if that is not known. */
    Optional<Boolean> memberOf(JsonNode code, String valueSet);

    /** Whether a resource or element follows a profile; empty if the profile is not loaded. */
    Optional<Boolean> conformsTo(Item item, String profile);

    /** The time of the evaluation, the same each time it is asked for; empty if there is none. */
    Optional<OffsetDateTime> now();
}
