package org.openspine.samples.load;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** Reads a source document by document, never more than one at a time. */
interface Documents extends Closeable {
    static Documents of(BundleSource source) throws IOException {
        return source.isOdsTable() ? new OdsDocuments(source) : new DocumentReader(source);
    }

    /** The next document, or empty at the end. Throws {@link LoadException} with its place if it cannot be read. */
    Optional<Document> next() throws IOException;

    /** How much of the stored bytes has been read. */
    long bytesRead();
}
