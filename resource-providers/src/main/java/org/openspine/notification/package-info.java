/**
 * Delivery of notifications: a durable outbox that is filled in the transaction of the cause and emptied in order, recipient by
 * recipient, until each message has arrived or is put aside as a dead letter.
 */
@NullMarked
package org.openspine.notification;

import org.jspecify.annotations.NullMarked;
