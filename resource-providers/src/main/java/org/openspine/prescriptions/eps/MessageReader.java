package org.openspine.prescriptions.eps;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
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
    /** An extension without content is no obstacle: rules of the service tell what is missing in it. */
    private static final Pattern EXTENSION = Pattern.compile(".*xtension\\[[0-9]+]");

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

    /** Everything wrong with the form of a message, unless the request wants this step left out. */
    List<Finding> invalid(IncomingRequest request, ObjectNode resource) {
        return EpsHeaders.skipsValidation(request.headers())
                ? List.of()
                : validate(
                        resource,
                        EpsHeaders.showsWarnings(request.headers()) ? Strictness.WARNINGS : Strictness.ERRORS);
    }

    /** What counts as a failure. */
    private enum Strictness {
        ERRORS,
        WARNINGS
    }

    private List<Finding> validate(ObjectNode resource, Strictness strictness) {
        List<Finding> findings = new ArrayList<>(ProfileRules.check(resource));
        for (ValidationIssue issue : validator.validate(resource).issues()) {
            boolean counts = issue.severity() == IssueSeverity.ERROR
                    || issue.severity() == IssueSeverity.FATAL
                    || (strictness == Strictness.WARNINGS && issue.severity() == IssueSeverity.WARNING);
            boolean hollow = issue.type() == org.hl7.fhir.r4.model.OperationOutcome.IssueType.INVARIANT
                    && EXTENSION.matcher(issue.location()).matches();
            if (counts && !hollow) {
                findings.add(MessageError.STRUCTURE.finding(issue.message(), issue.location()));
            }
        }
        return findings;
    }
}
