package org.openspine.demographics.pds;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The extensions of a national Patient, each at most once. */
enum PdsExtension {
    NOMINATED_PHARMACY("Extension-UKCore-NominatedPharmacy", true),
    DISPENSING_DOCTOR("Extension-UKCore-PreferredDispenserOrganization", true),
    APPLIANCE_SUPPLIER("Extension-UKCore-MedicalApplianceSupplier", true),
    DEATH_NOTIFICATION("Extension-UKCore-DeathNotificationStatus", false),
    COMMUNICATION("Extension-UKCore-NHSCommunication", false),
    CONTACT_PREFERENCE("Extension-UKCore-ContactPreference", false),
    BIRTH_PLACE("http://hl7.org/fhir/StructureDefinition/patient-birthPlace", true),
    REMOVAL_FROM_REGISTRATION("https://fhir.nhs.uk/StructureDefinition/Extension-PDS-RemovalFromRegistration", false);

    /** Those that name an organisation which dispenses for the patient. */
    static final List<PdsExtension> DISPENSERS = List.of(NOMINATED_PHARMACY, DISPENSING_DOCTOR, APPLIANCE_SUPPLIER);

    private static final String UK_CORE = "https://fhir.hl7.org.uk/StructureDefinition/";
    private static final String FORMER = "https://fhir.nhs.uk/R4/StructureDefinition/";

    private final String url;
    private final boolean tellsLocation;

    PdsExtension(String name, boolean tellsLocation) {
        this.url = name.startsWith("http") ? name : "https://fhir.hl7.org.uk/StructureDefinition/" + name;
        this.tellsLocation = tellsLocation;
    }

    String url() {
        return url;
    }

    /** Whether it is kept from callers who may not know where a restricted patient is. */
    boolean tellsLocation() {
        return tellsLocation;
    }

    /** The extension of that URL, in its present or its former spelling. */
    static Optional<PdsExtension> of(String url) {
        String current = current(url);
        return Arrays.stream(values())
                .filter(extension -> extension.url.equals(current))
                .findFirst();
    }

    /** The present spelling of a UK Core extension URL. */
    static String current(String url) {
        return url.startsWith(FORMER) ? UK_CORE + url.substring(FORMER.length()) : url;
    }
}
