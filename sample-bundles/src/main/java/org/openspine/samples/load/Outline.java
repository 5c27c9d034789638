package org.openspine.samples.load;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * What a loader has to know of a document: how to send it, how many resources it holds, and whether the rest refers to
 * it. Read off the tokens; no tree is built.
 */
record Outline(String resourceType, String id, String bundleType, String identifier, int entries) {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String DIRECTORY = "directory";

    /** Throws if the document is not JSON to its end. */
    static Outline of(byte[] document) throws IOException {
        String resourceType = "";
        String id = "";
        String bundleType = "";
        String identifier = "";
        int entries = 0;
        try (JsonParser json = JSON.createParser(document)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not a JSON object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                JsonToken value = json.nextToken();
                switch (field) {
                    case "resourceType" -> resourceType = json.getValueAsString("");
                    case "id" -> id = json.getValueAsString("");
                    case "type" -> bundleType = scalar(json, value);
                    case "identifier" -> identifier = identifierValue(json, value);
                    case "entry" -> entries = elements(json, value);
                    default -> json.skipChildren();
                }
            }
            if (json.nextToken() != null) {
                throw new IOException("more than one JSON object");
            }
        }
        if (resourceType.isEmpty()) {
            throw new IOException("not a FHIR resource: it has no resourceType");
        }
        return new Outline(resourceType, id, bundleType, identifier, entries);
    }

    private static String scalar(JsonParser json, JsonToken value) throws IOException {
        json.skipChildren();
        return value.isScalarValue() ? json.getValueAsString("") : "";
    }

    private static String identifierValue(JsonParser json, JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            json.skipChildren();
            return "";
        }
        String found = "";
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean wanted = json.currentName().equals("value");
            JsonToken member = json.nextToken();
            String text = scalar(json, member);
            found = wanted ? text : found;
        }
        return found;
    }

    private static int elements(JsonParser json, JsonToken value) throws IOException {
        int count = 0;
        if (value == JsonToken.START_ARRAY) {
            while (json.nextToken() != JsonToken.END_ARRAY) {
                json.skipChildren();
                count++;
            }
        } else {
            json.skipChildren();
        }
        return count;
    }

    /** Whether it is posted to the base, to be taken apart there. */
    boolean isTransaction() {
        return resourceType.equals("Bundle") && (bundleType.equals("transaction") || bundleType.equals("batch"));
    }

    /** Whether it belongs to the directory, which has to be there before the people. */
    boolean isDirectory() {
        return isTransaction() && identifier.startsWith(DIRECTORY);
    }

    int resources() {
        return isTransaction() ? entries : 1;
    }
}
