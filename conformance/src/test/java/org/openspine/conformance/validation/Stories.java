package org.openspine.conformance.validation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openspine.conformance.json.JsonLimits;
import org.openspine.conformance.json.ResourceJson;
import org.openspine.conformance.packages.OwnPackage;
import org.openspine.conformance.profile.Definition;

/** The resources of the project's sample stories, each claiming our profile of its type if there is one, in a mixed order. */
final class Stories {
    private static final Path FOLDER =
            Path.of("..", "sample-bundles", "src", "main", "resources", "org", "openspine", "samples", "stories");
    private static final String PROFILE = "https://openspine.org/fhir/StructureDefinition/openspine-";

    private Stories() {}

    static List<ObjectNode> resources() {
        Set<String> profiles =
                OwnPackage.definitions().stream().map(Definition::url).collect(Collectors.toSet());
        var resources = new ArrayList<ObjectNode>();
        for (ObjectNode story : stories()) {
            story.path("entry").forEach(entry -> {
                ObjectNode resource = ((ObjectNode) entry.path("resource")).deepCopy();
                String profile =
                        PROFILE + resource.path("resourceType").asText().toLowerCase(Locale.ROOT);
                if (profiles.contains(profile) && !resource.has("meta")) {
                    resource.putObject("meta").putArray("profile").add(profile);
                }
                resources.add(resource);
            });
        }
        Collections.shuffle(resources, new Random(7));
        return resources;
    }

    private static List<ObjectNode> stories() {
        var stories = new ArrayList<ObjectNode>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                stories.add(ResourceJson.parse(Files.readAllBytes(file), JsonLimits.DOCUMENT));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return stories;
    }
}
