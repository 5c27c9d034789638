package org.openspine.conformance.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openspine.conformance.fhirpath.Item;
import org.openspine.conformance.fhirpath.Surroundings;
import org.openspine.conformance.structure.TypeShape;
import org.openspine.terminology.Membership;
import org.openspine.terminology.Terminology;

/** One validation under way: where it stands, what it found, and what surrounds the resource. */
final class Run implements Surroundings {
    final Issues issues;
    final RuleBook book;
    private final Item root;
    private Item container;
    private Item resource;
    private final Map<ObjectNode, Map<String, Boolean>> conforming = new IdentityHashMap<>(0);
    private final Clock clock;
    private Travelling travelling = Travelling.NOTHING;
    private @Nullable OffsetDateTime now;

    Run(Issues issues, RuleBook book, Item root, Clock clock) {
        this.clock = clock;
        this.issues = issues;
        this.book = book;
        this.root = root;
        this.container = root;
        this.resource = root;
    }

    /** {@code %resource} of invariants here. */
    Item resource() {
        return resource;
    }

    /** {@code %rootResource}: the resource that contains this one, or itself. */
    Item container() {
        return container;
    }

    Item root() {
        return root;
    }

    /** Resources of this Bundle can be referred to from here on. */
    void within(Travelling bundle) {
        travelling = bundle;
    }

    Travelling travelling() {
        return travelling;
    }

    /** Goes into a resource inside another; a contained one stays within its container. Returns what {@link #leave} needs. */
    Item[] enter(Item inner, boolean contained) {
        Item[] before = {container, resource};
        resource = inner;
        if (!contained) {
            container = inner;
        }
        return before;
    }

    void leave(Item[] before) {
        container = before[0];
        resource = before[1];
    }

    @Override
    public Optional<JsonNode> resource(String reference) {
        return travelling.resource(reference);
    }

    @Override
    public Optional<Boolean> memberOf(JsonNode code, String valueSet) {
        Membership found = Codes.membership(code, valueSet, terminology());
        return found == Membership.UNKNOWN ? Optional.empty() : Optional.of(found == Membership.YES);
    }

    @Override
    public Optional<Boolean> conformsTo(Item item, String profile) {
        return book.profile(profile)
                .map(rules -> item.node() instanceof ObjectNode node
                        && rules.isFor(item.type(), node)
                        && conforms(node, item.type(), rules));
    }

    @Override
    public Optional<OffsetDateTime> now() {
        OffsetDateTime time = now == null ? OffsetDateTime.now(clock) : now;
        now = time;
        return Optional.of(time);
    }

    /** Whether a resource that travels along follows a profile; it counts as one that does while it is being looked at. */
    boolean conforms(ObjectNode resource, TypeShape type, ProfileRules rules) {
        Map<String, Boolean> known = conforming.computeIfAbsent(resource, key -> new HashMap<>());
        Boolean answer = known.putIfAbsent(rules.url(), true);
        if (answer != null) {
            return answer;
        }
        int mark = issues.mark();
        rules.check(resource, type, this);
        boolean conforms = !issues.rewind(mark);
        known.put(rules.url(), conforms);
        return conforms;
    }

    boolean isContained(JsonNode inner) {
        for (JsonNode contained : container.node().path("contained")) {
            if (contained == inner) {
                return true;
            }
        }
        return false;
    }

    Terminology terminology() {
        return book.terminology();
    }
}
