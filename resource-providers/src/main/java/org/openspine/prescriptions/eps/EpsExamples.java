package org.openspine.prescriptions.eps;

import java.util.List;
import org.openspine.api.ApiDescription.Example;

/** Requests that work with the sample data. */
final class EpsExamples {
    private EpsExamples() {}

    static List<Example> of(EpsDoor door) {
        return List.of(Example.get("What the API can do", "/FHIR/R4/metadata"));
    }
}
