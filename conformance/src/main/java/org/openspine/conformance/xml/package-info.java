/**
 * FHIR's XML format, read into the JSON tree that everything else works on.
 *
 * <p>Entry point: {@link org.openspine.conformance.xml.ResourceXml}. Uses the shapes of {@code structure} to tell lists from single
 * values and numbers from strings. Document types and entities are refused.
 *
 * @see <a href="https://hl7.org/fhir/R4/xml.html">FHIR R4 XML</a>
 */
@NullMarked
package org.openspine.conformance.xml;

import org.jspecify.annotations.NullMarked;
