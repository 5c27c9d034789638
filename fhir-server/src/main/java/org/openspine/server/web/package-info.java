/**
 * The page at {@code /}, for people. {@link org.openspine.server.web.FrontPage} serves the files in {@code
 * src/main/resources/web}: plain HTML, CSS and modules without a build step. {@code main.js} starts them, {@code services.js}
 * lists the base paths that are mounted. They call only the public API.
 */
@NullMarked
package org.openspine.server.web;

import org.jspecify.annotations.NullMarked;
