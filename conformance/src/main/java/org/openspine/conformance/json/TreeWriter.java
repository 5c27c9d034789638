package org.openspine.conformance.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;

/** Writes a tree without a databind serializer between, so that decimals keep their digits. */
final class TreeWriter {
    private TreeWriter() {}

    static void write(JsonNode node, JsonGenerator out) throws IOException {
        switch (node.getNodeType()) {
            case OBJECT -> {
                out.writeStartObject();
                for (Map.Entry<String, JsonNode> property : node.properties()) {
                    out.writeFieldName(property.getKey());
                    write(property.getValue(), out);
                }
                out.writeEndObject();
            }
            case ARRAY -> {
                out.writeStartArray();
                for (int i = 0; i < node.size(); i++) {
                    write(node.get(i), out);
                }
                out.writeEndArray();
            }
            case STRING -> out.writeString(node.textValue());
            case NUMBER -> number(node, out);
            case BOOLEAN -> out.writeBoolean(node.booleanValue());
            case BINARY -> out.writeBinary(node.binaryValue());
            case NULL, MISSING, POJO -> out.writeNull();
        }
    }

    private static void number(JsonNode node, JsonGenerator out) throws IOException {
        if (node instanceof VerbatimDecimal decimal) {
            out.writeNumber(decimal.text());
            return;
        }
        if (!node.isBigDecimal()) {
            out.writeNumber(node.asText());
            return;
        }
        BigDecimal value = node.decimalValue();
        // 1.0e2 may not become 100, which claims one digit more than was measured
        out.writeNumber(value.scale() >= 0 ? value.toPlainString() : value.toString());
    }
}
