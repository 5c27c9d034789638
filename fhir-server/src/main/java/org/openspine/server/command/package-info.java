/** The commands of the command line, one class each. Exit codes: 0 done, 1 failed, 2 the call itself is wrong. */
@NullMarked
package org.openspine.server.command;

import org.jspecify.annotations.NullMarked;
