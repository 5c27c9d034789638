package org.openspine.demographics.miniservice;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.openspine.demographics.PatientIndex;
import org.openspine.demographics.PatientRecord;
import org.openspine.demographics.trace.DateSpan;
import org.openspine.demographics.trace.Trace;
import org.openspine.demographics.trace.TraceMethod;
import org.openspine.demographics.trace.TraceQuery;
import org.openspine.repository.ResourceRepository;
import org.openspine.terminology.identifier.NhsNumber;

/** The questions of simple clients about one person. */
final class MiniService {
    static final List<String> NUMBER_AND_NAMES = List.of("nhsNumber", "birthDate", "family", "given");
    static final List<String> KNOWN_OF_PERSON = List.of("family", "given", "gender", "birthDate", "postcode");
    static final List<String> EITHER = List.of("nhsNumber", "birthDate", "family", "given", "gender", "postcode");

    private final PatientIndex index;
    private final Trace trace;
    private final Clock clock;

    MiniService(ResourceRepository repository, Clock clock) {
        this.index = new PatientIndex(repository);
        this.trace = Trace.ofNumbered(repository, clock);
        this.clock = clock;
    }

    ObjectNode verifyNhsNumber(MiniServiceInput input) {
        return byNumber(input, input.required("nhsNumber")).verification();
    }

    ObjectNode getNhsNumber(MiniServiceInput input) {
        return bySearch(input).number();
    }

    ObjectNode getPatientDetails(MiniServiceInput input) {
        Optional<String> number = input.optional("nhsNumber");
        MiniServiceAnswer answer = number.isPresent() ? byNumber(input, number.get()) : bySearch(input);
        return answer.details();
    }

    private MiniServiceAnswer byNumber(MiniServiceInput input, String number) {
        CrossCheck check = new CrossCheck(input.birthDate(), input.optional("family"), input.optional("given"));
        if (NhsNumber.parse(number).isEmpty()) {
            return MiniServiceAnswer.of(MiniServiceStatus.INVALID_NUMBER);
        }
        Optional<PatientRecord> found = index.survivor(number).filter(PatientRecord::hasNumber);
        if (found.isEmpty()) {
            return MiniServiceAnswer.of(MiniServiceStatus.NO_MATCH);
        }
        if (found.get().isInvalidated()) {
            return MiniServiceAnswer.of(MiniServiceStatus.INVALIDATED);
        }
        if (!check.holds(found.get(), LocalDate.now(clock))) {
            return MiniServiceAnswer.of(MiniServiceStatus.NOT_VERIFIED);
        }
        boolean same = found.get().nhsNumber().equals(number);
        return new MiniServiceAnswer(same ? MiniServiceStatus.SUCCESS : MiniServiceStatus.SUPERSEDED, found);
    }

    private MiniServiceAnswer bySearch(MiniServiceInput input) {
        String family = input.required("family");
        String gender = input.gender();
        LocalDate born = input.birthDate();
        TraceQuery query = new TraceQuery(
                Optional.of(family),
                input.optional("given").map(List::of).orElse(List.of()),
                Optional.of(gender),
                Optional.of(new DateSpan(born, born)),
                Optional.empty(),
                input.optional("postcode"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        Optional<List<Trace.Hit>> hits = trace.find(query, TraceMethod.BASIC, new Trace.Limit(1, 0));
        if (hits.isEmpty()) {
            return MiniServiceAnswer.of(MiniServiceStatus.MULTIPLE_MATCHES);
        }
        return hits.get().stream()
                .findFirst()
                .map(hit -> new MiniServiceAnswer(MiniServiceStatus.SUCCESS, Optional.of(hit.record())))
                .orElseGet(() -> MiniServiceAnswer.of(MiniServiceStatus.NO_MATCH));
    }
}
