package org.openspine.childprotection.cpis;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.openspine.api.ContentRules;
import org.openspine.childprotection.FlagKind;
import org.openspine.childprotection.PlanType;
import org.openspine.childprotection.ProtectionError;
import org.openspine.childprotection.SentBundle;
import org.openspine.error.SpineException;
import org.openspine.terminology.identifier.NhsNumber;

/**
 * What an uploaded Bundle must hold.
 *
 * @see <a href="https://fhir.nhs.uk/England/StructureDefinition/England-CarePlan-Flag">England-CarePlan-Flag</a>
 * @see <a href="https://fhir.nhs.uk/England/StructureDefinition/England-CareTeam-Flag">England-CareTeam-Flag</a>
 */
final class PlanChecks {
    private static final Set<String> TYPES = Set.of("Flag", "CarePlan", "CareTeam", "Patient");

    private final ContentRules rules;

    PlanChecks(ContentRules rules) {
        this.rules = rules;
    }

    /** Throws the first of the published refusals that applies. */
    void require(SentBundle bundle) {
        for (SentBundle.Entry entry : bundle.entries()) {
            if (!TYPES.contains(entry.type())) {
                throw invalid(entry, "", "A plan is a Flag, a CarePlan and a CareTeam");
            }
        }
        for (SentBundle.Entry entry : bundle.entries()) {
            switch (entry.type()) {
                case "Flag" -> flag(bundle, entry);
                case "CarePlan" -> plan(bundle, entry);
                case "CareTeam" -> team(entry);
                default -> {} // a Patient only tells whose number is meant
            }
        }
        if (bundle.of("CarePlan").isEmpty() && bundle.of("Flag").isEmpty()) {
            throw SpineException.at(ProtectionError.VALIDATION_ERROR, "Bundle.entry", "There is no CarePlan");
        }
        bundle.entries().stream()
                .filter(entry -> !entry.type().equals("Patient"))
                .forEach(this::structure);
    }

    static NhsNumber patient(SentBundle bundle, SentBundle.Entry entry) {
        return bundle.patient(entry.resource().path("subject"))
                .orElseThrow(() -> SpineException.at(
                        ProtectionError.INVALID_VALUE, entry.place() + ".subject", "Invalid NHS number"));
    }

    private static void flag(SentBundle bundle, SentBundle.Entry entry) {
        patient(bundle, entry);
        JsonNode flag = entry.resource();
        if (FlagKind.ofCode(flag).filter(FlagKind.CHILD_PROTECTION::equals).isEmpty()) {
            throw SpineException.at(
                    ProtectionError.UNSUPPORTED_VALUE,
                    entry.place() + ".code",
                    "Code must be " + FlagKind.CHILD_PROTECTION.code());
        }
        demand(entry, "status");
        if (flag.path("contained").size() > 1) {
            throw invalid(entry, ".contained", "At most one Provenance is contained");
        }
    }

    private static void plan(SentBundle bundle, SentBundle.Entry entry) {
        patient(bundle, entry);
        JsonNode plan = entry.resource();
        demand(entry, "status");
        demand(entry, "category");
        if (PlanType.of(plan).isEmpty()) {
            throw SpineException.at(
                    ProtectionError.UNSUPPORTED_VALUE,
                    entry.place() + ".category",
                    "Category must be one of England-ChildProtectionPlan");
        }
        if (!plan.path("intent").asText().equals("plan")) {
            throw invalid(entry, ".intent", "Intent must be plan");
        }
        demand(entry, "period");
        if (!plan.path("period").has("start")) {
            throw invalid(entry, ".period.start", "period.start is missing");
        }
        demand(entry, "careTeam");
    }

    private static void team(SentBundle.Entry entry) {
        demand(entry, "status");
        demand(entry, "name");
        demand(entry, "telecom");
    }

    private static void demand(SentBundle.Entry entry, String element) {
        JsonNode value = entry.resource().path(element);
        if (value.isMissingNode()
                || (value.isContainerNode() && value.isEmpty())
                || value.asText("-").isBlank() && !value.isContainerNode()) {
            throw invalid(entry, "." + element, element + " is missing");
        }
    }

    private void structure(SentBundle.Entry entry) {
        try {
            rules.require(entry.type(), entry.resource());
        } catch (SpineException failure) {
            throw failure.below(entry.place());
        }
    }

    private static SpineException invalid(SentBundle.Entry entry, String element, String text) {
        return SpineException.at(ProtectionError.VALIDATION_ERROR, entry.place() + element, text);
    }
}
