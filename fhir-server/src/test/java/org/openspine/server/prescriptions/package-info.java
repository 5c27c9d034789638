/** The prescription APIs over HTTP, on both databases. */
@NullMarked
package org.openspine.server.prescriptions;

import org.jspecify.annotations.NullMarked;
