package org.openspine.samples.population;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.List;
import org.openspine.terminology.identifier.NhsNumber;
import org.openspine.terminology.identifier.OdsCode;

/** Writes FHIR JSON: Jackson's generator with FHIR's data types. Not thread-safe. */
final class FhirJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final OutputStream out;
    private final JsonGenerator json;

    FhirJson(OutputStream out) throws IOException {
        this.out = out;
        json = FACTORY.createGenerator(out).disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
        json.setRootValueSeparator(null);
    }

    FhirJson object() throws IOException {
        json.writeStartObject();
        return this;
    }

    FhirJson object(String field) throws IOException {
        json.writeObjectFieldStart(field);
        return this;
    }

    FhirJson array(String field) throws IOException {
        json.writeArrayFieldStart(field);
        return this;
    }

    FhirJson end() throws IOException {
        if (json.getOutputContext().inArray()) {
            json.writeEndArray();
        } else {
            json.writeEndObject();
        }
        return this;
    }

    FhirJson text(String field, String value) throws IOException {
        json.writeStringField(field, value);
        return this;
    }

    FhirJson texts(String field, List<String> values) throws IOException {
        array(field);
        for (String value : values) {
            json.writeString(value);
        }
        return end();
    }

    FhirJson number(String field, int value) throws IOException {
        json.writeNumberField(field, value);
        return this;
    }

    FhirJson number(String field, BigDecimal value) throws IOException {
        json.writeNumberField(field, value);
        return this;
    }

    FhirJson truth(String field, boolean value) throws IOException {
        json.writeBooleanField(field, value);
        return this;
    }

    FhirJson coding(String field, Coding coding) throws IOException {
        object(field);
        return codingMembers(coding).end();
    }

    /** A CodeableConcept of one coding. */
    FhirJson concept(String field, Coding coding) throws IOException {
        object(field);
        return conceptMembers(coding).end();
    }

    /** A list of CodeableConcepts of one coding each. */
    FhirJson concepts(String field, Coding... codings) throws IOException {
        array(field);
        for (Coding coding : codings) {
            object();
            conceptMembers(coding).end();
        }
        return end();
    }

    FhirJson conceptMembers(Coding coding) throws IOException {
        array("coding").object();
        return codingMembers(coding).end().end();
    }

    private FhirJson codingMembers(Coding coding) throws IOException {
        return text("system", coding.system()).text("code", coding.code()).text("display", coding.display());
    }

    FhirJson identifier(String field, String system, String value) throws IOException {
        return object(field).text("system", system).text("value", value).end();
    }

    /** A list of one identifier. */
    FhirJson identifiers(String system, String value) throws IOException {
        return array("identifier")
                .object()
                .text("system", system)
                .text("value", value)
                .end()
                .end();
    }

    FhirJson reference(String field, String target) throws IOException {
        return object(field).text("reference", target).end();
    }

    FhirJson patient(String field, NhsNumber number) throws IOException {
        object(field).text("reference", "Patient/" + number.value());
        return identifier("identifier", NhsNumber.SYSTEM, number.value()).end();
    }

    /** An organisation by its ODS code alone. */
    FhirJson organization(String field, String odsCode) throws IOException {
        object(field);
        return identifier("identifier", OdsCode.SYSTEM, odsCode).end();
    }

    FhirJson period(String start) throws IOException {
        return object("period").text("start", start).end();
    }

    FhirJson period(String start, String end) throws IOException {
        return object("period").text("start", start).text("end", end).end();
    }

    /** Starts an element of a list of extensions; the caller writes the value and ends it. */
    FhirJson extension(String url) throws IOException {
        return object().text("url", url);
    }

    FhirJson quantity(String field, int value, Coding unit) throws IOException {
        return object(field)
                .number("value", value)
                .text("unit", unit.display())
                .text("system", unit.system())
                .text("code", unit.code())
                .end();
    }

    void endOfLine() throws IOException {
        json.writeRaw('\n');
    }

    void flush() throws IOException {
        json.flush();
        out.flush();
    }
}
