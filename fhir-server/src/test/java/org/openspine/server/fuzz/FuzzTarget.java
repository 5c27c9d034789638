package org.openspine.server.fuzz;

import java.util.Locale;

/** What is fuzzed, each in a process of its own. */
enum FuzzTarget {
    PARSERS(ParsersTarget.class),
    BODIES(BodiesTarget.class),
    SEARCHES(SearchesTarget.class),
    PATCHES(PatchesTarget.class),
    TOKENS(TokensTarget.class),
    BUNDLES(BundlesTarget.class);

    private final Class<?> program;

    FuzzTarget(Class<?> program) {
        this.program = program;
    }

    /** Has the methods that Jazzer calls: {@code fuzzerInitialize} and {@code fuzzerTestOneInput}. */
    Class<?> program() {
        return program;
    }

    /** Of its seeds and its dictionary. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
