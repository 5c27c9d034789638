package org.openspine.prescriptions.eps;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.api.JsonBody;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;
import org.openspine.prescriptions.PrescriptionError;
import org.openspine.prescriptions.PrescriptionEvents;
import org.openspine.prescriptions.PrescriptionOutcomes;
import org.openspine.prescriptions.message.MessageBundle;
import org.openspine.prescriptions.message.MessageRules;
import org.openspine.prescriptions.message.MessageTime;
import org.openspine.prescriptions.message.NotificationTranslation;
import org.openspine.prescriptions.message.OrderRecordRules;
import org.openspine.prescriptions.signature.OrderTranslation;
import org.openspine.prescriptions.signature.SignatureFault;
import org.openspine.prescriptions.signature.SignatureVerifier;
import org.openspine.prescriptions.signature.SigningAlgorithm;
import org.openspine.prescriptions.signature.SigningDigest;

/** {@code $prepare} and {@code $process-message}. */
final class PrescribingEndpoints {
    private final MessageReader reader;
    private final PrescriptionEvents events;
    private final SignatureVerifier verifier;
    private final EpsSettings settings;
    private final Clock clock;

    PrescribingEndpoints(
            MessageReader reader,
            PrescriptionEvents events,
            SignatureVerifier verifier,
            EpsSettings settings,
            Clock clock) {
        this.reader = reader;
        this.events = events;
        this.verifier = verifier;
        this.settings = settings;
        this.clock = clock;
    }

    /** What the prescriber signs. An order that is signed already keeps the time of its signature. */
    FhirResponse prepare(IncomingRequest request) {
        ObjectNode body = reader.read(request);
        Refused.ifAny(reader.invalid(request, body));
        Refused.ifAny(MessageRules.prepare(body, EpsPermission.of(settings, request)));
        MessageBundle message = new MessageBundle(body);
        Instant time = OrderTranslation.signedAt(message)
                .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.SECONDS));
        SigningAlgorithm algorithm = settings.algorithm(request.caller());
        SigningDigest digest = SigningDigest.of(OrderTranslation.signedText(message, time), algorithm);
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("resourceType", "Parameters");
        ArrayNode parameters = answer.putArray("parameter");
        parameters.addObject().put("name", "digest").put("valueString", digest.base64());
        parameters.addObject().put("name", "timestamp").put("valueString", PrescriptionOutcomes.time(time));
        parameters.addObject().put("name", "algorithm").put("valueString", algorithm.name());
        return FhirResponse.of(200, JsonBody.of(ResourceJson.write(answer)));
    }

    FhirResponse processMessage(IncomingRequest request) {
        ObjectNode body = reader.read(request);
        Refused.ifAny(reader.invalid(request, body));
        Refused.ifAny(MessageRules.message(body, EpsPermission.of(settings, request)));
        MessageBundle message = new MessageBundle(body);
        return switch (message.event()) {
            case MessageBundle.ORDER -> order(request, message);
            case MessageBundle.ORDER_UPDATE -> {
                if (settings.isOff(EpsSettings.Function.CANCELLATION)) {
                    throw new SpineException(PrescriptionError.CANCELLATION_DISABLED);
                }
                OrderTranslation.signedText(message, clock.instant());
                yield events.cancel(body, request.caller());
            }
            default -> {
                NotificationTranslation.check(message);
                yield events.notifyDispense(body, request.caller());
            }
        };
    }

    private FhirResponse order(IncomingRequest request, MessageBundle message) {
        Instant now = clock.instant();
        OrderTranslation.signedText(message, OrderTranslation.signedAt(message).orElse(now));
        OrderTranslation.requireXml(message);
        OrderRecordRules.check(message, now.atZone(MessageTime.ZONE).toLocalDate());
        if (settings.uploadSignatures() == EpsSettings.UploadSignatures.VERIFIED) {
            List<SignatureFault> faults = verifier.verify(message);
            if (!faults.isEmpty()) {
                throw new SpineException(
                        EpsError.INVALID_SIGNATURE,
                        faults.stream().map(fault -> Problem.of(fault.text())).toList());
            }
        }
        return events.order(message.tree(), request.caller());
    }

    /** {@code $validate}: the form of any resource. */
    FhirResponse validate(IncomingRequest request) {
        Refused.ifAny(reader.validate(request, reader.read(request)));
        return new PrescriptionOutcomes(clock).success();
    }
}
