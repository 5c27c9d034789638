/**
 * The Spine Directory Service at {@value org.openspine.demographics.directory.DirectoryApi#BASE_PATH}: which accredited systems an
 * organisation has, and where messages for it go. Operators put the records as {@code Device} and {@code Endpoint} to the unified
 * base, in the form in which this API answers them.
 *
 * <p>Glossary. <b>ASID</b>: number of an accredited system. <b>Interaction</b>: a message or operation a system can do. <b>Party
 * key</b>: name of a message handling system. Organisations and people are found by plain search on the unified base.
 *
 * <p>{@link org.openspine.demographics.directory.DirectoryApi} is the entry; {@code DirectoryQuery} reads the parameters.
 *
 * @see <a href="https://digital.nhs.uk/developer/api-catalogue/spine-directory-service-fhir">Spine Directory Service FHIR API</a>
 */
@NullMarked
package org.openspine.demographics.directory;

import org.jspecify.annotations.NullMarked;
