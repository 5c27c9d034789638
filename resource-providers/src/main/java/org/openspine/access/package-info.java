/**
 * Who is asking: values only. The server makes a {@link org.openspine.access.Caller} of a token or of the headers a trusted
 * gateway sets; APIs and services decide by it.
 */
@NullMarked
package org.openspine.access;

import org.jspecify.annotations.NullMarked;
