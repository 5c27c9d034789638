package org.openspine.server.fuzz;

import java.nio.charset.StandardCharsets;
import org.openspine.server.http.TestServers;

/** Creates of a Patient, JSON or XML by their first byte. */
public final class BodiesTarget {
    private static final FuzzedServer SERVER =
            new FuzzedServer(TestServers.empty(FuzzedServer.folder()).address());

    private BodiesTarget() {}

    public static void fuzzerInitialize() throws Exception {
        byte[] patient = "{\"resourceType\":\"Patient\",\"active\":true}".getBytes(StandardCharsets.UTF_8);
        SERVER.accepts("POST", "/FHIR/R4/Patient", FuzzedServer.JSON, patient);
    }

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        boolean xml = input.length > 0 && input[0] == '<';
        SERVER.send("POST", "/FHIR/R4/Patient", xml ? FuzzedServer.XML : FuzzedServer.JSON, input);
    }
}
