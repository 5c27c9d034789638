/**
 * A synthetic population of any size. {@link org.openspine.samples.population.PopulationGenerator} writes one
 * transaction Bundle per line: the directory first, then household by household. The same seed, number and day give the
 * same bytes on any machine: all chance comes from {@code SeededStream}, and nothing is kept between households but the
 * next free NHS number. Uses Jackson's generator and {@code terminology}.
 */
@NullMarked
package org.openspine.samples.population;

import org.jspecify.annotations.NullMarked;
