package org.openspine.carerecords.consent;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openspine.error.Problem;

/** What a completed Consent of a kind must say. Pure. */
final class ConsentRules {
    static final String ALERT_REASON = "https://fhir.nhs.uk/CodeSystem/SCR-AlertReason";

    private static final String SCOPE = "http://terminology.hl7.org/CodeSystem/consentscope";
    private static final String ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
    private static final Set<String> REASONS = Set.of("1", "2", "3", "4", "5", "6");
    private static final Set<String> OVERRIDE_PURPOSES = Set.of("ETREAT", "PUBHLTH", "HLEGAL");

    /** The statuses a proxy request may reach from each. */
    private static final Map<String, Set<String>> PROXY_PATH = Map.of(
            "", Set.of("proposed", "active"),
            "proposed", Set.of("proposed", "active", "rejected", "entered-in-error"),
            "active", Set.of("active", "inactive", "entered-in-error"),
            "rejected", Set.of("rejected", "entered-in-error"),
            "inactive", Set.of("inactive", "entered-in-error"),
            "entered-in-error", Set.of("entered-in-error"));

    private ConsentRules() {}

    /** @param before the status it had, empty if it is new */
    static List<Problem> check(ConsentRecord consent, ConsentKind kind, String before) {
        List<Problem> problems = new ArrayList<>();
        long kinds = consent.categories()
                .filter(coding -> coding.path("system").asText().equals(ConsentKind.SYSTEM))
                .map(coding -> coding.path("code").asText())
                .filter(code -> ConsentKind.of(code).isPresent())
                .distinct()
                .count();
        if (kinds > 1) {
            problems.add(Problem.at("Consent.category", "A Consent is of one kind; write one for each"));
        }
        boolean isPrivacy = ConsentRecord.stream(consent.tree().path("scope").path("coding"))
                .anyMatch(coding -> ConsentCompletion.isCoding(coding, SCOPE, "patient-privacy"));
        if (!isPrivacy) {
            problems.add(Problem.at("Consent.scope", "The scope of this kind of Consent is patient-privacy"));
        }
        JsonNode provision = consent.tree().path("provision");
        String type = provision.path("type").asText();
        switch (kind) {
            case SCR_PREFERENCE -> preference(consent, type, problems);
            case SCR_ADDITIONAL_INFORMATION, NATIONAL_DATA_OPT_OUT, TYPE_1_OPT_OUT -> {
                if (type.isEmpty()) {
                    problems.add(Problem.at("Consent.provision.type", "This kind of Consent says permit or deny"));
                }
            }
            case PERMISSION_TO_VIEW -> {
                permit(type, problems);
                if (consent.viewer().isEmpty()) {
                    problems.add(Problem.at(
                            "Consent.provision.actor",
                            "A permission to view names the organisation that may view, by ODS code"));
                }
                period(provision.path("period"), false, problems);
            }
            case EMERGENCY_ACCESS -> {
                permit(type, problems);
                emergency(consent, problems);
                period(provision.path("period"), true, problems);
            }
            case NATIONAL_PROXY -> proxy(consent.tree(), before, problems);
        }
        return problems;
    }

    private static void preference(ConsentRecord consent, String type, List<Problem> problems) {
        Optional<Permission> permission = consent.permission();
        if (permission.isEmpty()) {
            problems.add(Problem.at(
                    "Consent.provision.code",
                    "A preference for the Summary Care Record has a code of %s: Yes, No or Ask"
                            .formatted(Permission.SYSTEM)));
            return;
        }
        boolean several = consent.provisionCodes()
                .filter(ConsentCompletion::isPermission)
                .anyMatch(coding -> Permission.of(coding.path("code").asText())
                        .filter(other -> other == permission.get())
                        .isEmpty());
        if (several) {
            problems.add(Problem.at("Consent.provision.code", "The preference is one of Yes, No and Ask"));
        }
        if (!type.equals(permission.get().provisionType())) {
            problems.add(Problem.at(
                    "Consent.provision.type",
                    "The code %s means %s"
                            .formatted(permission.get().code(), permission.get().provisionType())));
        }
    }

    private static void permit(String type, List<Problem> problems) {
        if (!type.equals("permit")) {
            problems.add(Problem.at("Consent.provision.type", "This kind of Consent can only permit"));
        }
    }

    private static void emergency(ConsentRecord consent, List<Problem> problems) {
        boolean reason = consent.provisionCodes()
                .anyMatch(coding -> coding.path("system").asText().equals(ALERT_REASON)
                        && REASONS.contains(coding.path("code").asText()));
        if (!reason) {
            problems.add(Problem.at(
                    "Consent.provision.code", "Emergency access has its reason from %s".formatted(ALERT_REASON)));
        }
        boolean purpose = ConsentRecord.stream(consent.tree().path("provision").path("purpose"))
                .anyMatch(coding -> coding.path("system").asText().equals(ACT_REASON)
                        && OVERRIDE_PURPOSES.contains(coding.path("code").asText()));
        if (!purpose) {
            problems.add(Problem.at("Consent.provision.purpose", "Emergency access is for ETREAT, PUBHLTH or HLEGAL"));
        }
    }

    private static void period(JsonNode period, boolean isShort, List<Problem> problems) {
        Optional<Instant> start = Instants.first(period.path("start").asText());
        Optional<Instant> end = Instants.first(period.path("end").asText());
        if (start.isEmpty() || end.isEmpty() || end.get().isBefore(start.get())) {
            problems.add(Problem.at("Consent.provision.period", "The period has a start, and an end after it"));
        } else if (isShort && start.get().plus(ConsentCompletion.LONGEST_VIEW).isBefore(end.get())) {
            problems.add(Problem.at("Consent.provision.period", "Emergency access lasts 24 hours at most"));
        }
    }

    /** The National Proxy profile. */
    private static void proxy(JsonNode consent, String before, List<Problem> problems) {
        String status = consent.path("status").asText();
        if (!PROXY_PATH.getOrDefault(before, Set.of()).contains(status)) {
            problems.add(Problem.at(
                    "Consent.status", "A proxy request is proposed, then active or rejected; not this way round"));
        }
        require(hasIdentifier(consent.path("patient")), "Consent.patient.identifier", "is needed", problems);
        int proxies = 0;
        int verifiers = 0;
        for (JsonNode performer : consent.path("performer")) {
            String type = type(performer);
            proxies += type.equals("RelatedPerson") ? 1 : 0;
            verifiers += type.equals("Practitioner") ? 1 : 0;
            require(hasIdentifier(performer), "Consent.performer.identifier", "has a system and a value", problems);
        }
        require(
                proxies == 1 && verifiers <= 1 && consent.path("performer").size() == proxies + verifiers,
                "Consent.performer",
                "is one proxy (RelatedPerson) and at most one verifier (Practitioner)",
                problems);
        require(
                type(consent.path("sourceReference")).equals("QuestionnaireResponse"),
                "Consent.sourceReference",
                "is a QuestionnaireResponse",
                problems);
        for (JsonNode verification : consent.path("verification")) {
            require(verification.has("verifiedWith"), "Consent.verification.verifiedWith", "is needed", problems);
        }
        JsonNode actors = consent.path("provision").path("actor");
        require(
                actors.size() == 1
                        && actors.get(0).path("reference").has("type")
                        && hasIdentifier(actors.get(0).path("reference")),
                "Consent.provision.actor",
                "is exactly one, whose reference has a type and an identifier",
                problems);
    }

    private static void require(boolean holds, String place, String rule, List<Problem> problems) {
        if (!holds) {
            problems.add(Problem.at(place, "In a national proxy Consent this " + rule));
        }
    }

    private static String type(JsonNode reference) {
        if (reference.has("type")) {
            return reference.path("type").asText();
        }
        String text = reference.path("reference").asText();
        int slash = text.lastIndexOf('/');
        String before = slash < 0 ? "" : text.substring(0, slash);
        return before.substring(before.lastIndexOf('/') + 1);
    }

    private static boolean hasIdentifier(JsonNode reference) {
        JsonNode identifier = reference.path("identifier");
        return identifier.has("system") && identifier.has("value");
    }
}
