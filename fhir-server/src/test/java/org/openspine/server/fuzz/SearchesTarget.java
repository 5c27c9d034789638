package org.openspine.server.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.openspine.server.http.TestServers;

/**
 * Searches of the unified base among a few resources. The first line names the type; what follows is the query, sent as it is
 * in a form and, with escapes where an address needs them, in the URL.
 */
public final class SearchesTarget {
    private static final String STORED = """
            {"resourceType":"Bundle","type":"transaction","entry":[
             {"fullUrl":"urn:uuid:0d3c7b1e-52a4-4f0e-9f43-6d1f0c7a2b11","request":{"method":"POST","url":"Patient"},
              "resource":{"resourceType":"Patient","active":true,"gender":"female","birthDate":"1971-03-09",
               "identifier":[{"system":"http://example.org/numbers","value":"1"}],
               "name":[{"family":"Smith","given":["Anna"]}],"address":[{"city":"York"}]}},
             {"request":{"method":"POST","url":"Observation"},
              "resource":{"resourceType":"Observation","status":"final","effectiveDateTime":"2024-02-03T10:00:00Z",
               "code":{"coding":[{"system":"http://loinc.org","code":"29463-7"}]},
               "subject":{"reference":"urn:uuid:0d3c7b1e-52a4-4f0e-9f43-6d1f0c7a2b11"},
               "valueQuantity":{"value":61.5,"unit":"kg","system":"http://unitsofmeasure.org","code":"kg"}}},
             {"request":{"method":"POST","url":"ValueSet"},
              "resource":{"resourceType":"ValueSet","status":"active","url":"http://example.org/ValueSet/colours"}},
             {"request":{"method":"POST","url":"Location"},
              "resource":{"resourceType":"Location","position":{"longitude":-0.1,"latitude":51.5}}}]}""";
    private static final FuzzedServer SERVER =
            new FuzzedServer(TestServers.empty(FuzzedServer.folder()).address());
    private static final String PLAIN = "-._~!$&'()*+,;=:@/?%";

    private SearchesTarget() {}

    public static void fuzzerInitialize() throws Exception {
        SERVER.accepts("POST", "/FHIR/R4", FuzzedServer.JSON, STORED.getBytes(StandardCharsets.UTF_8));
    }

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        int end = 0;
        while (end < input.length && input[end] != '\n') {
            end++;
        }
        byte[] query = Arrays.copyOfRange(input, Math.min(end + 1, input.length), input.length);
        String type = escaped(Arrays.copyOf(input, end)).replace("?", "%3F");
        SERVER.send("POST", "/FHIR/R4/" + type + "/_search", "application/x-www-form-urlencoded", query);
        SERVER.send(SERVER.to("/FHIR/R4/" + type + "?" + escaped(query)).GET().build());
    }

    private static String escaped(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        String raw = new String(bytes, StandardCharsets.ISO_8859_1);
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            boolean letter = c < 128 && Character.isLetterOrDigit(c);
            if (letter || (PLAIN.indexOf(c) >= 0 && (c != '%' || isEscape(raw, i)))) {
                text.append(c);
            } else {
                text.append("%%%02X".formatted((int) c));
            }
        }
        return text.toString();
    }

    private static boolean isEscape(String text, int at) {
        return at + 2 < text.length()
                && Character.digit(text.charAt(at + 1), 16) >= 0
                && Character.digit(text.charAt(at + 2), 16) >= 0;
    }
}
