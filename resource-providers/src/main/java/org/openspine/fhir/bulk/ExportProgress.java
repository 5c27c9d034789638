package org.openspine.fhir.bulk;

import java.util.List;
import java.util.Optional;
import org.openspine.repository.search.PagePosition;

/**
 * How far an export has come.
 *
 * @param search the search that is read, by its place in the plan
 * @param after the last resource read of it, 0 if none was
 * @param file the file that is written
 * @param inFile resources in it so far
 */
record ExportProgress(int search, long after, int file, long inFile) {
    static final ExportProgress START = new ExportProgress(0, 0, 0, 0);

    static ExportProgress parse(String text) {
        if (text.isEmpty()) {
            return START;
        }
        String[] numbers = text.split(" ");
        return new ExportProgress(
                Integer.parseInt(numbers[0]),
                Long.parseLong(numbers[1]),
                Integer.parseInt(numbers[2]),
                Long.parseLong(numbers[3]));
    }

    Optional<PagePosition> position() {
        return after == 0 ? Optional.empty() : Optional.of(new PagePosition(List.of(), after));
    }

    @Override
    public String toString() {
        return search + " " + after + " " + file + " " + inFile;
    }
}
