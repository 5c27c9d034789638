package org.openspine.carerecords.scr;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openspine.api.RequestContent;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.validation.ResourceValidator;
import org.openspine.error.SpineException;

/**
 * Bodies as this API takes them: FHIR JSON in its structure. Which elements must be there is the API's own to say, and real
 * systems send codes and times that FHIR does not know.
 */
final class UploadContent {
    private static final Set<IssueType> UNREADABLE = Set.of(IssueType.STRUCTURE, IssueType.TOOLONG, IssueType.INVALID);

    private final ResourceValidator validator;

    UploadContent(ResourceValidator validator) {
        this.validator = validator;
    }

    /** Throws {@link ScrError#INVALID_REQUEST} with what a parser would say. */
    ObjectNode read(RequestContent content) {
        byte[] sent = content.bytes();
        if (sent.length == 0) {
            throw UploadRules.invalid("Required request body is missing");
        }
        ObjectNode resource = ResourceJson.parse(sent, JsonLimits.DOCUMENT);
        requireReadable(resource);
        return resource;
    }

    private void requireReadable(ObjectNode resource) {
        validator.validate(resource).issues().stream()
                .filter(issue -> issue.severity() == IssueSeverity.ERROR || issue.severity() == IssueSeverity.FATAL)
                .filter(issue ->
                        UNREADABLE.contains(issue.type()) || issue.message().contains("empty"))
                .findFirst()
                .ifPresent(issue -> {
                    throw new SpineException(
                            ScrError.INVALID_REQUEST, "%s: %s".formatted(issue.location(), issue.message()));
                });
    }
}
