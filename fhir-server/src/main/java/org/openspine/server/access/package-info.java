/** Finds out who is asking: makes a {@link org.openspine.access.Caller} of what a request carries. */
@NullMarked
package org.openspine.server.access;

import org.jspecify.annotations.NullMarked;
