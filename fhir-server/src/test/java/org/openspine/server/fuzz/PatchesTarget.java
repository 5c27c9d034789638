package org.openspine.server.fuzz;

import java.nio.charset.StandardCharsets;
import org.openspine.server.http.TestServers;

/** Patches of one Patient: XML and JSON by their first byte, an array being a JSON Patch and an object FHIRPath Patch Parameters. */
public final class PatchesTarget {
    private static final byte[] PATIENT = """
            {"resourceType":"Patient","id":"fuzzed","active":true,
             "name":[{"use":"official","family":"Marlowe","given":["Ines","Rue"]},{"use":"usual","given":["Nes"]}],
             "telecom":[{"system":"phone","value":"01632 960001"},{"system":"email","value":"ines@example.org"}],
             "gender":"female","birthDate":"1971-03-09",
             "_birthDate":{"extension":[{"url":"http://example.org/time","valueDateTime":"1971-03-09T10:00:00Z"}]},
             "contact":[{"gender":"male","name":{"text":"Tom Marlowe"}}]}""".getBytes(StandardCharsets.UTF_8);
    private static final String ADDRESS = "/FHIR/R4/Patient/fuzzed";
    private static final FuzzedServer SERVER =
            new FuzzedServer(TestServers.empty(FuzzedServer.folder()).address());

    private PatchesTarget() {}

    public static void fuzzerInitialize() throws Exception {
        restore();
    }

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        if (SERVER.send("PATCH", ADDRESS, contentType(input), input) < 300) {
            restore();
        }
    }

    private static String contentType(byte[] input) {
        if (input.length > 0 && input[0] == '[') {
            return "application/json-patch+json";
        }
        return input.length > 0 && input[0] == '<' ? FuzzedServer.XML : FuzzedServer.JSON;
    }

    private static void restore() throws Exception {
        SERVER.accepts("PUT", ADDRESS, FuzzedServer.JSON, PATIENT);
    }
}
