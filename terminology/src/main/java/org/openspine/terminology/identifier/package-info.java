/**
 * Identifiers of the NHS as values that refuse what cannot be one. Each type holds its own system URI. Uses nothing but
 * the JDK.
 */
@NullMarked
package org.openspine.terminology.identifier;

import org.jspecify.annotations.NullMarked;
