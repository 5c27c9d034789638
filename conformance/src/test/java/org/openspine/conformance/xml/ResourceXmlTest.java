package org.openspine.conformance.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.MalformedContentException;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.structure.Structures;

/** FHIR's XML that has no like in its JSON is refused, whatever else it holds. */
class ResourceXmlTest {
    private static final ResourceXml XML = new ResourceXml(Structures.r4(FhirContext.forR4Cached()));

    private static String read(String content) {
        String resource = "<Patient xmlns=\"http://hl7.org/fhir\">" + content + "</Patient>";
        return XML.read(resource.getBytes(StandardCharsets.UTF_8)).toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<resourceType value=\"Group\"/>",
                "<name given=\"a\"><given value=\"b\"/></name>",
                "<name><_given/><given value=\"b\"><extension url=\"urn:x\"/></given></name>",
                "<name><_given value=\"b\"/></name>",
                "<name value=\"a\"/>"
            })
    void namesThatWouldMeanSomethingElseInJsonAreRefused(String content) {
        assertThatThrownBy(() -> read(content))
                .isInstanceOf(MalformedContentException.class)
                .hasMessageContaining("at line 1");
    }

    /** What JSON and XML say of one number is the same, digit by digit. */
    @ParameterizedTest
    @ValueSource(strings = {"2850", "0", "-7", "2.50", "0.0000001", "1.0e2", "1E+2", "12345678901234567890"})
    void decimalsAreThoseOfJson(String number) {
        String json = "{\"resourceType\":\"Patient\",\"extension\":[{\"url\":\"urn:x\",\"valueDecimal\":%s}]}"
                .formatted(number);
        ObjectNode read = XML.read(
                "<Patient xmlns=\"http://hl7.org/fhir\"><extension url=\"urn:x\"><valueDecimal value=\"%s\"/></extension></Patient>"
                        .formatted(number)
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(read).isEqualTo(ResourceJson.parse(json.getBytes(StandardCharsets.UTF_8), JsonLimits.RESOURCE));
        assertThat(new String(ResourceJson.write(read), StandardCharsets.UTF_8)).isEqualTo(json);
    }

    /** As JSON would refuse it, so that nobody has to reckon with it. */
    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "1e-41", "+5", ".5", "5.", "007", "NaN", "1e", "--1"})
    void whatIsNoNumberStaysText(String text) {
        assertThat(read("<extension url=\"urn:x\"><valueDecimal value=\"%s\"/></extension>".formatted(text)))
                .contains("\"valueDecimal\":\"" + text + "\"");
    }

    @Test
    void idAndUrlAreAttributes() {
        assertThat(read("<name id=\"n\"><given id=\"g\" value=\"Ada\"/></name><extension url=\"urn:x\"/>"))
                .isEqualTo("{\"resourceType\":\"Patient\",\"name\":[{\"id\":\"n\",\"given\":[\"Ada\"],"
                        + "\"_given\":[{\"id\":\"g\"}]}],\"extension\":[{\"url\":\"urn:x\"}]}");
    }
}
