/** The demographics APIs over HTTP, on both databases. */
@NullMarked
package org.openspine.server.demographics;

import org.jspecify.annotations.NullMarked;
