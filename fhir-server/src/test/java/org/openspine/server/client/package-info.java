/** Other people's FHIR clients, unmodified, against the real server. */
@NullMarked
package org.openspine.server.client;

import org.jspecify.annotations.NullMarked;
