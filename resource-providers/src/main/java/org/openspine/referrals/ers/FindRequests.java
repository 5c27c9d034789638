package org.openspine.referrals.ers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;
import org.openspine.api.FhirResponse;
import org.openspine.error.SpineException;
import org.openspine.referrals.Elements;
import org.openspine.referrals.Referral;
import org.openspine.terminology.identifier.NhsNumber;

/** A041: the referral, and the advice request it grew from, by UBRN. */
final class FindRequests {
    private static final String SYSTEM = Elements.UBRN + "|";

    private final Records records;
    private final Clock clock;

    FindRequests(ErsParts parts) {
        this.records = parts.records();
        this.clock = parts.clock();
    }

    FhirResponse answer(ErsRequest request) {
        List<String> values = request.http().query().values("identifier");
        if (values.isEmpty() || values.get(0).isBlank()) {
            throw new SpineException(ErsError.PARAMETER_MISSING, "Parameter 'identifier' is required");
        }
        String value = values.get(0);
        String ubrn = value.startsWith(SYSTEM) ? value.substring(SYSTEM.length()) : value;
        if (values.size() > 1 || !Records.isUbrn(ubrn)) {
            throw new SpineException(
                    ErsError.BAD_REQUEST,
                    "Parameter 'identifier' must be one UBRN: 12 digits, with or without its system");
        }
        return new ErsSearchSet(request, clock)
                .matches(records.ofUbrn(ubrn).stream()
                        .map(Referral::of)
                        .map(FindRequests::minimal)
                        .toList())
                .answer();
    }

    private static ObjectNode minimal(Referral referral) {
        ObjectNode view = Elements.resource(Referral.TYPE).put("id", referral.id());
        view.putObject("meta").put("versionId", Long.toString(referral.version()));
        view.putArray("identifier").add(Elements.identifier(Elements.UBRN, referral.ubrn()));
        view.put("status", referral.tree().path("status").asText());
        view.put("intent", "order");
        view.putArray("category")
                .add(Elements.concept(
                        Elements.coding(Referral.CATEGORY, referral.isAdvice() ? "request" : "referral")));
        if (referral.isAdvice()) {
            view.set(
                    "code",
                    Elements.concept(Elements.coding(
                            "https://fhir.nhs.uk/CodeSystem/servicerequest-code", "advice-and-guidance")));
        }
        view.set("subject", Elements.logicalReference(NhsNumber.SYSTEM, referral.nhsNumber()));
        return view;
    }
}
