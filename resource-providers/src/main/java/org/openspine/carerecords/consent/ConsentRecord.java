package org.openspine.carerecords.consent;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.openspine.repository.BusinessKey;
import org.openspine.terminology.identifier.NhsNumber;
import org.openspine.terminology.identifier.OdsCode;

/** A {@code Consent} as care records see it. */
record ConsentRecord(JsonNode tree) {
    /** Legacy national category of the data opt-out. */
    static final String NATIONAL_CATEGORY = "https://fhir.nhs.uk/ValueSet/noom-category-type-1";

    /** The kind by our own category, or as it is recognised in a Consent from elsewhere. */
    Optional<ConsentKind> kind() {
        Optional<ConsentKind> own = categories()
                .filter(coding -> coding.path("system").asText().equals(ConsentKind.SYSTEM))
                .flatMap(coding -> ConsentKind.of(coding.path("code").asText()).stream())
                .findFirst();
        if (own.isPresent()) {
            return own;
        }
        if (Stream.concat(categories(), provisionCodes())
                .anyMatch(coding -> coding.path("system").asText().equals(Permission.SYSTEM))) {
            return Optional.of(ConsentKind.SCR_PREFERENCE);
        }
        boolean optOut = Stream.concat(categories(), provisionCodes())
                .anyMatch(coding -> coding.path("code").asText().equals("NDOP")
                        && isEmptyOr(NATIONAL_CATEGORY, coding.path("system").asText()));
        return optOut ? Optional.of(ConsentKind.NATIONAL_DATA_OPT_OUT) : Optional.empty();
    }

    private static boolean isEmptyOr(String system, String given) {
        return given.isEmpty() || given.equals(system);
    }

    /** Codings of all categories. */
    Stream<JsonNode> categories() {
        return codings(tree.path("category"));
    }

    /** Codings of the provision's codes. */
    Stream<JsonNode> provisionCodes() {
        return codings(tree.path("provision").path("code"));
    }

    private static Stream<JsonNode> codings(JsonNode concepts) {
        return stream(concepts).flatMap(concept -> stream(concept.path("coding")));
    }

    static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    boolean isActive() {
        return tree.path("status").asText().equals("active");
    }

    boolean isRefusal() {
        return tree.path("provision").path("type").asText().equals("deny");
    }

    /** The permission by its code, wherever the code stands. */
    Optional<Permission> permission() {
        return Stream.concat(provisionCodes(), categories())
                .filter(coding -> coding.path("system").asText().equals(Permission.SYSTEM))
                .flatMap(coding -> Permission.of(coding.path("code").asText()).stream())
                .findFirst();
    }

    /** The NHS number by reference or identifier; empty if there is none or the two differ. */
    Optional<NhsNumber> patient() {
        JsonNode patient = tree.path("patient");
        String reference = patient.path("reference").asText();
        int type = reference.lastIndexOf("Patient/");
        Optional<NhsNumber> byReference = type < 0
                ? Optional.empty()
                : NhsNumber.parse(reference.substring(type + 8).replaceFirst("/_history/.*", ""));
        JsonNode identifier = patient.path("identifier");
        Optional<NhsNumber> byIdentifier = identifier.path("system").asText().equals(NhsNumber.SYSTEM)
                ? NhsNumber.parse(identifier.path("value").asText())
                : Optional.empty();
        if (byReference.isPresent() && byIdentifier.isPresent() && !byReference.equals(byIdentifier)) {
            return Optional.empty();
        }
        return byReference.or(() -> byIdentifier);
    }

    /** The ODS code of the organisation that may view. */
    Optional<String> viewer() {
        return stream(tree.path("provision").path("actor"))
                .map(actor -> actor.path("reference"))
                .flatMap(reference -> odsCode(reference).stream())
                .findFirst();
    }

    /** The ODS code of an organisation, by identifier or by an id that is one. */
    static Optional<String> odsCode(JsonNode reference) {
        JsonNode identifier = reference.path("identifier");
        if (identifier.path("system").asText().equals(OdsCode.SYSTEM)) {
            return OdsCode.parse(identifier.path("value").asText()).map(OdsCode::value);
        }
        String text = reference.path("reference").asText();
        return text.startsWith("Organization/")
                ? OdsCode.parse(text.substring("Organization/".length())).map(OdsCode::value)
                : Optional.empty();
    }

    /** What this Consent holds while it is active: its place as the decision in force, and its refusal. */
    List<BusinessKey> holdings() {
        Optional<ConsentKind> kind = kind();
        Optional<NhsNumber> patient = patient();
        if (!isActive() || kind.isEmpty() || patient.isEmpty()) {
            return List.of();
        }
        List<BusinessKey> keys = new ArrayList<>();
        keys.add(inForce(kind.get(), patient.get(), viewer()));
        if (isRefusal()) {
            kind.get()
                    .refusal()
                    .ifPresent(refusal ->
                            keys.add(new BusinessKey(refusal, patient.get().value())));
        }
        return keys;
    }

    /**
     * The business identifier that the decision in force holds.
     *
     * @param viewer counts for kinds that each organisation has one of
     */
    static BusinessKey inForce(ConsentKind kind, NhsNumber patient, Optional<String> viewer) {
        return new BusinessKey(
                kind.code(),
                kind.isPerOrganisation() && viewer.isPresent()
                        ? patient.value() + "|" + viewer.get()
                        : patient.value());
    }

    /** Whether a business identifier is that of a decision in force. */
    static boolean isInForce(BusinessKey key) {
        return ConsentKind.of(key.kind()).isPresent();
    }
}
