package org.openspine.fhir;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openspine.api.ContentRules;
import org.openspine.api.FhirResponse;
import org.openspine.api.HttpMethod;
import org.openspine.api.OperationOutcomes;
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
        requireKnownProfile(type, mode, parameters.last("profile"));
        Optional<ObjectNode> sent = parameters.object("resource");
        try {
            return FhirResponse.of(200, OperationOutcomes.information(check(type, mode, target.key(), sent)));
        } catch (SpineException objection) {
            if (objection.code() == FhirError.INVALID_REQUEST) {
                throw objection;
            }
            return FhirResponse.of(200, OperationOutcomes.of(objection));
        }
    }

    /** What is fine. Throws what storing would throw. */
    private String check(String type, Mode mode, Optional<ResourceKey> key, Optional<ObjectNode> sent) {
        if (mode == Mode.DELETE) {
            ResourceKey doomed = key.orElseThrow(() -> new SpineException(
                    FhirError.INVALID_REQUEST,
                    "Mode delete is asked of a resource: %s/[id]/$validate".formatted(type)));
            new ReadInteraction(repository).current(doomed);
            return "No problems: the %s can be deleted".formatted(type);
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
        if (mode == Mode.CREATE) {
            PatientIdentity.demandedId(type, resource).ifPresent(id -> requireFree(type, id));
        } else if (key.isPresent()) {
            ResourceWriter.requireSameId(key.get(), resource);
            PatientIdentity.requireAgreement(type, key.get().id(), resource);
        }
        rules.require(type, resource);
        return "No problems: structure and rules of %s are met".formatted(type);
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

    private static void requireKnownProfile(String type, Mode mode, Optional<String> profile) {
        if (mode == Mode.PROFILE && profile.isEmpty()) {
            throw new SpineException(FhirError.INVALID_PARAMETER, "Mode profile needs the parameter 'profile'");
        }
        boolean known = profile.map(url -> url.equals(BASE_PROFILE + type)).orElse(true);
        if (!known) {
            throw new SpineException(
                    FhirError.INVALID_PARAMETER,
                    "'profile' names a profile this server does not have; it checks %s against %s%s"
                            .formatted(type, BASE_PROFILE, type));
        }
    }
}
