package org.openspine.conformance.validation;

import com.fasterxml.jackson.databind.JsonNode;
import org.openspine.terminology.Membership;
import org.openspine.terminology.Terminology;

/** The codes in a coded element: a bare code, a Coding, a CodeableConcept or a Quantity. */
final class Codes {
    private Codes() {}

    /** Whether one of the codes is in a value set; no code at all is in none. */
    static Membership membership(JsonNode coded, String valueSet, Terminology terminology) {
        if (coded.isTextual()) {
            return terminology.membership(valueSet, "", coded.textValue());
        }
        JsonNode codings = coded.path("coding");
        if (!codings.isArray()) {
            return coded.has("code") ? ofCoding(coded, valueSet, terminology) : Membership.NO;
        }
        Membership found = Membership.NO;
        for (int i = 0; i < codings.size() && found != Membership.YES; i++) {
            Membership one = ofCoding(codings.get(i), valueSet, terminology);
            found = one == Membership.NO ? found : one;
        }
        return found;
    }

    private static Membership ofCoding(JsonNode coding, String valueSet, Terminology terminology) {
        JsonNode code = coding.path("code");
        if (!code.isTextual()) {
            return Membership.NO;
        }
        String system = coding.path("system").asText("");
        // without a system a code means nothing, so it is in no value set
        return system.isEmpty() ? Membership.NO : terminology.membership(valueSet, system, code.textValue());
    }

    static boolean hasCode(JsonNode coded) {
        if (coded.isTextual() || coded.has("code")) {
            return true;
        }
        for (JsonNode coding : coded.path("coding")) {
            if (coding.has("code")) {
                return true;
            }
        }
        return false;
    }
}
