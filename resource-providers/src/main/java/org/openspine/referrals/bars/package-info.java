/**
 * Booking and Referral Standard at {@value org.openspine.referrals.bars.BarsApi#BASE_PATH}: urgent-care systems refer, ask for
 * validation and book by messages, and read what was made of them.
 *
 * <p>{@link org.openspine.referrals.bars.BarsApi} is the table of endpoints; {@code Workflow} the table of what a message may ask;
 * {@code MessageProcessing} what it does; {@code BarsError} the published error table.
 *
 * @see <a href="https://digital.nhs.uk/developer/api-catalogue/booking-and-referral-fhir">BaRS FHIR API</a>
 */
@NullMarked
package org.openspine.referrals.bars;

import org.jspecify.annotations.NullMarked;
