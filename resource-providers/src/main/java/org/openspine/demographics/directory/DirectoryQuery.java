package org.openspine.demographics.directory;

import java.util.Optional;
import java.util.Set;
import org.openspine.api.QueryParameters;
import org.openspine.api.QueryParameters.Parameter;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;

/**
 * What a search of the directory asks for. Each value is told with its system; where one is given twice the last one counts.
 *
 * @param organization ODS code
 * @param interaction of a service: {@code urn:nhs:names:services:…}
 * @param manufacturer ODS code of the maker of a system
 */
record DirectoryQuery(
        Optional<String> organization,
        Optional<String> interaction,
        Optional<String> partyKey,
        Optional<String> manufacturer) {
    static final String ODS = "https://fhir.nhs.uk/Id/ods-organization-code";
    static final String INTERACTION = "https://fhir.nhs.uk/Id/nhsServiceInteractionId";
    static final String PARTY_KEY = "https://fhir.nhs.uk/Id/nhsMhsPartyKey";

    private static final String ORGANIZATION_NAME = "organization";
    private static final String IDENTIFIER_NAME = "identifier";
    private static final String MANUFACTURER_NAME = "manufacturing-organization";

    /** An accredited system: organisation and interaction, and what else narrows it. */
    static DirectoryQuery ofDevice(QueryParameters query) {
        requireKnown(query, Set.of(ORGANIZATION_NAME, IDENTIFIER_NAME, MANUFACTURER_NAME));
        DirectoryQuery device = read(query);
        if (device.organization.isEmpty()) {
            throw missing(ORGANIZATION_NAME, "Should be '%s=%s|value'".formatted(ORGANIZATION_NAME, ODS));
        }
        if (device.interaction.isEmpty()) {
            throw missing(IDENTIFIER_NAME, "Should be '%s=%s|value'".formatted(IDENTIFIER_NAME, INTERACTION));
        }
        if (device.manufacturer.isEmpty() && query.last(MANUFACTURER_NAME).isPresent()) {
            throw missing(MANUFACTURER_NAME, "Should be '%s=%s|value'".formatted(MANUFACTURER_NAME, ODS));
        }
        return device;
    }

    /** A place for messages: two of organisation, interaction and party key, or all of them. */
    static DirectoryQuery ofEndpoint(QueryParameters query) {
        requireKnown(query, Set.of(ORGANIZATION_NAME, IDENTIFIER_NAME));
        DirectoryQuery endpoint = read(query);
        boolean noOrganization = endpoint.organization.isEmpty();
        boolean bothIdentifiers = endpoint.interaction.isPresent() && endpoint.partyKey.isPresent();
        boolean anyIdentifier = endpoint.interaction.isPresent() || endpoint.partyKey.isPresent();
        boolean malformed = noOrganization && query.last(ORGANIZATION_NAME).isPresent();
        if (malformed || (noOrganization && anyIdentifier && !bothIdentifiers)) {
            throw missing(ORGANIZATION_NAME, "Should be '%s=%s|value'".formatted(ORGANIZATION_NAME, ODS));
        }
        if (!anyIdentifier) {
            throw missing(
                    IDENTIFIER_NAME,
                    "Should be one or both of: '%1$s=%2$s|value' '%1$s=%3$s|value'"
                            .formatted(IDENTIFIER_NAME, INTERACTION, PARTY_KEY));
        }
        return endpoint;
    }

    private static DirectoryQuery read(QueryParameters query) {
        for (String identifier : query.values(IDENTIFIER_NAME)) {
            if (!identifier.startsWith(INTERACTION + "|") && !identifier.startsWith(PARTY_KEY + "|")) {
                throw missing(
                        IDENTIFIER_NAME,
                        "Should be '%1$s=%2$s|value' or '%1$s=%3$s|value'"
                                .formatted(IDENTIFIER_NAME, INTERACTION, PARTY_KEY));
            }
        }
        return new DirectoryQuery(
                organisation(query, ORGANIZATION_NAME),
                value(query, IDENTIFIER_NAME, INTERACTION),
                value(query, IDENTIFIER_NAME, PARTY_KEY),
                organisation(query, MANUFACTURER_NAME));
    }

    /** Empty, too, if some value lacks the system. */
    private static Optional<String> organisation(QueryParameters query, String name) {
        boolean sound = query.values(name).stream().allMatch(value -> value.startsWith(ODS + "|"));
        return sound ? value(query, name, ODS) : Optional.empty();
    }

    private static Optional<String> value(QueryParameters query, String name, String system) {
        return query.values(name).stream()
                .filter(value -> value.startsWith(system + "|"))
                .reduce((first, last) -> last)
                .map(value -> value.substring(system.length() + 1).strip())
                .filter(value -> !value.isEmpty());
    }

    private static void requireKnown(QueryParameters query, Set<String> names) {
        for (Parameter parameter : query.all()) {
            if (!names.contains(parameter.name())) {
                throw badRequest("Illegal query parameter '%s'".formatted(Problem.shown(parameter.name())));
            }
        }
    }

    private static SpineException missing(String name, String form) {
        return badRequest("Missing or invalid '%s' query parameter. %s".formatted(name, form));
    }

    static SpineException badRequest(String reason) {
        return new SpineException(DirectoryError.BAD_REQUEST, "HTTP 400: Bad Request (%s)".formatted(reason));
    }
}
