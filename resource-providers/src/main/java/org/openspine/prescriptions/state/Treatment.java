package org.openspine.prescriptions.state;

import java.util.Arrays;
import java.util.Optional;

/** The kind of treatment: {@code courseOfTherapyType}, and the intents that go with it on the way in and out. */
public enum Treatment {
    ACUTE(
            "http://terminology.hl7.org/CodeSystem/medicationrequest-course-of-therapy",
            "acute",
            "Short course (acute) therapy",
            "order",
            "order",
            "order"),
    /** Repeat prescribing: every issue is a prescription of its own. */
    REPEAT(
            "http://terminology.hl7.org/CodeSystem/medicationrequest-course-of-therapy",
            "continuous",
            "Continuous long term therapy",
            "instance-order",
            "order",
            "instance-order"),
    REPEAT_DISPENSING(
            "https://fhir.nhs.uk/CodeSystem/medicationrequest-course-of-therapy",
            "continuous-repeat-dispensing",
            "Continuous long term (repeat dispensing)",
            "original-order",
            "reflex-order",
            "reflex-order");

    private final String system;
    private final String code;
    private final String display;
    private final String intent;
    private final String releasedIntent;
    private final String trackedIntent;

    Treatment(String system, String code, String display, String intent, String releasedIntent, String trackedIntent) {
        this.system = system;
        this.code = code;
        this.display = display;
        this.intent = intent;
        this.releasedIntent = releasedIntent;
        this.trackedIntent = trackedIntent;
    }

    public static Optional<Treatment> of(String code) {
        return Arrays.stream(values())
                .filter(treatment -> treatment.code.equals(code))
                .findFirst();
    }

    public String system() {
        return system;
    }

    public String code() {
        return code;
    }

    public String display() {
        return display;
    }

    /** The intent in an order. */
    public String intent() {
        return intent;
    }

    /** The intent in a released prescription. */
    public String releasedIntent() {
        return releasedIntent;
    }

    /** The intent in the clinical tracker. */
    public String trackedIntent() {
        return trackedIntent;
    }
}
