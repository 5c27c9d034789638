package org.openspine.referrals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.openspine.referrals.Attachment.Availability.AVAILABLE;
import static org.openspine.referrals.Attachment.Availability.THREATS_FOUND;
import static org.openspine.referrals.Attachment.Availability.VALIDATION_FAILED;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FileScanTest {
    @Test
    void nameTypeAndBeginningMustAgree() {
        byte[] pdf = "%PDF-1.7 …".getBytes(StandardCharsets.UTF_8);
        assertThat(FileScan.of("application/pdf", "letter.PDF", pdf)).isEqualTo(AVAILABLE);
        assertThat(FileScan.of("application/pdf", "letter.txt", pdf)).isEqualTo(VALIDATION_FAILED);
        assertThat(FileScan.of("application/pdf", "letter.pdf", new byte[] {1, 2}))
                .isEqualTo(VALIDATION_FAILED);
        assertThat(FileScan.of("application/zip", "letter.zip", pdf)).isEqualTo(VALIDATION_FAILED);
    }

    @Test
    void sizeHasALimit() {
        assertThat(FileScan.of("text/plain", "a.txt", new byte[FileScan.MOST_BYTES]))
                .isEqualTo(AVAILABLE);
        assertThat(FileScan.of("text/plain", "a.txt", new byte[FileScan.MOST_BYTES + 1]))
                .isEqualTo(VALIDATION_FAILED);
        assertThat(FileScan.of("text/plain", "a.txt", new byte[0])).isEqualTo(VALIDATION_FAILED);
    }

    @Test
    void harmlessTestThreatIsFound() {
        String threat = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!$H+H*";
        assertThat(FileScan.of("text/plain", "a.txt", threat.getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo(THREATS_FOUND);
    }
}
