package org.openspine.server.childprotection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.server.childprotection.ServedProtection.assertError;
import static org.openspine.server.childprotection.ServedProtection.ok;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;

/** The published examples of both APIs are FHIR XML: bodies and answers of that form. */
interface ProtectionXmlContract extends ServedProtection {
    private static String flag(String id, String extension, String codeAndCategory, String number) {
        return """
                <Flag xmlns="http://hl7.org/fhir"><id value="%s"/>
                 <contained><Provenance><id value="p1"/><target><reference value="#"/></target>
                  <recorded value="2026-01-01T11:00:00+00:00"/>
                  <agent><role><coding><code value="R0260"/></coding></role>
                   <who><reference value="https://sds.example.org/Practitioner/2ee4"/></who></agent></Provenance></contained>
                 %s<status value="active"/>%s<subject><reference value="%s"/></subject></Flag>""".formatted(id, extension, codeAndCategory, number);
    }

    private static String coding(String element, String system, String code) {
        return "<%1$s><coding><system value=\"%2$s\"/><code value=\"%3$s\"/></coding></%1$s>"
                .formatted(element, system, code);
    }

    private static String entry(String url, String resource) {
        return """
                <entry><fullUrl value="%1$s"/><resource>%2$s</resource>
                 <request><method value="PUT"/><url value="%1$s"/></request></entry>""".formatted(url, resource);
    }

    private static RequestSpecification sendingXml(RequestSpecification api, String xml) {
        return api.contentType(XML).body(xml);
    }

    /** Section 6, quirks: relative full URLs, a Patient that travels along, references between entries, SNOMED with https. */
    @Test
    default void recordOfAdjustmentsIsTakenAsXml() {
        String number = Numbers.next();
        String note = """
                <extension url="https://fhir.nhs.uk/England/StructureDefinition/Extension-FlagNotes">
                 <valueAnnotation><text value="Prefers the morning"/></valueAnnotation></extension>""";
        String detail = """
                <extension url="http://hl7.org/fhir/StructureDefinition/flag-detail">
                 <valueReference><reference value="Flag/adjustment"/></valueReference></extension>""";
        String adjustment = coding("category", KINDS, ADJUSTMENTS)
                + coding(
                        "category",
                        "https://fhir.nhs.uk/England/CodeSystem/England-FlagCategoryRA",
                        "communication-support")
                + coding("code", "https://snomed.info/sct", "1082681000000103");
        Response stored = sendingXml(
                        flags(),
                        "<Bundle xmlns=\"http://hl7.org/fhir\"><type value=\"transaction\"/>"
                                + entry("Patient/alan", """
                                        <Patient xmlns="http://hl7.org/fhir"><id value="alan"/><identifier>
                                         <system value="https://fhir.nhs.uk/Id/nhs-number"/><value value="%s"/></identifier>
                                         <gender value="male"/></Patient>""".formatted(number))
                                + entry(
                                        "Flag/top",
                                        flag("top", note + detail, coding("code", KINDS, ADJUSTMENTS), "Patient/alan"))
                                + entry("Flag/adjustment", flag("adjustment", note, adjustment, "Patient/alan"))
                                + "</Bundle>")
                .post("/PatientFlag");
        assertThat(ok(stored).path("type").asText()).isEqualTo("transaction-response");
        stored.then().contentType("application/fhir+json");
        var found = ok(flags().get("/PatientFlag?patient=" + number + "&code=NRAF"));
        assertThat(found.path("total").asInt()).isEqualTo(2);
        assertThat(found.toString())
                .contains("Extension-FlagNotes", "https://snomed.info/sct", "Prefers the morning")
                .contains("\"agent\":[{\"role\":[{");
        Response asXml = flags().accept(XML).get("/PatientFlag?patient=" + number);
        assertThat(asXml.statusCode()).isEqualTo(200);
        assertThat(asXml.contentType()).startsWith(XML);
        assertThat(asXml.asString()).startsWith("<Bundle").contains(ADJUSTMENTS);
        for (String system : new String[] {"http://snomed.info/sct", "https://snomed.info/sct"}) {
            assertThat(matches("Flag?patient=Patient/" + number + "&code=" + system + "%7C1082681000000103"))
                    .as(system)
                    .hasSize(1);
        }
    }

    /** Section 5: the example of an upload is a collection in XML; section 3: answers in XML for those who ask. */
    @Test
    default void planIsTakenAndShownAsXml() {
        String number = patient();
        String collection = "<Bundle xmlns=\"http://hl7.org/fhir\"><type value=\"collection\"/>"
                + "<entry><fullUrl value=\"Flag/f\"/><resource>"
                + flag("f", "", coding("code", KINDS, CPIS), "Patient/" + number)
                + """
                </resource></entry><entry><fullUrl value="CarePlan/c"/><resource>
                 <CarePlan xmlns="http://hl7.org/fhir"><id value="c"/><status value="active"/><intent value="plan"/>%s
                  <subject><reference value="Patient/%s"/></subject><period><start value="2026-07-22"/></period>
                  <careTeam><reference value="CareTeam/t"/></careTeam></CarePlan></resource></entry>
                 <entry><fullUrl value="CareTeam/t"/><resource>
                  <CareTeam xmlns="http://hl7.org/fhir"><id value="t"/><status value="active"/>
                   <name value="991 - WHARFEDALE COUNCIL"/><telecom><system value="phone"/>
                   <value value="0113 496 0101"/><use value="work"/></telecom></CareTeam></resource></entry></Bundle>""".formatted(coding("category", "http://snomed.info/sct", CHILD_PROTECTION), number);
        assertThat(sendingXml(cpis(), collection).post("").statusCode()).isEqualTo(200);
        assertThat(plans(number)).hasSize(1);
        Response shown = silent().get("/CareTeam?_format=application/fhir%2Bxml&" + BY_NUMBER + number);
        assertThat(shown.contentType()).startsWith(XML);
        assertThat(shown.asString()).contains("<name value=\"991 - WHARFEDALE COUNCIL\">");
        Response refused = silent().accept(XML).get("/CareTeam?" + BY_NUMBER + "9000000000");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.asString()).startsWith("<OperationOutcome").contains("INVALID_SEARCH_DATA");
    }

    @Test
    default void brokenXmlIsRefusedWithThePlace() {
        for (String broken : new String[] {
            "<Flag xmlns=\"http://hl7.org/fhir\"><status value=\"active\"></Flag>",
            "<Flag xmlns=\"http://hl7.org/fhir\"><nonsense value=\"1\"/></Flag>",
            "<!DOCTYPE x [<!ENTITY e \"e\">]><Flag xmlns=\"http://hl7.org/fhir\"/>"
        }) {
            Response response = sendingXml(flags(), broken).post("/Flag");
            assertThat(response.statusCode()).as(response.asString()).isEqualTo(400);
        }
        assertError(
                sendingXml(cpis(), "<Bundle xmlns=\"http://hl7.org/fhir\"><type></Bundle>")
                        .post(""),
                400,
                "invalid",
                "VALIDATION_ERROR",
                "line 1, column ");
    }
}
