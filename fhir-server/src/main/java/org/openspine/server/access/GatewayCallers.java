package org.openspine.server.access;

import java.util.Optional;
import java.util.function.Function;
import org.openspine.access.AccessError;
import org.openspine.access.AccessMode;
import org.openspine.access.Caller;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;

/**
 * Callers of an open sandbox, told by the headers that the national gateway sets once it knows a caller. Without any of them
 * everything is allowed.
 */
public final class GatewayCallers {
    private static final String MODE = "OpenSpine-Access-Mode";

    private GatewayCallers() {}

    /**
     * Throws {@link AccessError#UNKNOWN_MODE} for a mode that there is not.
     *
     * @param header the first value of a header, if there is one
     */
    public static Caller caller(Function<String, Optional<String>> header) {
        Optional<Caller> citizen = filled(header, "NHSD-NHSLogin-User").map(GatewayCallers::citizen);
        if (citizen.isPresent()) {
            return citizen.get();
        }
        if (filled(header, "NHSE-PDS-Privileged-Access")
                .filter("true"::equalsIgnoreCase)
                .isPresent()) {
            return Caller.of(AccessMode.PRIVILEGED_APPLICATION_RESTRICTED);
        }
        return filled(header, MODE).map(GatewayCallers::mode).map(Caller::of).orElse(Caller.OPEN);
    }

    private static AccessMode mode(String name) {
        return AccessMode.named(name)
                .orElseThrow(() -> new SpineException(
                        AccessError.UNKNOWN_MODE,
                        "Invalid value - '%s' in header '%s'".formatted(Problem.shown(name), MODE)));
    }

    private static Optional<String> filled(Function<String, Optional<String>> header, String name) {
        return header.apply(name).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** {@code P9:9912003071}; a header of another shape is nobody whose identity was proved. */
    private static Caller citizen(String header) {
        int colon = header.indexOf(':');
        String proofing = colon < 0 ? "P0" : header.substring(0, colon).strip();
        return Caller.citizen(
                new Caller.Login(proofing, header.substring(colon + 1).strip()));
    }
}
