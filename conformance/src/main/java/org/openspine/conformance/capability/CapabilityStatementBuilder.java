package org.openspine.conformance.capability;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import org.openspine.conformance.search.SearchParameterDefinition;

/** Writes the CapabilityStatement of a server: what {@code GET [base]/metadata} answers. */
public final class CapabilityStatementBuilder {
    private static final String FHIR_VERSION = "4.0.1";

    private CapabilityStatementBuilder() {}

    public static ObjectNode build(ServerDescription server) {
        ObjectNode statement = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "CapabilityStatement")
                .put("url", server.baseUrl() + "/metadata")
                .put("version", server.version())
                .put("name", server.name())
                .put("title", server.title())
                .put("status", "active")
                .put("date", server.date().truncatedTo(ChronoUnit.SECONDS).toString())
                .put("kind", "instance");
        statement.putObject("software").put("name", server.title()).put("version", server.version());
        statement
                .putObject("implementation")
                .put("description", server.title())
                .put("url", server.baseUrl().toString());
        statement.put("fhirVersion", FHIR_VERSION);
        texts(statement, "format", server.formats());
        texts(statement, "patchFormat", server.patchFormats());
        ObjectNode rest = statement.putArray("rest").addObject().put("mode", "server");
        if (!server.types().isEmpty()) {
            ArrayNode resources = rest.putArray("resource");
            server.types().forEach(type -> type(resources.addObject(), type));
        }
        interactions(
                rest, server.interactions().stream().map(code -> code.toCode()).toList());
        operations(rest, server.operations());
        texts(rest, "compartment", server.compartments());
        return statement;
    }

    private static void type(ObjectNode resource, TypeDescription type) {
        resource.put("type", type.type());
        texts(resource, "supportedProfile", type.profiles().supported());
        if (!type.profiles().effect().isEmpty()) {
            resource.put("documentation", type.profiles().effect());
        }
        interactions(
                resource,
                type.interactions().stream().map(code -> code.toCode()).toList());
        resource.put("versioning", type.versioning().toCode());
        conditional(resource, type);
        texts(
                resource,
                "referencePolicy",
                type.referencePolicies().stream().map(code -> code.toCode()).toList());
        texts(resource, "searchInclude", type.searchIncludes());
        texts(resource, "searchRevInclude", type.searchRevIncludes());
        searchParameters(resource, type.searchParameters());
        operations(resource, type.operations());
    }

    private static void conditional(ObjectNode resource, TypeDescription type) {
        resource.put("updateCreate", type.conditional().contains(ConditionalInteraction.UPDATE_AS_CREATE));
        resource.put("conditionalCreate", type.conditional().contains(ConditionalInteraction.CREATE));
        resource.put(
                "conditionalRead",
                type.conditional().contains(ConditionalInteraction.READ) ? "full-support" : "not-supported");
        resource.put("conditionalUpdate", type.conditional().contains(ConditionalInteraction.UPDATE));
        resource.put("conditionalDelete", conditionalDelete(type));
    }

    private static String conditionalDelete(TypeDescription type) {
        if (type.conditional().contains(ConditionalInteraction.DELETE_MULTIPLE)) {
            return "multiple";
        }
        return type.conditional().contains(ConditionalInteraction.DELETE_SINGLE) ? "single" : "not-supported";
    }

    private static void searchParameters(ObjectNode resource, Collection<SearchParameterDefinition> parameters) {
        if (parameters.isEmpty()) {
            return;
        }
        ArrayNode list = resource.putArray("searchParam");
        for (SearchParameterDefinition parameter : parameters) {
            ObjectNode entry = list.addObject()
                    .put("name", parameter.code())
                    .put("definition", parameter.url())
                    .put("type", parameter.kind().code());
            if (!parameter.description().isEmpty()) {
                entry.put("documentation", parameter.description());
            }
        }
    }

    private static void interactions(ObjectNode owner, List<String> codes) {
        if (!codes.isEmpty()) {
            ArrayNode list = owner.putArray("interaction");
            codes.forEach(code -> list.addObject().put("code", code));
        }
    }

    private static void operations(ObjectNode owner, List<OperationDescription> operations) {
        if (!operations.isEmpty()) {
            ArrayNode list = owner.putArray("operation");
            operations.forEach(operation ->
                    list.addObject().put("name", operation.name()).put("definition", operation.definition()));
        }
    }

    private static void texts(ObjectNode owner, String name, List<String> texts) {
        if (!texts.isEmpty()) {
            ArrayNode list = owner.putArray(name);
            texts.forEach(list::add);
        }
    }
}
