package org.openspine.repository.search;

import java.util.Optional;
import org.openspine.repository.ResourceKey;

/** A reference to a resource of this server: {@code Type/id} or {@code Type/id/_history/version}. */
public record LocalReference(String type, String id) {
    private static final String HISTORY = "/_history/";

    /** The reference in {@code text}, or empty if it is absolute, a fragment or anything else. */
    public static Optional<LocalReference> parse(String text) {
        int slash = text.indexOf('/');
        if (slash <= 0 || !isTypeName(text, slash)) {
            return Optional.empty();
        }
        int end = text.indexOf(HISTORY, slash + 1);
        String id = text.substring(slash + 1, end < 0 ? text.length() : end);
        return ResourceKey.isLogicalId(id)
                ? Optional.of(new LocalReference(text.substring(0, slash), id))
                : Optional.empty();
    }

    public ResourceKey key() {
        return new ResourceKey(type, id);
    }

    private static boolean isTypeName(String text, int length) {
        if (text.charAt(0) < 'A' || text.charAt(0) > 'Z') {
            return false;
        }
        for (int i = 1; i < length; i++) {
            char c = text.charAt(i);
            if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z')) {
                return false;
            }
        }
        return true;
    }
}
