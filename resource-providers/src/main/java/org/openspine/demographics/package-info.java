/**
 * Demographics: who a patient is, and what the record of a person may show.
 *
 * <p>Glossary. <b>Superseded</b>: a record merged into another, the <b>survivor</b>. <b>Invalidated</b>: a record that must not be
 * used. <b>Restricted</b> (R) and <b>very restricted</b> (V): sensitive records without location data. <b>Trace</b>: finding a
 * person's NHS number by what is known of them.
 *
 * <p>{@link org.openspine.demographics.PatientIndex} is what other services may use. The national APIs on it have packages of
 * their own: {@code pds} the Personal Demographics Service.
 */
@NullMarked
package org.openspine.demographics;

import org.jspecify.annotations.NullMarked;
