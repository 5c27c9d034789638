package org.openspine.childprotection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.StoredResource;
import org.openspine.terminology.identifier.NhsNumber;

/** A stored CarePlan of one of the {@link PlanType}s. */
public record ProtectionPlan(ResourceKey key, long version, ObjectNode tree) {
    private static final Set<String> ENDED = Set.of("completed", "revoked", "entered-in-error");
    private static final ZoneId LONDON = ZoneId.of("Europe/London");

    public static ProtectionPlan of(StoredResource stored) {
        return new ProtectionPlan(stored.key(), stored.version(), stored.tree());
    }

    public Optional<PlanType> type() {
        return PlanType.of(tree);
    }

    /** Whether it was recorded by mistake: nobody is shown it. */
    public boolean isError() {
        return tree.path("status").asText().equals("entered-in-error");
    }

    public boolean isActive(Instant now) {
        return !ENDED.contains(tree.path("status").asText()) && !hasEnded(now);
    }

    private boolean hasEnded(Instant now) {
        String end = tree.path("period").path("end").asText();
        return !end.isEmpty() && end(end).filter(time -> !time.isAfter(now)).isPresent();
    }

    public Optional<NhsNumber> patient() {
        return PatientParameter.ofReference(tree.path("subject"));
    }

    /** Whether another CarePlan of the patient has the same type and start. */
    public boolean isSameAs(JsonNode other) {
        return type().equals(PlanType.of(other)) && start(tree).equals(start(other));
    }

    private static String start(JsonNode plan) {
        String start = plan.path("period").path("start").asText();
        try {
            return start.indexOf('T') < 0
                    ? start
                    : OffsetDateTime.parse(start).toInstant().toString();
        } catch (DateTimeException e) {
            return start;
        }
    }

    /** The teams it names, on this server. */
    public List<ResourceKey> teams() {
        List<ResourceKey> teams = new ArrayList<>();
        for (JsonNode reference : tree.path("careTeam")) {
            String[] parts = reference.path("reference").asText().split("/");
            if (parts.length >= 2
                    && parts[parts.length - 2].equals("CareTeam")
                    && ResourceKey.isLogicalId(parts[parts.length - 1])) {
                teams.add(new ResourceKey("CareTeam", parts[parts.length - 1]));
            }
        }
        return teams;
    }

    /** When a period is over: a date ends with its day, a month or year with its last one. */
    static Optional<Instant> end(String dateTime) {
        try {
            LocalDate after =
                    switch (dateTime.length()) {
                        case 4 -> LocalDate.of(Integer.parseInt(dateTime) + 1, 1, 1);
                        case 7 -> YearMonth.parse(dateTime).plusMonths(1).atDay(1);
                        case 10 -> LocalDate.parse(dateTime).plusDays(1);
                        default -> LocalDate.MAX;
                    };
            return Optional.of(
                    after.equals(LocalDate.MAX)
                            ? OffsetDateTime.parse(dateTime).toInstant()
                            : after.atStartOfDay(LONDON).toInstant());
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}
