package org.openspine.server.referrals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.referrals.ServedErs.assertRequestError;
import static org.openspine.server.referrals.ServedErs.assertRule;
import static org.openspine.server.referrals.ServedErs.id;
import static org.openspine.server.referrals.ServedErs.ok;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every searchset holds (2.1), the pages of slots (6.1), and what searches refuse. */
interface ErsSearchSetContract extends ErsPublishedContract, ErsReviewContract, ErsAdviceContract {
    String INSTANT = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

    /** The searchset that a request gets, after a look at what each must have. */
    private JsonNode set(RequestSpecification who, String path) {
        Response response = who.get(path);
        JsonNode set = ok(response);
        String type = path.substring(1).replaceFirst("\\?.*", "");
        assertThat(response.contentType()).isEqualTo("application/fhir+json");
        assertThat(set.path("resourceType").asText()).isEqualTo("Bundle");
        assertThat(set.path("type").asText()).isEqualTo("searchset");
        assertThat(set.path("id").asText()).as(path).isNotEmpty();
        assertThat(set.at("/meta/lastUpdated").asText()).as(path).matches(INSTANT);
        assertThat(set.path("timestamp").asText()).as(path).matches(INSTANT);
        assertThat(set.path("total").isInt()).as(path).isTrue();
        assertThat(set.at("/link/0/relation").asText()).isEqualTo("self");
        assertThat(set.at("/link/0/url").asText()).startsWith(ersBase() + "/" + type);
        int matches = 0;
        for (JsonNode entry : set.path("entry")) {
            JsonNode resource = entry.path("resource");
            assertThat(entry.path("fullUrl").asText())
                    .isEqualTo("%s/%s/%s"
                            .formatted(ersBase(), resource.path("resourceType").asText(), id(resource)));
            if (entry.at("/search/mode").asText().equals("match")) {
                assertThat(resource.path("resourceType").asText()).isEqualTo(type);
                matches++;
            }
        }
        assertThat(set.has("entry")).as(path).isEqualTo(matches > 0);
        return set;
    }

    private static int total(JsonNode set) {
        return set.path("total").asInt();
    }

    @Test
    default void everySearchSetHasItsWholeFrameAndNoEntriesIfNothingMatched() {
        String service = bookable();
        JsonNode referral = refer(patient(), service);
        member("PX7", "300000000071", "SERVICE_PROVIDER_CLINICIAN");
        JsonNode advice = ok(ask(patient(), service("ADVICE_AND_GUIDANCE"), "AUTHORISED_TO_CONVERT"))
                .at("/parameter/0/resource");
        String actions = "/Task?focus=ServiceRequest/%s/_history/%s&intent=proposal&status=ready";
        String ubrn = referral.at("/identifier/0/value").asText();
        assertThat(total(set(ers(), "/PractitionerRole"))).isPositive();
        assertThat(total(set(referrer(), "/HealthcareService?_id=" + service))).isEqualTo(1);
        assertThat(total(set(referrer(), "/HealthcareService?_id=999996"))).isZero();
        String onBehalf = "/Practitioner?_query=onBehalfOf";
        assertThat(total(set(as("SERVICE_PROVIDER_CLINICIAN_ADMIN", "PX7"), onBehalf)))
                .isEqualTo(1);
        assertThat(total(set(as("SERVICE_PROVIDER_CLINICIAN_ADMIN", "PX8"), onBehalf)))
                .isZero();
        assertThat(total(set(referrer(), "/ServiceRequest?identifier=" + ubrn))).isEqualTo(1);
        assertThat(total(set(referrer(), "/ServiceRequest?identifier=999999999998")))
                .isZero();
        assertThat(total(set(referrer(), actions.formatted(id(referral), "1")))).isEqualTo(4);
        ok(operation(referrer(), referral, "cancelReferral", ErsReviewContract.cancellation("PATIENT_DIED")));
        assertThat(total(set(referrer(), actions.formatted(id(referral), "2")))).isZero();
        assertThat(total(set(provider(), "/Communication?based-on=ServiceRequest/%s/_history/1".formatted(id(advice)))))
                .isEqualTo(1);
    }

    /** Slots come page by page with links to the pages beside them; of a service without any there is one empty page. */
    @Test
    default void pagesOfSlotsLeadToEachOther() {
        String service = bookable();
        for (int i = 0; i < 3; i++) {
            slot(service, 30 + i);
        }
        String path = "/Slot?schedule.actor:HealthcareService=%s&appointmentType=ROUTINE&status=free&_count=1&page=%d";
        for (int page = 1; page <= 3; page++) {
            JsonNode set = set(referrer().header("NHSD-eRS-Comm-Rule-Org", GP), path.formatted(service, page));
            List<String> links = new ArrayList<>();
            for (JsonNode link : set.path("link")) {
                links.add(link.path("relation").asText());
                String wanted =
                        switch (link.path("relation").asText()) {
                            case "next" -> "page=" + (page + 1);
                            case "previous" -> "page=" + (page - 1);
                            default -> "page=" + page;
                        };
                assertThat(link.path("url").asText()).endsWith(wanted);
            }
            assertThat(links)
                    .containsExactlyInAnyOrderElementsOf(List.of(
                                    List.of("self", "next"),
                                    List.of("self", "previous", "next"),
                                    List.of("self", "previous"))
                            .get(page - 1));
            assertThat(total(set)).isEqualTo(3);
            assertThat(set.at("/entry/0/resource/identifier/0/value").asText()).startsWith("USRN-");
            assertThat(set.at("/entry/1/resource/identifier/0/system").asText())
                    .isEqualTo("https://fhir.nhs.uk/Id/ers-schedule");
        }
        String other =
                path.replace("actor:HealthcareService=%s", "actor:identifier=https://fhir.nhs.uk/Id/ers-service%%7C%s");
        assertThat(total(set(referrer().header("NHSD-eRS-Comm-Rule-Org", GP), other.formatted(service, 1))))
                .isEqualTo(3);
        assertThat(total(set(referrer().header("NHSD-eRS-Comm-Rule-Org", GP), path.formatted(bookable(), 1))))
                .isZero();
        assertRule(
                referrer().header("NHSD-eRS-Comm-Rule-Org", "no code!").get(path.formatted(service, 1)),
                400,
                "INVALID_VALUE");
    }

    @Test
    default void whatNamesNothingIsToldByPathAndByParameter() {
        Response nobody = referrer().head("/HealthcareService/999995");
        assertThat(nobody.statusCode()).isEqualTo(404);
        assertThat(nobody.asByteArray()).isEmpty();
        String ubrn = refer(patient(), bookable()).at("/identifier/0/value").asText();
        for (String value : List.of("https://example.org%7C" + ubrn, ubrn + "0", "%7C", ubrn.substring(1))) {
            assertRequestError(
                    referrer().get("/ServiceRequest?identifier=" + value), 400, "invalid", "REC_BAD_REQUEST");
        }
        for (String id :
                List.of("c5d2d200-7613-1a69-9c5f-1bb68e04b8d8", "c5d2d20076134a699c5f1bb68e04b8d8", "at-1-1")) {
            assertRequestError(referrer().get("/Binary/" + id), 400, "invalid", "REC_BAD_REQUEST");
        }
        for (String path :
                List.of("/ServiceRequest/999999999997", "/ServiceRequest/r.none", "/ServiceRequest/a.none")) {
            assertRequestError(referrer().get(path), 404, "not-found", "REC_NOT_FOUND");
            assertRequestError(referrer().get(path + "/_history/1"), 404, "not-found", "REC_NOT_FOUND");
        }
        for (String version : List.of("0", "2", "x", "-1", "99999999999999999999")) {
            assertRequestError(
                    referrer().get("/ServiceRequest/%s/_history/%s".formatted(ubrn, version)),
                    404,
                    "not-found",
                    "REC_NOT_FOUND");
        }
        ok(referrer().get("/ServiceRequest/%s/_history/1".formatted(ubrn)));
    }
}
