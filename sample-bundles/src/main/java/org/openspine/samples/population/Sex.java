package org.openspine.samples.population;

/** Sex as names and ages depend on it. */
enum Sex {
    FEMALE("female"),
    MALE("male");

    private final String code;

    Sex(String code) {
        this.code = code;
    }

    /** The FHIR administrative gender. */
    String code() {
        return code;
    }

    static Sex pick(SeededStream chance) {
        return chance.inThousand(507) ? FEMALE : MALE;
    }

    Sex other() {
        return this == FEMALE ? MALE : FEMALE;
    }
}
