package org.openspine.samples.load;

import java.util.Arrays;
import java.util.Locale;

/**
 * Files of the Organisation Data Service with the 27 columns of its standard layout, by the beginning of their names, and the role
 * that their organisations have.
 *
 * @see <a href="https://digital.nhs.uk/services/organisation-data-service/data-search-and-export/csv-downloads">ODS CSV downloads</a>
 */
enum OdsFile {
    GP_PRACTICES("epraccur", "RO177", "PRESCRIBING COST CENTRE"),
    BRANCH_SURGERIES("ebranchs", "RO96", "BRANCH SURGERY"),
    TRUSTS("etr", "RO197", "NHS TRUST"),
    TRUST_SITES("ets", "RO198", "NHS TRUST SITE"),
    CARE_TRUSTS("ect", "RO107", "CARE TRUST"),
    PHARMACIES("edispensary", "RO182", "PHARMACY"),
    PHARMACY_HEADQUARTERS("epharmacyhq", "RO181", "PHARMACY HEADQUARTER"),
    COMMISSIONING_GROUPS("eccg", "RO98", "CLINICAL COMMISSIONING GROUP"),
    CARE_HOMES("ecarehomesite", "RO106", "SOCIAL CARE SITE"),
    INDEPENDENT_PROVIDERS("ephp", "RO172", "INDEPENDENT SECTOR HEALTHCARE PROVIDER"),
    INDEPENDENT_SITES("ephpsite", "RO176", "INDEPENDENT SECTOR H/C PROVIDER SITE"),
    /** People, not organisations. */
    GENERAL_PRACTITIONERS("egpcur", "", ""),
    OTHER("", "", "");

    private final String beginning;
    private final String role;
    private final String display;

    OdsFile(String beginning, String role, String display) {
        this.beginning = beginning;
        this.role = role;
        this.display = display;
    }

    String role() {
        return role;
    }

    String display() {
        return display;
    }

    boolean isSites() {
        return this == TRUST_SITES || this == INDEPENDENT_SITES || this == CARE_HOMES;
    }

    /** The kind of file in which organisations of that role are. */
    static OdsFile ofRole(String role) {
        return Arrays.stream(values())
                .filter(kind -> !kind.role.isEmpty() && kind.role.equals(role))
                .findFirst()
                .orElse(OTHER);
    }

    /** The kind of a file of that name; the longest beginning counts. */
    static OdsFile named(String file) {
        String name = file.substring(file.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(kind -> name.startsWith(kind.beginning))
                .reduce(OTHER, (best, kind) -> kind.beginning.length() >= best.beginning.length() ? kind : best);
    }
}
