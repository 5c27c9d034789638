package org.openspine.fhir;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openspine.api.ContentRules;
import org.openspine.api.FhirResponse;
import org.openspine.api.HttpMethod;
import org.openspine.api.JsonBody;
import org.openspine.api.OperationOutcomes;
import org.openspine.conformance.validation.ValidationReport;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;

/**
 * {@code $validate}: what storing a resource would object to, without storing it. Answers 200 whatever it finds; only a
 * call that cannot be understood is an error.
 *
 * @see <a href="https://hl7.org/fhir/R4/resource-operation-validate.html">$validate</a>
 */
final class ValidateOperation implements Operation {
    private static final String BASE_PROFILE = "http://hl7.org/fhir/StructureDefinition/";

    private final ResourceRepository repository;
    private final ContentRules rules;

    ValidateOperation(ResourceRepository repository, ContentRules rules) {
        this.repository = repository;
        this.rules = rules;
    }

    /** What the client means to do with the resource. */
    private enum Mode {
        ANY,
        CREATE,
        UPDATE,
        DELETE,
        PROFILE;

        static Mode of(Optional<String> code) {
            return switch (code.orElse("")) {
                case "" -> ANY;
                case "create" -> CREATE;
                case "update" -> UPDATE;
                case "delete" -> DELETE;
                case "profile" -> PROFILE;
                default ->
                    throw new SpineException(
                            FhirError.INVALID_PARAMETER, "'mode' of $validate is create, update, delete or profile");
            };
        }
    }

    @Override
    public String name() {
        return "validate";
    }

    @Override
    public String definition() {
        return "http://hl7.org/fhir/OperationDefinition/Resource-validate";
    }

    @Override
    public Set<Level> levels() {
        return Set.of(Level.TYPE, Level.INSTANCE);
    }

    @Override
    public Set<String> types() {
        return Set.of();
    }

    @Override
    public Set<HttpMethod> methods() {
        return READING;
    }

    @Override
    public FhirResponse run(FhirRequest request, Target target) {
        String type = target.type().orElseThrow();
        OperationParameters parameters = OperationParameters.of(
                request, name(), List.of("resource", "mode", "profile"), Optional.of("resource"));
        Mode mode = Mode.of(parameters.last("mode"));
        List<String> profiles = parameters.texts("profile");
        requireKnownProfiles(mode, profiles);
        Optional<ObjectNode> sent = resource(parameters);
        try {
            return FhirResponse.of(200, check(type, mode, target.key(), sent, profiles));
        } catch (SpineException objection) {
            if (objection.code() == FhirError.INVALID_REQUEST) {
                throw objection;
            }
            return FhirResponse.of(200, OperationOutcomes.of(objection));
        }
    }

    private static Optional<ObjectNode> resource(OperationParameters parameters) {
        if (parameters.objects("resource").size() > 1) {
            throw new SpineException(
                    FhirError.INVALID_PARAMETER,
                    "'resource' of $validate may be given once; several are validated as entries of a Bundle");
        }
        return parameters.object("resource");
    }

    /** All findings, or that there are none. Throws what storing would throw beyond rules of content. */
    private JsonBody check(
            String type, Mode mode, Optional<ResourceKey> key, Optional<ObjectNode> sent, List<String> profiles) {
        if (mode == Mode.DELETE) {
            ResourceKey doomed = key.orElseThrow(() -> new SpineException(
                    FhirError.INVALID_REQUEST,
                    "Mode delete is asked of a resource: %s/[id]/$validate".formatted(type)));
            new ReadInteraction(repository).current(doomed);
            return OperationOutcomes.information("No problems: the %s can be deleted".formatted(type));
        }
        if (key.isEmpty() && mode == Mode.UPDATE) {
            throw new SpineException(
                    FhirError.INVALID_REQUEST, "Mode update is asked of a resource: %s/[id]/$validate".formatted(type));
        }
        if (key.isPresent() && mode == Mode.CREATE) {
            throw new SpineException(
                    FhirError.INVALID_REQUEST, "Mode create is asked of a type: %s/$validate".formatted(type));
        }
        ObjectNode resource = sent.orElseGet(() -> stored(type, key));
        requireType(type, resource);
        if (mode == Mode.CREATE) {
            PatientIdentity.demandedId(type, resource).ifPresent(id -> requireFree(type, id));
        } else if (key.isPresent()) {
            ResourceWriter.requireSameId(key.get(), resource);
            PatientIdentity.requireAgreement(type, key.get().id(), resource);
        }
        ValidationReport report = rules.report(resource, profiles);
        if (report.isValid()) {
            rules.require(type, resource);
        }
        return report.issues().isEmpty()
                ? OperationOutcomes.information("No problems: structure and rules of %s are met".formatted(type))
                : OperationOutcomes.of(report);
    }

    private static void requireType(String type, ObjectNode resource) {
        if (!resource.path("resourceType").asText("").equals(type)) {
            throw SpineException.at(
                    FhirError.INVALID_CONTENT,
                    "resourceType",
                    "What is validated here is a %s; other types have a $validate of their own".formatted(type));
        }
    }

    private ObjectNode stored(String type, Optional<ResourceKey> key) {
        return key.map(known -> new ReadInteraction(repository).current(known).tree())
                .orElseThrow(() -> new SpineException(
                        FhirError.INVALID_REQUEST,
                        "%s/$validate needs a resource: as the body, or as parameter 'resource'".formatted(type)));
    }

    private void requireFree(String type, String id) {
        boolean taken = ResourceKey.isLogicalId(id)
                && repository
                        .read(new ResourceKey(type, id))
                        .filter(existing -> !existing.isDeleted())
                        .map(StoredResource::key)
                        .isPresent();
        if (taken) {
            throw SpineException.at(
                    FhirError.DUPLICATE,
                    "Patient.identifier",
                    "A Patient with this NHS number exists; update it instead");
        }
    }

    private void requireKnownProfiles(Mode mode, List<String> profiles) {
        if (mode == Mode.PROFILE && profiles.isEmpty()) {
            throw new SpineException(FhirError.INVALID_PARAMETER, "Mode profile needs the parameter 'profile'");
        }
        for (String profile : profiles) {
            if (!profile.startsWith(BASE_PROFILE) && !rules.knows(profile)) {
                throw new SpineException(
                        FhirError.INVALID_PARAMETER,
                        "'profile' names a profile this server does not have; load its package, or validate against %s[type]"
                                .formatted(BASE_PROFILE));
            }
        }
    }
}
