package org.openspine.samples.population;

import java.util.List;

/** A clinic that every hospital trust has. */
enum Clinic {
    CARDIOLOGY(1, "Cardiology"),
    DERMATOLOGY(2, "Dermatology"),
    ORTHOPAEDICS(3, "Trauma and orthopaedics"),
    OPHTHALMOLOGY(4, "Ophthalmology"),
    GASTROENTEROLOGY(5, "Gastroenterology"),
    EAR_NOSE_AND_THROAT(6, "Ear, nose and throat");

    static final List<Clinic> ALL = List.of(values());

    private final int number;
    private final String title;

    Clinic(int number, String title) {
        this.number = number;
        this.title = title;
    }

    String title() {
        return title;
    }

    /** The e-RS service id of this clinic at a trust, also its logical id. */
    String serviceId(int trust) {
        return Integer.toString(20_000 + trust * 10 + number);
    }
}
