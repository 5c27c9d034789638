package org.openspine.childprotection;

import java.util.Optional;

/**
 * Who looks at a record, as far as it is known.
 *
 * @param userId SDS user id
 * @param roleId SDS role profile id
 * @param role logical id of the PractitionerRole in the directory
 * @param roleCode of the SDS job role, such as {@code S8000:G8000:R8000}
 * @param organisation ODS code
 */
public record Viewer(
        Optional<String> userId,
        String name,
        Optional<String> roleId,
        Optional<String> role,
        String roleCode,
        String roleName,
        Optional<String> organisation,
        String organisationName) {
    /** What is shown of somebody the directory does not know. */
    public static final String UNKNOWN = "Unknown";

    public static final Viewer NOBODY = new Viewer(
            Optional.empty(), UNKNOWN, Optional.empty(), Optional.empty(), "", UNKNOWN, Optional.empty(), UNKNOWN);
}
