package org.openspine.conformance.fhirpath;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.List;
import java.util.Optional;
import org.openspine.conformance.structure.TypeShape;

/** FHIRPath's three-valued logic: true, false, or nothing. */
final class Logic {
    /** A truth value, or empty. */
    interface Condition {
        Optional<Boolean> evaluate(List<Item> focus, Item resource);
    }

    private Logic() {}

    static Expression result(Condition condition, TypeShape type) {
        List<Item> yes = List.of(new Item(type, BooleanNode.TRUE));
        List<Item> no = List.of(new Item(type, BooleanNode.FALSE));
        return (focus, resource) -> condition
                .evaluate(focus, resource)
                .map(value -> value ? yes : no)
                .orElse(List.of());
    }

    static Condition and(Typed left, Typed right) {
        return (focus, resource) -> {
            Optional<Boolean> one = truth(left.expression().evaluate(focus, resource));
            if (one.isPresent() && !one.get()) {
                return one;
            }
            Optional<Boolean> other = truth(right.expression().evaluate(focus, resource));
            return other.isPresent() && !other.get() ? other : one.isEmpty() ? one : other;
        };
    }

    static Condition or(Typed left, Typed right) {
        return (focus, resource) -> {
            Optional<Boolean> one = truth(left.expression().evaluate(focus, resource));
            if (one.isPresent() && one.get()) {
                return one;
            }
            Optional<Boolean> other = truth(right.expression().evaluate(focus, resource));
            return other.isPresent() && other.get() ? other : one.isEmpty() ? one : other;
        };
    }

    static Condition xor(Typed left, Typed right) {
        return (focus, resource) -> truth(left.expression().evaluate(focus, resource))
                .flatMap(one ->
                        truth(right.expression().evaluate(focus, resource)).map(other -> !one.equals(other)));
    }

    static Condition equal(Typed left, Typed right) {
        return (focus, resource) -> {
            List<Item> one = left.expression().evaluate(focus, resource);
            List<Item> other = right.expression().evaluate(focus, resource);
            if (one.isEmpty() || other.isEmpty()) {
                return Optional.empty();
            }
            boolean equal = one.size() == other.size();
            for (int i = 0; equal && i < one.size(); i++) {
                equal = equal(one.get(i).node(), other.get(i).node());
            }
            return Optional.of(equal);
        };
    }

    private static boolean equal(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue()) == 0;
        }
        return one.equals(other);
    }

    static Condition not(Condition condition) {
        return (focus, resource) -> condition.evaluate(focus, resource).map(value -> !value);
    }

    static Condition not(Expression expression) {
        return (focus, resource) -> truth(expression.evaluate(focus, resource)).map(value -> !value);
    }

    static Condition exists(Typed of) {
        return (focus, resource) ->
                Optional.of(!of.expression().evaluate(focus, resource).isEmpty());
    }

    static Condition hasValue(Expression source) {
        return (focus, resource) -> {
            List<Item> items = source.evaluate(focus, resource);
            return Optional.of(items.size() == 1
                    && items.get(0).type().isPrimitive()
                    && items.get(0).hasValue());
        };
    }

    static Condition is(Expression source, TypeTest test) {
        return (focus, resource) ->
                source.evaluate(focus, resource).stream().findFirst().map(item -> test.matches(item.type()));
    }

    static boolean isTrue(List<Item> items) {
        return truth(items).orElse(false);
    }

    /** One node that is no boolean counts as true; several nodes have no truth value, which FHIRPath makes an error. */
    private static Optional<Boolean> truth(List<Item> items) {
        if (items.size() != 1) {
            return Optional.empty();
        }
        JsonNode node = items.get(0).node();
        return Optional.of(!node.isBoolean() || node.booleanValue());
    }
}
