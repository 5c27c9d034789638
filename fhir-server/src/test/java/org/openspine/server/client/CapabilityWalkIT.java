package org.openspine.server.client;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.StrictErrorHandler;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceOperationComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceSearchParamComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.ConditionalDeleteStatus;
import org.hl7.fhir.r4.model.CapabilityStatement.ConditionalReadStatus;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openspine.conformance.search.SearchParameterDefinition;
import org.openspine.conformance.search.SearchParameterDefinition.Kind;
import org.openspine.conformance.search.SearchParameterRegistry;
import org.openspine.conformance.structure.Structures;
import org.openspine.fhir.Route;
import org.openspine.server.OpenSpine;
import org.openspine.server.http.TestServers;

/** What the CapabilityStatement claims is served, and what is served it claims: every word of it, for every type. */
class CapabilityWalkIT {
    private static final FhirContext R4 = FhirContext.forR4Cached();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static OpenSpine server;
    private static String base;
    private static CapabilityStatement statement;
    private static CapabilityStatementRestComponent rest;

    @BeforeAll
    static void start(@TempDir Path folder) {
        server = TestServers.empty(folder);
        base = server.address() + "/FHIR/R4";
        statement = R4.newJsonParser()
                .setParserErrorHandler(new StrictErrorHandler())
                .parseResource(
                        CapabilityStatement.class, send("GET", "metadata", "").body());
        rest = statement.getRestFirstRep();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void everyTypeOfR4IsClaimedButThoseThatOnlyTravel() {
        Set<String> expected = Structures.r4(R4).resourceTypes().stream()
                .filter(type -> !Set.of("Parameters", "OperationOutcome").contains(type))
                .collect(Collectors.toSet());
        assertThat(rest.getResource().stream().map(CapabilityStatementRestResourceComponent::getType))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void everyInteractionOfEveryTypeIsServed() {
        MinimalResources resources = new MinimalResources(Structures.r4(R4));
        List<String> refused = failures(resource -> {
            String type = resource.getType();
            ObjectNode body = resources.of(type);
            HttpResponse<String> created = send("POST", type, body.toString());
            assertStatus(201, created);
            String place =
                    created.headers().firstValue("Location").orElseThrow().replaceFirst("/_history/.*", "");
            String reference = place.substring(base.length() + 1);
            for (var interaction : resource.getInteraction()) {
                switch (interaction.getCode()) {
                    case CREATE -> {} // above
                    case READ -> assertStatus(200, send("GET", reference, ""));
                    case VREAD -> assertStatus(200, send("GET", reference + "/_history/1", ""));
                    case UPDATE -> {
                        body.put("id", reference.substring(type.length() + 1));
                        assertStatus(200, send("PUT", reference, body.toString()));
                    }
                    case PATCH ->
                        assertStatus(
                                200,
                                send("PATCH", reference, "[{\"op\":\"add\",\"path\":\"/language\",\"value\":\"en\"}]"));
                    case HISTORYINSTANCE -> assertStatus(200, send("GET", reference + "/_history", ""));
                    case HISTORYTYPE -> assertStatus(200, send("GET", type + "/_history?_count=1", ""));
                    case SEARCHTYPE -> assertStatus(200, send("GET", type + "?_count=1", ""));
                    case DELETE -> {} // below
                    default -> throw new AssertionError("no test for " + interaction.getCode());
                }
            }
            assertStatus(204, send("DELETE", reference, ""));
            assertStatus(410, send("GET", reference, ""));
        });
        assertThat(refused).isEmpty();
    }

    @Test
    void everyInteractionOfTheSystemIsServed() {
        for (var interaction : rest.getInteraction()) {
            switch (interaction.getCode()) {
                case TRANSACTION ->
                    assertStatus(200, send("POST", "", "{\"resourceType\":\"Bundle\",\"type\":\"transaction\"}"));
                case BATCH -> assertStatus(200, send("POST", "", "{\"resourceType\":\"Bundle\",\"type\":\"batch\"}"));
                case SEARCHSYSTEM -> assertStatus(200, send("GET", "?_type=Patient,Flag", ""));
                case HISTORYSYSTEM -> assertStatus(200, send("GET", "_history?_count=1", ""));
                default -> throw new AssertionError("no test for " + interaction.getCode());
            }
        }
    }

    @Test
    void everySearchParameterTakesGoodValuesAndRefusesBadOnes() {
        SearchParameterRegistry registry = SearchParameterRegistry.r4(R4);
        List<String> refused = failures(resource -> {
            for (CapabilityStatementRestResourceSearchParamComponent parameter : resource.getSearchParam()) {
                String query = resource.getType() + "?" + parameter.getName() + "=";
                SearchParameterDefinition definition =
                        registry.find(resource.getType(), parameter.getName()).orElse(null);
                assertStatus(200, send("GET", query + (definition == null ? "x" : wellFormed(definition)), ""));
                if (definition != null && hasMalformedValues(definition.kind())) {
                    assertStatus(400, send("GET", query + "x", ""));
                }
                if (!parameter.getName().equals("_id") && !parameter.getName().equals("_lastUpdated")) {
                    assertStatus(
                            200,
                            send("GET", resource.getType() + "?" + parameter.getName() + ":missing=true&_count=1", ""));
                }
            }
        });
        assertThat(refused).isEmpty();
    }

    @Test
    void everyIncludeIsServed() {
        List<String> refused = failures(resource -> {
            includes(resource, "_include", resource.getSearchInclude());
            includes(resource, "_revinclude", resource.getSearchRevInclude());
        });
        assertThat(refused).isEmpty();
    }

    @Test
    void everyOperationExists() {
        rest.getOperation().forEach(operation -> assertExists("", operation));
        for (CapabilityStatementRestResourceComponent resource : rest.getResource()) {
            resource.getOperation().forEach(operation -> assertExists(resource.getType() + "/", operation));
        }
    }

    /** The smallest resource breaks a rule of each profile; what then happens is what the statement says of the type. */
    @Test
    void everySupportedProfileIsInForceAsClaimed() {
        MinimalResources resources = new MinimalResources(Structures.r4(R4));
        List<String> refused =
                failures(resource -> resource.getSupportedProfile().forEach(profile -> {
                    ObjectNode body = resources.of(resource.getType());
                    body.putObject("meta").putArray("profile").add(profile.getValue());
                    HttpResponse<String> answer =
                            send("POST", resource.getType(), body.toString(), "return=OperationOutcome");
                    boolean refuses = resource.getDocumentation().contains("is refused");
                    assertStatus(refuses ? 400 : 201, answer);
                    if (!answer.body().contains(profile.getValue())) {
                        throw new AssertionError("nothing is said of " + profile.getValue() + ": " + answer.body());
                    }
                }));
        assertThat(refused).isEmpty();
        assertThat(rest.getResource())
                .filteredOn(CapabilityStatementRestResourceComponent::hasSupportedProfile)
                .hasSizeGreaterThan(25);
    }

    @Test
    void everythingOfOurOwnThatIsNamedIsServed() {
        Set<String> named = new TreeSet<>();
        statement.getInstantiates().forEach(canonical -> named.add("CapabilityStatement?url=" + canonical.getValue()));
        statement
                .getImplementationGuide()
                .forEach(canonical -> named.add("ImplementationGuide?url=" + canonical.getValue()));
        rest.getOperation().forEach(operation -> named.add("OperationDefinition?url=" + operation.getDefinition()));
        for (CapabilityStatementRestResourceComponent resource : rest.getResource()) {
            resource.getSupportedProfile()
                    .forEach(profile -> named.add("StructureDefinition?url=" + profile.getValue()));
            resource.getOperation()
                    .forEach(operation -> named.add("OperationDefinition?url=" + operation.getDefinition()));
            resource.getSearchParam()
                    .forEach(parameter -> named.add("SearchParameter?url=" + parameter.getDefinition()));
        }
        named.removeIf(query -> query.contains("url=http://hl7.org/"));
        assertThat(named).hasSizeGreaterThan(40);
        for (String query : named) {
            assertThat(send("GET", query, "").body()).as(query).contains("\"fullUrl\"");
        }
    }

    @Test
    void requirementsOfTheServicesAreMet() {
        for (var canonical : statement.getInstantiates()) {
            String id = canonical.getValue().replaceFirst(".*/", "");
            CapabilityStatement required = R4.newJsonParser()
                    .parseResource(
                            CapabilityStatement.class,
                            send("GET", "CapabilityStatement/" + id, "").body());
            for (CapabilityStatementRestResourceComponent wanted :
                    required.getRestFirstRep().getResource()) {
                CapabilityStatementRestResourceComponent offered = rest.getResource().stream()
                        .filter(resource -> resource.getType().equals(wanted.getType()))
                        .findFirst()
                        .orElseThrow();
                wanted.getInteraction().forEach(interaction -> assertThat(
                                in(offered, interaction.getCode().toCode()))
                        .as(id + " " + wanted.getType())
                        .isTrue());
                assertThat(offered.getSupportedProfile())
                        .extracting(profile -> profile.getValue())
                        .containsAll(wanted.getSupportedProfile().stream()
                                .map(profile -> profile.getValue())
                                .toList());
                assertThat(offered.getOperation())
                        .extracting(operation -> operation.getDefinition())
                        .containsAll(wanted.getOperation().stream()
                                .map(operation -> operation.getDefinition())
                                .toList());
            }
        }
    }

    @Test
    void everyCompartmentIsServed() {
        assertThat(rest.getCompartment()).hasSize(5);
        for (var compartment : rest.getCompartment()) {
            String name = compartment.getValue().replaceFirst(".*/", "");
            String owner = rest.getResource().stream()
                    .map(CapabilityStatementRestResourceComponent::getType)
                    .filter(name::equalsIgnoreCase)
                    .findFirst()
                    .orElseThrow();
            assertStatus(200, send("GET", owner + "/x/*?_count=1", ""));
        }
    }

    @Test
    void everyRouteIsClaimed() {
        CapabilityStatementRestResourceComponent patient = rest.getResource().stream()
                .filter(resource -> resource.getType().equals("Patient"))
                .findFirst()
                .orElseThrow();
        for (Route route : Route.values()) {
            assertThat(isClaimed(route, patient)).as(route.name()).isTrue();
        }
    }

    private static boolean isClaimed(Route route, CapabilityStatementRestResourceComponent type) {
        return switch (route) {
            case CAPABILITIES -> true; // reading it is how one learns of the claims
            case OPERATION_SYSTEM, OPERATION_TYPE, OPERATION_INSTANCE -> true; // claimed one by one
            case BATCH -> inSystem("transaction") && inSystem("batch");
            case SEARCH_SYSTEM, SEARCH_SYSTEM_POST -> inSystem("search-system");
            case HISTORY_SYSTEM -> inSystem("history-system");
            case SEARCH_TYPE, SEARCH_TYPE_POST -> in(type, "search-type");
            case CREATE -> in(type, "create") && type.getConditionalCreate();
            case UPDATE -> in(type, "update") && type.getUpdateCreate();
            case UPDATE_CONDITIONAL -> type.getConditionalUpdate();
            case PATCH, PATCH_CONDITIONAL -> in(type, "patch"); // R4 has no word for conditional patch
            case DELETE -> in(type, "delete");
            case DELETE_CONDITIONAL -> type.getConditionalDelete() == ConditionalDeleteStatus.MULTIPLE;
            case HISTORY_TYPE -> in(type, "history-type");
            case HISTORY_INSTANCE -> in(type, "history-instance");
            case READ -> in(type, "read") && type.getConditionalRead() == ConditionalReadStatus.FULLSUPPORT;
            case VREAD -> in(type, "vread");
            case SEARCH_COMPARTMENT, SEARCH_COMPARTMENT_POST -> rest.hasCompartment();
        };
    }

    private static boolean inSystem(String code) {
        return rest.getInteraction().stream()
                .anyMatch(interaction -> interaction.getCode().toCode().equals(code));
    }

    private static boolean in(CapabilityStatementRestResourceComponent type, String code) {
        return type.getInteraction().stream()
                .anyMatch(interaction -> interaction.getCode().toCode().equals(code));
    }

    /** Values are tried thirty at a time: a query may have 32 parameters. */
    private static void includes(
            CapabilityStatementRestResourceComponent resource, String parameter, List<StringType> values) {
        for (int i = 0; i < values.size(); i += 30) {
            String query = values.subList(i, Math.min(i + 30, values.size())).stream()
                    .map(value -> parameter + "=" + value.getValue())
                    .collect(Collectors.joining("&"));
            assertStatus(200, send("GET", resource.getType() + "?_count=1&" + query, ""));
        }
    }

    /** The statement does not tell whether a type's operation is for the type or for its instances: one of them must be. */
    private static void assertExists(String owner, CapabilityStatementRestResourceOperationComponent operation) {
        String name = "$" + operation.getName();
        List<String> places = owner.isEmpty() ? List.of(name) : List.of(owner + name, owner + "x/" + name);
        assertThat(places).as(owner + name).anySatisfy(place -> {
            assertThat(send("POST", place, "{\"resourceType\":\"Parameters\"}").body())
                    .doesNotContain("does not exist here");
        });
    }

    private static boolean hasMalformedValues(Kind kind) {
        return kind == Kind.NUMBER || kind == Kind.DATE || kind == Kind.QUANTITY || kind == Kind.COMPOSITE;
    }

    private static String wellFormed(SearchParameterDefinition definition) {
        return switch (definition.kind()) {
            case NUMBER, QUANTITY -> "5";
            case DATE -> "2024-01-01";
            case REFERENCE -> "Patient/x";
            case URI -> URLEncoder.encode("http://example.org/x", StandardCharsets.UTF_8);
            case STRING, TOKEN, SPECIAL -> "x";
            case COMPOSITE ->
                definition.components().stream()
                        .map(component -> wellFormed(component.definition()))
                        .collect(Collectors.joining("$"));
        };
    }

    /** What went wrong with which type, for all of them. */
    private static List<String> failures(Consumer<CapabilityStatementRestResourceComponent> check) {
        List<String> failures = new ArrayList<>();
        rest.getResource().forEach(resource -> {
            try {
                check.accept(resource);
            } catch (AssertionError failure) {
                failures.add(resource.getType() + ": " + failure.getMessage());
            }
        });
        return failures;
    }

    private static void assertStatus(int expected, HttpResponse<String> response) {
        if (response.statusCode() != expected) {
            throw new AssertionError("%s %s answered %d: %s"
                    .formatted(
                            response.request().method(),
                            response.request().uri(),
                            response.statusCode(),
                            response.body()));
        }
    }

    private static HttpResponse<String> send(String method, String path, String body) {
        return send(method, path, body, "return=representation");
    }

    private static HttpResponse<String> send(String method, String path, String body, String preference) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "/" + path))
                .header("Prefer", preference)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header(
                    "Content-Type", method.equals("PATCH") ? "application/json-patch+json" : "application/fhir+json");
        }
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
