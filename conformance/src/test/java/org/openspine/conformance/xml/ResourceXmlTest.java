package org.openspine.conformance.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openspine.conformance.json.MalformedContentException;
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

    @Test
    void idAndUrlAreAttributes() {
        assertThat(read("<name id=\"n\"><given id=\"g\" value=\"Ada\"/></name><extension url=\"urn:x\"/>"))
                .isEqualTo("{\"resourceType\":\"Patient\",\"name\":[{\"id\":\"n\",\"given\":[\"Ada\"],"
                        + "\"_given\":[{\"id\":\"g\"}]}],\"extension\":[{\"url\":\"urn:x\"}]}");
    }
}
