package org.openspine.conformance.capability;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.hl7.fhir.r4.model.CapabilityStatement.SystemRestfulInteraction;

/**
 * A FHIR server at one base URL. Lists are published in their order.
 *
 * @param name for computers: letters, digits and {@code _}
 * @param title for people
 * @param version of the server's software
 * @param date when what is described last changed
 * @param formats MIME types or {@code json}, {@code xml}
 * @param patchFormats MIME types
 * @param compartments canonicals of CompartmentDefinitions
 */
public record ServerDescription(
        String name,
        String title,
        String version,
        URI baseUrl,
        Instant date,
        List<String> formats,
        List<String> patchFormats,
        List<SystemRestfulInteraction> interactions,
        List<TypeDescription> types,
        List<OperationDescription> operations,
        List<String> compartments) {
    public ServerDescription {
        formats = List.copyOf(formats);
        patchFormats = List.copyOf(patchFormats);
        interactions = List.copyOf(interactions);
        types = List.copyOf(types);
        operations = List.copyOf(operations);
        compartments = List.copyOf(compartments);
        if (formats.isEmpty()) {
            throw new IllegalArgumentException("CapabilityStatement.format is required: name at least one");
        }
    }
}
