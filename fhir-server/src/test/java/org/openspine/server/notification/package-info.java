/** Delivery of notifications to a real receiver, on both databases. */
@NullMarked
package org.openspine.server.notification;

import org.jspecify.annotations.NullMarked;
