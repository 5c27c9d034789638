package org.openspine.server.referrals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.referrals.ServedErs.assertRule;
import static org.openspine.server.referrals.ServedErs.id;
import static org.openspine.server.referrals.ServedErs.ok;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

/** Who has to do with a request (1.5): by a shortlist, the site of a service, a related request, or because nobody is named. */
interface ErsRelationshipContract extends ErsReviewContract {
    private String path(JsonNode request) {
        return "/ServiceRequest/" + id(request);
    }

    @Test
    default void providersOfShortlistedServicesAndOfTheirSitesSeeARequest() {
        String service = bookable();
        String parent = "RQ5";
        ObjectNode entry = (ObjectNode) get("HealthcareService/" + service);
        ((ObjectNode) entry.at("/location/0/identifier")).put("value", parent + "02");
        put(entry.toString());
        JsonNode referral = refer(patient(), service);
        ok(provider().get(path(referral)));
        ok(as("SERVICE_PROVIDER_CLINICIAN", parent).get(path(referral)));
        assertRule(as("SERVICE_PROVIDER_CLINICIAN", "RQ8").get(path(referral)), 422, "NO_RELATIONSHIP");
        assertRule(as("REFERRING_CLINICIAN", "B82009").get(path(referral)), 422, "NO_RELATIONSHIP");
    }

    @Test
    default void aRelatedRequestRelatesToo() {
        JsonNode first = refer(patient(), bookable());
        String theirs = bookable();
        put(get("HealthcareService/" + theirs)
                .toString()
                .replace("\"" + TRUST + "\"", "\"RQ9\"")
                .replace("RX101", "RQ901"));
        JsonNode second = refer(patient(), theirs);
        assertRule(provider().get(path(second)), 422, "NO_RELATIONSHIP");
        ObjectNode stored = (ObjectNode) get("ServiceRequest/" + id(second));
        stored.withArray("supportingInfo").addObject().put("reference", "ServiceRequest/" + id(first));
        put(stored.toString());
        ok(provider().get(path(second)));
        assertRule(as("SERVICE_PROVIDER_CLINICIAN", "RQ8").get(path(second)), 422, "NO_RELATIONSHIP");
    }

    @Test
    default void aRecordThatNamesNobodyIsOpenToAll() {
        String id = "r." + java.util.UUID.randomUUID();
        put("""
                {"resourceType": "ServiceRequest", "id": "%s", "status": "active", "intent": "order",
                 "identifier": [{"system": "https://fhir.nhs.uk/Id/UBRN", "value": "76%s"}],
                 "subject": {"identifier": {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "%s"}}}""".formatted(id, patient(), patient()));
        for (String organisation : new String[] {GP, TRUST, "RQ8"}) {
            JsonNode read = ok(as("REFERRING_CLINICIAN", organisation).get("/ServiceRequest/" + id));
            assertThat(id(read)).isEqualTo(id);
        }
    }
}
