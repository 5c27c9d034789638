/**
 * The Spine Mini Service: four questions of simple clients about one person, answered from the demographic records and never
 * changing them. Verify an NHS number, get the number, get the details by number or by what is known of the person.
 *
 * <p>{@link org.openspine.demographics.miniservice.MiniService} holds the questions; they are asked as FHIR operations on the
 * unified base ({@code MiniServiceOperation}) and on the base of the Personal Demographics Service. Outcomes that are no fault of
 * the request are {@code MiniServiceStatus} codes. Uses {@code demographics.trace} and the views of {@code demographics.pds}.
 */
@NullMarked
package org.openspine.demographics.miniservice;

import org.jspecify.annotations.NullMarked;
