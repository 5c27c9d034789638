package org.openspine.server.carerecords;

/** The {@code Parameters} of {@code $setPermission}. */
public final class PermissionChange {
    private PermissionChange() {}

    /** @param code Yes, No or Ask */
    public static String of(String number, String code) {
        return """
                {"resourceType": "Parameters", "parameter": [{"name": "setPermissions", "part": [
                  {"name": "nhsNumber", "valueString": "%s"},
                  {"name": "permissionCode", "valueCoding": {"system": "https://fhir.nhs.uk/CodeSystem/SCR-ACSPermission", "code": "%s"}}]}]}""".formatted(number, code);
    }
}
