package org.openspine.server.fuzz;

import java.nio.charset.StandardCharsets;
import org.openspine.server.http.TestServers;

/** Batches and transactions, JSON or XML by their first byte. */
public final class BundlesTarget {
    private static final FuzzedServer SERVER =
            new FuzzedServer(TestServers.empty(FuzzedServer.folder()).address());

    private BundlesTarget() {}

    public static void fuzzerInitialize() throws Exception {
        byte[] empty = "{\"resourceType\":\"Bundle\",\"type\":\"batch\"}".getBytes(StandardCharsets.UTF_8);
        SERVER.accepts("POST", "/FHIR/R4", FuzzedServer.JSON, empty);
    }

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        boolean xml = input.length > 0 && input[0] == '<';
        SERVER.send("POST", "/FHIR/R4", xml ? FuzzedServer.XML : FuzzedServer.JSON, input);
    }
}
