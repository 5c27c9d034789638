package org.openspine.childprotection;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.openspine.conformance.packages.OwnPackage;
import org.openspine.conformance.search.SearchParameterDefinition;
import org.openspine.conformance.search.SearchParameterRegistry;

/**
 * The search parameters that NHS England defines for Flag, which FHIR R4 cannot search by code. They come with the program's package, so
 * that they are served as resources too.
 *
 * @see <a href="https://fhir.nhs.uk/England/SearchParameter/England-FlagDetail">England-FlagDetail</a>
 */
public final class FlagSearchParameters {
    private FlagSearchParameters() {}

    public static SearchParameterRegistry addTo(SearchParameterRegistry registry) {
        SearchParameterRegistry more = registry;
        for (ObjectNode resource : OwnPackage.resources("SearchParameter")) {
            for (SearchParameterDefinition definition : SearchParameterDefinition.compile(resource, more)) {
                more = more.with(definition);
            }
        }
        return more;
    }
}
