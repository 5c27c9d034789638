/**
 * Synthetic data for OpenSpine. {@link org.openspine.samples.Stories} are hand-made messages about a few people, one
 * file per story; {@code population} makes a believable population of any size; {@code load} sends either to a server,
 * over HTTP only. Uses {@code terminology} and Jackson. Every person, organisation and number is made up.
 */
@NullMarked
package org.openspine.samples;

import org.jspecify.annotations.NullMarked;
