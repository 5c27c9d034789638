package org.openspine.prescriptions.eps;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openspine.api.IncomingRequest;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.MalformedContentException;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.validation.ResourceValidator;
import org.openspine.conformance.validation.ValidationIssue;
import org.openspine.error.SpineException;
import org.openspine.prescriptions.Finding;
import org.openspine.prescriptions.message.MessageError;
import org.openspine.prescriptions.message.ProfileRules;
import org.openspine.prescriptions.message.Tolerance;

/** The first two steps of every message: its JSON is read, then checked against FHIR and the service's profiles. */
final class MessageReader {
    private final ResourceValidator validator;

    MessageReader(ResourceValidator validator) {
        this.validator = validator;
    }

    /** Throws {@link EpsError#UNREADABLE} for anything that is not a FHIR resource in JSON. */
    ObjectNode read(IncomingRequest request) {
        EpsHeaders.requireJson(request.headers());
        byte[] sent = request.content().bytes();
        try {
            ObjectNode resource = ResourceJson.parse(sent, JsonLimits.DOCUMENT);
            Tolerance.apply(resource);
            return resource;
        } catch (MalformedContentException e) {
            throw new SpineException(
                    EpsError.UNREADABLE, "Failed to parse JSON encoded FHIR content: " + e.getMessage());
        }
    }

    /**
     * Everything wrong with the form of a message, unless the request wants this step left out. What rules of the service
     * say in words of their own is left to them, FHIR's invariants among it.
     */
    List<Finding> invalid(IncomingRequest request, ObjectNode resource) {
        return EpsHeaders.skipsValidation(request.headers())
                ? List.of()
                : findings(request, resource, issue -> !isLeftToRules(issue));
    }

    /** Real messages refer to what is not there; a rule tells so where a reference is followed (contract 4.2). */
    private static boolean isLeftToRules(ValidationIssue issue) {
        boolean bothMedications =
                issue.type() == IssueType.STRUCTURE && issue.message().startsWith("medication[x] is a choice");
        boolean unpaid = issue.type() == IssueType.REQUIRED && issue.location().equals("Claim.insurance");
        return issue.type() == IssueType.INVARIANT || bothMedications || unpaid || issue.leadsNowhere();
    }

    /** Everything wrong with a resource, message or not. */
    List<Finding> validate(IncomingRequest request, ObjectNode resource) {
        return findings(request, resource, issue -> true);
    }

    private List<Finding> findings(IncomingRequest request, ObjectNode resource, Predicate<ValidationIssue> kind) {
        boolean warnings = EpsHeaders.showsWarnings(request.headers());
        List<Finding> findings = new ArrayList<>(ProfileRules.check(resource));
        for (ValidationIssue issue : validator.validate(resource).issues()) {
            boolean counts = issue.severity() == IssueSeverity.ERROR
                    || issue.severity() == IssueSeverity.FATAL
                    || (warnings && issue.severity() == IssueSeverity.WARNING);
            if (counts && kind.test(issue)) {
                findings.add(MessageError.STRUCTURE.finding(issue.message(), issue.location()));
            }
        }
        return findings;
    }
}
