package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.openspine.access.AccessMode;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.api.JsonBody;
import org.openspine.api.OperationOutcomes;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.demographics.CurrentItems;
import org.openspine.demographics.PatientRecord;
import org.openspine.demographics.trace.Trace;
import org.openspine.demographics.trace.TraceMethod;
import org.openspine.error.SpineException;

/**
 * {@code Patient/$match}: the fuzzy trace for clients that know FHIR and not the national API. It also forgives a slip in the
 * birth date where names and postcode leave no doubt.
 *
 * @see <a href="https://hl7.org/fhir/R4/patient-operation-match.html">$match</a>
 */
final class MatchPatients {
    private static final String MATCH_GRADE = "http://hl7.org/fhir/StructureDefinition/match-grade";
    private static final double PROBABLE = 0.9;

    private final Trace trace;
    private final Clock clock;

    MatchPatients(Trace trace, Clock clock) {
        this.trace = trace;
        this.clock = clock;
    }

    /** The operation at the national path: matches as a search there shows them. */
    FhirResponse answer(IncomingRequest request) {
        MatchBody sent = MatchBody.of(request.content().json());
        MatchRequest asked = MatchRequest.of(sent.resource(), sent.onlyCertain(), sent.count());
        return answer(asked, request.caller().mode(), request.base(), this::national);
    }

    /** Without location where the record is restricted, which the trace keeps from everybody; else as stored. */
    ObjectNode standard(PatientRecord record) {
        return record.confidentiality().isSensitive() ? national(record) : record.tree();
    }

    private ObjectNode national(PatientRecord record) {
        return PatientView.match(record, new CurrentItems(LocalDate.now(clock)), Entitlement.NONE);
    }

    /** Applications without a person get a match only if it is the only one. */
    FhirResponse answer(MatchRequest asked, AccessMode mode, String base, Function<PatientRecord, ObjectNode> view) {
        int most = mode.isApplication() ? 1 : SearchParameters.MOST;
        Optional<List<Trace.Hit>> found =
                trace.find(asked.query(), TraceMethod.FORGIVING, new Trace.Limit(most, asked.onlyCertain() ? 1 : 0));
        if (asked.onlyCertain() && found.map(hits -> hits.size() > 1).orElse(true)) {
            found = Optional.of(List.of()); // of two who agree in everything neither is certain
        }
        return found.map(hits -> bundle(hits.subList(0, Math.min(hits.size(), asked.count())), base, view))
                .orElseGet(() ->
                        FhirResponse.of(200, OperationOutcomes.of(new SpineException(PdsError.TOO_MANY_MATCHES))));
    }

    private static FhirResponse bundle(List<Trace.Hit> hits, String base, Function<PatientRecord, ObjectNode> view) {
        ObjectNode bundle = JsonNodeFactory.instance.objectNode();
        bundle.put("resourceType", "Bundle").put("type", "searchset").put("total", hits.size());
        if (!hits.isEmpty()) {
            ArrayNode entries = bundle.putArray("entry");
            for (Trace.Hit hit : hits) {
                ObjectNode entry = entries.addObject();
                entry.put("fullUrl", base + "/Patient/" + hit.record().nhsNumber());
                entry.set("resource", view.apply(hit.record()));
                ObjectNode search = entry.putObject("search");
                search.putArray("extension").addObject().put("url", MATCH_GRADE).put("valueCode", grade(hit.score()));
                search.put("mode", "match");
                search.put("score", BigDecimal.valueOf(hit.score()).stripTrailingZeros());
            }
        }
        return FhirResponse.of(200, JsonBody.of(ResourceJson.write(bundle)));
    }

    private static String grade(double score) {
        return score == 1 ? "certain" : score >= PROBABLE ? "probable" : "possible";
    }
}
