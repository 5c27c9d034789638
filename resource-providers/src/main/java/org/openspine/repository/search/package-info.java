/**
 * From resources to index values and from query strings to conditions on them: one class per search-parameter type, which
 * does both so that they agree. {@link org.openspine.repository.search.IndexExtractor} and
 * {@link org.openspine.repository.search.SearchQueryParser} are the entry points; no SQL here.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html">FHIR R4 search</a>
 */
@NullMarked
package org.openspine.repository.search;

import org.jspecify.annotations.NullMarked;
