package org.openspine.carerecords.scr;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.openspine.api.FhirResponse;
import org.openspine.api.RequestHeaders;
import org.openspine.error.SpineException;
import org.openspine.terminology.identifier.UuidForm;

/** The headers every request to the service is judged by, and those every answer carries. */
final class ScrHeaders {
    static final String REQUEST_ID = "X-Request-ID";
    static final String CORRELATION_ID = "X-Correlation-ID";
    static final String ROLE = "NHSD-Session-URID";
    static final String MEDIA_TYPE = "application/fhir+json";

    private static final String UUID_PATTERN =
            "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$";
    private static final String HEX = "0123456789ABCDEF";
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    private ScrHeaders() {}

    /** The correlation id first, then the request id. */
    static void requireIds(RequestHeaders headers) {
        for (String name : List.of(CORRELATION_ID, REQUEST_ID)) {
            List<String> sent = headers.all(name);
            if (sent.size() > 1 || (!sent.isEmpty() && !UuidForm.isUuid(sent.get(0)))) {
                throw new SpineException(
                        ScrError.INVALID_REQUEST,
                        "Invalid %s. Should be a UUIDv4 matching \"%s\"".formatted(name, UUID_PATTERN));
            }
        }
    }

    static void requireRole(RequestHeaders headers) {
        headers.first(ROLE).filter(role -> !DIGITS.matcher(role).matches()).ifPresent(role -> {
            throw new SpineException(
                    ScrError.INVALID_REQUEST,
                    "Invalid value - %s in header '%s'".formatted(org.openspine.error.Problem.shown(role), ROLE));
        });
    }

    /** Ids the client left out are made here. */
    static RequestHeaders completed(RequestHeaders headers) {
        RequestHeaders completed = headers;
        for (String name : List.of(CORRELATION_ID, REQUEST_ID)) {
            if (completed.first(name).isEmpty()) {
                completed = completed.with(name, newId());
            }
        }
        return completed;
    }

    /** An upper-case UUID that need not be hard to guess. */
    static String newId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = (random.nextLong() & ~0xF000L) | 0x4000L; // version 4
        long low = (random.nextLong() >>> 2) | Long.MIN_VALUE; // the variant of RFC 4122
        char[] text = new char[36];
        for (int i = 0, nibble = 0; i < text.length; i++) {
            if (i == 8 || i == 13 || i == 18 || i == 23) {
                text[i] = '-';
            } else {
                long half = nibble < 16 ? high : low;
                text[i] = HEX.charAt((int) (half >>> (60 - 4 * (nibble % 16))) & 0xF);
                nibble++;
            }
        }
        return new String(text);
    }

    static String requestId(RequestHeaders headers) {
        return headers.first(REQUEST_ID).orElse("");
    }

    static FhirResponse mirrored(RequestHeaders headers, FhirResponse answer) {
        FhirResponse mirrored = answer;
        for (String name : List.of(REQUEST_ID, CORRELATION_ID)) {
            mirrored = mirrored.withHeader(name, headers.first(name).orElseGet(ScrHeaders::newId));
        }
        return answer.headers().containsKey("Content-Type")
                ? mirrored
                : mirrored.withHeader("Content-Type", MEDIA_TYPE);
    }
}
