package org.openspine.fhir;

import java.util.List;
import java.util.Set;
import org.openspine.api.ContentRules;
import org.openspine.conformance.search.SearchParameterRegistry;
import org.openspine.conformance.structure.Structures;
import org.openspine.repository.search.SearchQueryParser;

/**
 * What the interactions of all callers share.
 *
 * @param types that are served
 * @param operations that are the same for every caller
 */
record Parts(
        Set<String> types,
        Structures structures,
        SearchParameterRegistry registry,
        SearchQueryParser parser,
        ContentRules rules,
        WriteRules writeRules,
        PageToken tokens,
        ReferenceRewriter references,
        List<Operation> operations) {}
