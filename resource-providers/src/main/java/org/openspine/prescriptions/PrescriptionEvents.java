package org.openspine.prescriptions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.openspine.access.Caller;
import org.openspine.api.FhirResponse;

/**
 * What can happen to a prescription. Each message has passed the rules of its kind (an order also those of
 * {@link org.openspine.prescriptions.message.OrderRecordRules}); each method is one transaction and gives the answer of the national service, or throws a {@link org.openspine.error.SpineException} with a row such as
 * {@link PrescriptionError}.
 */
public interface PrescriptionEvents {
    /** {@code $process-message} with event {@code prescription-order}: a prescriber sends a signed prescription. */
    FhirResponse order(ObjectNode bundle, Caller caller);

    /** Event {@code prescription-order-update}: a prescriber cancels one line item. */
    FhirResponse cancel(ObjectNode bundle, Caller caller);

    /** Event {@code dispense-notification}: a dispenser tells what was supplied, or amends what it told last. */
    FhirResponse notifyDispense(ObjectNode bundle, Caller caller);

    /** {@code POST Claim}: a dispenser asks to be paid, or amends what it asked. */
    FhirResponse claim(ObjectNode claim, Caller caller);

    /** {@code Task/$release}: a dispenser takes one prescription by its number, or the next of those nominated to it. */
    FhirResponse release(ObjectNode parameters, Caller caller);

    /** {@code POST Task}: a dispenser returns a prescription ({@code rejected}) or withdraws a notification ({@code in-progress}). */
    FhirResponse changeTask(ObjectNode task, Caller caller);
}
