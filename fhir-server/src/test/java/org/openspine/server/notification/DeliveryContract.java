package org.openspine.server.notification;

/** How notifications are delivered, whatever the database. */
interface DeliveryContract extends SubscriptionContract {}
