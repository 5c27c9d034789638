/**
 * The program: settings, wiring and start. {@link org.openspine.server.Main} is the command line, {@link
 * org.openspine.server.OpenSpine} puts the parts together.
 */
@NullMarked
package org.openspine.server;

import org.jspecify.annotations.NullMarked;
