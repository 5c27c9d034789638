/** The trace without a server: its rules, its keys, and that it misses nothing. */
@NullMarked
package org.openspine.demographics.trace;

import org.jspecify.annotations.NullMarked;
