package org.openspine.access.policy;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One row of the policy: an endpoint, and what each kind of caller needs for it. A kind that is not there may not use it.
 *
 * @param path segments below the base, variables in braces; a last segment {@code **} stands for any rest
 */
public record Rule(
        String interaction,
        Set<String> methods,
        List<String> path,
        Optional<Need> application,
        Optional<Need> worker,
        Optional<Need> patient) {
    /**
     * @param scope type and permissions, as in the part of a SMART scope after the slash: {@code Patient.r}
     * @param activities of which a healthcare worker needs one; empty if none is needed
     */
    public record Need(String scope, Set<String> activities) {
        public String type() {
            return scope.substring(0, scope.indexOf('.'));
        }

        public String permissions() {
            return scope.substring(scope.indexOf('.') + 1);
        }
    }

    boolean isAbout(String method, List<String> segments) {
        if (!methods.contains(method)) {
            return false;
        }
        boolean open = !path.isEmpty() && path.get(path.size() - 1).equals("**");
        int fixed = open ? path.size() - 1 : path.size();
        if (open ? segments.size() < fixed : segments.size() != fixed) {
            return false;
        }
        for (int i = 0; i < fixed; i++) {
            String wanted = path.get(i);
            String given = segments.get(i);
            boolean matches = wanted.startsWith("{") ? !given.startsWith("$") : wanted.equals(given);
            if (!matches) {
                return false;
            }
        }
        return true;
    }
}
