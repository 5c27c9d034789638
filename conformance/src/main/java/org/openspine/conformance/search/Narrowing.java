package org.openspine.conformance.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What of a definition for many types concerns one of them. */
final class Narrowing {
    private static final Pattern FIRST_NAME = Pattern.compile("\\s*\\(*\\s*([A-Za-z]++)");
    private static final Pattern LINE_OF_TYPE = Pattern.compile("\\* \\[(\\w++)]\\([^)]*+\\): ([^\\r\\n]*+)");

    private Narrowing() {}

    /** The branches of the outermost union that start from {@code type}, from an abstract type, or from an element. */
    static String expression(String expression, String type, Set<String> resourceTypes) {
        var kept = new ArrayList<String>();
        for (String branch : branches(expression)) {
            Matcher first = FIRST_NAME.matcher(branch);
            boolean ofAnotherType = first.lookingAt()
                    && resourceTypes.contains(first.group(1))
                    && !first.group(1).equals(type);
            if (!ofAnotherType) {
                kept.add(branch.strip());
            }
        }
        return String.join(" | ", kept);
    }

    private static List<String> branches(String expression) {
        var branches = new ArrayList<String>();
        int depth = 0;
        int start = 0;
        boolean quoted = false;
        for (int i = 0; i < expression.length(); i++) {
            char c = expression.charAt(i);
            if (c == '\'' && (i == 0 || expression.charAt(i - 1) != '\\')) {
                quoted = !quoted;
            } else if (!quoted && (c == '(' || c == ')')) {
                depth += c == '(' ? 1 : -1;
            } else if (!quoted && c == '|' && depth == 0) {
                branches.add(expression.substring(start, i));
                start = i + 1;
            }
        }
        branches.add(expression.substring(start));
        return branches;
    }

    /** The published text has one line for each type: {@code * [Account](account.html): Account number}. */
    static String description(String description, String type) {
        Matcher line = LINE_OF_TYPE.matcher(description);
        while (line.find()) {
            if (line.group(1).equals(type)) {
                return line.group(2).strip();
            }
        }
        return description;
    }
}
