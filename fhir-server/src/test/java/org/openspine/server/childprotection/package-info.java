/** Child protection and patient flags over HTTP, on both databases. */
@NullMarked
package org.openspine.server.childprotection;

import org.jspecify.annotations.NullMarked;
