/**
 * Child protection and patient flags: what makes a clinician look twice at a patient.
 *
 * <p>Glossary. <b>Patient flag</b>: the top-level Flag of one {@link org.openspine.childprotection.FlagKind kind}; its details
 * (adjustments, conditions, plans) hang on it. <b>Plan</b>: a child protection plan, a looked-after or an unborn child, kept as
 * CarePlan with the CareTeam of the <b>local authority</b>. <b>Unscheduled</b>: care nobody planned, such as an emergency
 * department; a view there is recorded for everybody to see, and the authority of each active plan is told.
 *
 * <p>Here stands what the two national APIs share; {@code cpis} is Child Protection Information Sharing, {@code flags} the
 * Patient Flags API. {@link org.openspine.childprotection.ChildProtection} is the entry point.
 */
@NullMarked
package org.openspine.childprotection;

import org.jspecify.annotations.NullMarked;
