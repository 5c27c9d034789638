package org.openspine.samples.population;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The text files beside this package: one row per line, columns parted by tabs, {@code #} starts a comment line. */
final class WordList {
    private WordList() {}

    static List<String> lines(String file) {
        try (InputStream in = Objects.requireNonNull(WordList.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<List<String>> rows(String file) {
        return lines(file).stream().map(line -> List.of(line.split("\t"))).toList();
    }

    /** The words of one column: parted by blanks, an underscore stands for a blank inside a word. */
    static List<String> words(String column) {
        return Arrays.stream(column.split(" "))
                .map(word -> word.replace('_', ' '))
                .toList();
    }
}
