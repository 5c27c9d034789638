package org.openspine.referrals.ers;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openspine.api.FhirResponse;
import org.openspine.error.SpineException;
import org.openspine.referrals.Attachment;
import org.openspine.referrals.FileScan;
import org.openspine.referrals.FileType;
import org.openspine.referrals.Referral;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;

/** Files in and out: A020, A042, and the short-lived address to which A042 leads. */
final class Uploads {
    private static final String FILE_NAME = "NHSD-eRS-File-Name";
    private static final String REFERRAL = "NHSD-eRS-Referral-ID";
    private static final Duration VALID = Duration.ofMinutes(5);

    /** The random and the time-ordered kinds, which this store makes, and those derived from names, which samples have. */
    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[457][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}");

    private final ErsParts parts;
    private final ResourceRepository repository;
    private final SecureRandom random = new SecureRandom();

    Uploads(ErsParts parts) {
        this.parts = parts;
        this.repository = parts.repository();
    }

    /** A020. */
    FhirResponse upload(ErsRequest request) {
        String mediaType = ErsHeaders.essence(
                request.http().headers().first("Content-Type").orElse(""));
        FileType type = FileType.of(mediaType)
                .orElseThrow(
                        () -> new SpineException(ErsError.UNSUPPORTED_MEDIA_TYPE, "Files of this type are not taken"));
        String name = request.http()
                .headers()
                .filled(FILE_NAME)
                .orElseThrow(
                        () -> BusinessError.MISSING_HEADER.inSearch("Header '%s' is missing".formatted(FILE_NAME)));
        if (name.length() > 255
                || name.chars().anyMatch(c -> c < ' ' || c == '/' || c == '\\')
                || !name.contains(".")) {
            throw BusinessError.INVALID_VALUE.because("Header '%s' is no file name".formatted(FILE_NAME));
        }
        Optional<String> ubrn = request.http().headers().filled(REFERRAL);
        if (ubrn.filter(number -> !Records.isUbrn(number)).isPresent()) {
            throw BusinessError.INVALID_VALUE.because("Header '%s' is no UBRN".formatted(REFERRAL));
        }
        byte[] content = content(request);
        ubrn.ifPresent(number -> requireRequest(number, request.caller()));
        String id = parts.files().add(type.mediaType(), name, content, ubrn, request.caller());
        return FhirResponse.of(201).withHeader("Location", "Binary/" + id);
    }

    private static byte[] content(ErsRequest request) {
        byte[] content;
        try {
            content = request.http().content().bytes();
        } catch (SpineException failure) {
            throw failure.code() == org.openspine.error.FhirError.TOO_LARGE ? size() : failure;
        }
        if (content.length == 0 || content.length > FileScan.MOST_BYTES) {
            throw size();
        }
        return content;
    }

    private static SpineException size() {
        return BusinessError.FILE_SIZE_ERROR.because("A file has 1 to %d bytes".formatted(FileScan.MOST_BYTES));
    }

    private void requireRequest(String ubrn, ErsCaller caller) {
        StoredResource found = parts.records().ofUbrn(ubrn).stream()
                .findFirst()
                .orElseThrow(() -> BusinessError.REFERENCE_NOT_FOUND.because("The UBRN was not found"));
        parts.records().relationship().require(Referral.of(found), caller);
    }

    /** A042: leads to a place where the file can be fetched for a short time; another one on every call. */
    FhirResponse attachment(ErsRequest request) {
        String id = request.path(1);
        boolean legacy = id.startsWith("att-") && ResourceKey.isLogicalId(id);
        if (!legacy && !UUID.matcher(id).matches()) {
            throw new SpineException(ErsError.BAD_REQUEST, "The id is neither a UUID nor of the form att-n-n");
        }
        if (repository
                .read(new ResourceKey("Binary", id))
                .filter(stored -> !stored.isDeleted())
                .isEmpty()) {
            throw new SpineException(ErsError.NOT_FOUND, "The file was not found");
        }
        Optional<Attachment> document = parts.files().ofBinary(id).map(stored -> new Attachment(stored.tree()));
        if (document.isPresent()) {
            requireRelated(document.get(), request.caller());
            requireOpen(document.get());
        } else {
            parts.files().containing(id).ifPresent(referral -> {
                if (!parts.records().relationship().exists(referral, request.caller())) {
                    throw unrelated();
                }
                Attachment.containedIn(referral.tree()).stream()
                        .filter(contained -> contained.binary().equals(Optional.of(id)))
                        .forEach(Uploads::requireOpen);
            });
        }
        return FhirResponse.of(307)
                .withHeader("Location", request.base() + "/Binary/" + id + "/$download?" + ticket(id));
    }

    private void requireRelated(Attachment document, ErsCaller caller) {
        boolean related = document.requests().isEmpty()
                || document.requests().stream()
                        .flatMap(id -> repository.read(new ResourceKey(Referral.TYPE, id)).stream())
                        .filter(stored -> !stored.isDeleted())
                        .anyMatch(stored -> parts.records().relationship().exists(Referral.of(stored), caller));
        if (!related) {
            throw unrelated();
        }
    }

    private static SpineException unrelated() {
        return new SpineException(
                ErsError.NO_RELATIONSHIP, "Your organisation has no relationship with the request of this file");
    }

    private static void requireOpen(Attachment document) {
        switch (document.availability()) {
            case AVAILABLE -> {}
            case PENDING ->
                throw new SpineException(
                        ErsError.PENDING,
                        "The file is being scanned and cannot be retrieved. Wait at least 5 minutes before checking its availability again.");
            case THREATS_FOUND ->
                throw new SpineException(
                        ErsError.THREATS_FOUND,
                        "A threat was found in the file; it cannot be retrieved. Ask those who uploaded it.");
            case VALIDATION_FAILED ->
                throw new SpineException(
                        ErsError.VALIDATION_FAILED,
                        "The file is not what its type and name say, or too large; it cannot be retrieved. Ask those who uploaded it.");
        }
    }

    private String ticket(String id) {
        byte[] nonce = new byte[8];
        random.nextBytes(nonce);
        String unsigned = "expires=%d&nonce=%s"
                .formatted(
                        parts.clock().instant().plus(VALID).getEpochSecond(),
                        HexFormat.of().formatHex(nonce));
        return unsigned + "&signature=" + signature(id + "?" + unsigned);
    }

    private String signature(String text) {
        try {
            byte[] key = repository.sharedSecret("ers-download", () -> {
                byte[] fresh = new byte[32];
                random.nextBytes(fresh);
                return fresh;
            });
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has HmacSHA256
        }
    }

    /** The file itself, for whoever has the address. */
    FhirResponse download(ErsRequest request) {
        String id = request.path(1);
        var query = request.http().query();
        String expires = query.last("expires").orElse("");
        String unsigned =
                "expires=%s&nonce=%s".formatted(expires, query.last("nonce").orElse(""));
        boolean signed = MessageDigest.isEqual(
                signature(id + "?" + unsigned).getBytes(StandardCharsets.UTF_8),
                query.last("signature").orElse("").getBytes(StandardCharsets.UTF_8));
        if (!signed
                || !expires.matches("[0-9]{1,12}")
                || parts.clock().instant().isAfter(Instant.ofEpochSecond(Long.parseLong(expires)))) {
            throw new SpineException(ErsError.FORBIDDEN, "The address is not valid any more; ask for the file again");
        }
        StoredResource binary = repository
                .read(new ResourceKey("Binary", id))
                .filter(stored -> !stored.isDeleted())
                .orElseThrow(() -> new SpineException(ErsError.NOT_FOUND, "The file was not found"));
        var tree = binary.tree();
        byte[] content = Base64.getMimeDecoder().decode(tree.path("data").asText());
        String name = parts.files()
                .ofBinary(id)
                .map(stored -> new Attachment(stored.tree()).title())
                .filter(title -> !title.isEmpty())
                .orElse(id);
        return FhirResponse.of(200)
                .withFile(new FhirResponse.FileBody(
                        tree.path("contentType").asText("application/octet-stream"),
                        content.length,
                        () -> new java.io.ByteArrayInputStream(content)))
                .withHeader("Content-Disposition", disposition(name))
                .withHeader("Cache-Control", "no-cache");
    }

    /** A name that old clients take, and the true one for all others. */
    static String disposition(String name) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "-._~".indexOf(c) >= 0;
            encoded.append(plain ? Character.toString(c) : "%%%02X".formatted((int) c));
        }
        String ascii = name.replaceAll("[^ -~]", "_").replaceAll("[\"\\\\]", "_");
        return "attachment; filename=\"%s\"; filename*=UTF-8''%s".formatted(ascii, encoded);
    }
}
