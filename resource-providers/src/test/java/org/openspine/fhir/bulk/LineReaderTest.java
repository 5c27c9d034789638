package org.openspine.fhir.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {
    @Test
    void linesAreNumberedAndBlankOnesPassedOver() throws IOException {
        assertThat(read("a\n\n \r\nb\r\nc")).containsExactly("1 a", "4 b\r", "5 c");
        assertThat(read("")).isEmpty();
        assertThat(read("\n\n")).isEmpty();
    }

    @Test
    void lineThatIsTooLongIsPassedOver() throws IOException {
        assertThat(read("12345\n123456\n1\n1234567")).containsExactly("1 12345", "2 too long", "3 1", "4 too long");
    }

    private static List<String> read(String text) throws IOException {
        LineReader reader = new LineReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 5);
        List<String> lines = new ArrayList<>();
        for (var line = reader.next(); line.isPresent(); line = reader.next()) {
            lines.add(line.get().number() + " "
                    + line.get()
                            .bytes()
                            .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                            .orElse("too long"));
        }
        return lines;
    }
}
