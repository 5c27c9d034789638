package org.openspine.referrals.bars;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.openspine.api.FhirResponse;
import org.openspine.api.IncomingRequest;
import org.openspine.api.JsonBody;
import org.openspine.api.QueryParameters;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.error.SpineException;
import org.openspine.referrals.Elements;
import org.openspine.referrals.Referral;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.DateRange;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.Prefix;
import org.openspine.repository.search.SearchQuery;
import org.openspine.repository.search.ValueMatch;
import org.openspine.terminology.identifier.NhsNumber;
import org.openspine.terminology.identifier.UuidForm;

/** Appointments or requests as resources: search by patient, read, create, replace, merge, take back. */
final class BarsRecords {
    private static final int MOST = 200;

    private final String type;
    private final ResourceRepository repository;
    private final ReceivedRecords records;
    private final Bookings bookings;
    private final Clock clock;

    BarsRecords(String type, ResourceRepository repository, ReceivedRecords records, Bookings bookings, Clock clock) {
        this.type = type;
        this.repository = repository;
        this.records = records;
        this.bookings = bookings;
        this.clock = clock;
    }

    FhirResponse search(IncomingRequest request) {
        QueryParameters query = request.query();
        List<Criterion> criteria = new ArrayList<>();
        query.last("patient:identifier")
                .filter(value -> !value.isBlank())
                .ifPresent(value -> criteria.add(ofPatient(number(value))));
        if (criteria.isEmpty() && type.equals("ServiceRequest")) {
            query.last("ServiceRequest.identifier")
                    .or(() -> query.last("identifier"))
                    .filter(value -> !value.isBlank())
                    .ifPresent(value -> criteria.add(identified(value)));
        }
        if (criteria.isEmpty()) {
            criteria.add(byDemographics(query));
        }
        BarsSearchSet answer = new BarsSearchSet(request, query, clock);
        SearchQuery search = new SearchQuery(type, criteria, List.of(), MOST, Optional.empty());
        List<StoredResource> found = repository.search(search).matches().stream()
                .filter(stored -> !isOfErs(stored))
                .toList();
        // messages may bring a number whose check digit is wrong; otherwise it is a mistake of who searches
        boolean mistaken = query.last("patient:identifier")
                .filter(value -> !value.isBlank())
                .filter(value -> NhsNumber.parse(number(value)).isEmpty())
                .isPresent();
        if (found.isEmpty() && mistaken) {
            throw noNumber();
        }
        found.forEach(answer::match);
        return answer.answer();
    }

    /** Those of the e-Referral Service are not listed here. */
    private boolean isOfErs(StoredResource stored) {
        return type.equals("ServiceRequest") && Referral.isErs(stored.tree());
    }

    private static String number(String value) {
        int bar = value.indexOf('|');
        String number = value.substring(bar + 1).replace(" ", "");
        boolean system = bar <= 0 || value.substring(0, bar).equals(NhsNumber.SYSTEM);
        if (!system || !number.matches("[0-9]{10}")) {
            throw noNumber();
        }
        return number;
    }

    private static SpineException noNumber() {
        return new SpineException(
                BarsError.VALUE, "'patient:identifier' is %s|[NHS number]".formatted(NhsNumber.SYSTEM));
    }

    private Criterion ofPatient(String nhsNumber) {
        return new Criterion.Indexed(
                IndexId.parameter(type, "patient"), List.of(new ValueMatch.Reference("Patient", nhsNumber)));
    }

    private Criterion identified(String value) {
        int bar = value.indexOf('|');
        OptionalLong system = bar > 0 ? OptionalLong.of(IndexId.system(value.substring(0, bar))) : OptionalLong.empty();
        return new Criterion.Indexed(
                IndexId.parameter(type, "identifier"), List.of(new ValueMatch.Token(system, value.substring(bar + 1))));
    }

    /** Name, date of birth and postcode together. */
    private Criterion byDemographics(QueryParameters query) {
        Optional<String> name = query.last("patient:name").filter(value -> !value.isBlank());
        Optional<String> birth = query.last("patient:birthdate").filter(value -> !value.isBlank());
        Optional<String> postcode = query.last("patient:address-postalcode").filter(value -> !value.isBlank());
        if (name.isEmpty() || birth.isEmpty() || postcode.isEmpty()) {
            throw new SpineException(
                    BarsError.REQUIRED,
                    "A search needs 'patient:identifier', or 'patient:name', 'patient:birthdate' and 'patient:address-postalcode'");
        }
        DateRange range = DateRange.parse(birth.get())
                .orElseThrow(() -> new SpineException(BarsError.VALUE, "'patient:birthdate' is a date: 1970-01-31"));
        Criterion who = new Criterion.AllOf(List.of(
                text("name", name.get()),
                new Criterion.Indexed(
                        IndexId.parameter("Patient", "birthdate"),
                        List.of(new ValueMatch.Date(Prefix.EQ, range.low(), range.high()))),
                text("address-postalcode", postcode.get())));
        return new Criterion.Chain(IndexId.parameter(type, "patient"), "Patient", who);
    }

    private static Criterion text(String parameter, String value) {
        return new Criterion.Indexed(
                IndexId.parameter("Patient", parameter), List.of(ValueMatch.Text.beginning(value)));
    }

    FhirResponse read(IncomingRequest request) {
        return shown(current(request));
    }

    private static FhirResponse shown(StoredResource stored) {
        return FhirResponse.of(200, stored).withBody(JsonBody.of(ResourceJson.write(Receipt.without(stored))));
    }

    private StoredResource current(IncomingRequest request) {
        return repository
                .read(key(request))
                .filter(stored -> !stored.isDeleted() && !isOfErs(stored))
                .orElseThrow(this::unknown);
    }

    private ResourceKey key(IncomingRequest request) {
        String id = request.path().get(1);
        if (!UuidForm.isUuid(id)) {
            throw new SpineException(BarsError.VALUE, "The id in the path is not a UUID");
        }
        return new ResourceKey(type, id);
    }

    private SpineException unknown() {
        return new SpineException(BarsError.NOT_FOUND, "No %s has this id".formatted(type));
    }

    FhirResponse create(IncomingRequest request) {
        ObjectNode sent = body(request);
        sent.put("id", repository.nextLogicalId());
        completePatients(sent);
        StoredResource stored = repository.inTransaction(
                () -> type.equals(Bookings.TYPE) ? bookings.book(sent) : records.store(sent, Optional.empty()));
        return shown(stored).at(request.base() + "/" + stored.key());
    }

    FhirResponse replace(IncomingRequest request) {
        ResourceKey key = key(request);
        ObjectNode sent = body(request);
        if (sent.has("id") && !sent.path("id").asText().equals(key.id())) {
            throw SpineException.at(BarsError.VALUE, type + ".id", "is not the id in the path");
        }
        sent.put("id", key.id());
        return change(key, sent);
    }

    /** The body is a part of the resource: what it gives replaces what there is. */
    FhirResponse merge(IncomingRequest request) {
        ResourceKey key = key(request);
        ObjectNode sent = body(request);
        sent.remove(List.of("id", "meta"));
        ObjectNode merged = current(request).tree();
        merged.setAll(sent);
        return change(key, merged);
    }

    private FhirResponse change(ResourceKey key, ObjectNode next) {
        completePatients(next);
        StoredResource stored = repository.inTransaction(() -> {
            if (type.equals(Bookings.TYPE)) {
                return bookings.change(next);
            }
            StoredResource current = repository
                    .lock(key)
                    .filter(known -> !known.isDeleted() && !isOfErs(known))
                    .orElseThrow(this::unknown);
            requireOpen(current.tree());
            return records.store(next, Optional.of(current));
        });
        return shown(stored);
    }

    private static void requireOpen(JsonNode request) {
        if (request.path("status").asText().matches("revoked|entered-in-error|completed")) {
            throw new SpineException(BarsError.CONFLICT, "The ServiceRequest has ended and is not changed");
        }
    }

    /** A booking is cancelled and its slot freed, a request revoked; the record stays. */
    FhirResponse takeBack(IncomingRequest request) {
        ResourceKey key = key(request);
        repository.inTransaction(() -> {
            if (type.equals(Bookings.TYPE)) {
                return bookings.cancel(key, "cancelled", Optional.empty());
            }
            StoredResource current = repository
                    .lock(key)
                    .filter(known -> !known.isDeleted() && !isOfErs(known))
                    .orElseThrow(this::unknown);
            ObjectNode tree = current.tree();
            requireOpen(tree);
            tree.put("status", "revoked");
            return records.store(tree, Optional.of(current));
        });
        return Outcomes.done(200, "RESOURCE_REMOVED", "Resource removed");
    }

    private ObjectNode body(IncomingRequest request) {
        JsonNode body = request.content().json();
        if (body instanceof ObjectNode sent
                && sent.path("resourceType").asText().equals(type)) {
            return sent;
        }
        throw new SpineException(BarsError.STRUCTURE, "The body must be a resource of type " + type);
    }

    /** References to patients by number alone are made to lead to the record, so that searches find them. */
    private static void completePatients(JsonNode resource) {
        complete(resource.path("subject"));
        resource.path("participant").forEach(participant -> complete(participant.path("actor")));
    }

    private static void complete(JsonNode reference) {
        JsonNode identifier = reference.path("identifier");
        if (reference instanceof ObjectNode object
                && identifier.path("system").asText().equals(NhsNumber.SYSTEM)
                && Elements.text(reference.path("reference")).isEmpty()) {
            object.setAll(Elements.patient(identifier.path("value").asText()));
        }
    }
}
