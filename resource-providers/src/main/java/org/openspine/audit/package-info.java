/**
 * Who looked at what, and who changed it: an append-only log in which every entry carries the hash of the one before.
 *
 * <p>{@link org.openspine.audit.AuditTrail} appends and makes requests wait until their entry is durable; {@link
 * org.openspine.audit.AuditChain} is how entries hang together, {@link org.openspine.audit.AuditVerification} checks it, and
 * {@link org.openspine.audit.AccessEvents} shows entries as FHIR AuditEvents.
 */
@NullMarked
package org.openspine.audit;

import org.jspecify.annotations.NullMarked;
