package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.SearchQuery;
import org.openspine.repository.search.ValueMatch;

/**
 * Whether the organisations a patient is to be registered with exist. That can be told only where the national directory was loaded;
 * a store with a few organisations of a test knows nothing of the others.
 */
final class OrganisationCodes {
    /** Fewer organisations than these are no directory. */
    private static final int SMALLEST_DIRECTORY = 1_000;

    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private final ResourceRepository repository;
    private final Clock clock;
    private volatile Loaded loaded = new Loaded(false, Instant.MIN);

    /** Whether a directory was there, and until when that is taken for true. */
    private record Loaded(boolean directory, Instant until) {}

    OrganisationCodes(ResourceRepository repository, Clock clock) {
        this.repository = repository;
        this.clock = clock;
    }

    /** Throws {@link PdsError#INVALID_VALUE} for a practice or dispenser that is set now and is in no directory. */
    void require(PatientChange change) {
        for (PatientChange.Item practice : change.items("generalPractitioner")) {
            require(practice.after().path("identifier").path("value"), practice.at("identifier/value"));
        }
        for (PdsExtension kind : PdsExtension.DISPENSERS) {
            PatientChange.Item dispenser = change.extension(kind);
            if (!dispenser.after().isMissingNode() && !dispenser.after().equals(dispenser.before())) {
                require(
                        dispenser
                                .after()
                                .path("valueReference")
                                .path("identifier")
                                .path("value"),
                        dispenser.at("valueReference/identifier/value"));
            }
        }
    }

    private void require(JsonNode code, String path) {
        if (isDirectoryLoaded() && !exists(code.asText())) {
            throw Breach.invalid(code, path);
        }
    }

    private boolean exists(String code) {
        Criterion known = new Criterion.Indexed(
                IndexId.parameter("Organization", "identifier"),
                List.of(new ValueMatch.Token(OptionalLong.of(IndexId.system(PatientSchema.ODS)), code)));
        SearchQuery query = new SearchQuery("Organization", List.of(known), List.of(), 1, Optional.empty());
        return !repository.search(query).matches().isEmpty();
    }

    private boolean isDirectoryLoaded() {
        Instant now = clock.instant();
        if (now.isAfter(loaded.until())) {
            SearchQuery all = new SearchQuery("Organization", List.of(), List.of(), 0, Optional.empty());
            loaded = new Loaded(repository.count(all) >= SMALLEST_DIRECTORY, now.plus(REMEMBERED));
        }
        return loaded.directory();
    }
}
