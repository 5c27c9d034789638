package org.openspine.demographics.trace;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Which forenames the same person may go by: {@code forenames.txt}, a group on each line, folded. */
final class Forenames {
    private static final Map<String, List<Set<String>>> GROUPS = read();

    private Forenames() {}

    /** Whether one folded forename is a familiar form or a spelling of the other. */
    static boolean areOfOnePerson(String one, String other) {
        return GROUPS.getOrDefault(one, List.of()).stream().anyMatch(group -> group.contains(other));
    }

    /** Other forms of a folded forename. */
    static Set<String> formsOf(String forename) {
        Set<String> forms = new LinkedHashSet<>();
        GROUPS.getOrDefault(forename, List.of()).forEach(forms::addAll);
        forms.remove(forename);
        return forms;
    }

    private static Map<String, List<Set<String>>> read() {
        try (InputStream in =
                Objects.requireNonNull(Forenames.class.getResourceAsStream("forenames.txt"), "forenames.txt")) {
            Map<String, List<Set<String>>> groups = new HashMap<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> (Set<String>) new LinkedHashSet<>(List.of(line.split(" "))))
                    .forEach(group -> group.forEach(name -> groups.computeIfAbsent(name, key -> new ArrayList<>())
                            .add(group)));
            return groups;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
