package org.openspine.server.http;

import java.util.List;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.EofException;
import org.openspine.conformance.json.MalformedContentException;
import org.openspine.error.FailureTrace;
import org.openspine.error.FhirError;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a throwable means to a client. Only what is our fault is logged, once, here. */
final class Failure {
    private static final Logger LOG = LoggerFactory.getLogger(Failure.class);

    private Failure() {}

    static SpineException of(Throwable failure, String requestId) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SpineException spine) {
                if (spine.code().status() == 503) { // it happens, and often at once
                    LOG.warn("Request {} was put off: {}", Problem.shown(requestId), FailureTrace.kinds(failure));
                } else if (spine.code().status() >= 500) {
                    LOG.error("Request {} failed", Problem.shown(requestId), FailureTrace.of(failure));
                }
                return spine;
            }
            if (cause instanceof HttpException refused && refused.getCode() == 408) {
                return new SpineException(FhirError.TIMED_OUT, "The request did not come in time; send it again");
            }
            if (cause instanceof HttpException refused && refused.getCode() < 500) { // Jetty, while it read parameters
                return new SpineException(
                        FhirError.INVALID_PARAMETER,
                        List.of(Problem.of("The query or form holds a percent escape that is not UTF-8 text")));
            }
            if (cause instanceof MalformedContentException malformed) {
                return new SpineException(
                        FhirError.MALFORMED_CONTENT, List.of(Problem.of(String.valueOf(malformed.getMessage()))));
            }
        }
        LOG.error("Request {} failed", Problem.shown(requestId), FailureTrace.of(failure));
        return new SpineException(
                FhirError.INTERNAL,
                "Something went wrong on our side; the log has it as request " + Problem.shown(requestId));
    }

    /** Whether the client left before its answer was sent. */
    static boolean isDisconnect(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof EofException) {
                return true;
            }
        }
        return false;
    }
}
