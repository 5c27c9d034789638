package org.openspine.server.access;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SMART App Launch 2 scopes, and the NHS names that stand for them.
 *
 * @see <a href="https://hl7.org/fhir/smart-app-launch/scopes-and-launch-context.html">SMART scopes</a>
 */
final class Scopes {
    private static final Pattern SMART =
            Pattern.compile("(system|user|patient)/([A-Z][A-Za-z]{1,39}|\\*)\\.(c?r?u?d?s?)");
    private static final Pattern NHS = Pattern.compile(
            "urn:nhsd:apim:(?:app:level3|user-nhs-(?:cis2|id):aal(?<aal>[123])|user-nhs-login:(?<proof>P[059])):"
                    + "(?<service>[a-z-]+(?::[a-z]+)?)");

    private static final String PRESCRIBING = "MedicationRequest.crus Task.rs Bundle.c";
    private static final String DISPENSING =
            "MedicationRequest.rs MedicationDispense.crus Task.crus Claim.crus Bundle.c";

    /** What an NHS scope for a service comes to. */
    private static final Map<String, String> SERVICES = Map.ofEntries(
            Map.entry("personal-demographics-service", "Patient.rs RelatedPerson.rs Coverage.r"),
            Map.entry("personal-demographics", "Patient.rs RelatedPerson.rs Coverage.r"),
            Map.entry("spine-directory-service", "Endpoint.rs Device.rs Organization.rs"),
            Map.entry("summary-care-record", "Bundle.crs DocumentReference.rs Consent.crus AuditEvent.c"),
            Map.entry(
                    "electronic-prescription-service",
                    "MedicationRequest.crus MedicationDispense.crus Task.crus Claim.crus Bundle.c"),
            Map.entry("electronic-prescription-service-api:prescribing", PRESCRIBING),
            Map.entry("electronic-prescription-service-api:dispensing", DISPENSING),
            Map.entry("electronic-prescription-service-api:tracker", "MedicationRequest.rs Task.rs"),
            Map.entry("fhir-prescribing", PRESCRIBING),
            Map.entry("fhir-dispensing", DISPENSING),
            Map.entry(
                    "e-referrals-service-api",
                    "ServiceRequest.crus Appointment.crus HealthcareService.rs PractitionerRole.rs Binary.crs"),
            Map.entry("booking-and-referral", "ServiceRequest.crus Appointment.crus Slot.rs Bundle.c"),
            Map.entry("child-protection-information-sharing", "CareTeam.rs AuditEvent.crs"),
            Map.entry("patient-flags-api", "Flag.crus"));

    private Scopes() {}

    /** The scopes of {@code granted} that {@code wanted} asks for and {@code identity} is good enough for. */
    static Set<String> granted(Set<String> granted, Set<String> wanted, Optional<Identity> identity) {
        Set<String> scopes = new LinkedHashSet<>();
        for (String scope : granted) {
            if ((wanted.isEmpty() || wanted.contains(scope)) && isFor(scope, identity)) {
                scopes.addAll(smart(scope, identity));
            }
        }
        return scopes;
    }

    static boolean isKnown(String scope) {
        Matcher nhs = NHS.matcher(scope);
        return SMART.matcher(scope).matches() || (nhs.matches() && SERVICES.containsKey(nhs.group("service")));
    }

    /** Whether {@code scopes} allow {@code permission} (one of c r u d s) on {@code type} in {@code context}. */
    static boolean allow(Set<String> scopes, String context, String type, char permission) {
        for (String scope : scopes) {
            Matcher matcher = SMART.matcher(scope);
            if (matcher.matches()
                    && matcher.group(1).equals(context)
                    && (matcher.group(2).equals("*") || matcher.group(2).equals(type))
                    && matcher.group(3).indexOf(permission) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean isFor(String scope, Optional<Identity> identity) {
        String context = context(identity);
        if (SMART.matcher(scope).matches()) {
            return scope.startsWith(context + "/") && isAssured(identity);
        }
        Matcher nhs = NHS.matcher(scope);
        if (!nhs.matches()) {
            return false;
        }
        if (nhs.group("aal") != null) {
            return identity.filter(one -> one instanceof Identity.HealthcareWorker worker
                            && worker.assurance() >= Integer.parseInt(nhs.group("aal")))
                    .isPresent();
        }
        if (nhs.group("proof") != null) {
            return identity.filter(one ->
                            one instanceof Identity.Patient patient && proof(patient) >= proof(nhs.group("proof")))
                    .isPresent();
        }
        return identity.isEmpty();
    }

    /** Without an NHS name that says otherwise: two factors for workers, a proved identity for patients. */
    private static boolean isAssured(Optional<Identity> identity) {
        return identity.map(one -> one instanceof Identity.HealthcareWorker worker
                        ? worker.assurance() >= 2
                        : one instanceof Identity.Patient patient && proof(patient) == 9)
                .orElse(true);
    }

    private static int proof(Identity.Patient patient) {
        return proof(patient.proofing());
    }

    private static int proof(String level) {
        return level.matches("P[059]") ? level.charAt(1) - '0' : 0;
    }

    static String context(Optional<Identity> identity) {
        return identity.map(one -> one instanceof Identity.Patient ? "patient" : "user")
                .orElse("system");
    }

    private static List<String> smart(String scope, Optional<Identity> identity) {
        Matcher nhs = NHS.matcher(scope);
        if (!nhs.matches()) {
            return List.of(scope);
        }
        String context = context(identity);
        return Arrays.stream(SERVICES.getOrDefault(nhs.group("service"), "").split(" "))
                .filter(part -> !part.isEmpty())
                .map(part -> context + "/" + part)
                .toList();
    }
}
