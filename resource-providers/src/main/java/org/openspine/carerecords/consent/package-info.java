/**
 * Consent as the one source of truth: kinds of {@code Consent}, the one in force per patient and kind, and what it forbids.
 * Business identifiers keep both in step: the decision in force holds one of its kind, a refusal one of another by
 * which searches leave out what is refused.
 */
@NullMarked
package org.openspine.carerecords.consent;

import org.jspecify.annotations.NullMarked;
