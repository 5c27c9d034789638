/**
 * Feeds made-up input to everything that strangers can send, guided by what of our code it reaches (Jazzer): a
 * {@code …Target} each for parsers, bodies, searches, patches, tokens and Bundles. {@link org.openspine.server.fuzz.FuzzIT} is the short
 * form, {@link org.openspine.server.fuzz.FuzzProgram} the long one. Seeds and dictionaries are in {@code src/test/resources/fuzz}.
 *
 * @see <a href="https://github.com/CodeIntelligenceTesting/jazzer">Jazzer</a>
 */
@NullMarked
package org.openspine.server.fuzz;

import org.jspecify.annotations.NullMarked;
