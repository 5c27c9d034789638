package org.openspine.server.access;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.openspine.access.Caller;

/** A sandbox that treats requests with a signed token as the secured server would, and all others as a sandbox does. */
final class MixedAccess implements Access {
    private final Access open;
    private final Access secured;

    MixedAccess(Access open, Access secured) {
        this.open = open;
        this.secured = secured;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public Caller caller(Function<String, Optional<String>> header, String address) {
        boolean signed = header.apply("Authorization")
                .filter(value -> value.matches("(?i)bearer +[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+ *"))
                .isPresent();
        return (signed ? secured : open).caller(header, address);
    }

    @Override
    public boolean isPublic(String base, List<String> path) {
        return secured.isPublic(base, path);
    }

    @Override
    public void require(Caller caller, String base, String method, List<String> path) {
        if (caller.isVerified()) {
            secured.require(caller, base, method, path);
        }
    }
}
