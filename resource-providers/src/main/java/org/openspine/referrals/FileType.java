package org.openspine.referrals;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A type of file that may be attached: its media type, the endings of its names, and how it begins where that is known. */
public enum FileType {
    TEXT("text/plain", List.of("txt"), ""),
    PDF("application/pdf", List.of("pdf"), "25504446"),
    XML("text/xml", List.of("xml"), ""),
    RTF("text/rtf", List.of("rtf", "rtx"), "7B5C727466"),
    AU("audio/basic", List.of("au"), ""),
    MP3("audio/mpeg", List.of("mp3"), ""),
    PNG("image/png", List.of("png"), "89504E470D0A1A0A"),
    GIF("image/gif", List.of("gif"), "47494638"),
    JPEG("image/jpeg", List.of("jpg", "jpe", "jpeg"), "FFD8FF"),
    TIFF("image/tiff", List.of("tif", "tiff"), ""),
    MPEG("video/mpeg", List.of("mpg", "mpeg", "mpe"), ""),
    DOC("application/msword", List.of("doc"), "D0CF11E0"),
    DOCX("application/vnd.openxmlformats-officedocument.wordprocessingml.document", List.of("docx"), "504B0304"),
    DICOM("application/dicom", List.of("dcm"), "");

    private final String mediaType;
    private final List<String> endings;
    private final String beginning;

    FileType(String mediaType, List<String> endings, String beginning) {
        this.mediaType = mediaType;
        this.endings = endings;
        this.beginning = beginning;
    }

    public static Optional<FileType> of(String mediaType) {
        return Arrays.stream(values())
                .filter(type -> type.mediaType.equals(mediaType))
                .findFirst();
    }

    public String mediaType() {
        return mediaType;
    }

    public boolean isNamed(String fileName) {
        int dot = fileName.lastIndexOf('.');
        return dot > 0 && endings.contains(fileName.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    /** Whether a file begins as files of this type do. */
    public boolean isBeginningOf(byte[] content) {
        if (beginning.isEmpty()) {
            return true;
        }
        byte[] expected = java.util.HexFormat.of().parseHex(beginning);
        return content.length >= expected.length
                && Arrays.equals(content, 0, expected.length, expected, 0, expected.length);
    }
}
