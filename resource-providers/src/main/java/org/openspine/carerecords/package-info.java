/**
 * Care records: the Summary Care Record and the consent that governs it.
 *
 * <p>Glossary. <b>Summary</b> (SCR, GP summary): an immutable clinical document made from the GP record; only the newest one of a
 * patient is read. <b>Core</b>: medicines, allergies and adverse reactions; every other section is <b>additional
 * information</b>. <b>Permission</b> (ACS): what the patient prefers, {@code Yes}, {@code No} or {@code Ask}. <b>Permission to
 * view</b>: asked of the patient at the point of care. <b>Alert</b>: tells the privacy officer that a record was opened without it.
 *
 * <p>{@code consent} holds what patients decided, as {@code Consent} resources, and what that forbids; {@code scr} is the national
 * API. Entry point: {@link org.openspine.carerecords.CareRecords}.
 */
@NullMarked
package org.openspine.carerecords;

import org.jspecify.annotations.NullMarked;
