package org.openspine.samples.load;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** One row of the standard layout of the Organisation Data Service, whose 27 columns have no header. */
record OdsRow(List<String> columns) {
    static final int COLUMNS = 27;
    private static final int GP_SETTING = 4;

    /** Whether it has a code and a name. */
    boolean isIdentified() {
        return code().matches("[A-Z0-9]{2,12}") && !name().isEmpty();
    }

    String code() {
        return columns.get(0);
    }

    String name() {
        return columns.get(1);
    }

    /** Lines of the address that are filled, town and county among them. */
    List<String> addressLines() {
        return IntStream.range(4, 7)
                .mapToObj(columns::get)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    Optional<String> town() {
        return column(7);
    }

    Optional<String> county() {
        return column(8);
    }

    Optional<String> postcode() {
        return column(9);
    }

    Optional<String> opened() {
        return date(10);
    }

    Optional<String> closed() {
        return date(11);
    }

    boolean isActive() {
        return columns.get(12).isEmpty() ? closed().isEmpty() : columns.get(12).equals("A");
    }

    /** The organisation it belongs to. */
    Optional<String> parent() {
        return column(14).filter(code -> code.matches("[A-Z0-9]{2,12}"));
    }

    Optional<String> telephone() {
        return column(17);
    }

    /** Whether a prescribing cost centre is a GP practice. */
    boolean isGpPractice() {
        return column(25).filter(Integer.toString(GP_SETTING)::equals).isPresent();
    }

    private Optional<String> column(int index) {
        return Optional.of(columns.get(index)).filter(text -> !text.isEmpty());
    }

    /** {@code yyyymmdd}, as FHIR writes it. */
    private Optional<String> date(int index) {
        return column(index)
                .filter(text -> text.matches("[0-9]{8}"))
                .map(text -> text.substring(0, 4) + "-" + text.substring(4, 6) + "-" + text.substring(6));
    }
}
