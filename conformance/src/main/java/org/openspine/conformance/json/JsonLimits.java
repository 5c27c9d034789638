package org.openspine.conformance.json;

/** What a body may hold: nesting, characters in one string, values in all. */
public record JsonLimits(int depth, int stringLength, int values) {
    /** The defaults for resources and messages. */
    public static final JsonLimits RESOURCE = new JsonLimits(64, 1 << 20, 200_000);

    /** Documents carry one large base64 string. */
    public static final JsonLimits DOCUMENT = new JsonLimits(64, 10 << 20, 200_000);

    /** What this server made itself: a page of many resources that each kept the limits. */
    public static final JsonLimits ANSWER = new JsonLimits(128, Integer.MAX_VALUE, Integer.MAX_VALUE);

    /** Header and claims of a token. */
    public static final JsonLimits TOKEN = new JsonLimits(16, 16 << 10, 2_000);

    public JsonLimits {
        if (depth < 1 || depth > 1_000 || stringLength < 1 || values < 1) {
            throw new IllegalArgumentException("limits must be positive, and depth at most 1000: parsing recurses");
        }
    }
}
