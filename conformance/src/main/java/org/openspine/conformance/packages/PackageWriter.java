package org.openspine.conformance.packages;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.openspine.conformance.json.ResourceJson;

/**
 * Writes a package as npm and FHIR's tools read it: a gzipped tar with {@code package/package.json}, an index, and one file per resource.
 *
 * @see <a href="https://confluence.hl7.org/display/FHIR/NPM+Package+Specification">FHIR NPM packages</a>
 */
public final class PackageWriter {
    private static final int BLOCK = 512;

    private PackageWriter() {}

    /** The package that comes with the program. */
    public static void writeOwn(OutputStream out) throws IOException {
        FhirPackage own = OwnPackage.read();
        try (var gzip = new GZIPOutputStream(out)) {
            entry("package/package.json", OwnPackage.manifest(), gzip);
            entry("package/.index.json", index(own), gzip);
            for (ObjectNode resource : own.resources()) {
                entry("package/" + fileName(resource), ResourceJson.write(resource), gzip);
            }
            gzip.write(new byte[2 * BLOCK]);
        }
    }

    private static String fileName(ObjectNode resource) {
        return resource.path("resourceType").asText() + "-"
                + resource.path("id").asText() + ".json";
    }

    private static byte[] index(FhirPackage own) {
        ObjectNode index = JsonNodeFactory.instance.objectNode().put("index-version", 1);
        ArrayNode files = index.putArray("files");
        for (ObjectNode resource : own.resources()) {
            ObjectNode file = files.addObject().put("filename", fileName(resource));
            for (String property : new String[] {"resourceType", "id", "url", "version", "kind", "type"}) {
                if (resource.path(property).isTextual()) {
                    file.put(property, resource.path(property).textValue());
                }
            }
        }
        return ResourceJson.write(index);
    }

    private static void entry(String name, byte[] content, OutputStream out) throws IOException {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000644");
        put(header, 108, "0000000");
        put(header, 116, "0000000");
        put(header, 124, "%011o".formatted(content.length));
        put(header, 136, "00000000000"); // no time: the same package is the same to the byte
        put(header, 148, "        ");
        header[156] = '0';
        put(header, 257, "ustar\u000000");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, "%06o\u0000 ".formatted(sum));
        out.write(header);
        out.write(content);
        out.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
