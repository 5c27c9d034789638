/**
 * The e-Referral Service at {@code /referrals/FHIR/R4}: the published R4 endpoints as they are, and the life cycle of the STU3 API
 * under its operation names in R4.
 *
 * <p>{@link org.openspine.referrals.ers.ErsApi} is the table of endpoints and the order of checks,
 * {@link org.openspine.referrals.ers.ErsAction} who may do what. Every operation is a class: it reads its parameters, locks what it
 * changes, checks, stores. Errors are rows of {@link org.openspine.referrals.ers.ErsError} and of
 * {@link org.openspine.referrals.ers.BusinessError}.
 *
 * @see <a href="https://digital.nhs.uk/developer/api-catalogue/e-referral-service-fhir">e-Referral Service FHIR API</a>
 */
@NullMarked
package org.openspine.referrals.ers;

import org.jspecify.annotations.NullMarked;
