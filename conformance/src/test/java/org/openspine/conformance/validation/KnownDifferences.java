package org.openspine.conformance.validation;

import java.util.List;
import java.util.regex.Pattern;

/** Errors that only one of the two validators reports, for a reason; each stands in RATIONALE.md with what decides it. */
final class KnownDifferences {
    private static final List<Pattern> OF_REFERENCE = patterns(
            "\\{Terminology_PassThrough_TX_Message} Unknown code '", // outside required bindings
            "CodeSystem is unknown and can.t be validated",
            "\\{Terminology_TX_System_Relative} Coding",
            "\\{BUNDLE_ENTRY_URL_ABSOLUTE}",
            "\\{BUNDLE_ENTRY_URL_MATCHES_NO_ID}",
            "\\{Bundle_BUNDLE_Entry_NoFullUrl}",
            "\\{Bundle_BUNDLE_FullUrl_Missing}",
            "\\{Type_Specific_Checks_DT_OID_Valid} OIDs must be valid \\([0-2](\\.(0|[1-9][0-9]*))+\\)",
            "\\{BUNDLE_BUNDLE_ENTRY_FULLURL_REQUIRED}",
            "\\{Bundle_BUNDLE_Entry_NotFound} .*MessageHeader Data",
            "\\{Reference_REF_Format[12]} .*Encountered [^/?]*$",
            "\\{ERROR_GENERATING_SNAPSHOT}",
            "\\{Reference_REF_WrongTarget} The type '[A-Z][a-zA-Z]+' is not",
            "\\{BUNDLE_LINK_SEARCH_NO_DUPLICATES}",
            "\\{unreadable}",
            "\\{CODESYSTEM_",
            "\\{Questionnaire_Q_",
            "Error processing unit '",
            "\\{SD_",
            "\\{ED_",
            "\\{Terminology_TX_Code_ValueSet_MISSING} No code provided",
            "\\{null} Same id '.*' on multiple elements",
            "The (fixed|pattern) value has type '",
            "\\(http://hl7.org/fhir/ValueSet/currencies",
            "\\{VALUESET_INCLUDE_",
            "is not correct for the identifier",
            "isn't reachable by traversing links",
            "Search results must have ids",
            "\\.max \\{http://hl7.org/fhir/StructureDefinition/ElementDefinition#eld-3}");

    private static final List<Pattern> OF_OURS = patterns(
            "must refer to one of",
            "has no id and no extensions: remove _",
            "_(\\w+) and \\1 must be of the same length",
            "\\{Extension(\\.extension:[^.}]+)?\\.url#fixed}",
            "\\{eld-2} ",
            "The reference must point to",
            "from the value set http://hl7.org/fhir/ValueSet/(all-languages|mimetypes)",
            "An element must have a value or child elements",
            "An array must not be empty",
            "a relative reference must be \\[type]/\\[id] with");

    private KnownDifferences() {}

    static boolean ofReference(String error) {
        return OF_REFERENCE.stream().anyMatch(pattern -> pattern.matcher(error).find());
    }

    static boolean ofOurs(String error) {
        return OF_OURS.stream().anyMatch(pattern -> pattern.matcher(error).find());
    }

    private static List<Pattern> patterns(String... texts) {
        return List.of(texts).stream().map(Pattern::compile).toList();
    }
}
