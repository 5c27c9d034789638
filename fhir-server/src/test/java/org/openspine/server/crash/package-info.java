/**
 * Kills, stops and misuses the program as a process of its own. {@link org.openspine.server.crash.CrashTest} is the short
 * form of the crash test, {@link org.openspine.server.crash.CrashProgram} the long one; so are {@code ProtectionCrashTest} and
 * {@link org.openspine.server.crash.ProtectionCrashProgram} of that for looks at child protection data.
 */
@NullMarked
package org.openspine.server.crash;

import org.jspecify.annotations.NullMarked;
