package org.openspine.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.openspine.access.Caller;
import org.openspine.api.HttpMethod;
import org.openspine.api.QueryParameters;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.error.SpineException;
import org.openspine.fhir.FhirRequest;
import org.openspine.fhir.Preferences;
import org.openspine.fhir.UnifiedBase;
import org.openspine.fhir.patch.Patch;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.samples.Stories;
import org.openspine.samples.Story;

/** Puts the sample stories into an empty store, as if somebody had posted them. */
final class SampleData {
    private SampleData() {}

    /** One of the sample people, whom no real store holds. */
    private static final ResourceKey KNOWN = new ResourceKey("Patient", "9700000036");

    static boolean isIn(ResourceRepository repository) {
        return repository.read(KNOWN).isPresent();
    }

    static void load(UnifiedBase base, Clock clock) {
        for (Story story : Stories.asOf(LocalDate.now(clock))) {
            ObjectNode bundle = ResourceJson.parse(story.bytes(), JsonLimits.DOCUMENT);
            try {
                for (int version = 1; !bundle.path("entry").isEmpty(); version++) {
                    base.answer(transaction(bundle.deepCopy()));
                    keepWhatWasChangedSince(version, bundle);
                }
            } catch (SpineException failure) {
                throw new IllegalStateException(
                        "Sample story %s is refused: %s".formatted(story.name(), failure.problems()), failure);
            }
        }
    }

    /** A record with a {@code meta.versionId} is stored until it has that version. */
    private static void keepWhatWasChangedSince(int version, ObjectNode bundle) {
        bundle.withArray("entry")
                .removeIf(entry -> entry.at("/resource/meta/versionId").asInt() <= version);
    }

    private static FhirRequest transaction(ObjectNode bundle) {
        FhirRequest.Content content = new FhirRequest.Content() {
            @Override
            public ObjectNode resource() {
                return bundle;
            }

            @Override
            public Patch patch() {
                throw new UnsupportedOperationException();
            }

            @Override
            public boolean isEmpty() {
                return false;
            }
        };
        return new FhirRequest(
                HttpMethod.POST,
                "",
                List.of(),
                QueryParameters.NONE,
                FhirRequest.Conditions.NONE,
                Preferences.NONE,
                content,
                Caller.OPEN);
    }
}
