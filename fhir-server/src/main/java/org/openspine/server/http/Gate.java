package org.openspine.server.http;

import java.util.Optional;
import org.openspine.server.access.Access;

/** What every request passes: who asks, whether they may, and what is written down about it. */
public record Gate(Access access, Optional<RequestAudit> audit) {}
