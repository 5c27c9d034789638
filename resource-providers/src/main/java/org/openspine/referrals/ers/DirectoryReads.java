package org.openspine.referrals.ers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.openspine.api.FhirResponse;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;
import org.openspine.referrals.BusinessFunction;
import org.openspine.referrals.Directory;
import org.openspine.referrals.Elements;
import org.openspine.referrals.Requester;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;
import org.openspine.terminology.identifier.OdsCode;

/** People and services: A030, A040, A033, A035 and A037. */
final class DirectoryReads {
    private static final Pattern SERVICE_ID = Pattern.compile("[0-9]{1,18}");
    private static final int MOST_SERVICES = 20;

    private final ResourceRepository repository;
    private final Staff staff;
    private final Clock clock;

    DirectoryReads(ErsParts parts) {
        this.repository = parts.repository();
        this.staff = parts.staff();
        this.clock = parts.clock();
    }

    /** A030: the functions of the user; of everybody where nobody signed in. */
    FhirResponse ownFunctions(ErsRequest request) {
        List<Staff.Member> roles = request.caller()
                .user()
                .map(user -> staff.ofUser(user).stream()
                        .filter(Staff.Member::isActive)
                        .toList())
                .orElseGet(staff::everybody);
        Map<String, ObjectNode> byOrganisation = new LinkedHashMap<>();
        roles.stream()
                .map(DirectoryReads::role)
                .forEach(role -> byOrganisation.merge(role.path("id").asText(), role, DirectoryReads::both));
        return new ErsSearchSet(request, clock)
                .matches(List.copyOf(byOrganisation.values()))
                .answer();
    }

    /** The functions of two roles of somebody at one organisation. */
    private static ObjectNode both(ObjectNode first, ObjectNode second) {
        Set<JsonNode> codes = new LinkedHashSet<>();
        first.path("code").forEach(codes::add);
        second.path("code").forEach(codes::add);
        first.putArray("code").addAll(codes);
        return first;
    }

    private static ObjectNode role(Staff.Member member) {
        ObjectNode role = Elements.resource("PractitionerRole");
        String id = member.organisation()
                .flatMap(ods -> member.user().map(user -> Requester.roleId(ods, user)))
                .orElse(member.stored().key().id());
        role.put("id", id);
        role.putObject("meta").put("lastUpdated", Times.text(member.stored().lastUpdated()));
        member.user().ifPresent(user -> role.set("practitioner", Elements.logicalReference(Elements.USER_ID, user)));
        member.organisation()
                .ifPresent(ods -> role.set("organization", Elements.logicalReference(OdsCode.SYSTEM, ods)));
        member.functions().forEach(code -> role.withArray("code")
                .add(Elements.concept(Elements.coding(BusinessFunction.SYSTEM, code))));
        return role;
    }

    /** A040: the clinicians for whom an admin of the organisation may act. */
    FhirResponse onBehalfOf(ErsRequest request) {
        if (!request.http().query().values("_query").equals(List.of("onBehalfOf"))) {
            throw new SpineException(ErsError.BAD_REQUEST, "Parameter '_query' must be 'onBehalfOf'");
        }
        Map<String, ObjectNode> people = new LinkedHashMap<>();
        staff.holders(request.caller().organisation().orElseThrow(), BusinessFunction.SERVICE_PROVIDER_CLINICIAN)
                .forEach(member ->
                        member.user().ifPresent(user -> people.putIfAbsent(user, practitioner(member, user))));
        return new ErsSearchSet(request, clock)
                .matches(List.copyOf(people.values()))
                .answer();
    }

    private static ObjectNode practitioner(Staff.Member member, String user) {
        ObjectNode person = Elements.resource("Practitioner").put("id", user);
        person.putObject("meta").put("lastUpdated", Times.text(member.stored().lastUpdated()));
        person.putArray("identifier").add(Elements.identifier(Elements.USER_ID, user));
        return person;
    }

    /** A033, and A037 by HEAD. */
    FhirResponse service(ErsRequest request) {
        String id = request.path(1);
        StoredResource stored = Optional.of(id)
                .filter(text -> SERVICE_ID.matcher(text).matches())
                .flatMap(text -> repository.read(Directory.key(text)))
                .filter(found -> !found.isDeleted())
                .orElseThrow(() -> new SpineException(ErsError.NOT_FOUND, "The service was not found"));
        return Answers.versioned(200, ServiceView.of(stored), stored.version(), request)
                .withHeader("Cache-Control", "no-cache");
    }

    /** A035. */
    FhirResponse services(ErsRequest request) {
        List<String> values = request.http().query().values("_id");
        if (values.isEmpty() || values.stream().allMatch(String::isBlank)) {
            throw new SpineException(ErsError.BAD_REQUEST, "Parameter '_id' is required");
        }
        List<String> named = new ArrayList<>();
        for (String value : values) {
            for (String id : value.split(",", -1)) {
                if (!SERVICE_ID.matcher(id.strip()).matches()) {
                    throw new SpineException(
                            ErsError.BAD_REQUEST,
                            "Parameter '_id' holds '%s', which is no service id".formatted(Problem.shown(id)));
                }
                named.add(id.strip());
            }
        }
        if (named.size() > MOST_SERVICES) {
            throw new SpineException(
                    ErsError.BAD_REQUEST, "Parameter '_id' may name %d services at most".formatted(MOST_SERVICES));
        }
        Set<String> ids = new LinkedHashSet<>(named);
        Map<ResourceKey, StoredResource> found =
                repository.read(ids.stream().map(Directory::key).toList());
        List<ObjectNode> views = new ArrayList<>();
        ids.forEach(id -> Optional.ofNullable(found.get(Directory.key(id)))
                .ifPresent(stored -> views.add(ServiceView.of(stored))));
        return new ErsSearchSet(request, clock).matches(views).answer().withHeader("Cache-Control", "no-cache");
    }

    /** A HealthcareService with the elements that this API publishes. */
    private static final class ServiceView {
        private static final Set<String> EXTENSIONS = Set.of(
                "https://fhir.nhs.uk/StructureDefinition/Extension-eRS-HoursOfOperation",
                "https://fhir.nhs.uk/StructureDefinition/Extension-eRS-ServiceInstructions",
                "https://fhir.nhs.uk/StructureDefinition/Extension-eRS-HealthcareService-Contact");

        static ObjectNode of(StoredResource stored) {
            ObjectNode tree = stored.tree();
            ObjectNode view = Elements.resource("HealthcareService")
                    .put("id", stored.key().id());
            view.putObject("meta").put("versionId", Long.toString(stored.version()));
            view.put("language", "en");
            for (JsonNode extension : tree.path("extension")) {
                if (EXTENSIONS.contains(extension.path("url").asText())) {
                    view.withArray("extension").add(extension);
                }
            }
            copy(tree, view, "active");
            for (JsonNode location : tree.path("location")) {
                ObjectNode shown = view.withArray("location").addObject();
                copy(location, shown, "identifier");
                copy(location, shown, "display");
            }
            copy(tree, view, "name");
            copy(tree, view, "type");
            copy(tree, view, "characteristic");
            return view;
        }

        private static void copy(JsonNode from, ObjectNode to, String name) {
            if (from.has(name)) {
                to.set(name, from.get(name));
            }
        }
    }
}
