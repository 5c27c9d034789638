package org.openspine.conformance.fhirpath;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collections as sets: membership, distinctness, intersection. Numbers are equal by value. */
final class Sets {
    private Sets() {}

    static Logic.Condition in(Typed member, Typed collection) {
        return (focus, scope) -> {
            List<Item> one = member.expression().evaluate(focus, scope);
            if (one.isEmpty()) {
                return Optional.empty();
            }
            Object wanted = key(one.get(0));
            for (Item candidate : collection.expression().evaluate(focus, scope)) {
                if (key(candidate).equals(wanted)) {
                    return Optional.of(true);
                }
            }
            return Optional.of(false);
        };
    }

    static boolean isDistinct(List<Item> items) {
        return items.size() < 2 || keys(items).size() == items.size();
    }

    static List<Item> distinct(List<Item> items) {
        var seen = new HashSet<Object>();
        return items.stream().filter(item -> seen.add(key(item))).toList();
    }

    static List<Item> intersect(List<Item> one, List<Item> other) {
        Set<Object> wanted = keys(other);
        return distinct(one).stream().filter(item -> wanted.contains(key(item))).toList();
    }

    static List<Item> exclude(List<Item> one, List<Item> other) {
        Set<Object> unwanted = keys(other);
        return one.stream().filter(item -> !unwanted.contains(key(item))).toList();
    }

    static boolean isSubset(List<Item> part, List<Item> whole) {
        return keys(whole).containsAll(keys(part));
    }

    static List<Item> combine(List<Item> one, List<Item> other) {
        var both = new ArrayList<Item>(one.size() + other.size());
        both.addAll(one);
        both.addAll(other);
        return both;
    }

    private static Set<Object> keys(List<Item> items) {
        var keys = new HashSet<Object>();
        items.forEach(item -> keys.add(key(item)));
        return keys;
    }

    private static Object key(Item item) {
        JsonNode node = item.node();
        if (!node.isNumber()) {
            return node;
        }
        BigDecimal value = node.decimalValue();
        return value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    }
}
