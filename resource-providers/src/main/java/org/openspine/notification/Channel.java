package org.openspine.notification;

import org.openspine.repository.OutboxStore.DeadLetter;
import org.openspine.repository.OutboxStore.Waiting;

/** A way to deliver messages. */
interface Channel {
    /** As messages name it. */
    String name();

    /** Delivers one message, once more if it was delivered before and nobody knows. Blocks at most a few seconds. */
    Delivery deliver(Waiting message);

    /** A message became a dead letter; called in the transaction in which it does. */
    default void gaveUp(DeadLetter letter) {}

    /** What became of a delivery. */
    sealed interface Delivery {
        Delivery DONE = new Done();

        static Delivery failed(String reason) {
            return new Failed(reason);
        }

        /** It arrived, or nobody wants it any more. */
        record Done() implements Delivery {}

        /** It did not arrive; it will be tried again. The reason names no patient. */
        record Failed(String reason) implements Delivery {}
    }
}
