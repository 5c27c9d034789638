package org.openspine.demographics.pds;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.api.JsonBody;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.demographics.CurrentItems;
import org.openspine.demographics.trace.Trace;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceRepository;

/** {@code GET Patient?…}: the trace. Applications without a person get a match only if it is the only one. */
final class SearchPatients {
    private final Trace trace;
    private final Clock clock;

    SearchPatients(ResourceRepository repository, Clock clock) {
        this.trace = Trace.ofNumbered(repository, clock);
        this.clock = clock;
    }

    FhirResponse answer(IncomingRequest request) {
        int most = request.caller().mode().isApplication() ? 1 : SearchParameters.MOST;
        SearchParameters asked = SearchParameters.of(request.query(), most);
        Optional<List<Trace.Hit>> found =
                trace.find(asked.query(), asked.method(), new Trace.Limit(asked.most(), asked.exactOnly() ? 1 : 0));
        return found.map(hits -> searchSet(request, hits))
                .orElseGet(() -> PdsRefusal.of(new SpineException(PdsError.TOO_MANY_MATCHES)));
    }

    private FhirResponse searchSet(IncomingRequest request, List<Trace.Hit> hits) {
        CurrentItems current = new CurrentItems(LocalDate.now(clock));
        Entitlement entitlement = Entitlement.of(request);
        List<SearchSet.Entry> entries = hits.stream()
                .map(hit -> new SearchSet.Entry(
                        request.base() + "/Patient/" + hit.record().nhsNumber(),
                        Optional.of(hit.score()),
                        PatientView.match(hit.record(), current, entitlement)))
                .toList();
        return FhirResponse.of(200, JsonBody.of(ResourceJson.write(SearchSet.of(entries, clock))));
    }
}
