package org.openspine.prescriptions.signature;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.openspine.prescriptions.message.Elements;
import org.openspine.prescriptions.message.TranslationFailure;

/** The number under which the body of their profession knows a prescriber. */
final class ProfessionalCode {
    private static final String HL7_UK = "https://fhir.hl7.org.uk/Id/";
    private static final List<String> SYSTEMS =
            List.of("gmc-number", "gmp-number", "nmc-number", "gphc-number", "hcpc-number", "professional-code");
    private static final Map<String, String> PREFIXES = Map.of("gmc-number", "C");
    private static final String EXPECTED =
            "Expected exactly one professional code. One of GMC|GMP|NMC|GPhC|HCPC|unknown";
    private static final String PLACE = "Practitioner.identifier";

    private ProfessionalCode() {}

    /** The one code that the author has. Throws {@link TranslationFailure} if there is none or are several. */
    static String of(JsonNode practitioner) {
        List<String> codes = SYSTEMS.stream()
                .flatMap(system -> Elements.identifier(practitioner, HL7_UK + system).stream()
                        .map(code -> withoutPrefix(code, PREFIXES.getOrDefault(system, ""))))
                .toList();
        if (codes.size() == 1) {
            return codes.get(0);
        }
        throw codes.isEmpty()
                ? TranslationFailure.failure("TOO_FEW_VALUES_SUBMITTED", EXPECTED + ".", PLACE)
                : TranslationFailure.failure(
                        "TOO_MANY_VALUES_SUBMITTED", EXPECTED + ". But got: " + String.join(", ", codes), PLACE);
    }

    private static String withoutPrefix(String code, String prefix) {
        return code.startsWith(prefix) ? code.substring(prefix.length()) : code;
    }
}
