package org.openspine.server.access;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.openspine.access.Caller;
import org.openspine.access.policy.AccessPolicy;

/** The open sandbox: callers are who gateway headers say, and everybody may use everything. */
public final class OpenAccess implements Access {
    private static final AccessPolicy POLICY = AccessPolicy.read(Scopes::allow);

    @Override
    public Caller caller(Function<String, Optional<String>> header, String address) {
        return GatewayCallers.caller(header);
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isPublic(String base, List<String> path) {
        return POLICY.isPublic(base, path);
    }

    @Override
    public void require(Caller caller, String base, String method, List<String> path) {}
}
