/**
 * Failures as values: one exception class, an error catalogue per API ({@link org.openspine.error.ErrorCode}), and
 * nothing that knows HTTP servers.
 */
@NullMarked
package org.openspine.error;

import org.jspecify.annotations.NullMarked;
