package org.openspine.conformance.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.openspine.conformance.fhirpath.Item;
import org.openspine.conformance.fhirpath.Surroundings;
import org.openspine.terminology.Membership;
import org.openspine.terminology.Terminology;

/** One validation under way: where it stands, what it found, and what surrounds the resource. */
final class Run implements Surroundings {
    final Issues issues;
    final RuleBook book;
    private final Item root;
    private Item container;
    private Item resource;
    private Travelling travelling = Travelling.NOTHING;

    Run(Issues issues, RuleBook book, Item root) {
        this.issues = issues;
        this.book = book;
        this.root = root;
        this.container = root;
        this.resource = root;
        travelling = Travelling.in(root.node());
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
