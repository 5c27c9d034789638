/**
 * Trace: who a person is, by what is known of them. {@link org.openspine.demographics.trace.Trace} is the engine behind the search
 * of the Personal Demographics Service and behind {@code Patient/$match}.
 *
 * <p>Candidates come from index keys ({@code TraceKeys}, one for each family and first given name: birth date, sound, spelling);
 * what a candidate is worth is decided on its record by {@code BasicMatch} or {@code FuzzyMatch}, which are pure.
 *
 * <p>Glossary. <b>Item</b>: one thing that is known, such as a postcode. <b>Agreement</b>: how well an item and a record agree, 0
 * to 1. <b>Score</b>: the agreements of all items that were given, weighted.
 */
@NullMarked
package org.openspine.demographics.trace;

import org.jspecify.annotations.NullMarked;
