package org.openspine.demographics.trace;

/** A name or postcode as it is asked for, in which {@code *} stands for any text. Case does not count. */
record NamePattern(String plain) {
    static NamePattern of(String asked) {
        return new NamePattern(NameFolding.plain(asked));
    }

    boolean isWild() {
        return plain.indexOf('*') >= 0;
    }

    /** What stands before the first asterisk; all of it if there is none. */
    String beginning() {
        int asterisk = plain.indexOf('*');
        return asterisk < 0 ? plain : plain.substring(0, asterisk);
    }

    boolean matches(String name) {
        String candidate = NameFolding.plain(name);
        if (!isWild()) {
            return candidate.equals(plain);
        }
        String[] texts = plain.split("\\*", -1);
        String last = texts[texts.length - 1];
        int at = texts[0].length();
        if (!candidate.startsWith(texts[0])) {
            return false;
        }
        for (int i = 1; i < texts.length - 1; i++) { // the first place will do: it leaves the most for what follows
            int found = candidate.indexOf(texts[i], at);
            if (found < 0) {
                return false;
            }
            at = found + texts[i].length();
        }
        return candidate.length() - last.length() >= at && candidate.endsWith(last);
    }
}
