package org.openspine.samples.population;

import java.util.List;

/** A code with its system and its name. */
record Coding(String system, String code, String display) {
    static final String SNOMED = "http://snomed.info/sct";

    static Coding snomed(String code, String display) {
        return new Coding(SNOMED, code, display);
    }

    /** From a row that starts with a SNOMED CT code and its name. */
    static Coding snomed(List<String> row) {
        return snomed(row.get(0), row.get(1));
    }
}
