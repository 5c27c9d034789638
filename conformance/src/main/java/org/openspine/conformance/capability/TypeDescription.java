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
 * @param profiles which are in force, and what they do
 * @param searchIncludes values of {@code _include}, such as {@code Observation:subject}
 * @param searchRevIncludes values of {@code _revinclude}
 * @param searchParameters those of the {@link org.openspine.conformance.search.SearchParameterRegistry} that this server answers
 */
public record TypeDescription(
        String type,
        Profiles profiles,
        List<TypeRestfulInteraction> interactions,
        ResourceVersionPolicy versioning,
        Set<ConditionalInteraction> conditional,
        List<ReferenceHandlingPolicy> referencePolicies,
        List<String> searchIncludes,
        List<String> searchRevIncludes,
        Collection<SearchParameterDefinition> searchParameters,
        List<OperationDescription> operations) {
    /**
     * Profiles of a type.
     *
     * @param supported canonicals
     * @param effect what a broken rule of one means, in words; empty if there is nothing to say
     */
    public record Profiles(List<String> supported, String effect) {
        public static final Profiles NONE = new Profiles(List.of(), "");

        public Profiles {
            supported = List.copyOf(supported);
        }
    }

    public TypeDescription {
        interactions = List.copyOf(interactions);
        conditional = Set.copyOf(conditional);
        referencePolicies = List.copyOf(referencePolicies);
        searchIncludes = List.copyOf(searchIncludes);
        searchRevIncludes = List.copyOf(searchRevIncludes);
        searchParameters = List.copyOf(searchParameters);
        operations = List.copyOf(operations);
    }
}
