/** The referral services over HTTP, on H2 and on PostgreSQL. */
@NullMarked
package org.openspine.server.referrals;

import org.jspecify.annotations.NullMarked;
