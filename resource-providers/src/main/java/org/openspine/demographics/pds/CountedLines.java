package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;

/**
 * The lines of one address as who patches them counts them. Blank lines keep their places, whatever is done to the others: a line
 * that is removed leaves its place blank, and one that is added takes the next blank place.
 *
 * @param lines one for each place; without a value where the line is blank
 * @param counting what the client was shown, and so counts
 */
record CountedLines(ArrayNode lines, Counting counting) {
    enum Counting {
        /** Blank lines are not shown. */
        FILLED,
        /** Five places are shown, blank or not. */
        PLACES
    }

    int size() {
        if (counting == Counting.PLACES) {
            return Math.max(AddressLines.PLACES, lines.size());
        }
        int filled = 0;
        for (JsonNode line : lines) {
            filled += line.isNull() ? 0 : 1;
        }
        return filled;
    }

    /** Missing if there are not so many; {@code null} for a blank line that is counted. */
    JsonNode get(int index) {
        if (index < 0 || index >= size()) {
            return MissingNode.getInstance();
        }
        int place = placeOf(index);
        return place < lines.size() ? lines.get(place) : NullNode.getInstance();
    }

    void replace(int index, JsonNode value) {
        int place = placeOf(index);
        fillUpTo(place + 1);
        lines.set(place, value);
    }

    void remove(int index) {
        int place = placeOf(index);
        if (place < lines.size()) {
            lines.setNull(place);
        }
    }

    /** Behind the line before it, where it moves the others as little as there is room. */
    void insert(int index, JsonNode value) {
        int place = index == 0 || counting == Counting.PLACES ? index : placeOf(index - 1) + 1;
        int behind = blank(place, 1);
        int before = behind < 0 && lines.size() >= AddressLines.PLACES ? blank(place, -1) : -1;
        if (behind >= 0) {
            lines.remove(behind);
        } else if (before >= 0) {
            lines.remove(before);
            place--;
        }
        fillUpTo(place);
        lines.insert(place, value);
    }

    private int placeOf(int index) {
        if (counting == Counting.PLACES) {
            return index;
        }
        int seen = -1;
        int place = -1;
        while (seen < index) {
            place++;
            seen += lines.get(place).isNull() ? 0 : 1;
        }
        return place;
    }

    /** The blank place nearest to {@code place}, behind it or before it; negative if there is none. */
    private int blank(int place, int step) {
        for (int i = step > 0 ? place : place - 1; i >= 0 && i < lines.size(); i += step) {
            if (lines.get(i).isNull()) {
                return i;
            }
        }
        return -1;
    }

    private void fillUpTo(int places) {
        while (lines.size() < places) {
            lines.addNull();
        }
    }
}
