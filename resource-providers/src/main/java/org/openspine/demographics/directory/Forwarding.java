package org.openspine.demographics.directory;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Messages that do not go to their receiver but through the Spine, which forwards them reliably or at once. */
record Forwarding(DirectoryRecords records, String spineOrganisation) {
    private static final String SERVICES = "urn:nhs:names:services:";
    private static final String RELIABLE = SERVICES + "tms:ReliableIntermediary";
    private static final String EXPRESS = SERVICES + "tms:ExpressIntermediary";
    private static final Set<String> EXPRESS_MESSAGES = Set.of("PRSC_IN080000UK03", "PRSC_IN040000UK03");

    private static final Set<String> FORWARDED_SERVICES = Set.of(
            "cc", "ebs", "ebsepr", "ebsnpr", "gp2gp", "pat", "itk", "dis", "ed", "op", "caf", "adm", "ooh", "am", "mh",
            "nd", "dir");
    private static final Set<String> FORWARDED_MESSAGES = Set.of(
            "COPC_IN000001UK01",
            "PRSC_IN040000UK08",
            "PRSC_IN080000UK07",
            "PRPA_IN010000UK07",
            "PRPA_IN020000UK06",
            "PRSC_IN050000UK06",
            "PRSC_IN090000UK09",
            "PRPA_IN030000UK08",
            "PRSC_IN100000UK06",
            "PRSC_IN070000UK08",
            "PRSC_IN140000UK06",
            "RCMR_IN010000UK05",
            "RCMR_IN030000UK06",
            "PRSC_IN130000UK07",
            "PRSC_IN110000UK08",
            "PRSC_IN060000UK06",
            "PRSC_IN150000UK06",
            "POLB_IN020006UK01",
            "POLB_IN020005UK01",
            "COMT_IN000004GB01",
            "MCCI_IN010000UK13");

    /** The address at the Spine, if some interaction of the record goes through it and the Spine's own record is there. */
    Optional<JsonNode> address(DirectoryRecord endpoint) {
        return endpoint.interactions().stream()
                .flatMap(interaction -> intermediary(interaction).stream())
                .findFirst()
                .flatMap(this::spineAddress);
    }

    static Optional<String> intermediary(String interaction) {
        if (!interaction.startsWith(SERVICES)) {
            return Optional.empty();
        }
        List<String> parts = List.of(interaction.substring(SERVICES.length()).split(":"));
        String message = parts.get(parts.size() - 1);
        boolean forwarded = FORWARDED_SERVICES.contains(parts.get(0)) || FORWARDED_MESSAGES.contains(message);
        return forwarded ? Optional.of(EXPRESS_MESSAGES.contains(message) ? EXPRESS : RELIABLE) : Optional.empty();
    }

    private Optional<JsonNode> spineAddress(String interaction) {
        DirectoryQuery spine = new DirectoryQuery(
                Optional.of(spineOrganisation), Optional.of(interaction), Optional.empty(), Optional.empty());
        return records.find("Endpoint", spine).stream()
                .flatMap(record -> record.address().stream())
                .findFirst();
    }
}
