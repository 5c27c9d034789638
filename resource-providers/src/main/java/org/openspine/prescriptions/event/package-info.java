/**
 * The messages that change prescriptions, read into what the rules of {@code prescriptions.state} take, and the answers that
 * are more than an outcome. Messages have passed the rules of {@code prescriptions.message} before.
 */
@NullMarked
package org.openspine.prescriptions.event;

import org.jspecify.annotations.NullMarked;
