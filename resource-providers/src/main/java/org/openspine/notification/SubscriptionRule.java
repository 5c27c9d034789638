package org.openspine.notification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.openspine.access.AccessMode;
import org.openspine.api.WriteRule;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.repository.StoredResource;

/**
 * Lets only Subscriptions be stored that can be served: a search, a rest-hook, an endpoint that may be called. One that is
 * requested is active once it is stored.
 *
 * @see <a href="https://hl7.org/fhir/R4/subscription.html">FHIR R4 Subscription</a>
 */
final class SubscriptionRule implements WriteRule {
    private static final Set<String> PAYLOADS = Set.of("", "application/fhir+json", "application/json");
    private static final Set<String> OWN_HEADERS =
            Set.of("host", "content-length", "content-type", "transfer-encoding", "connection", "user-agent");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+: ?[\\x20-\\x7e]*");

    private final SubscriptionCriteria criteria;
    private final HookTarget target;
    private final Clock clock;

    SubscriptionRule(SubscriptionCriteria criteria, HookTarget target, Clock clock) {
        this.criteria = criteria;
        this.target = target;
        this.clock = clock;
    }

    @Override
    public Set<String> types() {
        return Set.of("Subscription");
    }

    @Override
    public void check(Change change) {
        change.next().ifPresent(next -> {
            if (change.caller().mode() == AccessMode.PATIENT_ACCESS) {
                throw new SpineException(FhirError.FORBIDDEN, "Patients do not subscribe to records");
            }
            complete(change, next);
        });
    }

    private void complete(Change change, ObjectNode next) {
        String status = next.path("status").asText();
        boolean wanted = status.equals("requested") || status.equals("active");
        if (wanted) {
            requireServable(next);
            next.put("status", "active");
            next.remove("error");
        }
        Optional<JsonNode> since = change.current()
                .filter(current -> wanted && isActive(current))
                .map(current -> Subscriber.extension(current.tree(), Subscriber.ACTIVE_SINCE));
        Subscriber.setExtension(
                next,
                Subscriber.ACTIVE_SINCE,
                wanted
                        ? Optional.of(next.objectNode()
                                .put(
                                        "valueInstant",
                                        since.map(node -> node.path("valueInstant")
                                                        .asText())
                                                .filter(text -> !text.isEmpty())
                                                .orElseGet(() -> clock.instant()
                                                        .truncatedTo(ChronoUnit.MILLIS)
                                                        .toString())))
                        : Optional.empty());
        Subscriber.setExtension(
                next,
                Subscriber.SUBSCRIBER,
                change.caller().isOpen()
                        ? Optional.empty()
                        : Optional.of(Subscriber.callerExtension(next, change.caller())));
    }

    private static boolean isActive(StoredResource stored) {
        String status = stored.tree().path("status").asText();
        return status.equals("active") || status.equals("error");
    }

    private void requireServable(ObjectNode next) {
        try {
            criteria.parse(next.path("criteria").asText());
        } catch (SpineException failure) {
            throw refused("criteria", failure.problems().get(0).diagnostics());
        }
        JsonNode channel = next.path("channel");
        if (!channel.path("type").asText().equals("rest-hook")) {
            throw refused("channel.type", "Only rest-hook channels are served");
        }
        String payload = channel.path("payload").asText();
        if (!PAYLOADS.contains(payload.split(";")[0].strip())) {
            throw refused("channel.payload", "A payload is application/fhir+json, or there is none");
        }
        for (JsonNode header : channel.path("header")) {
            String text = header.asText();
            String name = text.split(":", 2)[0].strip().toLowerCase(Locale.ROOT);
            if (!HEADER.matcher(text).matches() || OWN_HEADERS.contains(name)) {
                throw refused("channel.header", "A header is 'Name: value', and none that HTTP itself needs");
            }
        }
        try {
            var uri = target.require(channel.path("endpoint").asText());
            if (!payload.isEmpty() && uri.getRawQuery() != null) {
                throw refused(
                        "channel.endpoint", "An endpoint that takes resources is a base address, without a query");
            }
            target.resolve(uri);
        } catch (HookTarget.NotAllowedException e) {
            throw refused("channel.endpoint", String.valueOf(e.getMessage()));
        } catch (UnknownHostException e) {
            throw refused("channel.endpoint", "The host of the endpoint is not known");
        }
    }

    private static SpineException refused(String element, String text) {
        return SpineException.at(FhirError.BUSINESS_RULE, "Subscription." + element, text);
    }
}
