package org.openspine.childprotection;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.openspine.api.RequestHeaders;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.SearchQuery;
import org.openspine.repository.search.ValueMatch;
import org.openspine.terminology.identifier.OdsCode;

/** Looks up in the directory who the gateway headers of a request name. */
public final class Viewers {
    private static final String ROLE_PROFILE = "https://fhir.nhs.uk/Id/sds-role-profile-id";
    private static final String USER = "https://fhir.nhs.uk/Id/sds-user-id";

    private final ResourceRepository repository;

    public Viewers(ResourceRepository repository) {
        this.repository = repository;
    }

    /** What the headers say that the directory confirms; everything else is unknown. */
    public Viewer of(RequestHeaders headers) {
        Optional<String> roleId = headers.filled("NHSD-Session-URID");
        Optional<String> userId = headers.filled("NHSD-Identity-UUID");
        Optional<String> organisation = headers.filled("NHSD-End-User-Organisation-ODS")
                .flatMap(OdsCode::parse)
                .map(OdsCode::value);
        Optional<Viewer> known = roleId.flatMap(id -> byIdentifier("PractitionerRole", ROLE_PROFILE, id))
                .map(role -> ofRole(role, roleId));
        if (known.isEmpty()) {
            known = userId.flatMap(id -> byIdentifier("Practitioner", USER, id)).map(user -> ofUser(user, userId));
        }
        Viewer viewer = known.orElseGet(() -> new Viewer(
                userId,
                Viewer.UNKNOWN,
                roleId,
                Optional.empty(),
                "",
                Viewer.UNKNOWN,
                Optional.empty(),
                Viewer.UNKNOWN));
        return viewer.organisation().isPresent() || organisation.isEmpty() ? viewer : at(organisation.get(), viewer);
    }

    private Viewer ofRole(StoredResource stored, Optional<String> roleId) {
        JsonNode role = stored.tree();
        JsonNode practitioner = role.path("practitioner");
        JsonNode organisation = role.path("organization");
        JsonNode code = role.path("code").path(0);
        return new Viewer(
                Optional.of(practitioner.path("identifier").path("value").asText())
                        .filter(id -> !id.isEmpty()),
                display(practitioner),
                roleId,
                Optional.of(stored.key().id()),
                code.path("coding").path(0).path("code").asText(),
                known(code.path("coding")
                        .path(0)
                        .path("display")
                        .asText(code.path("text").asText())),
                Authority.ofReference(organisation),
                display(organisation));
    }

    private static Viewer ofUser(StoredResource stored, Optional<String> userId) {
        return new Viewer(
                userId,
                name(stored.tree()),
                Optional.empty(),
                Optional.empty(),
                "",
                Viewer.UNKNOWN,
                Optional.empty(),
                Viewer.UNKNOWN);
    }

    private Viewer at(String organisation, Viewer viewer) {
        String name = repository
                .read(new ResourceKey("Organization", organisation))
                .filter(stored -> !stored.isDeleted())
                .map(stored -> known(stored.tree().path("name").asText()))
                .orElse(Viewer.UNKNOWN);
        return new Viewer(
                viewer.userId(),
                viewer.name(),
                viewer.roleId(),
                viewer.role(),
                viewer.roleCode(),
                viewer.roleName(),
                Optional.of(organisation),
                name);
    }

    /** What a reference says of its target, or what the target says itself. */
    private String display(JsonNode reference) {
        String display = reference.path("display").asText();
        if (!display.isEmpty()) {
            return display;
        }
        String[] parts = reference.path("reference").asText().split("/");
        if (parts.length != 2 || !ResourceKey.isLogicalId(parts[1])) {
            return Viewer.UNKNOWN;
        }
        return repository
                .read(new ResourceKey(parts[0], parts[1]))
                .filter(stored -> !stored.isDeleted())
                .map(stored -> name(stored.tree()))
                .orElse(Viewer.UNKNOWN);
    }

    private static String name(JsonNode resource) {
        JsonNode name = resource.path("name");
        if (name.isTextual()) {
            return name.textValue();
        }
        JsonNode first = name.path(0);
        String text = first.path("text").asText();
        if (!text.isEmpty()) {
            return text;
        }
        StringBuilder parts = new StringBuilder();
        for (String list : List.of("prefix", "given")) {
            first.path(list).forEach(part -> parts.append(part.asText()).append(' '));
        }
        return known(parts.append(first.path("family").asText()).toString().strip());
    }

    private static String known(String text) {
        return text.isEmpty() ? Viewer.UNKNOWN : text;
    }

    private Optional<StoredResource> byIdentifier(String type, String system, String value) {
        Criterion identified = new Criterion.Indexed(
                IndexId.parameter(type, "identifier"),
                List.of(new ValueMatch.Token(OptionalLong.of(IndexId.system(system)), value)));
        return repository
                .search(new SearchQuery(type, List.of(identified), List.of(), 1, Optional.empty()))
                .matches()
                .stream()
                .findFirst();
    }
}
