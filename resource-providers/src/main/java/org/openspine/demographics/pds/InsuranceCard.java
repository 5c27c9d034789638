package org.openspine.demographics.pds;

import static org.openspine.demographics.pds.Shape.any;
import static org.openspine.demographics.pds.Shape.list;
import static org.openspine.demographics.pds.Shape.matching;
import static org.openspine.demographics.pds.Shape.oneOf;
import static org.openspine.demographics.pds.Shape.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import org.openspine.terminology.identifier.NhsNumber;

/** A European Health Insurance Card as a Coverage: what may be sent, what is kept, and what is answered. */
final class InsuranceCard {
    private static final String COUNTRIES = "urn:iso:std:iso:3166";
    private static final String CHARACTERS = "[a-zA-Z0-9\\-,/:'. ]";
    private static final int MOST_YEARS = 150;
    private static final TreeMap<String, String> COUNTRY_NAMES = new TreeMap<>();

    static {
        for (String code : Locale.getISOCountries()) {
            Locale country = new Locale("", code);
            COUNTRY_NAMES.put(country.getISO3Country(), country.getDisplayCountry(Locale.ENGLISH));
        }
    }

    private static final ObjectShape PERSON = ObjectShape.EMPTY.optional("type", oneOf("Patient"));

    private static final ObjectShape SHAPE = ObjectShape.EMPTY
            .optional("resourceType", oneOf("Coverage"))
            .required("status", oneOf("active"))
            .required(
                    "subscriber",
                    PERSON.required(
                            "identifier",
                            ObjectShape.EMPTY
                                    .optional("system", oneOf(NhsNumber.SYSTEM))
                                    .required("value", text(NhsNumber::hasShape))))
            .required(
                    "identifier",
                    list(
                            ObjectShape.EMPTY
                                    .optional("system", any())
                                    .required("value", matching(CHARACTERS + "{1,25}"))
                                    .required(
                                            "assigner",
                                            ObjectShape.EMPTY
                                                    .required(
                                                            "identifier",
                                                            ObjectShape.EMPTY
                                                                    .required("system", oneOf(COUNTRIES))
                                                                    .required("value", matching("[A-Z]{3}")))
                                                    .optional("display", text(255))),
                            1,
                            1))
            .required("payor", list(identified(30), 1, 1))
            .required("beneficiary", identified(25).optional("type", oneOf("Patient")))
            .required(
                    "period", ObjectShape.EMPTY.optional("start", Shape.date()).required("end", Shape.date()))
            .optional("type", any());

    private InsuranceCard() {}

    private static ObjectShape identified(int longest) {
        return ObjectShape.EMPTY.required(
                "identifier",
                ObjectShape.EMPTY
                        .optional("system", any())
                        .required("value", matching(CHARACTERS + "{1," + longest + "}")));
    }

    /** Throws a row of the error table for the first fault. */
    static void require(ObjectNode coverage, LocalDate today) {
        SHAPE.require(coverage, "");
        JsonNode end = coverage.path("period").path("end");
        LocalDate day = LocalDate.parse(end.asText());
        if (day.isBefore(today.minusYears(MOST_YEARS)) || day.isAfter(today.plusYears(MOST_YEARS))) {
            throw Breach.invalid(end, "period/end");
        }
    }

    /** NHS number of the patient as sent. */
    static String subscriber(JsonNode coverage) {
        return coverage.path("subscriber").path("identifier").path("value").asText();
    }

    /** The card in the form of the service; empty if it is hidden, or lacks the number of the person or the institution. */
    static Optional<ObjectNode> view(JsonNode coverage, String nhsNumber) {
        JsonNode person = coverage.path("beneficiary").path("identifier").path("value");
        JsonNode institution = coverage.path("payor").path(0).path("identifier").path("value");
        JsonNode card = coverage.path("identifier").path(0);
        boolean hidden = !coverage.path("status").asText().equals("active")
                || coverage.path("meta").has("security");
        if (hidden || !person.isTextual() || !institution.isTextual()) {
            return Optional.empty();
        }
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.put("resourceType", "Coverage").put("status", "active");
        ObjectNode subscriber = view.putObject("subscriber").put("type", "Patient");
        subscriber.putObject("identifier").put("system", NhsNumber.SYSTEM).put("value", nhsNumber);
        ObjectNode identifier = view.putArray("identifier").addObject();
        identifier.set("value", card.path("value"));
        JsonNode country = card.path("assigner").path("identifier").path("value");
        ObjectNode assigner = identifier.putObject("assigner");
        assigner.putObject("identifier").put("system", COUNTRIES).set("value", country);
        Optional.ofNullable(COUNTRY_NAMES.get(country.asText())).ifPresent(name -> assigner.put("display", name));
        view.putArray("payor").addObject().putObject("identifier").set("value", institution);
        ObjectNode beneficiary = view.putObject("beneficiary").put("type", "Patient");
        beneficiary.putObject("identifier").set("value", person);
        if (coverage.path("period").has("end")) {
            view.putObject("period").set("end", coverage.path("period").path("end"));
        }
        return Optional.of(view);
    }
}
