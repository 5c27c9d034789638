package org.openspine.server.http;

import java.util.Optional;
import org.openspine.api.Replays;
import org.openspine.server.access.Access;

/** What every request passes: who asks, whether they may, what is written down about it, and what it gets that was sent before. */
public record Gate(Access access, Optional<RequestAudit> audit, Replays replays) {}
