package org.openspine.terminology;

import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Code systems defined by a grammar: no list says which codes they have, but many texts are certainly none. */
final class SyntacticSystems {
    private static final int LONGEST_CODE = 200;

    /** Linear-time by construction: no nested repetition of what may match the same text. */
    private static final Map<String, Predicate<String>> GRAMMARS = Map.of(
            "urn:ietf:bcp:47",
            matching("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,8}|[xXiI](-[A-Za-z0-9]{1,8}){1,8}"),
            "http://unitsofmeasure.org",
            UnitExpression::isWellFormed,
            "urn:ietf:bcp:13",
            matching("[A-Za-z0-9!#$&^_.+*-]+(/[A-Za-z0-9!#$&^_.+*-]+)?( ?; ?[!-~ ]+)?"), // FHIR also says xml and json
            "urn:ietf:rfc:3986",
            matching("[!-~]+"));

    private SyntacticSystems() {}

    private static Predicate<String> matching(String grammar) {
        return Pattern.compile(grammar).asMatchPredicate();
    }

    static boolean isKnown(String system) {
        return GRAMMARS.containsKey(system);
    }

    static Membership membership(String system, String code) {
        Predicate<String> grammar = GRAMMARS.get(system);
        if (grammar == null) {
            return Membership.UNKNOWN;
        }
        return Membership.of(code.length() <= LONGEST_CODE && grammar.test(code));
    }
}
