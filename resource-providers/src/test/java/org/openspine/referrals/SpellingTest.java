package org.openspine.referrals;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class SpellingTest {
    @Test
    void oldSpellingsBecomeThoseOfR4() {
        assertThat(Spelling.uri("https://fhir.nhs.uk/STU3/StructureDefinition/Extension-eRS-ReferralPriority-1"))
                .isEqualTo("https://fhir.nhs.uk/StructureDefinition/Extension-eRS-ReferralPriority");
        assertThat(Spelling.uri("https://fhir.nhs.uk/STU3/CodeSystem/eRS-Priority-1"))
                .isEqualTo(Priority.SYSTEM);
        assertThat(Spelling.uri("http://fhir.nhs.net/Id/ers-service")).isEqualTo(Elements.SERVICE_ID);
        assertThat(Spelling.uri("http://fhir.nhs.net/Id/nhs-number")).isEqualTo("https://fhir.nhs.uk/Id/nhs-number");
    }

    @Test
    void businessFunctionsKeepTheirNumber() {
        assertThat(Spelling.uri("https://fhir.nhs.uk/STU3/CodeSystem/eRS-BusinessFunction-1"))
                .isEqualTo(BusinessFunction.SYSTEM);
        assertThat(Spelling.uri(BusinessFunction.SYSTEM)).isEqualTo(BusinessFunction.SYSTEM);
    }

    @Test
    void referenceDataAreKnownByTheirLastSegmentAndSpelledWithTheBaseOfTheClient() {
        String kept = Spelling.uri("https://api.example.org/STU3/CodeSystem/REFERRAL-CANCELLATION-REASON");
        assertThat(kept).isEqualTo("https://openspine.org/fhir/CodeSystem/REFERRAL-CANCELLATION-REASON");
        ObjectNode coding = Elements.coding(kept, "PATIENT_DIED");
        Spelling.localise(coding, "http://here/referrals/FHIR/R4");
        assertThat(coding.path("system").asText())
                .isEqualTo("http://here/referrals/FHIR/R4/CodeSystem/REFERRAL-CANCELLATION-REASON");
    }

    @Test
    void otherUrisStay() {
        for (String uri : new String[] {
            "http://snomed.info/sct",
            "https://fhir.nhs.uk/Id/UBRN",
            "https://fhir.nhs.uk/CodeSystem/eRS-Priority",
            "urn:x-1"
        }) {
            assertThat(Spelling.uri(uri)).isEqualTo(uri);
        }
    }
}
