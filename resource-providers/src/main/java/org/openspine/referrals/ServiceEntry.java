package org.openspine.referrals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.openspine.repository.StoredResource;
import org.openspine.terminology.identifier.OdsCode;

/** An entry of the directory of services: a HealthcareService as referrals see it. */
public record ServiceEntry(String id, JsonNode tree) {
    public static final String TYPE = "HealthcareService";
    public static final String FLOW = "https://fhir.nhs.uk/CodeSystem/eRS-RequestFlowType";
    public static final String BOOKABLE = "https://fhir.nhs.uk/CodeSystem/eRS-BookableType";
    public static final String APPOINTMENT_TYPE = "https://fhir.nhs.uk/CodeSystem/eRS-AppointmentType";

    private static final int SITE_CODE_LENGTH = 5;
    private static final int TRUST_CODE_LENGTH = 3;

    public static ServiceEntry of(StoredResource stored) {
        return new ServiceEntry(stored.key().id(), stored.tree());
    }

    public String name() {
        return tree.path("name").asText();
    }

    /** Services are open unless they say otherwise. */
    public boolean isOpen() {
        return tree.path("active").asBoolean(true);
    }

    public ServiceKind kind() {
        if (hasFlow("REVIEW")) {
            return ServiceKind.TRIAGE;
        }
        return switch (bookableType()) {
            case "DIRECTLY_BOOKABLE" -> ServiceKind.DIRECTLY_BOOKABLE;
            case "INDIRECTLY_BOOKABLE" -> ServiceKind.INDIRECTLY_BOOKABLE;
            default -> ServiceKind.OTHER;
        };
    }

    public boolean givesAdvice() {
        return hasFlow("ADVICE_AND_GUIDANCE");
    }

    /** {@code DIRECTLY_BOOKABLE}, {@code INDIRECTLY_BOOKABLE} or {@code UNSPECIFIED}. */
    public String bookableType() {
        return Elements.coded(tree.path("characteristic"), BOOKABLE).orElse("UNSPECIFIED");
    }

    public Optional<String> appointmentType() {
        return Elements.coded(tree.path("type"), APPOINTMENT_TYPE);
    }

    /** Whether referrals, as against questions only, can be made to this service. */
    public boolean takesReferrals() {
        return kind() != ServiceKind.OTHER;
    }

    /** {@code BOOKABLE}, {@code REVIEW} or {@code ADVICE_AND_GUIDANCE}. */
    public boolean hasFlow(String flow) {
        for (JsonNode characteristic : tree.path("characteristic")) {
            for (JsonNode coding : characteristic.path("coding")) {
                if (coding.path("system").asText().equals(FLOW)
                        && coding.path("code").asText().equals(flow)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether one of the specialties has this code; a service that names none takes any. */
    public boolean hasSpecialty(String code) {
        return tree.path("specialty").isEmpty() || codes(tree.path("specialty")).contains(code);
    }

    /** The same for codes of these systems, such as clinic types; a service that names none of them takes any. */
    public boolean hasSpecialtyOf(Set<String> systems, String code) {
        boolean namesSome = false;
        for (JsonNode concept : tree.path("specialty")) {
            for (JsonNode coding : concept.path("coding")) {
                if (systems.contains(coding.path("system").asText())) {
                    namesSome = true;
                    if (coding.path("code").asText().equals(code)) {
                        return true;
                    }
                }
            }
        }
        return !namesSome;
    }

    /** Whether it sees patients of this priority; a service that names none sees all. */
    public boolean supports(Priority priority) {
        Set<String> supported = new LinkedHashSet<>();
        for (JsonNode characteristic : tree.path("characteristic")) {
            for (JsonNode coding : characteristic.path("coding")) {
                if (coding.path("system").asText().equals(Priority.SYSTEM)) {
                    supported.add(coding.path("code").asText());
                }
            }
        }
        return supported.isEmpty() || supported.contains(priority.name());
    }

    public Set<String> specialties() {
        return codes(tree.path("specialty"));
    }

    private static Set<String> codes(JsonNode concepts) {
        Set<String> codes = new LinkedHashSet<>();
        concepts.forEach(concept -> concept.path("coding")
                .forEach(coding -> codes.add(coding.path("code").asText())));
        return codes;
    }

    /** ODS codes of those who run the service: who provides it, else the parents of its sites. */
    public Set<String> providers() {
        Set<String> providers = new LinkedHashSet<>();
        JsonNode provider = tree.path("providedBy");
        Elements.idOf(provider, "Organization").ifPresent(providers::add);
        if (provider.path("identifier").path("system").asText().equals(OdsCode.SYSTEM)) {
            Elements.text(provider.path("identifier").path("value")).ifPresent(providers::add);
        }
        for (JsonNode location : tree.path("location")) {
            if (location.path("identifier").path("system").asText().equals(Elements.SITE)) {
                String site = location.path("identifier").path("value").asText();
                providers.add(site.length() == SITE_CODE_LENGTH ? site.substring(0, TRUST_CODE_LENGTH) : site);
            }
        }
        return providers;
    }

    public Placement placement() {
        return new Placement(id, providers());
    }
}
