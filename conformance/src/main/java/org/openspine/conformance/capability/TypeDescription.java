package org.openspine.conformance.capability;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.CapabilityStatement.ReferenceHandlingPolicy;
import org.hl7.fhir.r4.model.CapabilityStatement.ResourceVersionPolicy;
import org.hl7.fhir.r4.model.CapabilityStatement.TypeRestfulInteraction;
import org.openspine.conformance.search.SearchParameterDefinition;

/**
 * What a server does with one resource type. Lists are published in their order.
 *
 * @param supportedProfiles canonicals
 * @param searchIncludes values of {@code _include}, such as {@code Observation:subject}
 * @param searchRevIncludes values of {@code _revinclude}
 * @param searchParameters those of the {@link org.openspine.conformance.search.SearchParameterRegistry} that this server answers
 */
public record TypeDescription(
        String type,
        List<String> supportedProfiles,
        List<TypeRestfulInteraction> interactions,
        ResourceVersionPolicy versioning,
        Set<ConditionalInteraction> conditional,
        List<ReferenceHandlingPolicy> referencePolicies,
        List<String> searchIncludes,
        List<String> searchRevIncludes,
        Collection<SearchParameterDefinition> searchParameters,
        List<OperationDescription> operations) {
    public TypeDescription {
        supportedProfiles = List.copyOf(supportedProfiles);
        interactions = List.copyOf(interactions);
        conditional = Set.copyOf(conditional);
        referencePolicies = List.copyOf(referencePolicies);
        searchIncludes = List.copyOf(searchIncludes);
        searchRevIncludes = List.copyOf(searchRevIncludes);
        searchParameters = List.copyOf(searchParameters);
        operations = List.copyOf(operations);
    }
}
