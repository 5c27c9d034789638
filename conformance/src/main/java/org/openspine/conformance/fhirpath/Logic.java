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
        Optional<Boolean> evaluate(List<Item> focus, Scope scope);
    }

    private Logic() {}

    static Expression result(Condition condition, TypeShape type) {
        List<Item> yes = List.of(new Item(type, BooleanNode.TRUE));
        List<Item> no = List.of(new Item(type, BooleanNode.FALSE));
        return (focus, scope) ->
                condition.evaluate(focus, scope).map(value -> value ? yes : no).orElse(List.of());
    }

    static Condition and(Typed left, Typed right) {
        return (focus, scope) -> {
            Optional<Boolean> one = truth(left.expression().evaluate(focus, scope));
            if (one.isPresent() && !one.get()) {
                return one;
            }
            Optional<Boolean> other = truth(right.expression().evaluate(focus, scope));
            return other.isPresent() && !other.get() ? other : one.isEmpty() ? one : other;
        };
    }

    static Condition or(Typed left, Typed right) {
        return (focus, scope) -> {
            Optional<Boolean> one = truth(left.expression().evaluate(focus, scope));
            if (one.isPresent() && one.get()) {
                return one;
            }
            Optional<Boolean> other = truth(right.expression().evaluate(focus, scope));
            return other.isPresent() && other.get() ? other : one.isEmpty() ? one : other;
        };
    }

    static Condition xor(Typed left, Typed right) {
        return (focus, scope) -> truth(left.expression().evaluate(focus, scope))
                .flatMap(one -> truth(right.expression().evaluate(focus, scope)).map(other -> !one.equals(other)));
    }

    /** Not left, or right. */
    static Condition implies(Typed left, Typed right) {
        return (focus, scope) -> {
            Optional<Boolean> one = truth(left.expression().evaluate(focus, scope));
            if (one.isPresent() && !one.get()) {
                return Optional.of(true);
            }
            Optional<Boolean> other = truth(right.expression().evaluate(focus, scope));
            return one.isPresent() || other.isPresent() && other.get() ? other : Optional.empty();
        };
    }

    static Condition equal(Typed left, Typed right) {
        return (focus, scope) -> {
            List<Item> one = left.expression().evaluate(focus, scope);
            List<Item> other = right.expression().evaluate(focus, scope);
            if (one.isEmpty() || other.isEmpty()) {
                return Optional.empty();
            }
            boolean equal = one.size() == other.size();
            for (int i = 0; equal && i < one.size(); i++) {
                equal = Comparison.isEqual(one.get(i), other.get(i));
            }
            return Optional.of(equal);
        };
    }

    static Condition not(Condition condition) {
        return (focus, scope) -> condition.evaluate(focus, scope).map(value -> !value);
    }

    static Condition not(Expression expression) {
        return (focus, scope) -> truth(expression.evaluate(focus, scope)).map(value -> !value);
    }

    static Condition exists(Typed of) {
        return (focus, scope) ->
                Optional.of(!of.expression().evaluate(focus, scope).isEmpty());
    }

    static Condition hasValue(Expression source) {
        return (focus, scope) -> {
            List<Item> items = source.evaluate(focus, scope);
            return Optional.of(items.size() == 1
                    && items.get(0).type().isPrimitive()
                    && items.get(0).hasValue());
        };
    }

    static Condition is(Expression source, TypeTest test) {
        return (focus, scope) ->
                source.evaluate(focus, scope).stream().findFirst().map(item -> test.matches(item.type()));
    }

    static boolean isTrue(List<Item> items) {
        return truth(items).orElse(false);
    }

    /** One node that is no boolean counts as true; several nodes have no truth value, which FHIRPath makes an error. */
    static Optional<Boolean> truth(List<Item> items) {
        if (items.size() != 1) {
            return Optional.empty();
        }
        JsonNode node = items.get(0).node();
        return Optional.of(!node.isBoolean() || node.booleanValue());
    }
}
