package org.openspine.samples.load;

import java.io.IOException;

/** A load stopped: the message names the file, the line and what the server said. */
public final class LoadException extends IOException {
    private static final long serialVersionUID = 1L;

    LoadException(String place, String reason) {
        super(place + ": " + reason);
    }

    LoadException(String place, Exception cause) {
        super(place + ": " + (cause.getMessage() == null ? cause.toString() : cause.getMessage()), cause);
    }
}
