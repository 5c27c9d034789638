package org.openspine.conformance.validation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.openspine.conformance.profile.Definitions;
import org.openspine.conformance.profile.SnapshotWriter;
import org.openspine.conformance.profile.Snapshots;
import org.openspine.conformance.structure.Structures;
import org.openspine.conformance.structure.TypeShape;
import org.openspine.terminology.Terminology;

/**
 * The rules of one set of definitions, each compiled when it is first needed. Safe for use by many threads; a changed set of definitions
 * has another book.
 */
public final class RuleBook {
    private final Structures structures;
    private final Snapshots snapshots;
    private final Terminology terminology;
    private final Map<TypeShape, TypeRules> types = new ConcurrentHashMap<>();
    private final Map<String, Optional<ProfileRules>> profiles = new ConcurrentHashMap<>();

    public RuleBook(Structures structures, Definitions definitions) {
        this.structures = structures;
        this.snapshots = new Snapshots(definitions);
        this.terminology = new Terminology(definitions);
    }

    public Structures structures() {
        return structures;
    }

    public Definitions definitions() {
        return snapshots.definitions();
    }

    public Snapshots snapshots() {
        return snapshots;
    }

    public Terminology terminology() {
        return terminology;
    }

    /** Whether resources can be checked against this profile. */
    public boolean has(String profile) {
        return profile(profile).isPresent();
    }

    /** Loaded profiles of a resource type that resources can be checked against. */
    public synchronized List<String> profilesOf(String type) {
        return definitions().profilesOf(type).stream()
                .filter(profile -> snapshots.snapshot(profile).isPresent())
                .toList();
    }

    /** What of a profile is not checked, by name; empty also if the profile is not here at all. */
    public List<String> problems(String profile) {
        return profile(profile).map(ProfileRules::problems).orElse(List.of());
    }

    /** What of R4's own rules for a type is not checked, by name. */
    public List<String> problemsOfType(TypeShape type) {
        return new TypeCompiler(structures, snapshots).problems(type);
    }

    TypeRules type(TypeShape shape) {
        TypeRules known = types.get(shape);
        return known != null ? known : types.computeIfAbsent(shape, new TypeCompiler(structures, snapshots)::compile);
    }

    Optional<ProfileRules> profile(String canonical) {
        Optional<ProfileRules> known = profiles.get(canonical);
        return known != null ? known : compile(canonical);
    }

    /** One at a time: compiling completes the trees of snapshots that profiles share. */
    private synchronized Optional<ProfileRules> compile(String canonical) {
        Optional<ProfileRules> known = profiles.get(canonical);
        if (known == null) {
            known = snapshots.snapshot(canonical).map(snapshot -> new ProfileCompiler(structures, snapshots)
                    .compile(snapshot));
            profiles.put(canonical, known);
        }
        return known;
    }

    /** A structure with all its elements; empty if it or what it derives from is not loaded. */
    public synchronized Optional<ObjectNode> withSnapshot(String canonical) {
        return snapshots.snapshot(canonical).map(SnapshotWriter::write);
    }

    /** The definition of an extension by its url. */
    Optional<ObjectNode> extension(String url) {
        return snapshots.snapshot(url).map(Snapshots.Snapshot::definition);
    }
}
