package org.openspine.conformance.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/**
 * What an attachment says of the data in it: their size in bytes and their SHA-1 hash.
 *
 * @see <a href="https://hl7.org/fhir/R4/datatypes.html#Attachment">Attachment</a>
 */
final class AttachmentRules {
    private AttachmentRules() {}

    static void check(ObjectNode attachment, Run run) {
        JsonNode data = attachment.path("data");
        JsonNode hash = attachment.path("hash");
        JsonNode size = attachment.path("size");
        if (!data.isTextual() || !hash.isTextual() && !size.isInt()) {
            return;
        }
        byte[] bytes;
        byte[] stated;
        try {
            bytes = Base64.getMimeDecoder().decode(data.textValue());
            stated = Base64.getMimeDecoder().decode(hash.asText(""));
        } catch (IllegalArgumentException e) {
            return; // told as a broken format
        }
        if (size.isInt() && size.intValue() != bytes.length) {
            add("size", "size must be the number of bytes in data, before they are base64", run);
        }
        if (hash.isTextual() && !Arrays.equals(stated, sha1(bytes))) {
            add("hash", "hash must be the SHA-1 of the bytes in data", run);
        }
    }

    private static void add(String element, String message, Run run) {
        run.issues.enter(element);
        run.issues.add(
                IssueSeverity.ERROR,
                IssueType.VALUE,
                message,
                "Attachment." + element,
                TypeCompiler.BASE + "Attachment");
        run.issues.leave();
    }

    private static byte[] sha1(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
