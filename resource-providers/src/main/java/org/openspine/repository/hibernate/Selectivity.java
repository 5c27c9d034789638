package org.openspine.repository.hibernate;

import java.util.List;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.ValueMatch;

/**
 * A guess, from its form alone, at how few resources a criterion leaves: the best one drives the statement. Small numbers
 * are better; from {@link #WEAK} on, most of a type may match and walking in sort order is cheaper than sorting.
 */
final class Selectivity {
    private static final int WEAK = 45;

    /** What finds a record or a few: an identifier, a reference, a day. */
    private static final int NARROW = 15;

    private static final long DAY = 24L * 60 * 60 * 1000;

    private Selectivity() {}

    /** Whether most of a type may match; a criterion that no index can answer leaves that open, too. */
    static boolean isWeak(List<Criterion> criteria) {
        return CriterionSql.driver(criteria).map(driver -> cost(driver) >= WEAK).orElse(true);
    }

    /** Whether so few match that nothing else needs to be asked of an index first. */
    static boolean isNarrow(Criterion criterion) {
        return cost(criterion) <= NARROW;
    }

    /** Whether an index can produce the resources that satisfy the criterion. */
    static boolean canDrive(Criterion criterion) {
        if (criterion instanceof Criterion.Not
                || criterion instanceof Criterion.PatientHolds
                || criterion instanceof Criterion.OfPatient) {
            return false;
        }
        if (criterion instanceof Criterion.AnyOf anyOf) {
            return anyOf.criteria().stream().allMatch(Selectivity::canDrive);
        }
        if (criterion instanceof Criterion.AllOf allOf) {
            return allOf.criteria().stream().anyMatch(Selectivity::canDrive);
        }
        if (criterion instanceof Criterion.Chain chain) {
            return canDrive(chain.target());
        }
        return !(criterion instanceof Criterion.Has has) || canDrive(has.source());
    }

    static int cost(Criterion criterion) {
        if (criterion instanceof Criterion.Ids || criterion instanceof Criterion.Nothing) {
            return 0;
        }
        if (criterion instanceof Criterion.Indexed indexed) {
            return indexed.anyOf().stream().mapToInt(Selectivity::cost).max().orElse(0)
                    + Math.min(9, indexed.anyOf().size() - 1);
        }
        if (criterion instanceof Criterion.Composite composite) {
            return composite.anyOf().stream()
                            .mapToInt(parts -> parts.stream()
                                    .mapToInt(Selectivity::cost)
                                    .min()
                                    .orElse(0))
                            .max()
                            .orElse(0)
                    + 1;
        }
        if (criterion instanceof Criterion.AnyOf anyOf) {
            return anyOf.criteria().stream().mapToInt(Selectivity::cost).max().orElse(0) + 1;
        }
        if (criterion instanceof Criterion.AllOf allOf) {
            return allOf.criteria().stream()
                    .filter(Selectivity::canDrive)
                    .mapToInt(Selectivity::cost)
                    .min()
                    .orElse(99);
        }
        if (criterion instanceof Criterion.Chain chain) {
            return cost(chain.target()) + 5;
        }
        if (criterion instanceof Criterion.Has has) {
            return cost(has.source()) + 5;
        }
        return 90;
    }

    private static int cost(ValueMatch match) {
        if (match instanceof ValueMatch.Token token) {
            return tokenCost(token);
        }
        if (match instanceof ValueMatch.TokenBeginning) {
            return 9;
        }
        if (match instanceof ValueMatch.Reference) {
            return 10;
        }
        if (match instanceof ValueMatch.Text text) {
            return switch (text.mode()) {
                case EXACT -> 20;
                case STARTS_WITH -> text.text().length() < 3 ? 45 : 25;
                case CONTAINS -> 70;
            };
        }
        if (match instanceof ValueMatch.Date date) {
            boolean narrow =
                    switch (date.prefix()) {
                        case EQ, AP -> date.high() - date.low() <= 2 * DAY;
                        default -> false;
                    };
            return narrow ? 15 : 60;
        }
        return isEquality(match) ? 12 : 55;
    }

    /** A long code with a system reads like an identifier; a short one like a status that half the records share. */
    private static int tokenCost(ValueMatch.Token token) {
        if (token.code() == null) {
            return 80;
        }
        boolean hasDigit = token.code().chars().anyMatch(Character::isDigit);
        if (token.code().length() >= 8 && hasDigit) {
            return token.system().isPresent() ? 5 : 6;
        }
        return hasDigit ? 30 : WEAK;
    }

    /** Whether all rows that match have one and the same indexed value. */
    static boolean isEquality(ValueMatch match) {
        if (match instanceof ValueMatch.Token token) {
            return token.code() != null;
        }
        if (match instanceof ValueMatch.Text text) {
            return text.mode() == ValueMatch.Text.Mode.EXACT;
        }
        return match instanceof ValueMatch.Reference
                || (match instanceof ValueMatch.Uri uri && uri.mode() == ValueMatch.Uri.Mode.EQUAL);
    }
}
