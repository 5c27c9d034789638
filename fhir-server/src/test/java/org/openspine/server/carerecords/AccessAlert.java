package org.openspine.server.carerecords;

/** The {@code AuditEvent} that tells that a summary was opened without the patient's permission. */
public final class AccessAlert {
    private AccessAlert() {}

    /** Raised by this user for this organisation, about the patient of this number. */
    public static String of(String number, String organisation, String user) {
        return """
                {"resourceType": "AuditEvent", "id": "own-id",
                 "extension": [{"url": "https://fhir.nhs.uk/StructureDefinition/Extension-SCR-NotificationMessage",
                   "valueString": "Opened in A&E"}],
                 "type": {"system": "https://fhir.nhs.uk/CodeSystem/SCR-AlertType", "code": "2", "display": "Access Alert"},
                 "subtype": [{"system": "https://fhir.nhs.uk/CodeSystem/SCR-AlertReason", "code": "5", "display": "Emergency"}],
                 "recorded": "2026-11-13T00:00:00+00:00",
                 "agent": [
                  {"who": {"identifier": {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "%s"}}, "requestor": false},
                  {"who": {"identifier": {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "%s"}}, "requestor": false},
                  {"who": {"identifier": {"system": "https://fhir.nhs.uk/Id/sds-user-id", "value": "%s"}},
                   "role": [{"text": "Nurse"}], "requestor": false}],
                 "source": {"observer": {"identifier": {"system": "https://fhir.nhs.uk/Id/nhsSpineASID"}}},
                 "entity": [{"what": {"identifier": {"value": "1C03CF4F-D404-4D76-B192-4F81727059F6"}}}]}""".formatted(number, organisation, user);
    }
}
