package org.openspine.demographics.trace;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.openspine.repository.search.SearchQuery;

/** Questions of a trace, item by item; for tests of other packages also as the searches they lead to. */
public final class Asking {
    private final TraceQuery query;

    private Asking(TraceQuery query) {
        this.query = query;
    }

    public static Asking born(String from, String to) {
        return new Asking(new TraceQuery(
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.of(new DateSpan(LocalDate.parse(from), LocalDate.parse(to))),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    }

    public static Asking born(String day) {
        return born(day, day);
    }

    public Asking family(String family) {
        return with(Optional.of(family), query.given(), query.gender(), query.postcode());
    }

    public Asking given(String... given) {
        return with(query.family(), List.of(given), query.gender(), query.postcode());
    }

    public Asking gender(String gender) {
        return with(query.family(), query.given(), Optional.of(gender), query.postcode());
    }

    public Asking postcode(String postcode) {
        return with(query.family(), query.given(), query.gender(), Optional.of(postcode));
    }

    private Asking with(
            Optional<String> family, List<String> given, Optional<String> gender, Optional<String> postcode) {
        return new Asking(new TraceQuery(
                family,
                given,
                gender,
                query.birthDate(),
                query.deathDate(),
                postcode,
                query.practice(),
                query.managingOrganization(),
                query.email(),
                query.phone()));
    }

    TraceQuery query() {
        return query;
    }

    /** The search for candidates. */
    public SearchQuery candidates(TraceMethod method) {
        return Candidates.search(query, method, 20);
    }
}
