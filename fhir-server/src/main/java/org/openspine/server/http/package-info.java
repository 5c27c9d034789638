/**
 * HTTP in and out: Jetty, one {@link org.openspine.server.http.FhirServlet} per base path, media types, limits and the one
 * place that turns failures into OperationOutcomes. Nothing below this package knows servlets.
 */
@NullMarked
package org.openspine.server.http;

import org.jspecify.annotations.NullMarked;
