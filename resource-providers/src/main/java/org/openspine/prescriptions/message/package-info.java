/**
 * What a prescription message must be before any record is looked at: access to its parts
 * ({@link org.openspine.prescriptions.message.MessageBundle}), and the published rules of its kind, entered at
 * {@link org.openspine.prescriptions.message.MessageRules}. Pure functions on the JSON tree.
 */
@NullMarked
package org.openspine.prescriptions.message;

import org.jspecify.annotations.NullMarked;
