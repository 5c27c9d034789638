package org.openspine.conformance.validation;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.hl7.fhir.r4.model.ValueSet;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.profile.Definition;

/** HAPI's validator over the same definitions: the reference that ours is compared with. */
public final class ReferenceValidator {
    private static final Pattern INVARIANT = Pattern.compile("Constraint failed: ([\\w-]+)");

    private final FhirValidator validator;

    ReferenceValidator(FhirContext context, Collection<Definition> loaded) {
        var own = new PrePopulatedValidationSupport(context);
        for (Definition definition : loaded) {
            var resource = context.newJsonParser().parseResource(text(definition.resource()));
            if (resource instanceof StructureDefinition profile) {
                own.addStructureDefinition(profile);
            } else if (resource instanceof ValueSet valueSet) {
                own.addValueSet(valueSet);
            } else if (resource instanceof CodeSystem codeSystem) {
                own.addCodeSystem(codeSystem);
            }
        }
        IValidationSupport chain = new ValidationSupportChain(
                new DefaultProfileValidationSupport(context),
                own,
                new InMemoryTerminologyServerValidationSupport(context),
                new CommonCodeSystemsTerminologyService(context),
                new SnapshotGeneratingValidationSupport(context));
        var module = new FhirInstanceValidator(chain);
        module.setErrorForUnknownProfiles(false);
        module.setNoTerminologyChecks(false);
        module.setAnyExtensionsAllowed(true);
        validator = context.newValidator().registerValidatorModule(module);
    }

    /**
     * What it finds.
     *
     * @param errors empty if the resource is valid
     * @param invariants keys of all that are broken, those that are warnings included
     */
    public record Findings(List<String> errors, Set<String> invariants) {}

    Findings validate(ObjectNode resource) {
        try {
            return findings(validator.validateWithResult(text(resource)).getMessages());
        } catch (RuntimeException e) {
            return new Findings(
                    List.of("the resource {unreadable} It cannot read some of what is no FHIR at all"), Set.of());
        }
    }

    private static Findings findings(List<SingleValidationMessage> messages) {
        List<String> errors = messages.stream()
                .filter(message -> message.getSeverity() == ResultSeverityEnum.ERROR
                        || message.getSeverity() == ResultSeverityEnum.FATAL)
                .map(ReferenceValidator::shown)
                .toList();
        Set<String> invariants = messages.stream()
                .flatMap(message ->
                        INVARIANT.matcher(message.getMessage()).results().map(match -> match.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
        return new Findings(errors, invariants);
    }

    private static String shown(SingleValidationMessage message) {
        return "%s {%s} %s".formatted(message.getLocationString(), message.getMessageId(), message.getMessage());
    }

    private static String text(ObjectNode resource) {
        return new String(ResourceJson.write(resource), StandardCharsets.UTF_8);
    }
}
