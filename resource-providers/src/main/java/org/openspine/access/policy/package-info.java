/**
 * Who may do what at the national paths: {@link org.openspine.access.policy.AccessPolicy} reads the one reviewed table, {@code
 * policy.json}. What is not listed is forbidden.
 */
@NullMarked
package org.openspine.access.policy;

import org.jspecify.annotations.NullMarked;
