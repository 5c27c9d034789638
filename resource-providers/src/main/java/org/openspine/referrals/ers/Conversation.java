package org.openspine.referrals.ers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openspine.api.FhirResponse;
import org.openspine.api.QueryParameters;
import org.openspine.error.Problem;
import org.openspine.error.SpineException;
import org.openspine.referrals.Attachment;
import org.openspine.referrals.BusinessFunction;
import org.openspine.referrals.Elements;
import org.openspine.referrals.Referral;
import org.openspine.referrals.Requester;
import org.openspine.referrals.ServiceEntry;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceWrite;
import org.openspine.repository.StoredResource;
import org.openspine.repository.Verb;
import org.openspine.repository.search.Criterion;
import org.openspine.repository.search.IndexId;
import org.openspine.repository.search.SearchQuery;
import org.openspine.repository.search.ValueMatch;
import org.openspine.terminology.identifier.OdsCode;

/** The messages of an advice request: writing them, and A025, which reads them all. */
final class Conversation {
    private static final String TYPE = "Communication";
    private static final String SENT_BY = "https://fhir.nhs.uk/CodeSystem/eRS-CommunicationSentBy";
    private static final Set<String> KNOWN = Set.of("based-on", "_include");

    private final ErsParts parts;

    Conversation(ErsParts parts) {
        this.parts = parts;
    }

    /** The first message. */
    ResourceWrite question(
            Referral advice, Requester requester, ServiceEntry service, String text, List<String> documents) {
        ObjectNode message = message(advice, "REQUESTER", text, documents);
        message.set("sender", sender(requester, BusinessFunction.REFERRING_CLINICIAN, message));
        ObjectNode recipient = Elements.reference("HealthcareService/" + service.id());
        recipient.set("identifier", Elements.identifier(Elements.SERVICE_ID, service.id()));
        recipient.put("display", service.name());
        message.putArray("recipient").add(recipient);
        return write(message);
    }

    /** What a provider says. */
    ResourceWrite answer(Referral advice, ErsCaller caller, String text, List<String> documents) {
        ObjectNode message = message(advice, "RESPONDER", text, documents);
        var provider = new Requester(caller.organisation(), caller.onBehalfOf().or(() -> parts.staff()
                .userOf(caller)));
        message.set("sender", sender(provider, BusinessFunction.SERVICE_PROVIDER_CLINICIAN, message));
        advice.requester().organisation().ifPresent(ods -> message.putArray("recipient")
                .add(Elements.organisation(ods)));
        return write(message);
    }

    private ObjectNode message(Referral advice, String sentBy, String text, List<String> documents) {
        ObjectNode message = Elements.resource(TYPE);
        message.putArray("basedOn")
                .add(Elements.reference("ServiceRequest/%s/_history/%d".formatted(advice.id(), advice.version() + 1)));
        message.put("status", "completed");
        message.putArray("category").add(Elements.concept(Elements.coding(SENT_BY, sentBy)));
        message.set("subject", Elements.patient(advice.nhsNumber()));
        message.put("sent", Times.text(parts.clock().instant()));
        for (String id : documents) {
            message.withArray("payload")
                    .addObject()
                    .set("contentReference", Elements.reference("DocumentReference/" + id));
        }
        message.putArray("note").addObject().put("text", text);
        return message;
    }

    private ObjectNode sender(Requester sender, BusinessFunction function, ObjectNode message) {
        if (parts.staff().knows(sender)) {
            return Elements.reference("PractitionerRole/" + sender.roleId().orElseThrow());
        }
        message.withArray("contained").add(sender.role("sender", function));
        return Elements.reference("#sender");
    }

    private ResourceWrite write(ObjectNode message) {
        var key = new ResourceKey(TYPE, parts.repository().nextLogicalId());
        return new ResourceWrite(key, Verb.POST, 0, message);
    }

    /** The messages of an advice request, oldest first. */
    List<ObjectNode> messages(String advice) {
        Criterion based = new Criterion.Indexed(
                IndexId.parameter(TYPE, "based-on"), List.of(new ValueMatch.Reference(Referral.TYPE, advice)));
        return parts
                .repository()
                .search(new SearchQuery(TYPE, List.of(based), List.of(), SearchQuery.MAX_COUNT, Optional.empty()))
                .matches()
                .stream()
                .map(StoredResource::tree)
                .sorted(java.util.Comparator.comparing(
                        message -> message.path("sent").asText()))
                .toList();
    }

    static ObjectNode view(ObjectNode stored) {
        ObjectNode view = stored.deepCopy();
        view.putObject("meta")
                .put("versionId", stored.at("/meta/versionId").asText())
                .put("lastUpdated", stored.at("/meta/lastUpdated").asText());
        view.remove("subject");
        return view;
    }

    /** The same with its sender and files contained, for an answer that includes nothing else. */
    ObjectNode whole(ObjectNode stored) {
        ObjectNode view = view(stored);
        Elements.idOf(view.path("sender"), "PractitionerRole")
                .filter(ResourceKey::isLogicalId)
                .flatMap(id -> parts.repository().read(new ResourceKey("PractitionerRole", id)))
                .ifPresent(found -> {
                    view.withArray("contained").add(role(found).put("id", "sender"));
                    view.set("sender", Elements.reference("#sender"));
                });
        for (JsonNode payload : view.path("payload")) {
            Elements.idOf(payload.path("contentReference"), Attachment.TYPE)
                    .map(List::of)
                    .map(parts.files()::read)
                    .ifPresent(found -> found.forEach(file -> {
                        String id = "DocumentReference-" + file.id();
                        view.withArray("contained").add(ReferralView.contained(file, id));
                        ((ObjectNode) payload).set("contentReference", Elements.reference("#" + id));
                    }));
        }
        return view;
    }

    /** A025. */
    FhirResponse answer(ErsRequest request) {
        QueryParameters query = request.http().query();
        query.all().stream()
                .map(QueryParameters.Parameter::name)
                .filter(name -> !KNOWN.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw BusinessError.INVALID_VALUE.inSearch(
                            "Parameter '%s' is not supported".formatted(Problem.shown(name)));
                });
        String basedOn = query.last("based-on")
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> BusinessError.MISSING_PARAMETER.inSearch("Parameter 'based-on' is missing"));
        String id = Elements.idOf(basedOn, Referral.TYPE)
                .or(() -> Elements.idOf(basedOn, "CommunicationRequest"))
                .orElseThrow(() -> BusinessError.INVALID_VALUE.inSearch("'based-on' must name a ServiceRequest"));
        long version = Elements.versionOf(basedOn)
                .orElseThrow(() -> BusinessError.INVALID_VALUE.inSearch("'based-on' must name a version"));
        Referral advice = read(id, request.caller());
        if (advice.version() != version) {
            throw BusinessError.HISTORY_NOT_SUPPORTED.inSearch("'based-on' does not name the current version");
        }
        List<ObjectNode> messages = messages(advice.id());
        var set = new ErsSearchSet(request, parts.clock());
        messages.forEach(message -> set.match(view(message)));
        includes(query, messages).forEach(set::include);
        return set.answer();
    }

    private Referral read(String id, ErsCaller caller) {
        try {
            return parts.records().read(id, Records.Kind.ADVICE, caller);
        } catch (SpineException failure) {
            throw failure.code() == ErsError.NOT_FOUND
                    ? BusinessError.REFERENCE_NOT_FOUND.inSearch("'based-on' was not found")
                    : BusinessError.asSearch(failure);
        }
    }

    /** Senders and files, where they are asked for. */
    private List<ObjectNode> includes(QueryParameters query, List<ObjectNode> messages) {
        List<ObjectNode> included = new ArrayList<>();
        List<String> asked = query.values("_include");
        if (asked.stream().anyMatch(include -> include.contains("sender") || include.contains("requester"))) {
            Map<String, ResourceKey> roles = new LinkedHashMap<>();
            messages.forEach(message -> Elements.idOf(message.path("sender"), "PractitionerRole")
                    .filter(ResourceKey::isLogicalId)
                    .ifPresent(role -> roles.put(role, new ResourceKey("PractitionerRole", role))));
            if (!roles.isEmpty()) {
                parts.repository().read(roles.values()).values().forEach(stored -> included.add(role(stored)));
            }
        }
        if (asked.stream().anyMatch(include -> include.contains("content"))) {
            Set<String> documents = new LinkedHashSet<>();
            for (ObjectNode message : messages) {
                for (JsonNode payload : message.path("payload")) {
                    Elements.idOf(payload.path("contentReference"), Attachment.TYPE)
                            .ifPresent(documents::add);
                }
            }
            parts.files().read(documents).forEach(file -> included.add(ReferralView.contained(file, file.id())));
        }
        return included;
    }

    private static ObjectNode role(StoredResource stored) {
        Staff.Member member = Staff.Member.of(stored);
        ObjectNode role =
                Elements.resource("PractitionerRole").put("id", stored.key().id());
        member.user().ifPresent(user -> role.set("practitioner", Elements.logicalReference(Elements.USER_ID, user)));
        member.organisation()
                .ifPresent(ods -> role.set("organization", Elements.logicalReference(OdsCode.SYSTEM, ods)));
        member.functions().forEach(code -> role.withArray("code")
                .add(Elements.concept(Elements.coding(BusinessFunction.SYSTEM, code))));
        return role;
    }

    /** The conversation so far, and one message more, as a PDF. */
    byte[] document(Referral advice, ObjectNode last) {
        List<ObjectNode> messages = new ArrayList<>(messages(advice.id()));
        messages.add(last);
        var page = new PlainPdf("Advice and guidance conversation");
        page.line("UBRN " + advice.ubrn());
        page.line("NHS number " + advice.nhsNumber());
        for (ObjectNode message : messages) {
            page.line("");
            page.line("%s, %s"
                    .formatted(
                            Elements.coded(message.path("category"), SENT_BY).orElse(""),
                            message.path("sent").asText()));
            message.path("note").forEach(note -> page.line(note.path("text").asText()));
        }
        return page.bytes();
    }
}
