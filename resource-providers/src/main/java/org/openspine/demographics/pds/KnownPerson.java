package org.openspine.demographics.pds;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.openspine.demographics.CurrentItems;
import org.openspine.demographics.PatientRecord;
import org.openspine.error.SpineException;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.SearchPage;
import org.openspine.repository.StoredResource;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.DateRange;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.PagePosition;
import org.openspine.repository.search.Prefix;
import org.openspine.repository.search.SearchQuery;
import org.openspine.repository.search.ValueMatch;

/**
 * Who might be known already: family name, first given name, gender, birth date and postcode as they are today, without case and
 * spaces. Sensitive records count, since a second record of the same person helps nobody.
 */
record KnownPerson(String family, String given, String gender, String birthDate, String postcode) {
    static KnownPerson of(JsonNode patient) {
        JsonNode name = patient.path("name").path(0);
        return new KnownPerson(
                plain(name.path("family").asText()),
                plain(name.path("given").path(0).asText("")),
                patient.path("gender").asText(),
                patient.path("birthDate").asText(),
                plain(patient.path("address").path(0).path("postalCode").asText("")));
    }

    /** What two transactions that create the same person have in common. */
    String guard() {
        return "patient:" + birthDate + family;
    }

    /** NHS numbers of all records that may be this person's. */
    List<PatientRecord> records(ResourceRepository repository, LocalDate today) {
        CurrentItems current = new CurrentItems(today);
        List<PatientRecord> known = new ArrayList<>();
        SearchQuery query = new SearchQuery("Patient", criteria(), List.of(), SearchQuery.MAX_COUNT, Optional.empty());
        Optional<PagePosition> next = Optional.empty();
        do {
            SearchPage page = repository.search(query.page(SearchQuery.MAX_COUNT, next));
            for (StoredResource candidate : page.matches()) {
                PatientRecord record = PatientRecord.of(candidate);
                if (record.hasNumber()
                        && !record.isSuperseded()
                        && !record.isInvalidated()
                        && isLike(record.tree(), current)) {
                    known.add(record);
                }
            }
            next = page.next();
        } while (next.isPresent());
        return known;
    }

    /** Throws {@link PdsError#SINGLE_MATCH} or {@link PdsError#MULTIPLE_MATCHES} unless nobody is known. */
    static void requireNobody(List<PatientRecord> known) {
        if (known.size() == 1) {
            throw new SpineException(
                    PdsError.SINGLE_MATCH,
                    "Unable to create new patient. NHS number %s found for supplied demographic data."
                            .formatted(known.get(0).nhsNumber()));
        }
        if (!known.isEmpty()) {
            throw new SpineException(
                    PdsError.MULTIPLE_MATCHES,
                    "Unable to create new patient. Multiple matches found for supplied demographic data.");
        }
    }

    private List<Criterion> criteria() {
        DateRange day = DateRange.parse(birthDate).orElseThrow();
        Criterion born = new Criterion.Indexed(
                IndexId.parameter("Patient", "birthdate"),
                List.of(new ValueMatch.Date(Prefix.EQ, day.low(), day.high())));
        // spaces and accents are folded in another way there, the first letter is the same
        Criterion named = new Criterion.Indexed(
                IndexId.parameter("Patient", "family"),
                List.of(new ValueMatch.Text(ValueMatch.Text.Mode.STARTS_WITH, initial(family), "")));
        return List.of(born, named);
    }

    private boolean isLike(JsonNode patient, CurrentItems current) {
        return patient.path("gender").asText().equals(gender)
                && current.names(patient).stream().anyMatch(this::isNamed)
                && (postcode.isEmpty()
                        || current.addresses(patient).stream().anyMatch(address -> plain(
                                        address.path("postalCode").asText(""))
                                .equals(postcode)));
    }

    private boolean isNamed(JsonNode name) {
        return plain(name.path("family").asText("")).equals(family)
                && (given.isEmpty()
                        || plain(name.path("given").path(0).asText("")).equals(given));
    }

    private static String plain(String text) {
        return text.replaceAll("\\s+", "").toLowerCase(Locale.ROOT);
    }

    private static String initial(String text) {
        String letters = Normalizer.normalize(text, Normalizer.Form.NFD)
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .limit(1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return letters.isEmpty() ? text : letters;
    }
}
