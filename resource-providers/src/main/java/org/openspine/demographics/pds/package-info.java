/**
 * The Personal Demographics Service at {@value org.openspine.demographics.pds.PdsApi#BASE_PATH}: read, trace, update and create
 * the record of a patient, related people and EHIC details, as the national FHIR API does.
 *
 * <p>{@link org.openspine.demographics.pds.PdsApi} is the table of endpoints and the order of checks; {@code PdsError} the published
 * error table; {@code PatientView} what of a stored Patient a caller sees.
 *
 * @see <a href="https://digital.nhs.uk/developer/api-catalogue/personal-demographics-service-fhir">PDS FHIR API</a>
 */
@NullMarked
package org.openspine.demographics.pds;

import org.jspecify.annotations.NullMarked;
