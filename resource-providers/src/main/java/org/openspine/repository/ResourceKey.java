package org.openspine.repository;

/** Names one logical resource: {@code Patient/9000000009}. The id is 1 to 64 letters, digits, hyphens and full stops. */
public record ResourceKey(String type, String id) implements Comparable<ResourceKey> {
    public ResourceKey {
        if (!isLogicalId(id)) {
            throw new IllegalArgumentException("not a logical id: 1 to 64 of A-Z a-z 0-9 - .");
        }
    }

    public static boolean isLogicalId(String text) {
        if (text.isEmpty() || text.length() > 64) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean allowed =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
            if (!allowed) {
                return false;
            }
        }
        return true;
    }

    /** The order in which several resources are locked. */
    @Override
    public int compareTo(ResourceKey other) {
        int byType = type.compareTo(other.type);
        return byType != 0 ? byType : id.compareTo(other.id);
    }

    @Override
    public String toString() {
        return type + "/" + id;
    }
}
