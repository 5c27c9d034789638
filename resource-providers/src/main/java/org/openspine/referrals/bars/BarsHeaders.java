package org.openspine.referrals.bars;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.api.RequestHeaders;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.MalformedContentException;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.error.SpineException;
import org.openspine.terminology.identifier.UuidForm;

/** The headers of a request: ids of the message and its case, who asks with what, and the version of the standard. */
record BarsHeaders(String requestId, String correlationId) {
    static final String REQUEST_ID = "X-Request-Id";
    static final String CORRELATION_ID = "X-Correlation-Id";
    static final String TARGET = "NHSD-Target-Identifier";

    private static final Pattern VERSION = Pattern.compile("version\\s*=\\s*\"?([0-9]+)\\.([0-9]+)(\\.[0-9]+)*\"?");
    private static final List<String> SENDER = List.of("NHSD-End-User-Organisation", "NHSD-Requesting-Software");
    private static final List<String> DECODED =
            List.of("NHSD-End-User-Organisation", "NHSD-Requesting-Software", "NHSD-Requesting-Practitioner");

    /** Throws rows of the table in the order of the published headers. */
    static BarsHeaders read(IncomingRequest request) {
        RequestHeaders headers = request.headers();
        BarsHeaders read = new BarsHeaders(uuid(headers, REQUEST_ID), uuid(headers, CORRELATION_ID));
        if (request.caller().isVerified()) { // nobody needs to say in the open sandbox
            SENDER.forEach(name -> required(headers, name, "a resource as Base64 JSON"));
        }
        for (String name : DECODED) {
            headers.filled(name).ifPresent(value -> requireResource(name, value));
        }
        requireAcceptable(headers);
        return read;
    }

    private static String uuid(RequestHeaders headers, String name) {
        String value = required(headers, name, "a UUID");
        if (!UuidForm.isUuid(value)) {
            throw new SpineException(BarsError.HEADER_INVALID, "Header '%s' is not a UUID".formatted(name));
        }
        return value;
    }

    private static String required(RequestHeaders headers, String name, String what) {
        return headers.filled(name)
                .orElseThrow(() ->
                        new SpineException(BarsError.HEADER_REQUIRED, "Missing header '%s': %s".formatted(name, what)));
    }

    private static void requireResource(String name, String value) {
        boolean isResource = decoded(value).filter(JsonNode::isObject).isPresent();
        if (!isResource) {
            throw new SpineException(
                    BarsError.HEADER_STRUCTURE, "Header '%s' is not a resource as Base64 JSON".formatted(name));
        }
    }

    /** JSON in Base64; empty if it is not. */
    static Optional<JsonNode> decoded(String value) {
        try {
            return Optional.of(ResourceJson.parseAny(Base64.getDecoder().decode(value.strip()), JsonLimits.TOKEN));
        } catch (IllegalArgumentException | MalformedContentException e) {
            return Optional.empty();
        }
    }

    static boolean isBase64(String value) {
        try {
            Base64.getDecoder().decode(value.strip());
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void requireAcceptable(RequestHeaders headers) {
        Optional<String> accept = headers.filled("Accept");
        boolean acceptable = accept.map(value -> value.contains("*/*")
                        || value.contains("application/*")
                        || value.contains("application/fhir+json")
                        || value.contains("application/json"))
                .orElse(true);
        if (!acceptable) {
            throw new SpineException(BarsError.NOT_ACCEPTABLE, "Answers are application/fhir+json");
        }
        accept.flatMap(BarsHeaders::version).filter(version -> version[0] != 1).ifPresent(version -> {
            throw new SpineException(BarsError.NOT_ACCEPTABLE, "Versions 1.x of BaRS Core are served");
        });
    }

    /** A body is JSON; one that does not say what it is is taken for that. Throws {@link BarsError#UNSUPPORTED_MEDIA_TYPE}. */
    static void requireJson(RequestHeaders headers) {
        headers.filled("Content-Type")
                .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .filter(type -> !type.equals("application/fhir+json") && !type.equals("application/json"))
                .ifPresent(type -> {
                    throw new SpineException(BarsError.UNSUPPORTED_MEDIA_TYPE, "A body here is application/fhir+json");
                });
    }

    /** DocumentReference needs a version, and one that has it. Throws {@link BarsError#NOT_ACCEPTABLE}. */
    static void requireVersion(RequestHeaders headers) {
        boolean served = headers.filled("Accept")
                .flatMap(BarsHeaders::version)
                .filter(version -> version[0] == 1 && version[1] >= 1)
                .isPresent();
        if (!served) {
            throw new SpineException(
                    BarsError.NOT_ACCEPTABLE,
                    "Accept needs a version from 1.1.0: application/fhir+json; version=1.4.0");
        }
    }

    private static Optional<int[]> version(String accept) {
        Matcher matcher = VERSION.matcher(accept);
        return matcher.find()
                ? Optional.of(new int[] {number(matcher.group(1)), number(matcher.group(2))})
                : Optional.empty();
    }

    private static int number(String digits) {
        return digits.length() > 4 ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }

    /** The answer with the ids of its request. */
    static FhirResponse mirrored(RequestHeaders headers, FhirResponse answer) {
        FhirResponse mirrored = answer;
        for (String name : List.of(REQUEST_ID, CORRELATION_ID)) {
            Optional<String> value = headers.filled(name).filter(UuidForm::isUuid);
            if (value.isPresent()) {
                mirrored = mirrored.withHeader(name, value.get());
            }
        }
        return mirrored;
    }
}
