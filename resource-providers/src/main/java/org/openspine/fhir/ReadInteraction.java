package org.openspine.fhir;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.openspine.api.FhirResponse;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;

/**
 * read and vread: the stored bytes, or 304 if the client has them.
 *
 * @see <a href="https://hl7.org/fhir/R4/http.html#read">FHIR R4 read</a>
 */
final class ReadInteraction {
    private final ResourceRepository repository;

    ReadInteraction(ResourceRepository repository) {
        this.repository = repository;
    }

    FhirResponse read(ResourceKey key, FhirRequest.Conditions conditions) {
        return answer(current(key), conditions);
    }

    /** The current version. Throws {@link FhirError#NOT_FOUND} or {@link FhirError#DELETED}. */
    StoredResource current(ResourceKey key) {
        StoredResource stored = repository.read(key).orElseThrow(() -> notFound(key));
        if (stored.isDeleted()) {
            throw deleted(key);
        }
        return stored;
    }

    FhirResponse vread(ResourceKey key, String version, FhirRequest.Conditions conditions) {
        StoredResource stored = versionNumber(version)
                .flatMap(number -> repository.vread(key, number))
                .orElseThrow(
                        () -> new SpineException(FhirError.NOT_FOUND, "%s has no such version".formatted(key.type())));
        if (stored.isDeleted()) {
            throw new SpineException(FhirError.DELETED, "This version of the %s is its deletion".formatted(key.type()));
        }
        return answer(stored, conditions);
    }

    private static Optional<Long> versionNumber(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }

    private static FhirResponse answer(StoredResource stored, FhirRequest.Conditions conditions) {
        FhirResponse full = FhirResponse.of(200, stored);
        return isKnown(stored, conditions)
                ? new FhirResponse(304, full.version(), full.location(), Optional.empty())
                : full;
    }

    private static boolean isKnown(StoredResource stored, FhirRequest.Conditions conditions) {
        if (conditions.ifNoneMatch().isPresent()) {
            for (String tag : conditions.ifNoneMatch().get().split(",")) {
                String strong = tag.strip().replaceFirst("^W/", "");
                if (strong.equals("*") || strong.equals("\"" + stored.version() + "\"")) {
                    return true;
                }
            }
            return false;
        }
        return conditions
                .ifModifiedSince()
                .flatMap(ReadInteraction::httpDate)
                .map(since -> stored.lastUpdated().getEpochSecond() <= since.getEpochSecond())
                .orElse(false);
    }

    private static Optional<Instant> httpDate(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty(); // RFC 9110: a date that cannot be read is ignored
        }
    }

    static SpineException notFound(ResourceKey key) {
        return new SpineException(FhirError.NOT_FOUND, "No %s has this id".formatted(key.type()));
    }

    static SpineException deleted(ResourceKey key) {
        return new SpineException(
                FhirError.DELETED, "This %s was deleted; its history tells when".formatted(key.type()));
    }
}
