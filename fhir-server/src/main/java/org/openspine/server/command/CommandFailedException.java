package org.openspine.server.command;

/** A command that cannot do what it was asked. The message is one line and says what would help. */
final class CommandFailedException extends RuntimeException {
    CommandFailedException(String message) {
        super(message);
    }
}
