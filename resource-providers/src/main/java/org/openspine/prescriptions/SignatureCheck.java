package org.openspine.prescriptions;

import org.openspine.prescriptions.message.MessageBundle;

/** Whether a prescription may be given to a dispenser: it was signed by who ordered it, and not changed since. */
@FunctionalInterface
public interface SignatureCheck {
    boolean isRight(MessageBundle order);
}
