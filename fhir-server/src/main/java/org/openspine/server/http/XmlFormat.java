package org.openspine.server.http;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.openspine.error.FhirError;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;

/** FHIR XML, and pretty JSON, through HAPI's parsers: the record itself is JSON. */
final class XmlFormat {
    private final FhirContext context;

    XmlFormat(FhirContext context) {
        this.context = context;
    }

    /** Throws {@link FhirError#MALFORMED_CONTENT} for what is no XML of a resource, a DTD included. */
    byte[] toJson(byte[] xml) {
        String text = new String(xml, StandardCharsets.UTF_8);
        if (text.contains("<!DOCTYPE") || text.contains("<!ENTITY")) {
            throw new SpineException(FhirError.MALFORMED_CONTENT, "XML with a document type is refused");
        }
        XmlProblems problems = new XmlProblems();
        try {
            IBaseResource resource =
                    context.newXmlParser().setParserErrorHandler(problems).parseResource(text);
            problems.throwIfAny();
            return context.newJsonParser().encodeResourceToString(resource).getBytes(StandardCharsets.UTF_8);
        } catch (DataFormatException e) {
            problems.throwIfAny();
            throw new SpineException(
                    FhirError.MALFORMED_CONTENT,
                    List.of(Problem.of("Not the XML of an R4 resource" + XmlProblems.place(e))));
        }
    }

    byte[] fromJson(byte[] json, boolean pretty) {
        return encode(json, context.newXmlParser(), pretty);
    }

    private byte[] encode(byte[] json, IParser parser, boolean pretty) {
        IParser reader = context.newJsonParser();
        parser.setPrettyPrint(pretty);
        parser.setOverrideResourceIdWithBundleEntryFullUrl(false);
        reader.setOverrideResourceIdWithBundleEntryFullUrl(false);
        return parser.encodeResourceToString(reader.parseResource(new String(json, StandardCharsets.UTF_8)))
                .getBytes(StandardCharsets.UTF_8);
    }
}
