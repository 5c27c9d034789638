package org.openspine.conformance.fhirpath;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Set;
import org.openspine.conformance.structure.Structures;
import org.openspine.conformance.structure.TypeShape;

/** {@code + - * / div mod} on numbers, {@code +} and {@code &} on strings. An operand that is missing makes the result empty. */
final class Arithmetic {
    private Arithmetic() {}

    static Typed of(String operator, Typed left, Typed right, Structures structures) {
        TypeShape text = structures.type("string").orElseThrow();
        TypeShape whole = structures.type("integer").orElseThrow();
        TypeShape decimal = structures.type("decimal").orElseThrow();
        Expression result = (focus, scope) -> {
            List<Item> one = left.expression().evaluate(focus, scope);
            List<Item> other = right.expression().evaluate(focus, scope);
            if (operator.equals("&")) {
                return List.of(new Item(text, TextNode.valueOf(text(one) + text(other))));
            }
            if (one.size() != 1 || other.size() != 1) {
                return List.of();
            }
            JsonNode first = one.get(0).node();
            JsonNode second = other.get(0).node();
            if (operator.equals("+") && first.isTextual() && second.isTextual()) {
                return List.of(new Item(text, TextNode.valueOf(first.textValue() + second.textValue())));
            }
            if (!first.isNumber() || !second.isNumber()) {
                return List.of();
            }
            return numbers(operator, first, second, whole, decimal);
        };
        return new Typed(result, Set.of(text, whole, decimal));
    }

    private static List<Item> numbers(
            String operator, JsonNode first, JsonNode second, TypeShape whole, TypeShape decimal) {
        BigDecimal one = first.decimalValue();
        BigDecimal other = second.decimalValue();
        boolean divides = operator.equals("/") || operator.equals("div") || operator.equals("mod");
        if (divides && other.signum() == 0) {
            return List.of();
        }
        BigDecimal value =
                switch (operator) {
                    case "+" -> one.add(other);
                    case "-" -> one.subtract(other);
                    case "*" -> one.multiply(other);
                    case "/" -> one.divide(other, MathContext.DECIMAL64);
                    case "div" -> one.divide(other, 0, RoundingMode.DOWN);
                    default -> one.remainder(other);
                };
        boolean integral = first.isInt() && second.isInt() && !operator.equals("/") || operator.equals("div");
        if (integral && value.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0) {
            return List.of(new Item(whole, IntNode.valueOf(value.intValue())));
        }
        return List.of(new Item(decimal, DecimalNode.valueOf(value)));
    }

    private static String text(List<Item> items) {
        return items.isEmpty() ? "" : items.get(0).node().asText("");
    }
}
