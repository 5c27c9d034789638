package org.openspine.terminology;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** Where terminology resources come from. A canonical is a URL, with {@code |version} if one version is meant. */
public interface TerminologySource {
    Optional<? extends JsonNode> codeSystem(String canonical);

    /** Supplements that are loaded for the code system with this url. */
    List<? extends JsonNode> supplements(String url);

    /** The code system that says of itself that this value set is all of it; empty if none does. */
    Optional<String> systemOf(String valueSet);

    Optional<? extends JsonNode> valueSet(String canonical);

    Optional<? extends JsonNode> conceptMap(String canonical);

    /** All concept maps. */
    List<? extends JsonNode> conceptMaps();

    /** A code system too large for a resource, such as SNOMED CT; empty if it is not loaded. */
    Optional<LargeCodeSystem> largeCodeSystem(String url);
}
