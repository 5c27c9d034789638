package org.openspine.samples.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A table of the Organisation Data Service as transactions of a hundred rows each. */
final class OdsDocuments implements Documents {
    private static final int ROWS = 100;

    private final BundleSource source;
    private final CountingStream stored;
    private final CsvRows rows;
    private final InputStream in;
    private final OdsFile file;
    private int number;

    OdsDocuments(BundleSource source) throws IOException {
        this.source = source;
        stored = new CountingStream(source.opener().open());
        if (source.isZip()) {
            ZipInputStream zip = new ZipInputStream(stored);
            file = OdsFile.named(tableIn(zip, source));
            in = zip;
        } else {
            file = OdsFile.named(source.name());
            in = source.compressed() ? new GZIPInputStream(stored) : stored;
        }
        rows = new CsvRows(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
    }

    private static String tableIn(ZipInputStream zip, BundleSource source) throws IOException {
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            if (entry.getName().toLowerCase(Locale.ROOT).endsWith(".csv")) {
                return entry.getName();
            }
        }
        throw new LoadException(source.name(), "holds no CSV file");
    }

    @Override
    public Optional<Document> next() throws IOException {
        List<ObjectNode> resources = new ArrayList<>();
        long first = 0;
        for (int i = 0; i < ROWS; i++) {
            Optional<List<String>> row = rows.next();
            if (row.isEmpty()) {
                break;
            }
            first = first == 0 ? rows.row() : first;
            read(row.get()).ifPresent(read -> resources.addAll(OdsResources.of(file, read)));
        }
        if (resources.isEmpty()) {
            return Optional.empty();
        }
        byte[] json = OdsResources.bundle(resources, ++number);
        return Optional.of(new Document(source.name() + " from line " + first, json, Outline.of(json)));
    }

    /** A row, unless it is a header. */
    private Optional<OdsRow> read(List<String> columns) throws IOException {
        if (rows.row() == 1 && columns.get(0).toLowerCase(Locale.ROOT).contains("code")) {
            return Optional.empty();
        }
        String place = source.name() + " line " + rows.row();
        if (columns.size() != OdsRow.COLUMNS) {
            throw new LoadException(
                    place,
                    "has %d columns; the standard layout of the Organisation Data Service has %d"
                            .formatted(columns.size(), OdsRow.COLUMNS));
        }
        OdsRow row = new OdsRow(columns);
        if (!row.isIdentified()) {
            throw new LoadException(place, "does not begin with an ODS code and a name");
        }
        return Optional.of(row);
    }

    @Override
    public long bytesRead() {
        return stored.count();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
