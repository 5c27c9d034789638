package org.openspine.server.http;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.openspine.api.OperationOutcomes;
import org.openspine.error.FhirError;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;

/** What Jetty refuses before any servlet sees it, as an OperationOutcome too. */
final class PlainErrorHandler extends ErrorHandler {
    /** By which a client knows its request again, as in every other answer. */
    private static final List<String> MIRRORED = List.of("X-Request-ID", "X-Correlation-ID");

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        byte[] body = OperationOutcomes.of(new SpineException(error(code), List.of(Problem.of(reason(code)))))
                .toBytes();
        for (String name : MIRRORED) {
            Optional.ofNullable(request.getHeaders().get(name))
                    .ifPresent(sent -> response.getHeaders().put(name, sent));
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, MediaType.JSON.contentType());
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    private static FhirError error(int code) {
        return switch (code) {
            case 404 -> FhirError.NOT_FOUND;
            case 405 -> FhirError.METHOD_NOT_ALLOWED;
            case 408 -> FhirError.TIMED_OUT;
            case 503 -> FhirError.BUSY;
            case 413, 431 -> FhirError.TOO_LARGE;
            case 414 -> FhirError.URL_TOO_LONG;
            case 415 -> FhirError.UNSUPPORTED_MEDIA_TYPE;
            default -> code >= 500 ? FhirError.INTERNAL : FhirError.INVALID_REQUEST;
        };
    }

    private static String reason(int code) {
        return switch (code) {
            case 404 -> "Nothing is served at this path; the front page / lists what is";
            case 414 -> "The URL is longer than allowed; send the search with POST to _search";
            case 408 -> "The request did not come in time; send it again without pauses";
            case 431 -> "The request has more than 64 headers, or they are larger than 16 KiB";
            case 503 -> "The server is starting, stopping or too busy; try again";
            default ->
                code >= 500
                        ? "Something went wrong on our side"
                        : "No valid HTTP request: look for encoded slashes, dot segments or empty segments in the path";
        };
    }
}
