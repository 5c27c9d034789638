package org.openspine.conformance.fhirpath;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.openspine.conformance.structure.Primitive;

/** Equality, equivalence and order of nodes. */
final class Comparison {
    private Comparison() {}

    static boolean isOperator(Token token) {
        return token.is("<") || token.is(">") || token.is("<=") || token.is(">=");
    }

    static Logic.Condition of(String operator, Typed left, Typed right) {
        return (focus, scope) -> {
            List<Item> one = left.expression().evaluate(focus, scope);
            List<Item> other = right.expression().evaluate(focus, scope);
            if (one.size() != 1 || other.size() != 1) {
                return Optional.empty();
            }
            return order(one.get(0), other.get(0)).map(order -> switch (operator) {
                case "<" -> order < 0;
                case ">" -> order > 0;
                case "<=" -> order <= 0;
                default -> order >= 0;
            });
        };
    }

    static boolean isEqual(Item one, Item other) {
        JsonNode first = one.node();
        JsonNode second = other.node();
        if (first.isNumber() && second.isNumber()) {
            return first.decimalValue().compareTo(second.decimalValue()) == 0;
        }
        if (isTemporal(one) && isTemporal(other) && first.isTextual() && second.isTextual()) {
            return Moment.order(first.textValue(), second.textValue()).orElse(1) == 0;
        }
        return first.equals(second);
    }

    /** Two collections with the same members in any order; strings without regard to case. */
    static Logic.Condition equivalent(Typed left, Typed right) {
        return (focus, scope) -> {
            List<Item> one = left.expression().evaluate(focus, scope);
            List<Item> other = right.expression().evaluate(focus, scope);
            return Optional.of(one.size() == other.size()
                    && one.stream().allMatch(item -> other.stream().anyMatch(match -> isEquivalent(item, match))));
        };
    }

    private static boolean isEquivalent(Item one, Item other) {
        if (one.node().isTextual() && other.node().isTextual()) {
            return normalized(one).equals(normalized(other));
        }
        return isEqual(one, other);
    }

    private static String normalized(Item item) {
        return item.node().textValue().strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }

    /** Negative, zero or positive; empty if the two have no order, as quantities of different units. */
    static Optional<Integer> order(Item one, Item other) {
        JsonNode first = one.node();
        JsonNode second = other.node();
        if (first.isNumber() && second.isNumber()) {
            return Optional.of(first.decimalValue().compareTo(second.decimalValue()));
        }
        if (first.isObject() && second.isObject()) {
            return quantities(first, second);
        }
        if (!first.isTextual() || !second.isTextual()) {
            return Optional.empty();
        }
        return isTemporal(one) || isTemporal(other)
                ? Moment.order(first.textValue(), second.textValue())
                : Optional.of(first.textValue().compareTo(second.textValue()));
    }

    private static Optional<Integer> quantities(JsonNode first, JsonNode second) {
        JsonNode one = first.path("value");
        JsonNode other = second.path("value");
        boolean sameUnit = first.path("system").equals(second.path("system"))
                && first.path("code").equals(second.path("code"))
                && (first.has("code") || first.path("unit").equals(second.path("unit")));
        return one.isNumber() && other.isNumber() && sameUnit
                ? Optional.of(one.decimalValue().compareTo(other.decimalValue()))
                : Optional.empty();
    }

    private static boolean isTemporal(Item item) {
        if (!item.type().isPrimitive()) {
            return false;
        }
        Primitive type = item.type().primitive();
        return type == Primitive.DATE
                || type == Primitive.DATE_TIME
                || type == Primitive.INSTANT
                || type == Primitive.TIME;
    }
}
