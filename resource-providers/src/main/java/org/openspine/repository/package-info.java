/**
 * The record store as the services see it: immutable versions of resources as the JSON clients receive, found by key, by
 * search parameter and in order of change. {@link org.openspine.repository.ResourceRepository} is the port;
 * {@code hibernate} implements it, {@code search} turns resources into index values and queries into conditions.
 */
@NullMarked
package org.openspine.repository;

import org.jspecify.annotations.NullMarked;
