package org.openspine.carerecords.consent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.openspine.error.FhirError;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;
import org.openspine.repository.Holders;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Verb;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.Prefix;
import org.openspine.repository.search.SearchQuery;
import org.openspine.repository.search.SortKey;
import org.openspine.repository.search.ValueMatch;
import org.openspine.terminology.identifier.NhsNumber;

/** Access without the patient's permission: the alert comes first, and what it opens it opens for a while. */
public final class Overrides {
    /** The system of the tag by which stored alerts are found: its code is the patient's NHS number. */
    public static final String ALERT_TAG = "https://openspine.org/fhir/CodeSystem/scr-alert-patient";

    private static final Duration ALERT_HOLDS = Duration.ofHours(1);
    private static final String AUDIT_EVENT = "AuditEvent";
    private static final String USER = "https://fhir.nhs.uk/Id/sds-user-id";

    private final ResourceRepository repository;
    private final Clock clock;

    public Overrides(ResourceRepository repository, Clock clock) {
        this.repository = repository;
        this.clock = clock;
    }

    /** Throws unless an alert was raised before this emergency access; else stores the Provenance that links the two. */
    void link(ResourceKey consent, ConsentRecord record) {
        NhsNumber patient = record.patient().orElseThrow();
        StoredResource alert = newestAlert(patient, ConsentCompletion.LONGEST_VIEW, record.viewer())
                .orElseThrow(
                        () -> new SpineException(
                                FhirError.BUSINESS_RULE,
                                List.of(
                                        Problem.at(
                                                "Consent",
                                                "Emergency access follows an alert: raise it first, at the Summary Care Record's AuditEvent"))));
        ObjectNode provenance = JsonNodeFactory.instance.objectNode();
        provenance.put("resourceType", "Provenance");
        provenance.putArray("target").addObject().put("reference", consent.toString());
        provenance.withArray("target").addObject().put("reference", alert.key().toString());
        provenance.put(
                "recorded", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
        ObjectNode who = provenance.putArray("agent").addObject().putObject("who");
        Optional<JsonNode> organisation = organisation(alert);
        if (organisation.isPresent()) {
            who.set("identifier", organisation.get());
        } else {
            who.put("display", "unknown");
        }
        repository.store(
                new ResourceWrite(new ResourceKey("Provenance", repository.nextLogicalId()), Verb.POST, 0, provenance));
    }

    private static Optional<JsonNode> organisation(StoredResource alert) {
        return ConsentRecord.stream(alert.tree().path("agent"))
                .map(agent -> agent.path("who"))
                .filter(who -> ConsentRecord.odsCode(who).isPresent())
                .map(who -> who.path("identifier"))
                .findFirst();
    }

    /**
     * Whether this organisation may view: a permission or an emergency access in force, or an alert of the last hour.
     *
     * @param user who views, where that is proved: an alert opens the record to whoever raised it
     */
    public boolean opens(NhsNumber patient, String organisation, Optional<String> user) {
        var permission = ConsentRecord.inForce(ConsentKind.PERMISSION_TO_VIEW, patient, Optional.of(organisation));
        var emergency = ConsentRecord.inForce(ConsentKind.EMERGENCY_ACCESS, patient, Optional.empty());
        Holders holders = repository.holders(List.of(permission, emergency), List.of());
        Instant now = clock.instant();
        return holders.of(permission).filter(stored -> isDuring(now, stored)).isPresent()
                || holders.of(emergency)
                        .filter(stored -> isDuring(now, stored))
                        .filter(stored -> new ConsentRecord(stored.tree())
                                .viewer()
                                .map(organisation::equals)
                                .orElse(true))
                        .isPresent()
                || alerts(patient, ALERT_HOLDS).stream()
                        .filter(alert -> isOf(alert, organisation))
                        .anyMatch(alert -> user.isEmpty() || isBy(alert, user.get()));
    }

    /** The alert of the last hour by which this organisation views without permission. */
    public Optional<ResourceKey> alert(NhsNumber patient, String organisation) {
        return newestAlert(patient, ALERT_HOLDS, Optional.of(organisation)).map(StoredResource::key);
    }

    private static boolean isDuring(Instant now, StoredResource consent) {
        JsonNode period = consent.tree().path("provision").path("period");
        return Instants.first(period.path("start").asText())
                        .filter(start -> !now.isBefore(start))
                        .isPresent()
                && Instants.last(period.path("end").asText())
                        .filter(end -> !now.isAfter(end))
                        .isPresent();
    }

    /** The newest alert about a patient, of the organisation if one is named, that is not older than {@code age}. */
    private Optional<StoredResource> newestAlert(NhsNumber patient, Duration age, Optional<String> organisation) {
        return alerts(patient, age).stream()
                .filter(alert -> organisation.isEmpty() || isOf(alert, organisation.get()))
                .findFirst();
    }

    /** Alerts about a patient that are not older than {@code age}, newest first. */
    private List<StoredResource> alerts(NhsNumber patient, Duration age) {
        long from = clock.instant().minus(age).toEpochMilli();
        List<Criterion> criteria = List.of(
                new Criterion.Indexed(
                        IndexId.parameter(AUDIT_EVENT, "_tag"),
                        List.of(new ValueMatch.Token(OptionalLong.of(IndexId.system(ALERT_TAG)), patient.value()))),
                new Criterion.LastUpdated(List.of(new ValueMatch.Date(Prefix.GE, from, from))));
        SearchQuery query =
                new SearchQuery(AUDIT_EVENT, criteria, List.of(new SortKey.LastUpdated(true)), 50, Optional.empty());
        return repository.search(query).matches();
    }

    private static boolean isOf(StoredResource alert, String organisation) {
        return ConsentRecord.stream(alert.tree().path("agent"))
                .anyMatch(agent -> ConsentRecord.odsCode(agent.path("who")).equals(Optional.of(organisation)));
    }

    private static boolean isBy(StoredResource alert, String user) {
        return ConsentRecord.stream(alert.tree().path("agent"))
                .map(agent -> agent.path("who").path("identifier"))
                .anyMatch(who -> who.path("system").asText().equals(USER)
                        && who.path("value").asText().equals(user));
    }
}
