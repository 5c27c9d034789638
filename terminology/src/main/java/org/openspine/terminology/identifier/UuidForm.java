package org.openspine.terminology.identifier;

import java.util.regex.Pattern;

/** The usual form of a UUID: {@code 8-4-4-4-12} hexadecimal digits of either case, of any version (RFC 9562, section 4). */
public final class UuidForm {
    private static final Pattern FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private UuidForm() {}

    public static boolean isUuid(String text) {
        return FORM.matcher(text).matches();
    }
}
