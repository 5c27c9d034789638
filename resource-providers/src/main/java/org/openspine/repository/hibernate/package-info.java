/**
 * The record store on H2 and PostgreSQL: Hibernate entities ({@code …Row}), the SQL of search, migrations and group
 * commit. {@link org.openspine.repository.hibernate.HibernateResourceRepository} is the only way in.
 */
@NullMarked
package org.openspine.repository.hibernate;

import org.jspecify.annotations.NullMarked;
