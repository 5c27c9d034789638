package org.openspine.fhir;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.openspine.access.Caller;
import org.openspine.api.ContentRules;
import org.openspine.api.FhirResponse;
import org.openspine.api.HttpMethod;
import org.openspine.api.QueryParameters;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.search.SearchParameterRegistry;
import org.openspine.conformance.structure.Structures;
import org.openspine.conformance.validation.ResourceValidator;
import org.openspine.fhir.patch.Patch;
import org.openspine.fhir.patch.Patches;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.hibernate.HibernateResourceRepository;
import org.openspine.repository.hibernate.StoreConfig;

/** A unified base over a store of its own in a folder, called without HTTP. */
public final class UnifiedBaseOnH2 implements AutoCloseable {
    public static final String URL = "http://test/FHIR/R4";

    private static final FhirContext CONTEXT = FhirContext.forR4Cached();
    private static final Structures STRUCTURES = Structures.r4(CONTEXT);
    private static final SearchParameterRegistry REGISTRY = SearchParameterRegistry.r4(CONTEXT);

    private final ResourceRepository repository;
    private final UnifiedBase base;

    public UnifiedBaseOnH2(Path folder, Clock clock) {
        this(folder, clock, List.of());
    }

    public UnifiedBaseOnH2(Path folder, Clock clock, List<SpineService> services) {
        repository = new HibernateResourceRepository(StoreConfig.h2(folder), REGISTRY, clock);
        base = new UnifiedBase(
                repository,
                STRUCTURES,
                REGISTRY,
                new ContentRules(new ResourceValidator(STRUCTURES), List.of(new PatientIdentity())),
                services,
                clock);
    }

    public UnifiedBase base() {
        return base;
    }

    public ResourceRepository repository() {
        return repository;
    }

    public FhirResponse get(String pathAndQuery) {
        return send(HttpMethod.GET, pathAndQuery, "", Preferences.NONE);
    }

    public FhirResponse post(String pathAndQuery, String body) {
        return send(HttpMethod.POST, pathAndQuery, body, Preferences.NONE);
    }

    public FhirResponse put(String pathAndQuery, String body) {
        return send(HttpMethod.PUT, pathAndQuery, body, Preferences.NONE);
    }

    /** A path such as {@code Patient/1}, with a query or without; an empty body is none. */
    public FhirResponse send(HttpMethod method, String pathAndQuery, String body, Preferences preferences) {
        int question = pathAndQuery.indexOf('?');
        String path = question < 0 ? pathAndQuery : pathAndQuery.substring(0, question);
        return base.answer(new FhirRequest(
                method,
                URL,
                BundleEntry.segments(path),
                question < 0 ? QueryParameters.NONE : QueryParameters.parse(pathAndQuery.substring(question + 1)),
                FhirRequest.Conditions.NONE,
                preferences,
                new TextContent(body),
                Caller.OPEN));
    }

    /** The resource in an answer. */
    public static ObjectNode tree(FhirResponse response) {
        return response.body()
                .map(body -> ResourceJson.parse(body.toBytes(), JsonLimits.DOCUMENT))
                .orElseThrow();
    }

    /** The path and query behind a link of a Bundle; missing if there is none. */
    public static String link(JsonNode bundle, String relation) {
        JsonNode found = MissingNode.getInstance();
        for (JsonNode link : bundle.path("link")) {
            found = link.path("relation").asText().equals(relation) ? link.path("url") : found;
        }
        return found.asText("").replace(URL + "/", "");
    }

    @Override
    public void close() {
        repository.close();
    }

    private record TextContent(String body) implements FhirRequest.Content {
        private byte[] bytes() {
            return body.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public ObjectNode resource() {
            return ResourceJson.parse(bytes(), JsonLimits.RESOURCE);
        }

        @Override
        public Patch patch() {
            return Patches.ofJson(bytes());
        }

        @Override
        public boolean isEmpty() {
            return body.isEmpty();
        }
    }
}
