package org.openspine.samples;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.StrictErrorHandler;
import org.hl7.fhir.r4.model.Bundle;

/** Reads Bundles as HAPI does when nothing is forgiven: unknown elements, wrong types and bad codes throw. */
public final class StrictParser {
    private static final FhirContext R4 = FhirContext.forR4();

    private StrictParser() {}

    public static Bundle bundle(String json) {
        return R4.newJsonParser()
                .setParserErrorHandler(new StrictErrorHandler())
                .parseResource(Bundle.class, json);
    }
}
