/**
 * The state machine of electronic prescriptions: values and pure rules, no storage and no messages.
 *
 * <p>{@link org.openspine.prescriptions.state.StateTable} says what each event does in each state of a prescription,
 * {@link org.openspine.prescriptions.state.ItemStatus} which moves an item may make;
 * {@link org.openspine.prescriptions.state.ReleaseRules}, {@link org.openspine.prescriptions.state.DispenseRules},
 * {@link org.openspine.prescriptions.state.ClaimRules} and {@link org.openspine.prescriptions.state.CancelRules} carry them
 * out on a {@link org.openspine.prescriptions.state.Prescription}, {@link org.openspine.prescriptions.state.TimeRules} what
 * happens by itself.
 *
 * <p>Words: a <em>prescription</em> has one or more <em>issues</em>, which are dispensed one after the other (repeat
 * dispensing; any other has one); a <em>line</em> is one medicine of it, an <em>item</em> that medicine in one issue.
 */
@NullMarked
package org.openspine.prescriptions.state;

import org.jspecify.annotations.NullMarked;
