package org.openspine.error;

import java.util.List;

/** A request that ends with an {@link ErrorCode}. The one exception class of the services; rendered in one place. */
public final class SpineException extends RuntimeException {
    private final transient ErrorCode code;
    private final transient List<Problem> problems;

    /** A failure that the error table tells all about. */
    public SpineException(ErrorCode code) {
        this(code, "");
    }

    public SpineException(ErrorCode code, String diagnostics) {
        this(code, List.of(Problem.of(diagnostics)));
    }

    public SpineException(ErrorCode code, String diagnostics, Throwable cause) {
        super(diagnostics, cause);
        this.code = code;
        this.problems = List.of(Problem.of(diagnostics));
    }

    public SpineException(ErrorCode code, List<Problem> problems) {
        super(problems.isEmpty() ? code.toString() : problems.get(0).diagnostics(), null, false, false);
        this.code = code;
        this.problems = List.copyOf(problems);
    }

    public static SpineException at(ErrorCode code, String expression, String diagnostics) {
        return new SpineException(code, List.of(Problem.at(expression, diagnostics)));
    }

    public ErrorCode code() {
        return code;
    }

    public List<Problem> problems() {
        return problems;
    }

    /** The same failure, told as one of an entry of a larger document. */
    public SpineException below(String place) {
        return new SpineException(
                code, problems.stream().map(problem -> problem.below(place)).toList());
    }
}
