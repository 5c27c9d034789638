package org.openspine.prescriptions.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The canonical text, to the character. */
class SignedTextTest {
    private static final Instant TIME = Instant.parse("2026-01-12T09:31:00Z");
    private static final int ITEM = 1;
    private static final int OTHER = 2;
    private static final int ROLE = 4;
    private static final int SURGERY = 6;

    @Test
    void wholeOrderIsWrittenFragmentByFragment() {
        String expected = new String(TestOrder.file("/prescriptions/order.signed.xml"), StandardCharsets.UTF_8)
                .replaceAll(">\\s+<", "><")
                .strip();
        assertThat(text(new TestOrder())).isEqualTo(expected);
    }

    @Test
    void dosagesOfASequenceNumberGoTogetherAndFollowEachOther() {
        TestOrder order = new TestOrder().set(ITEM, "dosageInstruction", """
                        [{"sequence": 2, "text": "c"}, {"sequence": 1, "text": "a"}, {"sequence": 1, "text": "b"}]""");
        assertThat(text(order)).contains("<value>a, and b, then c</value>");
    }

    @Test
    void instructionsAreListThenInformationThenWordsThenNote() {
        TestOrder order = new TestOrder()
                .extend(ITEM, """
                        {"url": "https://fhir.nhs.uk/StructureDefinition/Extension-DM-ControlledDrug",
                         "extension": [{"url": "quantityWords", "valueString": "twenty one"}]}""")
                .set(ITEM, "note", "[{\"text\": \"Fridge\"}]")
                .set(OTHER, "note", "[{\"text\": \"Blister & box\"}]")
                .add("urn:uuid:list", """
                        {"resourceType": "List", "entry": [{"item": {"display": "A & B"}}, {"item": {"display": "C"}}]}""")
                .add("urn:uuid:told", """
                        {"resourceType": "CommunicationRequest", "payload": [{"contentString": "Closed <Monday>"},
                          {"contentReference": {"reference": "urn:uuid:list"}}]}""");
        assertThat(text(order))
                .contains(
                        "<value>&lt;medication&gt;A &amp;amp; B&lt;/medication&gt;&lt;medication&gt;C&lt;/medication&gt;"
                                + "&lt;patientInfo&gt;Closed &amp;lt;Monday&amp;gt;&lt;/patientInfo&gt;CD: twenty one\nFridge</value>")
                .contains("<value>Blister &amp; box</value>");
    }

    @Test
    void endorsementsStandBetweenInstructionsAndDosage() {
        TestOrder order =
                new TestOrder().set(ITEM, "note", "[{\"text\": \"n\"}]").extend(ITEM, """
                        {"url": "https://fhir.nhs.uk/StructureDefinition/Extension-DM-PrescriptionEndorsement",
                         "valueCodeableConcept": {"coding": [{"system":
                         "https://fhir.nhs.uk/CodeSystem/medicationrequest-endorsement", "code": "CC"}]}}""");
        String text = text(order);
        assertThat(text)
                .contains(
                        "</pertinentInformation1><pertinentInformation3 contextConductionInd=\"true\" typeCode=\"PERT\">"
                                + "<seperatableInd value=\"false\"></seperatableInd>"
                                + "<pertinentPrescriberEndorsement classCode=\"OBS\" moodCode=\"EVN\">"
                                + "<code code=\"PE\" codeSystem=\"2.16.840.1.113883.2.1.3.2.4.17.30\"></code>"
                                + "<value code=\"CC\" codeSystem=\"2.16.840.1.113883.2.1.3.2.4.16.32\"></value>"
                                + "</pertinentPrescriberEndorsement></pertinentInformation3><pertinentInformation2");
    }

    @Test
    void repeatsCountAsTheTreatmentSays() {
        assertThat(text(new TestOrder())).doesNotContain("repeatNumber");
        String system = "http://terminology.hl7.org/CodeSystem/medicationrequest-course-of-therapy";
        assertThat(text(course(new TestOrder(), system, "continuous")))
                .contains("<repeatNumber><high value=\"1\"></high></repeatNumber>");
        TestOrder mixed = new TestOrder().set(ITEM, "courseOfTherapyType", course(system, "continuous"));
        assertThat(text(mixed)).doesNotContain("repeatNumber");
    }

    @Test
    void releasedItemOfRepeatDispensingIsSignedAsItWasOrdered() {
        String nhs = "https://fhir.nhs.uk/CodeSystem/medicationrequest-course-of-therapy";
        TestOrder ordered = course(new TestOrder(), nhs, "continuous-repeat-dispensing");
        TestOrder released = course(new TestOrder(), nhs, "continuous-repeat-dispensing");
        for (int item : new int[] {ITEM, OTHER}) {
            ordered.resource(item).withObject("/dispenseRequest").put("numberOfRepeatsAllowed", 5);
            released.resource(item).withObject("/dispenseRequest").put("numberOfRepeatsAllowed", 0);
            released.set(item, "basedOn", """
                    [{"extension": [{"url": "https://fhir.nhs.uk/StructureDefinition/Extension-EPS-RepeatInformation",
                      "extension": [{"url": "numberOfRepeatsAllowed", "valueInteger": 5}]}]}]""");
        }
        assertThat(text(ordered)).contains("<high value=\"6\"></high>").isEqualTo(text(released));
    }

    @Test
    void healthcareServiceIsRepresentedWithTheAddressOfItsLocation() {
        TestOrder order = new TestOrder()
                .set(ROLE, "healthcareService", "[{\"reference\": \"urn:uuid:service\"}]")
                .add("urn:uuid:service", """
                        {"resourceType": "HealthcareService", "name": "OUTPATIENTS", "location": [{"reference": "urn:uuid:place"}],
                         "identifier": [{"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "RAA01"}],
                         "telecom": [{"value": "020 1", "use": "mobile"}]}""")
                .add(
                        "urn:uuid:place",
                        "{\"resourceType\": \"Location\", \"address\": {\"use\": \"temp\", \"postalCode\": \"X1 1XX\"}}");
        assertThat(text(order))
                .contains("<representedOrganization classCode=\"ORG\" determinerCode=\"INSTANCE\">"
                        + "<id extension=\"RAA01\" root=\"1.2.826.0.1285.0.1.10\"></id>"
                        + "<code code=\"999\" codeSystem=\"2.16.840.1.113883.2.1.3.2.4.17.94\"></code><name>OUTPATIENTS</name>"
                        + "<telecom use=\"MC\" value=\"tel:0201\"></telecom>"
                        + "<addr use=\"TMP\"><postalCode>X1 1XX</postalCode></addr><healthCareProviderLicense")
                .contains("<id extension=\"84H\"");
    }

    @Test
    void organisationWithoutParentIsItsOwnLicence() {
        TestOrder order = new TestOrder();
        order.resource(SURGERY).remove("partOf");
        assertThat(text(order))
                .contains("<Organization classCode=\"ORG\" determinerCode=\"INSTANCE\"><id extension=\"B91234\"");
    }

    @Test
    void missingPracticeIsTheUnknownOne() {
        TestOrder order = new TestOrder();
        order.resource(3).remove("generalPractitioner");
        order.set(3, "name", "[{\"text\": \"Mina <Harker>\"}]");
        assertThat(text(order)).contains("<id extension=\"V81999\"").contains("<name>Mina &lt;Harker&gt;</name>");
    }

    @Test
    void medicineMayBeAResourceOfItsOwn() {
        TestOrder order = new TestOrder()
                .set(ITEM, "medicationReference", "{\"reference\": \"urn:uuid:medicine\"}")
                .add("urn:uuid:medicine", """
                        {"resourceType": "Medication", "code": {"coding": [{"system": "http://snomed.info/sct", "code": "1", "display": "M"}]}}""");
        order.resource(ITEM).remove("medicationCodeableConcept");
        assertThat(text(order))
                .contains("<code code=\"1\" codeSystem=\"2.16.840.1.113883.2.1.3.2.4.15\" displayName=\"M\">");
    }

    private static String text(TestOrder order) {
        return SignedText.of(order.message(), TIME);
    }

    private static TestOrder course(TestOrder order, String system, String code) {
        return order.set(ITEM, "courseOfTherapyType", course(system, code))
                .set(OTHER, "courseOfTherapyType", course(system, code));
    }

    private static String course(String system, String code) {
        return "{\"coding\": [{\"system\": \"%s\", \"code\": \"%s\"}]}".formatted(system, code);
    }
}
