package org.openspine.server.http;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import java.nio.charset.StandardCharsets;
import org.openspine.error.FhirError;
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
        try {
            IParser parser = context.newXmlParser().setParserErrorHandler(new StrictErrorHandler());
            return context.newJsonParser()
                    .encodeResourceToString(parser.parseResource(text))
                    .getBytes(StandardCharsets.UTF_8);
        } catch (DataFormatException e) {
            throw new SpineException(
                    FhirError.MALFORMED_CONTENT,
                    "Not the XML of an R4 resource: unknown element, wrong order or not well-formed");
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
