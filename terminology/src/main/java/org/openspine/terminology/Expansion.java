package org.openspine.terminology;

import java.util.List;

/**
 * The codes of a value set, or a page of them.
 *
 * @param total how many match in all
 */
public record Expansion(List<Entry> entries, int total) {
    public Expansion {
        entries = List.copyOf(entries);
    }

    /** One code; {@code display} is empty if none is known. */
    public record Entry(String system, String version, String code, String display, boolean isAbstract) {}

    /**
     * Which codes are wanted.
     *
     * @param filter words that all begin a word of the display, or the code itself; empty for all codes
     */
    public record Request(String filter, int offset, int count) {}
}
