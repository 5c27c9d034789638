package org.openspine.conformance.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.openspine.conformance.fhirpath.FhirPath;
import org.openspine.conformance.fhirpath.Item;
import org.openspine.terminology.Membership;

/** Tells whether a value belongs to a slice. */
interface Discriminator {
    boolean selects(Item item, Run run);

    /** All of them. */
    static Discriminator all(List<Discriminator> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        return (item, run) -> {
            for (Discriminator part : parts) {
                if (!part.selects(item, run)) {
                    return false;
                }
            }
            return true;
        };
    }

    /** By the url of an extension. */
    static Discriminator url(String url) {
        return (item, run) -> url.equals(item.node().path("url").textValue());
    }

    /** By the value at a path; any that is right will do. */
    static Discriminator value(FhirPath path, FixedValue wanted) {
        return (item, run) -> {
            for (Item found : at(path, item, run)) {
                if (wanted.accepts(found)) {
                    return true;
                }
            }
            return false;
        };
    }

    /** By membership in a required value set. */
    static Discriminator binding(FhirPath path, String valueSet) {
        return (item, run) -> {
            for (Item found : at(path, item, run)) {
                if (Codes.membership(found.node(), valueSet, run.terminology()) == Membership.YES) {
                    return true;
                }
            }
            return false;
        };
    }

    static Discriminator exists(FhirPath path, boolean wanted) {
        return (item, run) -> at(path, item, run).isEmpty() != wanted;
    }

    /** By the type of the value, of the resource, or of what a reference points to. */
    static Discriminator type(Optional<FhirPath> path, Set<String> types) {
        return (item, run) -> {
            List<Item> found = path.isEmpty() ? List.of(item) : at(path.get(), item, run);
            for (Item one : found) {
                if (types.contains(typeOf(one))) {
                    return true;
                }
            }
            return false;
        };
    }

    /** By the resource type a reference names, where the target is not at hand. */
    static Discriminator target(FhirPath reference, Set<String> types) {
        return (item, run) -> {
            for (Item one : at(reference, item, run)) {
                if (one.node() instanceof ObjectNode node
                        && References.targetType(node, run).map(types::contains).orElse(false)) {
                    return true;
                }
            }
            return false;
        };
    }

    /** By conformance to one of the profiles; what is found on the way is forgotten. */
    static Discriminator profile(FhirPath path, List<String> profiles) {
        return (item, run) -> {
            for (Item one : at(path, item, run)) {
                for (String profile : profiles) {
                    if (one.node() instanceof ObjectNode node && conforms(node, one, profile, run)) {
                        return true;
                    }
                }
            }
            return false;
        };
    }

    private static boolean conforms(ObjectNode node, Item item, String profile, Run run) {
        int mark = run.issues.mark();
        Optional<ProfileRules> rules = run.book.profile(profile);
        rules.ifPresent(known -> known.check(node, item.type(), run));
        return !run.issues.rewind(mark) && rules.isPresent();
    }

    private static List<Item> at(FhirPath path, Item item, Run run) {
        return path.evaluate(item, run.resource(), run.container(), run);
    }

    private static String typeOf(Item item) {
        JsonNode resourceType = item.node().path("resourceType");
        return resourceType.isTextual() ? resourceType.textValue() : item.type().name();
    }
}
