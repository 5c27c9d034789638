package org.openspine.referrals.ers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openspine.api.IncomingRequest;
import org.openspine.error.SpineException;
import org.openspine.referrals.Spelling;

/** A request of which the role was checked. */
record ErsRequest(IncomingRequest http, ErsCaller caller) {
    private static final Pattern VERSION = Pattern.compile("W/\"([0-9]+)\"");

    /** The decoded segment of the path with that number, from 0. */
    String path(int segment) {
        return http.path().get(segment);
    }

    String base() {
        return http.base();
    }

    /** The version the client changes; checked before that it is there. */
    long ifMatch() {
        return version(http.headers().first("If-Match").orElse(""))
                .orElseThrow(() -> new SpineException(ErsError.PRECONDITION_FAILED, "Header 'If-Match' is missing"));
    }

    static Optional<Long> version(String tag) {
        Matcher matcher = VERSION.matcher(tag.strip());
        return matcher.matches() ? Optional.of(number(matcher.group(1))) : Optional.empty();
    }

    /** A number that no version reaches if there are too many digits. */
    private static long number(String digits) {
        return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    /** The body in the spelling of R4. Throws {@link ErsError#BAD_REQUEST} unless it is one JSON object. */
    ObjectNode body() {
        JsonNode json = http.content().json();
        if (json instanceof ObjectNode object) {
            Spelling.modernise(object);
            return object;
        }
        throw new SpineException(ErsError.BAD_REQUEST, "The body must be one resource");
    }

    /** The body as Parameters; no body is as good as one without parameters. */
    Inputs inputs(Inputs.Input... expected) {
        ObjectNode body = http.content().isEmpty() ? org.openspine.referrals.Elements.resource("Parameters") : body();
        return Inputs.of(body, expected);
    }
}
