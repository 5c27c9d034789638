package org.openspine.definitions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.openspine.conformance.packages.FhirPackage;
import org.openspine.conformance.validation.RuleBook;

/**
 * What of a package works here and what does not.
 *
 * @param usable profiles that resources can be checked against
 * @param problems what cannot be used, and what is not checked of what can
 */
public record PackageReport(int usable, List<String> problems) {
    /** {@code book} has the package's definitions. */
    public static PackageReport of(FhirPackage loaded, RuleBook book) {
        var problems = new ArrayList<>(loaded.notes());
        var unknown = new TreeSet<String>();
        int usable = 0;
        for (ObjectNode resource : loaded.resources()) {
            if (!resource.path("resourceType").asText().equals("StructureDefinition")) {
                continue;
            }
            String url = resource.path("url").asText();
            if (!book.has(url)) {
                problems.add("%s cannot be used: %s, which it derives from, is not loaded"
                        .formatted(url, resource.path("baseDefinition").asText("")));
                continue;
            }
            usable++;
            book.problems(url).forEach(problem -> problems.add(url + ": " + problem));
            resource.path("differential").path("element").forEach(element -> {
                String valueSet = element.path("binding").path("valueSet").asText("");
                if (!valueSet.isEmpty() && book.terminology().valueSet(valueSet).isEmpty()) {
                    unknown.add(valueSet);
                }
            });
        }
        unknown.forEach(
                valueSet -> problems.add("codes are not checked against " + valueSet + ", which is not loaded"));
        return new PackageReport(usable, problems);
    }
}
