/**
 * Referrals: the e-Referral Service and what it shares with booking and referral between urgent care systems, over
 * ServiceRequest.
 *
 * <p>Glossary. <b>UBRN</b>: the number of a referral or advice request, 12 digits. <b>Shortlist</b>: the services a referral may
 * go to. <b>DBS, IBS</b>: directly and indirectly bookable service. <b>Triage</b>: a service reviews the referral before anybody
 * books. <b>Deferral</b>: the provider is asked to book, because no slot could be had. <b>Advice and guidance</b>: a conversation
 * instead of, or before, a referral.
 *
 * <p>{@link org.openspine.referrals.ReferralEvent} is the table of states and of who may do what;
 * {@link org.openspine.referrals.SlotBooking} books slots so that nobody books one twice;
 * {@link org.openspine.referrals.Worklist} says which list a referral stands on. The national API has a package of its own:
 * {@code ers}.
 */
@NullMarked
package org.openspine.referrals;

import org.jspecify.annotations.NullMarked;
