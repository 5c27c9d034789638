package org.openspine.prescriptions.eps;

import java.time.Clock;
import org.openspine.api.Replays;

/** What all doors of the service share. */
record EpsParts(
        EpsSettings settings,
        PrescribingEndpoints prescribing,
        DispensingEndpoints dispensing,
        VerifySignature verifySignature,
        EpsRefusal refusal,
        Replays replays,
        Clock clock) {}
