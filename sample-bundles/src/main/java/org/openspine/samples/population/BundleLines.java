package org.openspine.samples.population;

import java.io.IOException;

/**
 * Writes transaction Bundles, one per line, each with at most {@link #MAX_ENTRIES} entries: a longer story goes on in the
 * next line. Entries are {@code PUT Type/id}, so that loading a file twice changes nothing.
 */
final class BundleLines {
    static final int MAX_ENTRIES = 50;

    private static final String SYSTEM = "https://openspine.org/fhir/Id/sample-bundle";
    private static final String BASE = "https://openspine.org/fhir/";

    private final FhirJson json;
    private String name = "";
    private int part;
    private int entries;
    private boolean open;
    private long resources;

    BundleLines(FhirJson json) {
        this.json = json;
    }

    void begin(String bundleName) throws IOException {
        finish();
        name = bundleName;
        part = 0;
    }

    /** Starts an entry and its resource; the caller writes the members, then calls {@link #end}. */
    FhirJson resource(String type, String id) throws IOException {
        if (open && entries == MAX_ENTRIES) {
            finish();
        }
        if (!open) {
            openBundle();
        }
        entries++;
        resources++;
        String path = type + "/" + id;
        json.object().text("fullUrl", BASE + path).object("request");
        json.text("method", "PUT").text("url", path).end();
        return json.object("resource").text("resourceType", type).text("id", id);
    }

    void end() throws IOException {
        json.end().end();
    }

    void finish() throws IOException {
        if (open) {
            json.end().end().endOfLine();
            open = false;
        }
    }

    /** Resources written so far. */
    long resources() {
        return resources;
    }

    private void openBundle() throws IOException {
        part++;
        json.object().text("resourceType", "Bundle");
        json.identifier("identifier", SYSTEM, part == 1 ? name : name + "-" + part);
        json.text("type", "transaction").array("entry");
        entries = 0;
        open = true;
    }
}
